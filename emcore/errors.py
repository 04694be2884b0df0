"""What can be wrong with what the caller hands in, in words."""


class DataError(ValueError):
    """The points are not a finite float64 table of the right shape; the message names rows or columns."""


class MixtureError(ValueError):
    """The parameters do not make a Gaussian mixture; the message names the cause and a cure.

    `component` is the index of the one at fault, counted from 0, if it is one's fault; the message counts from 1, as
    pictures and tables do.
    """

    def __init__(self, message: str, component: int = 0) -> None:
        super().__init__(message)
        self.component = component


class CollapseError(MixtureError):
    """An M step left a component without weight or without a positive definite covariance."""
