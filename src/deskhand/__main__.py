"""`python -m deskhand` is the command line."""

from __future__ import annotations

from deskhand.cli import main

if __name__ == "__main__":
    main()
