"""One module a simulated city; beside each, its ground truth as data."""
