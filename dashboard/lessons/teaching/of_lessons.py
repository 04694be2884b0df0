"""What a teacher needs, by lesson: of each the file of its key in this folder."""

from importlib import import_module

from dashboard.lessons.course.lessons import LESSONS
from dashboard.lessons.teaching.teaching import Teaching

TEACHING: dict[str, Teaching] = {key: import_module(f"{__package__}.{key}").TEACHING for key in LESSONS}
