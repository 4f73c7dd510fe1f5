"""The command line: `deskhand`."""

from deskhand.cli.app import main

__all__ = ["main"]
