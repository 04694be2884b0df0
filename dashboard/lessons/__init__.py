"""A file a lesson: its run, its choices, its words."""
