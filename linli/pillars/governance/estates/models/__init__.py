"""Compounds as their owners have them, and who serves them."""

from linli.pillars.governance.estates.models._estates import Estate, Seat, ServiceContract, Sitting

__all__ = ["Estate", "Seat", "ServiceContract", "Sitting"]
