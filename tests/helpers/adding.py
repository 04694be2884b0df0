"""The sums behind the arithmetic, of all steps at once."""

from dashboard.picture.arithmetic import Adding


def sums_of(X, trace, covariance_type, reg_covar):
    """The sums at every step of the run, or at the first of them where the points are very many."""
    adding = Adding(X, trace, covariance_type, reg_covar)
    while adding.work():
        pass
    return adding.sums()
