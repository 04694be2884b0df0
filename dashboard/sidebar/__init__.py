"""The groups of controls: data, start, run, view; their tables."""
