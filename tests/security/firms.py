"""An enterprise of the twin offices, with what belongs to it: a visit, a need, a job, somebody introduced, a training."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from linli.base.people.actors import SYSTEM
from linli.pillars.service.enterprises import operations as enterprises
from linli.pillars.service.enterprises.queries import token_of as enterprise_token
from linli.pillars.service.enterprises.rules.record import Record
from linli.pillars.service.jobs import operations as jobs
from tests.town import MONDAY

if TYPE_CHECKING:
    from tests.security.twin import Twin


def keep_enterprise(twin: Twin, place: str, keeper: str, point: tuple[float, float], phone: str) -> None:
    """An enterprise with a visit, a promise and a need."""
    actor, things = twin.town.actor(keeper), twin.things[place]
    record = Record(
        name=f"包子铺 {place}",
        no_code="stall",
        address="一号楼下",
        lon=point[0],
        lat=point[1],
        contact_name="周大勇",
        contact_phone=phone,
    )
    one = enterprises.keep_enterprise(actor=actor, at=MONDAY, record=record)
    words = {
        "purposes": ["policy"],
        "said": "想招两个人",
        "follows": "送招聘单",
        "promised": date(2026, 11, 20),
    }
    visit = enterprises.write_visit(actor=actor, at=MONDAY, enterprise=one, on=MONDAY.date(), **words)
    need = enterprises.file_need(
        actor=actor, at=MONDAY, enterprise=one, what="permit", text="想问办证要多久", visit=visit
    )
    things.enterprise, things.visit_id, things.need = one.pk, visit.pk, need.case.number
    things.enterprise_token = enterprise_token(one)
    today = MONDAY.date()
    offer = jobs.Offer(
        "帮厨", "切菜洗碗", 1, 3000, 4000, "full", today + timedelta(days=30), skills=("cook",)
    )
    posting = jobs.post_job(actor=SYSTEM, at=MONDAY, enterprise=one, offer=offer)
    who: dict[str, Any] = {"actor": SYSTEM, "at": MONDAY, "office": one.office}
    sought = jobs.Sought(("cook",), ("full",))
    seeker = jobs.enrol_seeker(name="赵师傅", phone=f"139{phone[3:]}", sought=sought, has_signed=True, **who)
    jobs.show_posting(
        actor=actor if not things_below(keeper) else twin.town.actor("dispatcher"), at=MONDAY, posting=posting
    )
    match = jobs.introduce(actor=SYSTEM, at=MONDAY, posting=posting, seeker=seeker)
    words = {"title": "面点班", "summary": "学做面点", "place": "街道二楼", "contact": "街道"}
    desk = twin.town.actor("dispatcher" if things_below(keeper) else keeper)
    training = jobs.offer_training(
        actor=desk, at=MONDAY, office=one.office, starts_date=today + timedelta(days=9), **words
    )
    things.posting, things.seeker, things.match, things.training = (
        posting.pk,
        seeker.pk,
        match.pk,
        training.pk,
    )


def things_below(keeper: str) -> bool:
    """Say whether somebody keeps a community, for which the office decides what is shown."""
    return keeper in {"clerk", "secretary2"}
