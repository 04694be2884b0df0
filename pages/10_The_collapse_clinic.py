"""Lesson: the collapse clinic."""

from dashboard.lessons import frame
from dashboard.link import address

frame.opening("the_collapse_clinic")
address.write()
frame.closing("the_collapse_clinic")
