"""Whatever a department asks and in whatever order: the same form is filled the same way, and never wrongly in silence."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from linli.insight.forms import operations as op
from linli.insight.forms import queries
from linli.insight.forms.operations import About
from linli.insight.forms.rules.filled import State
from tests.insight.forms.doing import fill, values_of
from tests.insight.forms.ground import NOW, Place
from tests.insight.forms.templates import TEMPLATES
from tests.insight.forms.templates.making import xlsx

pytestmark = pytest.mark.django_db

EAST, WEST = "东里社区", "西里社区"
KNOWN = {
    "网格（个）": {EAST: 2, WEST: 1},
    "网格数（个）": {EAST: 2, WEST: 1},
    "小区（个）": {EAST: 2, WEST: 1},
    "小区数（个）": {EAST: 2, WEST: 1},
    "门店（家）": {EAST: 3, WEST: 1},
    "门店数（家）": {EAST: 3, WEST: 1},
    "楼栋（栋）": {EAST: 3, WEST: 1},
    "楼栋数（栋）": {EAST: 3, WEST: 1},
}
"""What the hamlet has, by the words departments use."""
STRANGE = ("持证", "达标", "星级", "拟拆除", "挂牌", "在建")
"""Words nobody here knows: with one of them a heading asks something else."""
PEOPLE = ("孙桂香", "李长山", "王秀兰", "周大海", "13800002221", "13800002222", "13800002223", "13800002224")
ROLES = ("leader", "dispatcher", "clerk", "civil", "safety")

headings = st.lists(
    st.one_of(
        st.sampled_from(sorted(KNOWN)),
        st.tuples(st.sampled_from(STRANGE), st.sampled_from(sorted(KNOWN))).map("".join),
    ),
    min_size=1,
    max_size=5,
    unique=True,
)
rows = st.permutations([EAST, WEST])
# A form is taken in by a process of its own: making an example smaller would take minutes.
many = settings(
    max_examples=8,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def form(heads: Sequence[str], places: Sequence[str], *, is_numbered: bool, has_total: bool) -> bytes:
    """Draw a form of these columns and rows."""
    first = ["序号", "社区"] if is_numbered else ["社区"]
    body = [[n, place] if is_numbered else [place] for n, place in enumerate(places, 1)]
    if has_total:
        body.append(["合计"])
    last = "ABCDEFGHIJ"[len(first) + len(heads) - 1]
    return xlsx(
        [["基本情况统计表"], [*first, *heads], *body],
        boxed=f"A2:{last}{2 + len(body)}",
        merge=[f"A1:{last}1"],
    )


@many
@given(headings, rows, st.booleans(), st.booleans())
def test_every_cell_is_right_or_empty_or_marked_and_the_same_again(
    place: Place, heads: list[str], places: list[str], is_numbered: bool, has_total: bool
) -> None:
    data = form(heads, places, is_numbered=is_numbered, has_total=has_total)
    done, again = fill(place, data), fill(place, data)
    assert done.result == again.result, "a form is filled the same way twice"
    left = 2 if is_numbered else 1
    for c, head in enumerate(heads):
        for r, name in enumerate(places):
            puts = [p for p in done.puts if (p.row, p.col) == (2 + r, left + c)]
            if head in KNOWN:
                assert [p.value for p in puts] == [KNOWN[head][name]], head
            else:
                assert all(p.is_doubtful for p in puts), (head, puts)
        if has_total and head in KNOWN:
            assert values_of(done)[0, 4, left + c] == sum(KNOWN[head].values())


@many
@given(st.sampled_from(TEMPLATES), st.sampled_from(ROLES))
def test_nobody_is_shown_more_than_their_post_knows(place: Place, one: object, who: str) -> None:
    """Whole names and numbers stand in no file; what another post knows is asked, never put in."""
    done = fill(place, one.data, who)  # type: ignore[attr-defined]
    put = json.dumps([str(p.value) for p in done.puts], ensure_ascii=False)
    assert not [name for name in PEOPLE if name in put]
    for cell in done.result.cells:
        if cell.why in ("not_yours", "party"):
            assert cell.state == State.ASK
            assert cell.value in (None, "")
            assert (cell.above, cell.below) == (0, 0)


@many
@given(headings, rows, st.permutations(range(5)))
def test_a_form_asked_twice_is_recognised_whatever_order_its_rows_are_in(
    place: Place, heads: list[str], places: list[str], order: list[int]
) -> None:
    actor = place.actor("leader")

    def take(data: bytes) -> int:
        made = op.take_in_form(
            actor=actor,
            at=NOW,
            data=data,
            name="表.xlsx",
            about=About("区里"),
            ground=queries.grounds_of(actor=actor)[0],
        )
        return made.shape_id

    first = take(form(heads, places, is_numbered=False, has_total=False))
    moved = [heads[n] for n in order if n < len(heads)]
    assert take(form(moved, places[::-1], is_numbered=False, has_total=True)) == first
