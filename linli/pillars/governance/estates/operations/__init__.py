"""Everything that happens to compounds and their owners."""

from linli.pillars.governance.estates.operations._elect import (
    HallMissing,
    confirm_filing,
    drop_election,
    file_committee,
    note_election,
    overturn_result,
    put_to_vote,
    seat_committee,
    send_filing_back,
    shelve_election,
    take_result,
    take_up_election,
    timed,
)
from linli.pillars.governance.estates.operations._prepare import (
    Door,
    ElectingAlready,
    Named,
    NotToObject,
    NotWhilePrepared,
    NotYourHome,
    ObjectingAlready,
    Standing,
    StrangeDoor,
    convene_group,
    dismiss_objection,
    name_group,
    object_to_election,
    post_papers,
    propose_election,
    uphold_objection,
    write_drafts,
    write_list,
    write_roll,
)
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
    "Door", "ElectingAlready", "EstateTermBackward", "HallMissing", "Named", "NoCompany", "NoSuchEstate",
    "NotToObject", "NotWhilePrepared", "NotYourEstate", "NotYourHome", "ObjectingAlready", "SideSeated", "Standing",
    "StrangeDoor", "confirm_filing", "convene_group", "dismiss_objection", "drop_election", "end_contract", "estate_of",
    "file_committee", "keep_estate", "name_group", "note_election", "object_to_election", "overturn_result",
    "post_papers", "propose_election", "put_to_vote", "record_sitting", "seat_committee", "seat_side",
    "send_filing_back", "shelve_election", "sign_contract", "take_result", "take_up_election", "timed", "unseat",
    "uphold_objection", "write_drafts", "write_list", "write_roll",
]  # fmt: skip
