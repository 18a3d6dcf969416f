"""Active trials on a leased page. Look, never post: nothing is ever submitted but a search."""
