"""Every verb of an appeal as one call: of a community against its assessment, the smallest result there is."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from linli.base.people.actors import SYSTEM
from linli.insight.appraisals import operations as appraisals
from linli.insight.appraisals.models import AppraisalAppeal, AppraisalRound, AppraisalScheme
from linli.insight.appraisals.rules import Line, Whom
from linli.pillars.governance.appeals import operations as op
from linli.pillars.governance.appeals.flow import APPEAL
from tests.kinds import Call, Kind, Way, along
from tests.town import Town

START = date(2026, 11, 2)


def shown(town: Town, at: datetime) -> AppraisalRound:
    """Give a public assessment of the town's communities, a new one each time."""
    scheme = AppraisalScheme.objects.first()
    if scheme is None:
        made = appraisals.draft_scheme(
            actor=SYSTEM, office=town.office, name="社区考核", whom=Whom.COMMUNITY, basis="会上定的", least=1,
            lines=[Line("answered", 100, 0, 100)],
        )  # fmt: skip
        scheme = appraisals.publish_scheme(actor=SYSTEM, at=at, scheme=made.pk)
    start = START - timedelta(days=AppraisalRound.objects.count())
    row = appraisals.open_round(actor=SYSTEM, scheme=scheme.pk, start=start, until=START + timedelta(days=7))
    return appraisals.show_round(actor=SYSTEM, at=at, appraisal=row.pk)


def appealed(town: Town, at: datetime, words: str = "停电三天，电话打不通。") -> AppraisalAppeal:
    return appraisals.appeal_round(
        actor=town.actor("secretary", at),
        at=at,
        appraisal=shown(town, at).pk,
        unit=town.communities[0],
        words=words,
    )


def first(town: Town, at: datetime) -> str:
    case = appealed(town, at).case
    assert case is not None
    return case.number


def _judge(is_upheld: bool) -> Call:
    return lambda t, a, n, at, **by: op.judge_appeal(
        actor=a, number=n, at=at, **by, unit=t.communities[0], is_upheld=is_upheld, answer="查过记录了"
    )


CALLS: dict[str, Call] = {
    "add_to_appeal": lambda t, a, n, at, **by: op.add_to_appeal(
        actor=a, number=n, at=at, **by, note="还有一天停水"
    ),
    "withdraw_appeal": lambda t, a, n, at, **by: op.withdraw_appeal(
        actor=a, number=n, at=at, **by, note="看过说明，没有意见了"
    ),
    "uphold_appeal": _judge(is_upheld=True),
    "dismiss_appeal": _judge(is_upheld=False),
}
OWN = frozenset({"add_to_appeal", "withdraw_appeal"})
PATHS: dict[str, Way] = {
    "appealed": (),
    "upheld": (("leader", "uphold_appeal"),),
    "dismissed": (("dispatcher", "dismiss_appeal"),),
    "withdrawn": (("", "withdraw_appeal"),),
}
APPEALS = Kind(
    flow=APPEAL,
    calls=CALLS,
    everybody=("", "worker", "secretary", "dispatcher", "leader", "sweeper", "sysadmin"),
    open=lambda town, at, data: first(town, at) and None,
    bring=along(PATHS, CALLS, first),
    # Who speaks for a unit is for the app whose result it is; here whoever says so stands as the one who appealed.
    reporters_own=OWN,
    skipped=lambda name, said: bool(name) and said in OWN,
    tables=("appraisals_appraisalappeal",),
)
