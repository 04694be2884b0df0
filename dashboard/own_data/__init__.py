"""One's own data: the table in use, the ways in, what a link asks for."""
