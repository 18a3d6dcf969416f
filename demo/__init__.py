"""Simulated city portals with known faults, served on loopback under host names that look real."""
