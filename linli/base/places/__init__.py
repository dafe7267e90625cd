"""Divisions, grids, buildings; which grid holds this point."""
