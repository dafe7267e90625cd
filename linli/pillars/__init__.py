"""Governance, service and Party work: pillars meet in a case, never in an import."""
