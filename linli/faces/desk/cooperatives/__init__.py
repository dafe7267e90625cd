"""Cooperatives at the desk: the register of members, resolutions of their representatives, distributions."""
