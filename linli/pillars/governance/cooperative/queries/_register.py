"""The register on a day, computed from its changes and the rules in force: nothing of it is stored as a sum."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from linli.base.people.models import Account
from linli.pillars.governance.cooperative import rules
from linli.pillars.governance.cooperative.models import (
    Basis,
    Cooperative,
    Distribution,
    Kind,
    RuleVersion,
    ShareChange,
    Shareholder,
)
from linli.pillars.governance.cooperative.rules import (
    Allotted,
    ChangeKind,
    Counted,
    Event,
    MemberKind,
    Ratio,
    Standing,
)


@dataclass(frozen=True, slots=True)
class Line:
    """A member of a day, how they stand, the shares that gives; `fen` where it is a line of a distribution."""

    member: Shareholder
    standing: Standing
    allotted: Allotted
    fen: int = 0


@dataclass(frozen=True, slots=True)
class Register:
    """All members of a day, by the version of the rules then in force (None: none was)."""

    day: date
    version: RuleVersion | None
    lines: tuple[Line, ...]

    @property
    def shares(self) -> int:
        """All shares of the day."""
        return sum(line.allotted.total for line in self.lines)


def canonical(content: Any) -> str:
    """Write a value the same way each time."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def ratios_of(version: RuleVersion | None) -> list[Ratio]:
    """Give the lines of a version. One query where they are not fetched."""
    if version is None:
        return []
    return [
        Ratio(MemberKind(line.kind), Counted(line.counted), line.per, line.shares)
        for line in version.lines.all()
    ]


def version_on(cooperative: Cooperative, day: date) -> RuleVersion | None:
    """Give the version in force on a day. Two queries."""
    rows = cooperative.versions.filter(from_date__lte=day).order_by("-from_date").prefetch_related("lines")
    return rows.first()


def _event(change: ShareChange) -> Event:
    facts = change.facts
    standing = Standing(MemberKind(facts["kind"]), int(facts["years"])) if facts else None
    return Event(ChangeKind(change.what), change.from_date, standing)


def events_of(changes: Iterable[ShareChange]) -> list[Event]:
    """Give changes as the rules read them, in the order of the register."""
    return [_event(change) for change in changes]


def is_member(member: Shareholder, day: date) -> bool:
    """Say whether somebody is a member on a day. One query."""
    return rules.standing_on(events_of(member.changes.all()), day) is not None


def register_of(cooperative: Cooperative, day: date) -> Register:
    """Compute the register on a day. Four queries, however many members."""
    version = version_on(cooperative, day)
    ratios = ratios_of(version)
    lines = []
    for member in cooperative.members.prefetch_related("changes"):
        standing = rules.standing_on(events_of(member.changes.all()), day)
        if standing is not None:
            lines.append(Line(member, standing, rules.allot(ratios, standing)))
    return Register(day, version, tuple(lines))


def lines_of(distribution: Distribution) -> list[Line]:
    """Give the lines of a distribution as they were drafted, by number. Three queries."""
    ratios = ratios_of(distribution.version)
    found = []
    for row in distribution.portions.select_related("member").order_by("member__number"):
        standing = Standing(MemberKind(row.content["kind"]), int(row.content["years"]))
        found.append(Line(row.member, standing, rules.allot(ratios, standing), int(row.content["fen"])))
    return found


def accounts_of(members: Sequence[Shareholder]) -> dict[bytes, int]:
    """Give the accounts of residents among members, by the print of their number. One query."""
    prints = [bytes(m.phone_print) for m in members if m.phone_print]
    rows = Account.objects.filter(phone_print__in=prints, is_resident=True).values_list("phone_print", "pk")
    return {bytes(print_): pk for print_, pk in rows}  # type: ignore[arg-type]


def formula_of(standing: Standing, allotted: Allotted) -> str:
    """Write how the shares of a member come about, with its numbers."""
    ratio = allotted.ratio
    if ratio is None:
        return f"{Kind(standing.kind.value).label}：0"
    basis = Basis(ratio.counted.value).label
    return (
        f"{Kind(standing.kind.value).label}，{basis} {ratio.words}："
        f"{allotted.counted} × {ratio.shares} ÷ {ratio.per} = {allotted.total}"
    )
