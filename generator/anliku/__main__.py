"""`python -m anliku`."""

from .cli import main

if __name__ == "__main__":  # a spawned worker imports this module as well
    main()
