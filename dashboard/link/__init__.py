"""Scenario, view and choices <-> URL <-> session; names of scenarios; links between pages."""
