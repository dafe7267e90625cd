"""Reads steps, sends messages."""
