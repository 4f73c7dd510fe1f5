"""Attacks on a desk of one's own: bounded, repeatable by a seed, on this machine alone."""
