"""All files that emcore makes of a run. A registry: add a kind of file here."""

from emcore.export.file import File

DATA: dict[str, File] = {}
CODE: dict[str, File] = {}
