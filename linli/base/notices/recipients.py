"""From “whom” to accounts, numbers and hooks, for a batch of steps at once and in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q

from linli.base.flow.models import Assignment, Case, Step, Watch
from linli.base.flow.table import REGISTRY
from linli.base.notices import parties
from linli.base.notices.models import Hook, Wish
from linli.base.notices.parties import Party
from linli.base.notices.rules import ASKED, ChannelName, News, Whom, who_is_told
from linli.base.orgs.models import Unit
from linli.base.orgs.roles import CENTRE, COMMUNITY, HANDLING, LEADING, Role, UnitKind
from linli.base.people.models import Account
from linli.base.people.queries import live_posts
from linli.kernel import clock

_WORKS: dict[str, frozenset[Role]] = {
    UnitKind.GRID: frozenset({Role.GRID_LEADER, Role.GRID_WORKER}),
    UnitKind.COMMUNITY: COMMUNITY,
    UnitKind.WORKSTATION: COMMUNITY | {Role.GRID_LEADER},
    UnitKind.SUBDISTRICT: CENTRE,
    UnitKind.DISTRICT: CENTRE,
}
"""Who of a unit is told about work; elsewhere those who handle."""

_ANSWERS: dict[str, frozenset[Role]] = {
    UnitKind.GRID: frozenset({Role.GRID_LEADER}),
    UnitKind.COMMUNITY: frozenset({Role.COMMUNITY_SECRETARY}),
    UnitKind.WORKSTATION: frozenset({Role.COMMUNITY_SECRETARY}),
}
"""Who of a unit answers for those below; elsewhere its leaders and dispatchers."""


@dataclass(frozen=True, slots=True)
class Person:
    """An account that is told, and how it may be reached beside the app."""

    id: int
    language: str
    phone: str = ""
    email: str = ""


@dataclass
class Circle:
    """Everything the steps of one batch need to know about people."""

    at: datetime
    units: dict[int, Unit] = field(default_factory=dict)
    posts: dict[int, list[tuple[int, Role]]] = field(default_factory=dict)
    people: dict[int, Person] = field(default_factory=dict)
    shares: dict[int, list[Assignment]] = field(default_factory=dict)
    watchers: dict[int, list[int]] = field(default_factory=dict)
    hooks: dict[int, list[Hook]] = field(default_factory=dict)
    before: dict[int, int] = field(default_factory=dict)
    parties: dict[int, Sequence[Party]] = field(default_factory=dict)
    asked: dict[Whom, dict[int, Sequence[Party]]] = field(default_factory=dict)

    # --- what a step is, as news ------------------------------------------------------------------------

    def news_of(self, step: Step) -> News:
        """Return what the table of `rules` looks at. No query."""
        case = step.case
        flow = REGISTRY.get(case.kind)
        rows = flow.rows(step.verb, step.before or None) if flow else ()
        # Several rows may share verb and state, told apart by a condition: the one that led here.
        row = next((r for r in rows if r.target in (step.after, None)), rows[0] if rows else None)
        return News(
            verb=step.verb,
            after=step.after,
            tells_reporter=bool(row and row.tells_reporter),
            changed_hands=step.seq > 1 and self.before.get(step.pk, step.holder_id) != step.holder_id,
            climb=int(step.data.get("climb") or 0),
            is_urgent=case.is_urgent,
        )

    # --- whom it concerns -------------------------------------------------------------------------------

    def accounts(self, step: Step, whom: Whom) -> list[int]:
        """Return the ids of the accounts one row means. No query."""
        case = step.case
        match whom:
            case Whom.HOLDER:
                return self._holder(step)
            case Whom.LEAD | Whom.ASSISTS:
                part = Assignment.Part.LEAD if whom is Whom.LEAD else Assignment.Part.ASSIST
                shares = [s for s in self.shares.get(case.pk, []) if s.part == part]
                return [
                    a for s in shares for a in ([s.account_id] if s.account_id else self._work(s.unit_id))
                ]
            case Whom.NAMED:
                return [a for unit_id in named_units(step) for a in self._work(unit_id)]
            case Whom.ABOVE:
                return self._above(step.holder_id)
            case Whom.LEADERS:
                return self._with(case.office_id, LEADING)
            case Whom.APPROVERS:
                return self._answer(step.holder_id)
            case Whom.CENTRE:
                return self._with(case.office_id, CENTRE)
            case Whom.WATCHERS:
                return self.watchers.get(case.pk, [])
            case _:
                return []

    def _holder(self, step: Step) -> list[int]:
        case = step.case
        if case.holder_account_id and case.holder_id == step.holder_id:
            return [case.holder_account_id]
        return self._work(step.holder_id)

    def _work(self, unit_id: int) -> list[int]:
        unit = self.units.get(unit_id)
        return self._with(unit_id, _WORKS.get(unit.kind, HANDLING)) if unit else []

    def _answer(self, unit_id: int) -> list[int]:
        unit = self.units.get(unit_id)
        return self._with(unit_id, _ANSWERS.get(unit.kind, LEADING)) if unit else []

    def _above(self, unit_id: int) -> list[int]:
        unit = self.units.get(unit_id)
        if unit is None:
            return []
        own = [] if unit.is_territory else self._with(unit_id, LEADING)
        upper = next((u for i in reversed(unit.line[:-1]) if (u := self.units.get(i))), None)
        if upper is None:
            return own
        return own + self._with(upper.pk, _ANSWERS.get(upper.kind, LEADING | CENTRE))

    def _with(self, unit_id: int, roles: frozenset[Role]) -> list[int]:
        return [account for account, role in self.posts.get(unit_id, []) if role in roles]


def named_units(step: Step) -> list[int]:
    """Return the units a step names in its data, the lead first."""
    found: list[int] = []
    for name in ("lead", "unit", "to", "assists"):
        value = step.data.get(name)
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, int) and one not in found:
                found.append(one)
    return found


def circle_of(steps: Sequence[Step], at: datetime) -> Circle:
    """Collect what a batch of steps needs. At most ten queries, whatever the size of the batch."""
    cases: dict[int, Case] = {s.case_id: s.case for s in steps}
    circle = Circle(at)
    for share in Assignment.objects.filter(case__in=cases, state__in=Assignment.LIVE):
        circle.shares.setdefault(share.case_id, []).append(share)
    for case_id, account_id in Watch.objects.filter(case__in=cases).values_list("case_id", "account_id"):
        circle.watchers.setdefault(case_id, []).append(account_id)
    circle.before = _holders_before(steps)
    circle.units = _units(steps, cases.values(), circle.shares)
    for unit_id, account_id, role in _posts(circle.units, at):
        circle.posts.setdefault(unit_id, []).append((account_id, Role(role)))
    for hook in Hook.objects.filter(is_active=True, unit__in=circle.units):
        circle.hooks.setdefault(hook.unit_id, []).append(hook)
    circle.parties = parties.parties_of((case.pk, case.kind) for case in cases.values())
    for whom in ASKED:
        calls = {step.case_id: step.case for step in steps if asks(step, whom)}
        circle.asked[whom] = parties.asked_of(whom, ((case.pk, case.kind) for case in calls.values()))
    circle.people = _people(circle)
    return circle


def asks(step: Step, whom: Whom) -> bool:
    """Say whether a step asks somebody to come, or to vote."""
    return any(tell.whom is whom for tell in who_is_told(News(step.verb, step.after)))


def _holders_before(steps: Sequence[Step]) -> dict[int, int]:
    wanted = Q(pk__in=[])
    for step in steps:
        if step.seq > 1:
            wanted |= Q(case_id=step.case_id, seq=step.seq - 1)
    held = {(c, n): h for c, n, h in Step.objects.filter(wanted).values_list("case_id", "seq", "holder_id")}
    return {s.pk: held[s.case_id, s.seq - 1] for s in steps if (s.case_id, s.seq - 1) in held}


def _units(
    steps: Sequence[Step], cases: Iterable[Case], shares: dict[int, list[Assignment]]
) -> dict[int, Unit]:
    ids: set[int] = set()
    for case in cases:
        ids |= set(case.holder.line) | set(case.area.line) | {case.office_id}
    for step in steps:
        ids |= {step.holder_id, *named_units(step)}
    ids |= {s.unit_id for rows in shares.values() for s in rows}
    found = {u.pk: u for u in Unit.objects.filter(pk__in=ids)}
    missing = {i for u in found.values() for i in u.line} - set(found)
    return found | {u.pk: u for u in Unit.objects.filter(pk__in=missing)} if missing else found


def _posts(units: Iterable[int], at: datetime) -> list[tuple[int, int, str]]:
    posts = live_posts(at).filter(unit__in=list(units))
    rows = list(posts.order_by("id").values_list("unit_id", "account_id", "role"))
    day = clock.local(at).date()
    lent = posts.filter(deputies__held_from__lte=day, deputies__held_until__gt=day)
    return rows + list(lent.values_list("unit_id", "deputies__account_id", "role"))


def _people(circle: Circle) -> dict[int, Person]:
    ids = {a for rows in circle.posts.values() for a, _ in rows}
    ids |= {a for rows in circle.watchers.values() for a in rows}
    ids |= {s.account_id for rows in circle.shares.values() for s in rows if s.account_id}
    told = (*circle.parties.values(), *(rows for found in circle.asked.values() for rows in found.values()))
    ids |= {p.account_id for rows in told for p in rows if p.account_id}
    return people_of(ids)


def people_of(ids: Iterable[int]) -> dict[int, Person]:
    """Return accounts in use with what they wish to be reached by. Two queries."""
    wishes = {w.account_id: w for w in Wish.objects.filter(account__in=list(ids))}
    found = {}
    for account in Account.objects.filter(pk__in=list(ids), is_active=True):
        wish = wishes.get(account.pk)
        found[account.pk] = Person(
            id=account.pk,
            language=account.language,
            phone=account.phone if wish is None or wish.sms else "",
            email=account.email if wish is not None and wish.email else "",
        )
    return found


def robots(circle: Circle, step: Step) -> list[Hook]:
    """Return the chat robots of the place and the holder of a case."""
    units = dict.fromkeys((step.case.area_id, step.holder_id))
    return [h for u in units for h in circle.hooks.get(u, []) if h.kind == ChannelName.ROBOT]


def partners(circle: Circle, step: Step) -> list[Hook]:
    """Return the systems that hear about a case: those of a unit that may see it."""
    return [h for u in step.case.reach for h in circle.hooks.get(u, []) if h.kind == ChannelName.WEBHOOK]
