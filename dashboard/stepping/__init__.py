"""The step bar, the read-out, the sentences."""
