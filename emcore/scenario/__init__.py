"""Data, start and options of a run in one record, which is also a link."""
