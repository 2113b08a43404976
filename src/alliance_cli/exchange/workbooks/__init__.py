"""Workbooks for people: the registry, forms, sign-in sheets."""
