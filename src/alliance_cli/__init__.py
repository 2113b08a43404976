"""A command-line tool that keeps the member registry of an industry alliance."""

__version__ = "0.1.0"
