"""The registry: its records, how they are chosen, changed, compared and shown."""
