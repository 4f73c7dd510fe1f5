"""What the desk holds of one customer: listed, told, and taken away."""
