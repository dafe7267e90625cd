"""Venues (阵地): service centres, 一园五站, red stations: areas, rooms and hours, who books which room, brands.

Not the map of facilities: a venue may point at one. A booking is no case (ADR 52). Verbs: open, change, close; add room;
book, confirm, decline, cancel; name brand. Source: seeds 000, 003, 004 (Annex B 11, 12, 58, 69).
"""
