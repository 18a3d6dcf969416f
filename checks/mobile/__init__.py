"""The mobile entry: whether there is one, whether it fits a phone, and whether it says what the desktop says."""
