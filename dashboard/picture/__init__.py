"""The picture of a run: which chart, colours, what a click does."""
