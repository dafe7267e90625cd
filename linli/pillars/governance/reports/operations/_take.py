"""Taking a report up: accept, check, refuse, pass on, tell, settle."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Unpack

from linli.base.files.models import StoredFile
from linli.base.flow.engine import By, Turn, make_move
from linli.base.flow.models import Case
from linli.base.flow.steps import Said
from linli.base.orgs.models import Unit


def mark_answered(t: Turn) -> None:
    """Remember that whoever raised it has an answer, and that the matter is settled as of now."""
    t.case.is_answered, t.case.settled_at = True, t.at
    if not t.case.is_open:
        t.case.end_reason = "nobody"


def send_report_to_check(*, note: str = "", **by: Unpack[By]) -> Case:
    """Have the grid look on the spot before the report is taken up."""
    return make_move("send_to_check", said=Said(note=note), **by)


def confirm_report(*, note: str = "", files: Sequence[StoredFile] = (), **by: Unpack[By]) -> Case:
    """Say that the spot agrees with the report: it is taken up."""
    return make_move("confirm", said=Said(note=note, files=tuple(files)), **by)


def accept_report(*, note: str = "", **by: Unpack[By]) -> Case:
    """Take a report up: the holder will see to it."""
    return make_move("accept", said=Said(note=note), **by)


def refuse_report(*, answer: str, note: str = "", files: Sequence[StoredFile] = (), **by: Unpack[By]) -> Case:
    """Decline a report with an answer to whoever raised it: why, and where to turn instead."""

    def do(t: Turn) -> None:
        t.case.is_answered, t.case.end_reason = True, "refused"

    return make_move("refuse", do, said=Said(note=note, answer=answer, files=tuple(files)), **by)


def pass_report_up(*, note: str, **by: Unpack[By]) -> Case:
    """Send a report one level up: grid to community, community to subdistrict."""
    return make_move("pass_up", lambda t: t.say(to=t.case.holder_id), said=Said(note=note), **by)


def pass_report_on(*, to: Unit, note: str = "", **by: Unpack[By]) -> Case:
    """Give a report to another community or grid, whose ground it is."""
    return make_move("pass_on", lambda t: t.say(to=to.pk), said=Said(note=note), to=to, **by)


def contact_reporter(
    *, answer: str, note: str = "", files: Sequence[StoredFile] = (), **by: Unpack[By]
) -> Case:
    """Tell whoever raised it how it stands: the first such word is the response that the response rate counts."""
    return make_move("contact", said=Said(note=note, answer=answer, files=tuple(files)), **by)


def settle_report(*, answer: str, note: str = "", files: Sequence[StoredFile] = (), **by: Unpack[By]) -> Case:
    """Settle a report at once, without another unit, and ask whoever raised it whether it is solved."""

    def do(t: Turn) -> None:
        mark_answered(t)
        t.end_shares()

    return make_move("settle", do, said=Said(note=note, answer=answer, files=tuple(files)), **by)
