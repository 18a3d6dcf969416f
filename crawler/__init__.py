"""GATHER: the only room that meets the network. It records what was seen and judges nothing."""

__version__ = "0.1.0"
