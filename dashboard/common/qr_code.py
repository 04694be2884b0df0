"""A link as a QR code."""

from functools import lru_cache


@lru_cache(20)  # drawn again at every rerun, and the largest code takes 80 ms
def qr_code(link: str) -> str:
    """The QR code of a link as the address of a picture, a pixel for each square, with its white margin."""
    import segno

    return segno.make(link, error="l", micro=False).png_data_uri(border=4)
