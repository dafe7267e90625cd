"""Every verb of a report that a person makes at the desk: its operation, its fields, the words of its form.

The table of the flow says who may, from where, and what must be given; this table only says how it is asked.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from linli.base.flow.table import Stand
from linli.faces.desk import moving
from linli.faces.desk.moving import Hand, MoveForm
from linli.kernel.masking import mask_text
from linli.pillars.governance.reports import operations
from linli.pillars.governance.reports.flow import REPORT

Field = Callable[..., forms.Field]

FIELDS: dict[str, Field] = {
    "note": moving.note,
    "words": moving.note,
    "answer": moving.answer,
    "photos": moving.photos,
    "lead": moving.lead,
    "assists": moving.assists,
    "to": moving.ground,
    "new_assist": moving.new_assist,
    "live_assist": moving.live_assist,
    "day_ends": moving.day_ends,
    "day_starts": moving.day_starts,
    "solved": moving.solved,
    "level": moving.level,
    "upheld": moving.upheld,
    "other_unit": moving.other_unit,
    "what": moving.petition,
    "category": moving.category,
    "nature": moving.nature,
    "urgent": moving.urgent,
    "place_words": moving.place_words,
    "area": moving.area,
    "lon": moving.lon,
    "lat": moving.lat,
    "into": moving.into,
    "part1": moving.part,
    "part2": moving.part,
    "part3": moving.part,
    "title": moving.public_title,
    "text": moving.public_text,
    "public_answer": moving.public_answer,
    "hide": moving.hide,
    "files": moving.public_files,
    "name": moving.name,
    "phone": moving.phone,
    "is_confidential": moving.is_confidential,
}

#: What the table of the flow asks for, by the field that gives it.
ASKED = {
    "note": ("note", "words"),
    "answer": ("answer",),
    "to": ("to", "lead", "new_assist", "live_assist"),
    "until": ("day_ends", "day_starts"),
    "photo": ("photos",),
}


@dataclass(frozen=True, slots=True)
class Verb:
    """One verb at the desk. `names` say which argument of the operation a field gives, where they differ."""

    operation: Callable[..., Any]
    fields: tuple[str, ...]
    names: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, Any] = field(default_factory=dict)
    initial: Callable[[Hand], dict[str, Any]] | None = None
    template: str = "desk/reports/_fields.html"
    is_quiet: bool = False
    """Reached from the fact it puts right, or from “more”; never the next step."""


NOTE, ANSWER, PHOTOS = ("note",), ("answer",), ("photos",)
SAID = (*ANSWER, *NOTE, *PHOTOS)


def _published(hand: Hand) -> dict[str, Any]:
    report = hand.report
    return {
        "title": report.public_title or mask_text(hand.case.title),
        "text": report.public_text or mask_text(report.text),
        "public_answer": report.public_answer,
    }


def _placed(hand: Hand) -> dict[str, Any]:
    return {"lon": hand.case.lon, "lat": hand.case.lat, "place_words": hand.case.place_words}


def _classed(hand: Hand) -> dict[str, Any]:
    return {"category": hand.case.topic, "nature": hand.report.nature}


def _proposed(hand: Hand) -> dict[str, Any]:
    first = hand.proposals[0] if hand.proposals else None
    return {"lead": first.unit.pk} if first else {}


VERBS: dict[str, Verb] = {
    # --- taking it up
    "accept": Verb(operations.accept_report, NOTE),
    "confirm": Verb(operations.confirm_report, (*NOTE, *PHOTOS), labels={"note": _("现场看到什么")}),
    "send_to_check": Verb(operations.send_report_to_check, NOTE, labels={"note": _("请网格员看什么")}),
    "refuse": Verb(
        operations.refuse_report, SAID, labels={"answer": _("写给居民：为什么不归我们办、该找谁")}
    ),
    "pass_up": Verb(operations.pass_report_up, NOTE, labels={"note": _("试过什么、为什么办不了")}),
    "pass_on": Verb(operations.pass_report_on, ("to", "note")),
    "contact": Verb(operations.contact_reporter, SAID, labels={"answer": _("写给居民：现在到哪一步")}),
    # --- doing it
    "settle": Verb(operations.settle_report, SAID, labels={"answer": _("写给居民：怎么办好的")}),
    "dispatch": Verb(
        operations.dispatch_report,
        ("lead", "assists", "note"),
        labels={"note": _("交代几句")},
        initial=_proposed,
        template="desk/reports/_fields_dispatch.html",
    ),
    "take": Verb(operations.take_report, NOTE),
    "add_assist": Verb(
        operations.add_assist,
        ("new_assist", "note"),
        names={"new_assist": "unit"},
        labels={"note": _("请他们办哪部分")},
    ),
    "call_off_assist": Verb(
        operations.call_off_assist, ("live_assist", "note"), names={"live_assist": "unit"}
    ),
    "answer_share": Verb(
        operations.answer_share,
        (*ANSWER, *PHOTOS),
        labels={"answer": _("我们这部分办得怎样")},
    ),
    "send_back": Verb(operations.send_report_back, NOTE, labels={"note": _("为什么不归我们、该归谁")}),
    "rule": Verb(
        operations.rule_report,
        ("lead", "assists", "note"),
        labels={"note": _("裁定的理由")},
        template="desk/reports/_fields_dispatch.html",
    ),
    "recall": Verb(operations.recall_report, NOTE),
    "answer": Verb(operations.answer_report, SAID, labels={"answer": _("答复居民")}),
    # --- seeing that it is done
    "pass_check": Verb(
        operations.pass_check_report,
        SAID,
        labels={"answer": _("写给居民；空着就用主办的答复"), "note": _("现场看到什么")},
    ),
    "redo": Verb(operations.redo_report, (*NOTE, *PHOTOS), labels={"note": _("哪里没办好")}),
    "rate": Verb(
        operations.rate_report,
        ("solved", "level", "words"),
        labels={"words": _("居民怎么说的")},
        template="desk/reports/_fields_rate.html",
    ),
    "reopen": Verb(operations.reopen_report, NOTE, labels={"note": _("有什么新情况")}),
    "appeal_rating": Verb(
        operations.appeal_rating, NOTE, labels={"note": _("为什么不该算在我们单位")}, is_quiet=True
    ),
    "judge_appeal": Verb(
        operations.judge_appeal,
        ("upheld", "other_unit", "note"),
        names={"other_unit": "to"},
        labels={"note": _("裁定的理由")},
    ),
    # --- waiting
    "ask_reporter": Verb(
        operations.ask_reporter, ANSWER, names={"answer": "question"}, labels={"answer": _("问居民什么")}
    ),
    "reply": Verb(
        operations.reply_report,
        (*ANSWER, *PHOTOS),
        names={"answer": "words"},
        labels={"answer": _("居民怎么说的")},
    ),
    "supplement": Verb(
        operations.supplement_report,
        (*ANSWER, *PHOTOS),
        names={"answer": "words"},
        labels={"answer": _("居民又说了什么")},
        is_quiet=True,
    ),
    "ask_extension": Verb(operations.ask_extension, ("day_ends", "note"), names={"day_ends": "until"}),
    "grant_extension": Verb(operations.grant_extension, NOTE),
    "ask_pause": Verb(operations.ask_pause, ("day_starts", "note"), names={"day_starts": "until"}),
    "grant_pause": Verb(
        operations.grant_pause, (*ANSWER, *NOTE), labels={"answer": _("写给居民：为什么停、停到哪天")}
    ),
    "ask_ledger": Verb(
        operations.ask_ledger,
        ("day_starts", "note"),
        names={"day_starts": "until"},
        labels={"day_starts": _("哪天复查"), "note": _("为什么眼下解决不了")},
    ),
    "grant_ledger": Verb(
        operations.grant_ledger,
        (*ANSWER, *NOTE),
        labels={"answer": _("写给居民：为什么一时办不了、哪天复查")},
    ),
    "ask_exclusion": Verb(
        operations.ask_exclusion, NOTE, labels={"note": _("为什么不该计入考评")}, is_quiet=True
    ),
    "grant_exclusion": Verb(operations.grant_exclusion, NOTE),
    "decline": Verb(operations.decline_petition, ("what", "note"), is_quiet=True),
    "resume": Verb(operations.resume_report, NOTE),
    "review": Verb(operations.review_report, NOTE, labels={"note": _("现在为什么能办了")}),
    # --- pushing
    "urge": Verb(operations.urge_report, NOTE, labels={"note": _("催什么")}),
    "supervise": Verb(operations.supervise_report, NOTE, labels={"note": _("督办的理由和要求")}),
    # --- putting right
    "reclassify": Verb(
        operations.reclassify_report,
        ("category", "nature", "urgent", "note"),
        names={"urgent": "is_urgent"},
        initial=_classed,
        is_quiet=True,
    ),
    "relocate": Verb(
        operations.relocate_report,
        ("lon", "lat", "place_words", "area", "note"),
        initial=_placed,
        template="desk/reports/_fields_relocate.html",
        is_quiet=True,
    ),
    "publish": Verb(
        operations.publish_report,
        ("title", "text", "public_answer", "hide", "files"),
        names={"public_answer": "answer"},
        initial=_published,
        template="desk/reports/_fields_publish.html",
        is_quiet=True,
    ),
    "unpublish": Verb(operations.unpublish_report, NOTE, is_quiet=True),
    "note": Verb(operations.note_report, (*NOTE, *PHOTOS), labels={"note": _("记一笔")}),
    "join": Verb(
        operations.join_report,
        ("phone", "name", "is_confidential", "note"),
        labels={"note": _("他怎么说的")},
        is_quiet=True,
    ),
    "merge": Verb(
        operations.merge_report, ("into", "note"), labels={"note": _("怎么看出是同一件")}, is_quiet=True
    ),
    "unmerge": Verb(operations.unmerge_report, NOTE, labels={"note": _("为什么不是同一件")}),
    "split": Verb(
        operations.split_report,
        ("part1", "part2", "part3", "note"),
        labels={
            "part1": _("分出的第一件"),
            "part2": _("第二件"),
            "part3": _("第三件"),
            "note": _("为什么要分开"),
        },
        is_quiet=True,
    ),
}

#: Halves of another verb, made by it on the other case.
MADE_BY_OTHERS = frozenset({"absorb", "release"})

NOT_BY_STAFF = frozenset({Stand.REPORTER, Stand.SYSTEM})


def made_at_desk() -> frozenset[str]:
    """Name the verbs of the table that somebody with a post can make."""
    return frozenset(
        move.verb for move in REPORT.moves if any(who.stand not in NOT_BY_STAFF for who in move.who)
    )


def dashed(verb: str) -> str:
    return verb.replace("_", "-")


NUMBER = "20000101-0000"
"""Stands for a number where an address is made once and filled in afterwards."""


@cache
def _move_address(verb: str) -> str:
    return reverse(f"desk:report-{dashed(verb)}", args=[NUMBER])


def move_url(number: str, verb: str) -> str:
    return _move_address(verb).replace(NUMBER, number)


def fields_of(verb: str, hand: Hand, asks: tuple[str, ...]) -> dict[str, forms.Field]:
    """Make the fields of a verb: required is what the row of the table asks for."""
    said = VERBS[verb]
    required = {name for ask in asks for name in ASKED[ask]} | {"category", "into", "part1"}
    return {
        name: FIELDS[name](hand, required=name in required, label=said.labels.get(name))
        for name in said.fields
    }


def form_of(
    verb: str,
    hand: Hand,
    asks: tuple[str, ...],
    data: Any = None,
    files: Any = None,
    initial: Mapping[str, Any] | None = None,
) -> MoveForm:
    """Make the form of a verb for a case at hand."""
    said = VERBS[verb]
    start = {**(said.initial(hand) if said.initial else {}), **(initial or {})}
    return MoveForm(data, files, hand=hand, fields=fields_of(verb, hand, asks), initial=start)


def arguments_of(verb: str, form: MoveForm) -> dict[str, Any]:
    """Turn a valid form into the arguments of the verb's operation."""
    said = VERBS[verb]
    given = {
        said.names.get(name, name): form.cleaned_data[name]
        for name in said.fields
        if name != "photos" and not name.startswith("part")
    }
    if verb == "split":
        texts = [form.cleaned_data[name] for name in said.fields if name.startswith("part")]
        given["parts"] = [operations.Part(text=text) for text in texts if text]
    return given
