"""What all rooms share: caches, long work, small widgets, texts of others, the theme."""
