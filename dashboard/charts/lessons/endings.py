"""Colours of the optima that starts end at, other than those of components; each comes with its letter."""

from dashboard.charts.palette import contrast

LIGHT = ["#5B17A8", "#B4257F", "#C9472B", "#A36A00", "#557A00", "#007C8C"]
DARK = ["#C9A6FF", "#FF86C8", "#FF8F70", "#F2B632", "#A8D05A", "#4FD0DC"]
LETTERS = "ABCDEF"  # of the optima that have a row of their own, the best first


def ending_colours(dark: bool) -> list[str]:
    """One colour per letter, for a light or a dark page."""
    return DARK if dark else LIGHT


def on_endings(dark: bool) -> list[str]:
    """Black or white, what is better read on each of them."""
    return [max(("#000000", "#FFFFFF"), key=lambda text: contrast(text, colour)) for colour in ending_colours(dark)]
