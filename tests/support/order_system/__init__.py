"""A shop's own order system for tests: a small HTTP server that misbehaves as it is told."""
