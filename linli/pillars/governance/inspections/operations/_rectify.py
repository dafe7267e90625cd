"""What becomes of an order to put something right: the merchant's answer, the second look, enforcement, objection."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Unpack

from linli.base.files.models import StoredFile
from linli.base.flow.engine import By, Turn, make_move
from linli.base.flow.models import Case
from linli.base.flow.refusals import PastMoment
from linli.base.flow.steps import Said
from linli.base.orgs.models import Unit
from linli.kernel.refusals import Refusal
from linli.pillars.governance.inspections.models import Rectification

LONGEST = timedelta(days=60)


class NotTheirShop(Refusal):
    """The order is about another enterprise's shop than the link's."""


class OwnCheck(Refusal):
    """Whoever made the check does not decide what the merchant objects to."""


class UntilTooFar(Refusal):
    """More time than may be given at once: `days`."""


def _row(case: Case) -> Rectification:
    return Rectification.objects.select_related("unit", "check_made", "shop").get(case=case)


def _as_merchant(number: str, enterprise_id: int | None) -> bool:
    """Say whether the merchant speaks, whose private link the face has opened.

    :raises NotTheirShop: about another one's shop.
    """
    if enterprise_id is None:
        return False
    if not Rectification.objects.filter(case__number=number, shop__enterprise=enterprise_id).exists():
        raise NotTheirShop
    return True


def _in_time(t: Turn) -> None:
    """Let the whole have at least the time of its stage."""
    if t.case.due_at is not None:
        t.case.resolve_by = max(t.case.resolve_by or t.case.due_at, t.case.due_at)


def answer_order(
    *, answer: str, files: Sequence[StoredFile] = (), enterprise_id: int | None = None, **by: Unpack[By]
) -> Case:
    """Say what was put right, with photos: the merchant over their link, or staff for one without a phone.

    :raises NotTheirShop: another one's.
    """
    is_own = _as_merchant(by["number"], enterprise_id)

    def do(t: Turn) -> None:
        _in_time(t)
        t.say(by_link=is_own)

    said = Said(answer=answer, files=tuple(files))
    return make_move("answer", do, said=said, as_reporter=is_own, **by)


def pass_check(*, answer: str, files: Sequence[StoredFile] = (), **by: Unpack[By]) -> Case:
    """Note that it was looked at again and is put right."""

    def do(t: Turn) -> None:
        t.case.is_answered, t.case.settled_at, t.case.end_reason = True, t.at, "mended"

    return make_move("pass_check", do, said=Said(answer=answer, files=tuple(files)), **by)


def fail_check(*, answer: str, files: Sequence[StoredFile] = (), **by: Unpack[By]) -> Case:
    """Note that it was looked at again and is not put right: once more, with the time of the order."""

    def do(t: Turn) -> None:
        t.case.reopened_count += 1
        _in_time(t)

    return make_move("fail_check", do, said=Said(answer=answer, files=tuple(files)), **by)


def extend_order(*, until: datetime, answer: str, **by: Unpack[By]) -> Case:
    """Give the merchant more time, as a leader or the centre, and say why.

    :raises UntilTooFar: :raises PastMoment:
    """

    def do(t: Turn) -> None:
        if until <= t.at:
            raise PastMoment(until=until)
        if until - t.at > LONGEST:
            raise UntilTooFar(days=LONGEST.days)
        t.case.due_at = until
        t.case.extended_count += 1
        _in_time(t)
        t.restarted = True
        t.say(until=until.isoformat())

    return make_move("extend", do, until=until, said=Said(answer=answer), **by)


def refer_order(*, to: Unit, answer: str, **by: Unpack[By]) -> Case:
    """Hand what was not put right to whoever may enforce it."""
    return make_move("refer", _in_time, to=to, said=Said(answer=answer, data={"to": to.pk}), **by)


def send_order_back(*, note: str, **by: Unpack[By]) -> Case:
    """Say as enforcement that this is not for us, and why. Once."""

    def do(t: Turn) -> None:
        t.case.returned_count += 1
        _in_time(t)

    return make_move("send_back", do, said=Said(note=note), **by)


def conclude_order(*, answer: str, **by: Unpack[By]) -> Case:
    """Say what enforcement decided; the rest of it is on enforcement's own papers."""

    def do(t: Turn) -> None:
        t.case.is_answered, t.case.settled_at, t.case.end_reason = True, t.at, "enforced"

    return make_move("conclude", do, said=Said(answer=answer), **by)


def appeal_order(*, answer: str, enterprise_id: int | None = None, **by: Unpack[By]) -> Case:
    """Object to what was found, as the merchant. It lies with the office until somebody else has decided.

    :raises NotTheirShop: another one's.
    """
    is_own = _as_merchant(by["number"], enterprise_id)

    def do(t: Turn) -> None:
        row = _row(t.case)
        row.is_appealed, row.was_closed = True, t.before == "closed"
        _in_time(t)
        t.after(lambda _step: row.save(update_fields=["is_appealed", "was_closed"]))

    return make_move("appeal", do, said=Said(answer=answer), as_reporter=is_own, **by)


def _somebody_else(t: Turn, row: Rectification) -> None:
    if t.actor.account_id is not None and t.actor.account_id == row.check_made.by_id:
        raise OwnCheck


def uphold_order(*, answer: str, **by: Unpack[By]) -> Case:
    """Decide that what was found stands; what was not yet put right is due anew.

    :raises OwnCheck: whoever made the check.
    """

    def do(t: Turn) -> None:
        row = _row(t.case)
        _somebody_else(t, row)
        if t.case.state == "closed":
            t.case.is_answered = True
            return
        t.hand_to(row.unit if row.unit.is_active else t.case.office)
        _in_time(t)

    return make_move("uphold", do, said=Said(answer=answer), **by)


def quash_order(*, answer: str, **by: Unpack[By]) -> Case:
    """Take an order back, and say why: it costs the shop nothing any more.

    :raises OwnCheck: whoever made the check.
    """

    def do(t: Turn) -> None:
        if t.before == "appealed":
            _somebody_else(t, _row(t.case))
        t.case.is_answered, t.case.end_reason = True, "quashed"
        t.case.settled_at = t.case.settled_at or t.at

    return make_move("quash", do, said=Said(answer=answer), **by)


def note_order(*, note: str, **by: Unpack[By]) -> Case:
    """Note something for those who are at it."""
    return make_move("note", said=Said(note=note), **by)
