"""From an answer of the network to the records that are kept: pure functions."""
