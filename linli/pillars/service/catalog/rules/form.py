"""The form of an item as data: which fields a situation asks, what is wrong with what was typed, its JSON Schema.

What the situation told already is not asked again, and what an office knows of somebody is filled in. A field that takes
several answers keeps their codes in one text, `situations.AND` between them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final

from linli.kernel import numbers
from linli.kernel.chinese import half_width
from linli.kernel.words import clean, clean_line
from linli.pillars.service.catalog.rules.item import FieldKind, FormField, Item, Known, When
from linli.pillars.service.catalog.rules.situations import AND, YES_NO, holds

MOST_LINE: Final = 200
MOST_LONG: Final = 2_000
MOST_AMOUNT: Final = 999_999_999


class Wrong(StrEnum):
    """What is wrong with a field."""

    MISSING = "missing"
    TOO_LONG = "too_long"
    NO_CHOICE = "no_choice"
    NO_NUMBER = "no_number"
    NO_DAY = "no_day"
    NO_PHONE = "no_phone"
    NO_ID_CARD = "no_id_card"
    NO_BANK_CARD = "no_bank_card"
    NO_USCC = "no_uscc"


@dataclass(frozen=True, slots=True)
class Filled:
    """A form as it was read: the fields that were asked, their values as kept, and what is wrong."""

    fields: tuple[FormField, ...]
    values: Mapping[str, str]
    wrong: Mapping[str, Wrong]

    @property
    def is_good(self) -> bool:
        """Whether nothing is wrong with it."""
        return not self.wrong


def choices_of(field: FormField) -> tuple[str, ...]:
    """List the answers a field takes; nothing for one that is written in."""
    if field.kind is FieldKind.YES_NO:
        return YES_NO
    picks = (FieldKind.CHOICE, FieldKind.MANY)
    return tuple(choice.code for choice in field.choices) if field.kind in picks else ()


def parts_of(field: FormField, said: str) -> tuple[str, ...]:
    """List the answers in what was said to a field of choices: one, or several of one that takes them."""
    parts = said.split(AND) if field.kind is FieldKind.MANY else [said]
    return tuple(dict.fromkeys(clean_line(part) for part in parts if part.strip()))


def fields_for(item: Item, situation: Mapping[str, str], given: Mapping[str, str]) -> tuple[FormField, ...]:
    """List the fields that a situation and the answers given so far ask, in their order."""
    answers = dict(situation)
    found = []
    for field in item.form:
        if holds(field.when, answers):
            found.append(field)
            known = choices_of(field)
            if said := [one for one in parts_of(field, given.get(field.code, "")) if one in known]:
                answers[field.code] = AND.join(said)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Possible:
    """A field that a situation may come to ask, and which answers in the form it still hangs on."""

    field: FormField
    when: When


def possible_fields(item: Item, situation: Mapping[str, str]) -> tuple[Possible, ...]:
    """List every field that this situation may come to ask, whatever is answered in the form."""
    asked = {question.code for question in item.questions}
    found: dict[str, Possible] = {}
    for field in item.form:
        told = {code: wanted for code, wanted in field.when.items() if code in asked}
        open_ones = {code: wanted for code, wanted in field.when.items() if code not in asked}
        if holds(told, situation) and all(code in found for code in open_ones):
            found[field.code] = Possible(field, open_ones)
    return tuple(found.values())


def read_form(item: Item, situation: Mapping[str, str], given: Mapping[str, str]) -> Filled:
    """Read what was typed; a field that was not asked is dropped, whatever came for it."""
    fields = fields_for(item, situation, given)
    values: dict[str, str] = {}
    wrong: dict[str, Wrong] = {}
    for field in fields:
        said = (clean if field.kind is FieldKind.LONG else clean_line)(given.get(field.code, ""))
        if not said:
            if field.is_required:
                wrong[field.code] = Wrong.MISSING
            continue
        most = MOST_LONG if field.kind is FieldKind.LONG else MOST_LINE
        if len(said) > most:
            wrong[field.code] = Wrong.TOO_LONG
            continue
        read, refusal = _KINDS.get(field.kind, (None, Wrong.MISSING))
        if choices := choices_of(field):
            chosen = parts_of(field, said)
            if set(chosen) <= set(choices):
                values[field.code] = AND.join(code for code in choices if code in chosen)
            else:
                wrong[field.code] = Wrong.NO_CHOICE
            continue
        try:
            values[field.code] = read(said) if read else said
        except ValueError:
            wrong[field.code] = refusal
    return Filled(fields, values, wrong)


def _amount(text: str) -> str:
    plain = half_width(text).replace(",", "").removesuffix("元").strip()
    if not plain.replace(".", "", 1).isdigit() or not plain.isascii() or float(plain) > MOST_AMOUNT:
        raise ValueError(text)
    return plain


def _count(text: str) -> str:
    plain = half_width(text).strip()
    if not (plain.isascii() and plain.isdigit()) or int(plain) > MOST_AMOUNT:
        raise ValueError(text)
    return str(int(plain))


_DAY: Final = re.compile(r"(\d{4})\D{1,3}(\d{1,2})\D{1,3}(\d{1,2})\D?|(\d{4})(\d{2})(\d{2})", re.ASCII)


def _day(text: str) -> str:
    """Read a day as people write it: 1949-12-31, 1949.12.31, 1949年12月31日, 19491231."""
    found = _DAY.fullmatch(half_width(text).replace(" ", ""))
    if found is None:
        raise ValueError(text)
    year, month, day = (int(part) for part in found.groups() if part is not None)
    return date(year, month, day).isoformat()


_KINDS: Final[dict[FieldKind, tuple[Callable[[str], str], Wrong]]] = {
    FieldKind.NUMBER: (_count, Wrong.NO_NUMBER),
    FieldKind.MONEY: (_amount, Wrong.NO_NUMBER),
    FieldKind.DAY: (_day, Wrong.NO_DAY),
    FieldKind.PHONE: (numbers.normalise_phone, Wrong.NO_PHONE),
    FieldKind.ID_CARD: (numbers.normalise_id_card, Wrong.NO_ID_CARD),
    FieldKind.BANK_CARD: (numbers.normalise_bank_card, Wrong.NO_BANK_CARD),
    FieldKind.USCC: (numbers.normalise_uscc, Wrong.NO_USCC),
}
SENSITIVE: Final = frozenset({FieldKind.ID_CARD, FieldKind.BANK_CARD, FieldKind.MONEY, FieldKind.LONG})
"""What is not taken over from an earlier application: numbers of papers and accounts, means, what was told in confidence."""


def known_values(item: Item, known: Mapping[Known, str], situation: Mapping[str, str]) -> dict[str, str]:
    """Fill in what the office knows. Somebody who comes for another person is not that person."""
    if situation.get("who", "self") != "self":
        return {}
    return {f.code: known[f.known] for f in item.form if f.known is not None and known.get(f.known)}


def value_of(item: Item, known: Known, values: Mapping[str, str]) -> str:
    """Return what a form says of the applicant: their name, telephone, number, address; nothing where it does not ask."""
    return next((values.get(f.code, "") for f in item.form if f.known is known and values.get(f.code)), "")


def carried_values(item: Item, earlier: Item, values: Mapping[str, str]) -> dict[str, str]:
    """Take over what somebody answered in an earlier application of theirs: the same field, of a kind not sensitive."""
    before = {f.code: f for f in earlier.form}
    found = {}
    for field in item.form:
        said, old = values.get(field.code, ""), before.get(field.code)
        if not said or old is None or old.kind is not field.kind or field.kind in SENSITIVE:
            continue
        choices = choices_of(field)
        if not choices or set(parts_of(field, said)) <= set(choices):
            found[field.code] = said
    return found


def schema_of(item: Item) -> dict[str, Any]:
    """Return the form as JSON Schema, for partners: questions of the situation first, conditions as if and then."""
    properties: dict[str, Any] = {}
    required: list[str] = []
    conditions: list[dict[str, Any]] = []
    asked = [
        (q.code, q.words, tuple(c.code for c in q.choices) or YES_NO, q.when, True) for q in item.questions
    ]
    fields = [(f.code, f.words, choices_of(f), f.when, f.is_required) for f in item.form]
    formats = {f.code: f.kind.value for f in item.form if not choices_of(f)}
    several = {f.code for f in item.form if f.kind is FieldKind.MANY}
    for code, words, choices, when, is_required in [*asked, *fields]:
        properties[code] = {"type": "string", "title": words.zh}
        if code in several:
            properties[code] = {
                "type": "array",
                "title": words.zh,
                "items": {"enum": list(choices)},
                "minItems": 1,
                "uniqueItems": True,
            }
        elif choices:
            properties[code]["enum"] = list(choices)
        elif code in formats:
            properties[code]["format"] = formats[code]
        if not when and is_required:
            required.append(code)
        elif when:
            met = {
                "properties": {
                    c: {"contains": {"enum": list(a)}} if c in several else {"enum": list(a)}
                    for c, a in when.items()
                },
                "required": list(when),
            }
            then = {"required": [code]} if is_required else {}
            conditions.append({"if": met, "then": then, "else": {"properties": {code: False}}})
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": item.name.zh,
        "type": "object",
        "properties": properties,
        "required": required,
        "allOf": conditions,
        "additionalProperties": False,
    }
