"""All files that can be taken away, by their section of the panel. A registry: add a kind of file to its section."""

from dashboard.take_away.offline.files import PAGE
from dashboard.take_away.pictures.files import PICTURES
from emcore.export.file import File
from emcore.export.files import CODE, DATA

SECTIONS: dict[str, dict[str, File]] = {"Page": PAGE, "Pictures": PICTURES, "Data": DATA, "Code": CODE}
FILES: dict[str, File] = {key: file for files in SECTIONS.values() for key, file in files.items()}
