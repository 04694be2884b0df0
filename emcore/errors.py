"""What can be wrong with what the caller hands in, in words."""


class DataError(ValueError):
    """The points are not a finite float64 table of the right shape; the message names rows or columns."""


class MixtureError(ValueError):
    """The parameters do not make a Gaussian mixture; the message names the cause and a cure."""


class CollapseError(MixtureError):
    """An M step left a component without weight or without a positive definite covariance.

    `component` is its index, counted from 0; the message counts from 1, as pictures and tables do.
    """

    def __init__(self, component: int, message: str) -> None:
        super().__init__(message)
        self.component = component
