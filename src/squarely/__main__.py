"""`python -m squarely`."""

from squarely.cli import main

if __name__ == "__main__":
    main()
