"""The intake: what the rows of a list from outside mean for a registry."""
