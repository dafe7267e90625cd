"""Laws of forms as data, for made-up ones: what a schema allows is kept, what it forbids is refused by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import jsonschema_rs
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.pillars.service.catalog.rules import checks
from linli.pillars.service.catalog.rules.form import (
    Wrong,
    choices_of,
    fields_for,
    possible_fields,
    read_form,
    schema_of,
)
from linli.pillars.service.catalog.rules.item import Choice, FieldKind, FormField, Item, Line
from linli.pillars.service.catalog.rules.sheet import HEADS, item_of, row_of
from linli.pillars.service.catalog.rules.situations import AND
from tests.pillars.service.catalog.items import ITEM

GOOD = {
    FieldKind.LINE: ("王春", "3 号楼，2 单元"),
    FieldKind.LONG: ("一行\n又一行",),
    FieldKind.NUMBER: ("3", "０４"),
    FieldKind.MONEY: ("1,200元", "0.5"),
    FieldKind.DAY: ("1949-10-01", "1949.1.2", "1949年12月31日", "19491231"),
    FieldKind.PHONE: ("138 0000 1234", "13900001234"),
    FieldKind.ID_CARD: ("11010519491231002x",),
    FieldKind.BANK_CARD: ("6222 0200 0000 0000 000",),
    FieldKind.USCC: ("91110000600037341L",),
    FieldKind.PLACE: ("官园 3 号楼",),
}
BAD = {
    FieldKind.NUMBER: ("三", Wrong.NO_NUMBER),
    FieldKind.MONEY: ("-1", Wrong.NO_NUMBER),
    FieldKind.DAY: ("2026-02-30", Wrong.NO_DAY),
    FieldKind.PHONE: ("12", Wrong.NO_PHONE),
    FieldKind.ID_CARD: ("110105194912310021", Wrong.NO_ID_CARD),
    FieldKind.BANK_CARD: ("6222020000000000001", Wrong.NO_BANK_CARD),
    FieldKind.USCC: ("91110000600037341X", Wrong.NO_USCC),
    FieldKind.CHOICE: ("stones", Wrong.NO_CHOICE),
    FieldKind.MANY: ("a,stones", Wrong.NO_CHOICE),
    FieldKind.YES_NO: ("perhaps", Wrong.NO_CHOICE),
    FieldKind.LINE: ("长" * 201, Wrong.TOO_LONG),
    FieldKind.LONG: ("长" * 2001, Wrong.TOO_LONG),
    FieldKind.PLACE: ("长" * 201, Wrong.TOO_LONG),
}
PICKS = (FieldKind.CHOICE, FieldKind.MANY)


@st.composite
def forms(draw: st.DrawFn) -> Item:
    """Draw an item whose form hangs on its questions and on itself, as its checks allow."""
    answers = {"who": ["self", "other"]}
    fields: list[FormField] = []
    for n in range(draw(st.integers(1, 7))):
        kind = draw(st.sampled_from(list(FieldKind)))
        choices = tuple(Choice(c, Line(c)) for c in "abc") if kind in PICKS else ()
        when = {}
        if draw(st.booleans()):
            code = draw(st.sampled_from(sorted(answers)))
            when = {code: tuple(draw(st.lists(st.sampled_from(answers[code]), min_size=1, unique=True)))}
        one = FormField(f"x{n}", Line(f"第 {n} 项"), kind, draw(st.booleans()), None, choices, when)
        fields.append(one)
        if known := choices_of(one):
            answers[one.code] = list(known)
    return replace(ITEM, form=tuple(fields))


def answered(draw: st.DrawFn, field: FormField) -> str:
    known = choices_of(field)
    if field.kind is FieldKind.MANY:
        return AND.join(draw(st.lists(st.sampled_from(known), min_size=1, unique=True)))
    return draw(st.sampled_from(known or GOOD[field.kind]))


@st.composite
def filled_in(draw: st.DrawFn) -> tuple[Item, dict[str, str], dict[str, str]]:
    """Draw an item, a situation, and answers to every field of its form, asked or not."""
    item = draw(forms())
    who = draw(st.sampled_from(["self", "other"]))
    situation = {"who": who} | ({"card": "yes"} if who == "self" else {})
    return item, situation, {f.code: answered(draw, f) for f in item.form}


def as_json(item: Item, situation: Mapping[str, str], values: Mapping[str, str]) -> dict[str, Any]:
    several = {f.code for f in item.form if f.kind is FieldKind.MANY}
    return dict(situation) | {c: v.split(AND) if c in several else v for c, v in values.items()}


@settings(max_examples=150, deadline=None)
@given(drawn=filled_in())
def test_what_it_allows_is_kept_and_nothing_that_was_not_asked(
    drawn: tuple[Item, dict[str, str], dict[str, str]],
) -> None:
    item, situation, given_ = drawn
    assert checks.check(item) == ()
    filled = read_form(item, situation, given_)
    assert filled.is_good
    asked = {f.code for f in fields_for(item, situation, given_)}
    assert set(filled.values) == asked
    assert asked <= {one.field.code for one in possible_fields(item, situation)}
    # What is kept reads as itself, and is what the published schema allows.
    assert read_form(item, situation, filled.values).values == filled.values
    assert jsonschema_rs.is_valid(schema_of(item), as_json(item, situation, filled.values))
    hidden = next((f for f in item.form if f.code not in asked), None)
    if hidden is not None:
        more = dict(filled.values) | {hidden.code: given_[hidden.code]}
        assert not jsonschema_rs.is_valid(schema_of(item), as_json(item, situation, more))


@settings(max_examples=150, deadline=None)
@given(drawn=filled_in(), data=st.data())
def test_what_it_forbids_is_refused_by_name(
    drawn: tuple[Item, dict[str, str], dict[str, str]], data: st.DataObject
) -> None:
    item, situation, given_ = drawn
    asked = fields_for(item, situation, given_)
    if not asked:
        return
    spoilt = data.draw(st.sampled_from(asked))
    missing = data.draw(st.booleans())
    bad, wrong = ("  ", Wrong.MISSING) if missing else BAD[spoilt.kind]
    filled = read_form(item, situation, given_ | {spoilt.code: bad})
    if missing and not spoilt.is_required:
        assert spoilt.code not in filled.values
    else:
        assert filled.wrong[spoilt.code] is wrong
        assert set(filled.wrong) == {spoilt.code}
        assert spoilt.code not in filled.values


@settings(max_examples=50, deadline=None)
@given(item=forms())
def test_a_sheet_keeps_the_form(item: Item) -> None:
    assert item_of(dict(zip(HEADS, row_of(item), strict=True))).form == item.form
