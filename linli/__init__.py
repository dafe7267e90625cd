"""Linli 邻里: one grid, one inbox, one answer for every matter of a subdistrict."""

__version__ = "0.1.0"
