"""Reads of supervision, responsibility lists and leads."""

from linli.pillars.governance.supervision.queries._lists import (
    DutyRow,
    LeadRow,
    discipline_body,
    duties_due,
    duties_of_unit,
    get_responsibility,
    leads_of,
    units_of,
)
from linli.pillars.governance.supervision.queries._matters import (
    CardLetter,
    MatterPage,
    MatterRow,
    StepRow,
    get_matter,
    letter_step,
    matter_page,
    matters_of,
    over_case,
    should_be_raised,
    takers,
)

__all__ = [
    "CardLetter", "DutyRow", "LeadRow", "MatterPage", "MatterRow", "StepRow", "discipline_body", "duties_due",
    "duties_of_unit",
    "get_matter", "get_responsibility", "leads_of", "letter_step", "matter_page", "matters_of", "over_case",
    "should_be_raised", "takers", "units_of",
]  # fmt: skip
