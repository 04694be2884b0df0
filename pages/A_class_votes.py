"""A class votes: a lecturer opens a room, students place their predictions in it, then all see them and the answer."""

from dashboard import page
from dashboard.class_vote import room_page
from dashboard.link.navigation import CLASS_VOTE, onward

page.open_page(CLASS_VOTE, "A class votes", folded=room_page.is_room())
if not room_page.room_page():
    onward(CLASS_VOTE)
