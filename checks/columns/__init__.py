"""Columns: which there are, what they hold, when they were last renewed."""
