"""Keeping the house: units, posts, accounts, grids, catalogue, limits, standard answers. No resident's matter is here."""
