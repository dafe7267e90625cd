"""Public service: what residents have a right to, and how they come to it."""
