"""Whose software a portal is published with: for the overview's table of makers; no check, no judgement."""
