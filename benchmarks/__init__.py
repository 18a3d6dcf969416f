"""Measurements of the crawler and the checks: ``python -m benchmarks NAME [--json]``."""
