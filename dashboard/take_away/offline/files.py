"""The page that can be taken away. A registry: add a kind of page here."""

from dashboard.take_away.offline.page import page
from emcore.export.file import File

PAGE = {
    "page": File(
        "Offline page (HTML)",
        "One file, some 1.4 MB, that steps, plays, colours and explains without a network: for a hall, a USB stick, a "
        "course page.",
        "page.html",
        "text/html",
        page,
    )
}
