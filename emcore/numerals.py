"""Numbers as a person reads them: one format for all messages, sentences and tables."""

from math import floor, isfinite, log10

MINUS = "\u2212"
PLAIN = 1e-4, 1e7  # sizes that are written out; smaller and larger ones as a power of ten
_RAISED = str.maketrans("-.0123456789", "⁻·⁰¹²³⁴⁵⁶⁷⁸⁹")


def numeral(value: float, figures: int = 4) -> str:
    """A number with so many significant figures, no zeros at its end, and all its digits before the point.

    A true minus, and times ten with a raised exponent: 0.25, −1200, 2.5 × 10⁻⁷, 10⁻³⁰; "–" for what is not finite.
    """
    if not isfinite(value):
        return "–"
    size = abs(value)
    if size == 0:
        return "0"
    low, high = PLAIN
    if low <= size < high:
        text = f"{size:.{max(figures - 1 - floor(log10(size)), 0)}f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
    else:
        mantissa, exponent = f"{size:.{figures - 1}e}".split("e")
        mantissa = mantissa.rstrip("0").rstrip(".") if "." in mantissa else mantissa
        power = power_of_ten(int(exponent))
        text = power if mantissa == "1" else f"{mantissa} × {power}"
    return MINUS + text if value < 0 else text


def power_of_ten(exponent: float) -> str:
    """A power of ten with a raised exponent: 10⁻³, 10⁻²·⁵."""
    return "10" + f"{exponent:.12g}".translate(_RAISED)


def with_minus(text: str) -> str:
    """A formatted number with a minus sign as wide as its plus, instead of a hyphen."""
    return text.replace("-", MINUS)


def rounded(value: float, figures: int) -> float:
    """The number nearest to `value` with so many significant figures."""
    return float(f"{value:.{figures}g}")


def plural(n: int, word: str) -> str:
    """So many of what `word` calls one of: "1 point", "0 points", "1,200 points"."""
    return f"{n:,} {word}{'s' * (n != 1)}"
