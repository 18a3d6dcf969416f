"""Site search: whether there is one, whether it works, whether it finds what the site has published."""
