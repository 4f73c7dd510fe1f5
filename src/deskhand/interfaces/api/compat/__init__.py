"""The paths of the five systems that Deskhand unites, each as its own callers know it."""

from deskhand.interfaces.api.compat.router import SYSTEMS, router

__all__ = ["SYSTEMS", "router"]
