"""Findings: what is told of a registry, by which rule, and where."""
