"""`python -m anliku`."""

from .cli import main

main()
