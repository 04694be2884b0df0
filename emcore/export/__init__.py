"""What is taken away from a run: its data, its parameters, its record, code that repeats it."""
