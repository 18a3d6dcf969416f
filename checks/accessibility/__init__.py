"""Accessibility and help for the elderly: axe-core's rules told in our words, and what axe-core does not look for."""
