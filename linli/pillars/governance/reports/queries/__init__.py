"""Reads about reports, each for a named actor and in a fixed number of queries."""

from linli.pillars.governance.reports.queries._facts import facts_of_report, moves_open_to
from linli.pillars.governance.reports.queries._get import get_report, report_by_link

__all__ = ["facts_of_report", "get_report", "moves_open_to", "report_by_link"]
