"""What is put before the representatives: who joins, changes or leaves, a version of the rules, a distribution."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from linli.base.flow.refusals import WordsMissing
from linli.base.people.actors import Actor
from linli.base.people.vault import fingerprint
from linli.kernel import masking
from linli.kernel.refusals import Refusal
from linli.kernel.words import clean_line
from linli.pillars.governance.cooperative import queries, rules
from linli.pillars.governance.cooperative.models import Cooperative, Distribution, Portion, Resolution
from linli.pillars.governance.cooperative.operations._keep import kept
from linli.pillars.governance.cooperative.policies import NoSuchCooperative
from linli.pillars.governance.cooperative.rules import MemberKind, Ratio


class NotADraft(Refusal):
    """It was put to the vote, or dropped."""


class VersionNotLater(Refusal):
    """A version of the rules begins after the one before it."""


class RegisterMoved(Refusal):
    """A line names a number that is no member's now, or a telephone that is another's: `line`."""


class NoRulesThen(Refusal):
    """No version of the rules was in force: `day`."""


def draft_resolution(*, actor: Actor, at: datetime, cooperative: int, title: str, words: str) -> Resolution:
    """Begin a resolution: what it is about and why, as everybody will read it; names do not belong there.

    :raises WordsMissing: nothing said. :raises NoSuchCooperative, NotYourCooperative: as named.
    """
    if not title.strip() or not words.strip():
        raise WordsMissing(fields=["title", "words"])
    with transaction.atomic():
        row = kept(actor, cooperative)
        return Resolution.objects.create(
            cooperative=row,
            title=masking.mask_text(clean_line(title))[:60],
            words=masking.mask_text(words.strip()),
            drafted_at=at,
        )


def draft(actor: Actor, pk: int) -> tuple[Cooperative, Resolution]:
    """Lock a resolution that is still a draft, for somebody who keeps its cooperative."""
    whose = Resolution.objects.filter(pk=pk).values_list("cooperative_id", flat=True).first()
    if whose is None:
        raise NoSuchCooperative
    row = kept(actor, whose)
    found = Resolution.objects.select_for_update().get(pk=pk)
    if found.topic_id is not None or found.dropped_at is not None:
        raise NotADraft
    return row, found


def _write(one: Resolution, part: str, more: Sequence[Any]) -> Resolution:
    content = dict(one.content)
    content[part] = [*content.get(part, []), *more]
    one.content = content
    one.save(update_fields=["content"])
    return one


def add_joins(
    *,
    actor: Actor,
    resolution: int,
    from_date: date,
    people: Sequence[tuple[str, MemberKind, int, str]],
) -> Resolution:
    """Add who joins from a day on: name, kind, full years, number.

    :raises RegisterMoved: a telephone is a member's already, or stands twice.
    :raises NotADraft, NoSuchCooperative, NotYourCooperative: as named.
    """
    with transaction.atomic():
        row, one = draft(actor, resolution)
        taken = {
            bytes(p)  # type: ignore[arg-type]
            for p in row.members.exclude(phone_print=None).values_list("phone_print", flat=True)
        }
        taken |= {fingerprint(j["phone"], "phone") for j in one.content.get("joins", []) if j["phone"]}
        for n, (_name, _kind, _years, phone) in enumerate(people, 1):
            if phone and (print_ := fingerprint(phone, "phone")) in taken:
                raise RegisterMoved(line=n)
            if phone:
                taken.add(print_)
        return _write(
            one,
            "joins",
            [
                {"name": clean_line(name)[:40], "kind": kind.value, "years": years, "phone": phone, "from": str(from_date)}
                for name, kind, years, phone in people
            ],
        )  # fmt: skip


def add_turns(
    *,
    actor: Actor,
    resolution: int,
    from_date: date,
    turns: Sequence[tuple[int, MemberKind | None, int]],
) -> Resolution:
    """Add what changes of members from a day on: another kind or years, or that they leave (no kind).

    :raises RegisterMoved: a number is no member's. :raises NotADraft, NoSuchCooperative, NotYourCooperative: as named.
    """
    with transaction.atomic():
        row, one = draft(actor, resolution)
        known = set(row.members.values_list("number", flat=True))
        for n, (number, _kind, _years) in enumerate(turns, 1):
            if number not in known:
                raise RegisterMoved(line=n)
        return _write(
            one,
            "turns",
            [
                {"number": number, "kind": kind.value if kind else "", "years": years, "from": str(from_date)}
                for number, kind, years in turns
            ],
        )


def add_version(*, actor: Actor, resolution: int, from_date: date, ratios: Sequence[Ratio]) -> Resolution:
    """Add a version of the allotment rules from a day on.

    :raises VersionNotLater: the last one begins then or later. :raises WordsMissing: no ratio.
    :raises NotADraft, NoSuchCooperative, NotYourCooperative: as named.
    """
    if not ratios:
        raise WordsMissing(fields=["ratios"])
    with transaction.atomic():
        row, one = draft(actor, resolution)
        written = [date.fromisoformat(v["from"]) for v in one.content.get("versions", [])]
        last = max([*row.versions.values_list("from_date", flat=True), *written], default=None)
        if last is not None and from_date <= last:
            raise VersionNotLater
        lines = [[r.kind.value, r.counted.value, r.per, r.shares] for r in ratios]
        return _write(one, "versions", [{"from": str(from_date), "lines": lines}])


def draft_distribution(
    *, actor: Actor, at: datetime, cooperative: int, period: str, as_of: date, pool_fen: int, words: str
) -> Distribution:
    """Draft how a sum is parted among the members of a day, by the rules then in force, with its resolution.

    :raises NoRulesThen: no version in force. :raises NothingToPart: no shares or no money.
    :raises WordsMissing, NoSuchCooperative, NotYourCooperative: as named.
    """
    if not period.strip() or not words.strip():
        raise WordsMissing(fields=["period", "words"])
    if not 0 < pool_fen <= rules.MOST_FEN:
        raise rules.NothingToPart
    with transaction.atomic():
        row = kept(actor, cooperative)
        register = queries.register_of(row, as_of)
        if register.version is None:
            raise NoRulesThen(day=as_of.isoformat())
        parts = rules.part(pool_fen, [(line.member.number, line.allotted.total) for line in register.lines])
        title = f"{clean_line(period)[:20]}分红方案"
        resolution = Resolution.objects.create(
            cooperative=row, title=title, words=masking.mask_text(words.strip()), drafted_at=at
        )
        made = Distribution.objects.create(
            cooperative=row,
            period=clean_line(period)[:20],
            as_of=as_of,
            pool_fen=pool_fen,
            shares=register.shares,
            people=len(register.lines),
            version=register.version,
            resolution=resolution,
        )
        rows = [
            Portion(  # type: ignore[misc]
                distribution=made,
                member=line.member,
                content={
                    "kind": line.standing.kind.value,
                    "years": line.standing.years,
                    "shares": line.allotted.total,
                    "fen": parts[line.member.number],
                },
            )
            for line in register.lines
        ]
        Portion.objects.bulk_create(rows, batch_size=1_000)
        told = [(line.member.number, r.content) for line, r in zip(register.lines, rows, strict=True)]
        resolution.content = {"distribution": [[number, c["shares"], c["fen"]] for number, c in told]}
        resolution.save(update_fields=["content"])
    return made


def drop_resolution(*, actor: Actor, at: datetime, resolution: int) -> Resolution:
    """Let a draft go before it is put to the vote; that it was drafted stays on record.

    :raises NotADraft, NoSuchCooperative, NotYourCooperative: as named.
    """
    with transaction.atomic():
        _row, one = draft(actor, resolution)
        one.dropped_at = at
        one.save(update_fields=["dropped_at"])
    return one
