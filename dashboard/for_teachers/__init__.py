"""The plan of a lesson, a worksheet and its answers."""
