"""The form of an item is data: asked by situation, checked by kind, the same in JSON Schema."""

from __future__ import annotations

from dataclasses import replace

import pytest

from linli.pillars.service.catalog.rules import checks
from linli.pillars.service.catalog.rules.form import (
    Wrong,
    fields_for,
    known_values,
    read_form,
    schema_of,
)
from linli.pillars.service.catalog.rules.item import Choice, FieldKind, FormField, Item, Known, Line
from tests.pillars.service.catalog.items import ITEM

FORM = (
    FormField("name", Line("姓名"), known=Known.NAME),
    FormField("agent", Line("代办人"), when={"who": ("other",)}),
    FormField(
        "pays",
        Line("怎么发"),
        FieldKind.CHOICE,
        choices=(Choice("card", Line("打卡")), Choice("cash", Line("现金"))),
    ),
    FormField("number", Line("卡号"), FieldKind.BANK_CARD, when={"pays": ("card",)}),
    FormField("id", Line("身份证号"), FieldKind.ID_CARD, is_required=False),
    FormField("born", Line("生日"), FieldKind.DAY, is_required=False),
    FormField("people", Line("几口人"), FieldKind.NUMBER, is_required=False),
    FormField("income", Line("收入"), FieldKind.MONEY, is_required=False),
    FormField("phone", Line("电话"), FieldKind.PHONE, is_required=False),
)
WITH: Item = replace(ITEM, form=FORM)
SELF = {"who": "self", "card": "yes"}
GOOD = {"name": "王春", "pays": "cash"}


def asked(situation: dict[str, str], given: dict[str, str]) -> list[str]:
    return [f.code for f in fields_for(WITH, situation, given) if f.is_required]


def test_asks_by_situation_and_by_what_was_answered_in_it() -> None:
    assert asked(SELF, {}) == ["name", "pays"]
    assert asked({"who": "other"}, {}) == ["name", "agent", "pays"]
    assert asked(SELF, {"pays": "card"}) == ["name", "pays", "number"]
    assert asked(SELF, {"pays": "stones"}) == ["name", "pays"]


def test_drops_what_was_not_asked() -> None:
    filled = read_form(WITH, SELF, {**GOOD, "agent": "别人", "number": "1", "evil": "x"})
    assert filled.is_good
    assert filled.values == GOOD


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({"name": " "}, {"name": Wrong.MISSING}),
        ({"name": "长" * 201}, {"name": Wrong.TOO_LONG}),
        ({"pays": "stones"}, {"pays": Wrong.NO_CHOICE}),
        ({"pays": "card"}, {"number": Wrong.MISSING}),
        ({"pays": "card", "number": "123"}, {"number": Wrong.NO_BANK_CARD}),
        ({"id": "37010119800101001"}, {"id": Wrong.NO_ID_CARD}),
        ({"born": "去年"}, {"born": Wrong.NO_DAY}),
        ({"people": "三"}, {"people": Wrong.NO_NUMBER}),
        ({"income": "1.2.3"}, {"income": Wrong.NO_NUMBER}),
        ({"phone": "12"}, {"phone": Wrong.NO_PHONE}),
    ],
)
def test_says_what_is_wrong_with_which_field(given: dict[str, str], wrong: dict[str, Wrong]) -> None:
    assert read_form(WITH, SELF, {**GOOD, **given}).wrong == wrong


def test_keeps_values_in_one_spelling() -> None:
    given = {
        **GOOD,
        "people": "３",
        "income": "1,200元",
        "born": "1946/3/1".replace("/3/1", "/03/01"),
        "phone": "138 0000 1234",
    }
    values = read_form(WITH, SELF, given).values
    assert [values[k] for k in ("people", "income", "born", "phone")] == [
        "3",
        "1200",
        "1946-03-01",
        "13800001234",
    ]


def test_fills_in_what_is_known_but_not_for_somebody_else() -> None:
    known = {Known.NAME: "王春", Known.PHONE: "13800001234"}
    assert known_values(WITH, known, SELF) == {"name": "王春"}
    assert known_values(WITH, known, {"who": "other"}) == {}


def test_the_schema_has_the_conditions() -> None:
    schema = schema_of(WITH)
    assert schema["required"] == ["who", "name", "pays"]
    assert schema["properties"]["pays"]["enum"] == ["card", "cash"]
    rules = {tuple(c["then"].get("required", ())): c["if"]["required"] for c in schema["allOf"]}
    assert rules["number",] == ["pays"]
    assert rules["agent",] == ["who"]


@pytest.mark.parametrize(
    ("field", "refusal"),
    [
        (FormField("who", Line("又问")), checks.CodeTwice),
        (FormField("x", Line("x"), when={"later": ("yes",)}), checks.AnswerUnknown),
        (FormField("x", Line("x"), FieldKind.CHOICE), checks.ChoicesMissing),
    ],
)
def test_a_form_that_contradicts_itself_is_not_published(
    field: FormField, refusal: type[checks.ItemUnfit]
) -> None:
    assert checks.check(WITH) == ()
    assert [type(found) for found in checks.check(replace(WITH, form=(*FORM, field)))] == [refusal]
