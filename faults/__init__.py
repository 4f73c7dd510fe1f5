"""Processes of a desk that are killed, frozen and flooded; what has to hold afterwards."""
