"""Organisations and whom they have."""

from linli.pillars.party.branches.models._members import Joining, PartTimeMember, PartyMember
from linli.pillars.party.branches.models._organisations import Organisation, Term

__all__ = ["Joining", "Organisation", "PartTimeMember", "PartyMember", "Term"]
