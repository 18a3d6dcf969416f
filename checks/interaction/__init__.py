"""Interaction: which sections a portal offers, whether they are alive, and how letters are answered."""
