"""Everything that happens to compounds and their owners."""

from linli.pillars.governance.estates.operations._register import (
    EstateTermBackward,
    NoCompany,
    NotYourEstate,
    SideSeated,
    end_contract,
    estate_of,
    keep_estate,
    record_sitting,
    seat_side,
    sign_contract,
    unseat,
)
from linli.pillars.governance.estates.policies import NoSuchEstate

__all__ = [
    "EstateTermBackward",
    "NoCompany",
    "NoSuchEstate",
    "NotYourEstate",
    "SideSeated",
    "end_contract",
    "estate_of",
    "keep_estate",
    "record_sitting",
    "seat_side",
    "sign_contract",
    "unseat",
]  # fmt: skip
