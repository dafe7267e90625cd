"""Emergencies in the demo town: a main that burst and is mended, a power cut that goes on, and who stands at which post."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from linli.demo.company import Company
from linli.demo.errands import Act
from linli.pillars.service.volunteers import operations as op
from linli.pillars.service.volunteers.models import Activity, Emergency, SignUp
from linli.pillars.service.volunteers.rules import What

WATER: Final = "河滨路水管爆了，滨河片停水"
POWER: Final = "电缆故障，滨河片停电"
TEAM: Final = "volunteer11"
#: Posts: title, what to do, where, for how many hours, how many people.
UPSTAIRS: Final = ("给楼上老人送水", "桶装水在门口，两人一组送到家门口。", "滨河家园 5 号楼前", 10, 3)
CROSSING: Final = ("路口指路", "红绿灯不亮，帮老人孩子过马路，穿反光背心。", "河滨路口", 30, 4)
STAIRS: Final = ("扶老人上下楼", "电梯停了，带手电，陪老人走楼梯。", "滨河家园 2 号楼", 30, 2)
LAMPS: Final = ("给独居老人送手电", "名单在社区，敲门问一声冷不冷。", "河滨社区", 30, 3)


def _open(
    company: Company, at: datetime, who: str, what: What, title: str, basis: str, area: str
) -> Emergency:
    return op.open_emergency(
        actor=company.actor(who), at=at, area=company.unit(area), what=what, title=title, basis=basis
    )


def _post(
    company: Company, at: datetime, who: str, event: Emergency, *posts: tuple[str, str, str, int, int]
) -> None:
    for title, summary, place, hours, capacity in posts:
        plan = op.Plan(title, summary, place, at, at + timedelta(hours=hours), capacity, contact="社区值班室")
        op.open_post(actor=company.actor(who), at=at, emergency=event, team=company.unit(TEAM), plan=plan)


def _come(company: Company, at: datetime, title: str, *names: str) -> None:
    one = Activity.objects.get(title=title, emergency__isnull=False)
    for name in names:
        op.sign_up(actor=company.actor(name), at=at, activity=one)


def _water(company: Company, at: datetime) -> None:
    event = _open(company, at, "liumin", What.WATER, WATER, "区供水公司抢修通知", "c11")
    _post(company, at, "liumin", event, UPSTAIRS)


def _carried(company: Company, at: datetime) -> None:
    if Emergency.objects.filter(title=WATER).exists():
        _come(company, at, UPSTAIRS[0], "lijuan", "majianjun")


def _mended(company: Company, at: datetime) -> None:
    """End it, let those who carried water say how long, and confirm it."""
    event = Emergency.objects.filter(title=WATER).first()
    if event is None:
        return
    actor = company.actor("liumin")
    op.end_emergency(actor=actor, at=at, emergency=event, words="管子修好了，水清了，送水的都回了。")
    one = Activity.objects.get(title=UPSTAIRS[0], emergency=event)
    for name, minutes in (("lijuan", 90), ("majianjun", 120)):
        op.claim_hours(actor=company.actor(name), at=at + timedelta(hours=1), activity=one, minutes=minutes)
    for row in SignUp.objects.filter(activity=one, claimed_minutes__isnull=False).order_by("pk"):
        op.confirm_hours(
            actor=actor, at=at + timedelta(hours=2), sign_up_id=row.pk, minutes=row.claimed_minutes or 0
        )


def _power(company: Company, at: datetime) -> None:
    event = _open(company, at, "fangzhuren", What.POWER, POWER, "供电公司故障通报，街道应急预案二级", "c11")
    _post(company, at, "fangzhuren", event, CROSSING, STAIRS, LAMPS)


def _stand(company: Company, at: datetime) -> None:
    if Emergency.objects.filter(title=POWER).exists():
        _come(company, at, CROSSING[0], "majianjun", "gaojing")
        _come(company, at, STAIRS[0], "lijuan", "qianduoduo")


ACTS: Final = (Act(210, _water), Act(209, _carried), Act(203, _mended), Act(6, _power), Act(5, _stand))
