"""The checks: what is wrong with a registry, and what would put it right."""
