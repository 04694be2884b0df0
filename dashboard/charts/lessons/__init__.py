"""The charts of the lessons."""
