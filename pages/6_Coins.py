"""Lesson: coins that nobody has labelled."""

from dashboard.lessons import frame
from dashboard.link import address

frame.opening("coins")
address.write()
frame.closing("coins")
