"""Which sides of 一核五元 sit at a table: named by part and kind of member, never by who is a member of the Party."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from linli.pillars.governance.deliberation.rules import MemberSource, PartyKind, Side, sides_there

PARTIES = st.lists(st.tuples(st.sampled_from(PartyKind), st.sampled_from(["", *MemberSource])), max_size=6)


@given(PARTIES)
def test_who_stays_out_brings_no_side(parties: list[tuple[str, str]]) -> None:
    assert sides_there(parties) == sides_there([p for p in parties if p[0] != PartyKind.RECUSED])


def test_each_side_comes_with_its_own() -> None:
    working = PartyKind.WORKING
    assert sides_there([]) == frozenset()
    assert sides_there([(working, MemberSource.COMMITTEE)]) == {Side.ORGANISATION}
    assert sides_there([(working, MemberSource.RESIDENT_UNIT)]) == {Side.UNITS}
    assert sides_there([(PartyKind.EXPERT, ""), (PartyKind.STAKEHOLDER, "")]) == {
        Side.EXPERTS,
        Side.RESIDENTS,
    }
