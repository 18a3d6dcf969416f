"""TELL: turns the `result.json` of a run folder into reports; knows no check by name and meets no network."""
