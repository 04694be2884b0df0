"""Lesson: EM, hard EM and k-means."""

from dashboard.lessons import frame
from dashboard.link import address

frame.opening("three_algorithms")
address.write()
frame.closing("three_algorithms")
