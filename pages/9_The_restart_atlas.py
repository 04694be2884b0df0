"""Lesson: the restart atlas."""

from dashboard.lessons import frame
from dashboard.link import address

frame.opening("the_restart_atlas")
address.write()
frame.closing("the_restart_atlas")
