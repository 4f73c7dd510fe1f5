"""Deskhand: a self-hosted AI support desk that answers only what it can prove."""

__version__ = "0.1.0"
