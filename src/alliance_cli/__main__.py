"""`python -m alliance_cli` is `alliance`."""

from .cli import main

main()
