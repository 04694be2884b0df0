"""Lesson: the likelihood landscape."""

from dashboard.lessons import frame
from dashboard.link import address

frame.opening("the_likelihood_landscape")
address.write()
frame.closing("the_likelihood_landscape")
