"""One module a command: load, one call into the domain, render, exit code."""
