"""The apps of Linli, in the order of the strata. A new app is one line here."""

from __future__ import annotations

from typing import Final

_BASE = (
    "orgs",
    "places",
    "people",
    "files",
    "language",
    "flow",
    "notices",
)
_GOVERNANCE = (
    "reports",
    "whistles",
    "deliberation",
    "inspections",
    "patrols",
    "duties",
    "appeals",
    "supervision",
    "estates",
    "campaigns",
    "visits",
    "cooperative",
    "assemblies",
    "economy",
)
_SERVICE = (
    "bulletins",
    "care",
    "volunteers",
    "rights",
    "catalog",
    "counters",
    "appointments",
    "applications",
    "ratings",
    "canteens",
    "enterprises",
    "jobs",
    "schemes",
    "exchange",
)
_PARTY = (
    "branches",
    "life",
    "secretary",
    "study",
    "team",
    "tiers",
    "partners",
    "contacts",
    "venues",
    "floating",
)
_INSIGHT = (
    "topics",
    "finding",
    "forms",
    "briefs",
    "appraisals",
    "opendata",
)
_FACES = (
    "parts",
    "resident",
    "desk",
    "boards",
    "openapi",
)

LINLI: Final = (
    "linli.config",
    *(f"linli.base.{app}" for app in _BASE),
    *(f"linli.pillars.governance.{app}" for app in _GOVERNANCE),
    *(f"linli.pillars.service.{app}" for app in _SERVICE),
    *(f"linli.pillars.party.{app}" for app in _PARTY),
    "linli.insight",
    *(f"linli.insight.{app}" for app in _INSIGHT),
    *(f"linli.faces.{app}" for app in _FACES),
    "linli.demo",
    "linli.cli",
)
