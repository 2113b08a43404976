"""Kinds: what a record is, its fields, and those that a registry declares itself."""
