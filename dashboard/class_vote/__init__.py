"""A class votes: rooms, what is asked in them, and what the lecturer and the students see."""
