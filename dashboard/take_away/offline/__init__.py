"""The offline page: the stage as one HTML file that needs no network."""
