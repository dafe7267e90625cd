"""Reads, counts, and never writes back."""
