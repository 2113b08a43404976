"""The rules that a function looks for: a module each, with its rule and its check."""
