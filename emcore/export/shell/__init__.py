"""A run without a browser: from a text on the command line to a table and to files."""
