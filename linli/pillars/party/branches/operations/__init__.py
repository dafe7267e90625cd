"""The verbs of Party organisations."""

from linli.pillars.party.branches.operations._forget import SUBJECT, erase, erase_again, facts, forget_old
from linli.pillars.party.branches.operations._import import (
    NoMemberSheet,
    TakenRow,
    TooManyMembers,
    import_members,
    members_of_file,
)
from linli.pillars.party.branches.operations._members import (
    AlreadyJoined,
    NoGridThere,
    NotToJoin,
    change_member,
    enrol_members,
    join_organisation,
    leave_organisation,
)
from linli.pillars.party.branches.operations._organisations import (
    NotUnderThat,
    NotYourOrganisation,
    OrganisationInUse,
    OrganisationTermBackward,
    UnitSeated,
    change_organisation,
    close_organisation,
    found_organisation,
    kept,
    record_election,
    seat_unit,
    unseat_unit,
)
from linli.pillars.party.branches.policies import NoSuchMember, NoSuchOrganisation

__all__ = [
    "SUBJECT",
    "AlreadyJoined",
    "NoGridThere",
    "NoMemberSheet",
    "NoSuchMember",
    "NoSuchOrganisation",
    "NotToJoin",
    "NotUnderThat",
    "NotYourOrganisation",
    "OrganisationInUse",
    "OrganisationTermBackward",
    "TakenRow",
    "TooManyMembers",
    "UnitSeated",
    "change_member",
    "change_organisation",
    "close_organisation",
    "enrol_members",
    "erase",
    "erase_again",
    "facts",
    "forget_old",
    "found_organisation",
    "import_members",
    "join_organisation",
    "kept",
    "leave_organisation",
    "members_of_file",
    "record_election",
    "seat_unit",
    "unseat_unit",
]
