"""Points to run EM on: drawn by generators, or classic data sets."""
