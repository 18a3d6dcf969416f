"""The spiders: what a run visits."""
