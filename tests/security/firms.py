"""An enterprise of the twin offices, with what belongs to it: a visit, a need, a job, somebody introduced, a training."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from linli.base.files.operations import keep_file
from linli.base.people.actors import SYSTEM
from linli.insight.forms import operations as asked_forms
from linli.insight.forms import queries as form_queries
from linli.pillars.governance.inspections import operations as inspections
from linli.pillars.governance.inspections import queries as plates
from linli.pillars.governance.inspections.rules.shops import ShopRecord
from linli.pillars.service.enterprises import operations as enterprises
from linli.pillars.service.enterprises.models import Enterprise
from linli.pillars.service.enterprises.queries import token_of as enterprise_token
from linli.pillars.service.enterprises.rules.record import Record
from linli.pillars.service.exchange import operations as exchange
from linli.pillars.service.jobs import operations as jobs
from linli.pillars.service.schemes import operations as schemes
from linli.pillars.service.schemes.rules import Condition, Subject
from tests.base.files import samples
from tests.insight.forms.templates.pairs import BASICS
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
    _keep_shop(things, actor, one)
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
    keep_scheme(twin, place, keeper)
    ask_form(twin, place, keeper)
    said = exchange.Said("offer", "space", "半间库房", "三十平，干燥", today + timedelta(days=9))
    told = exchange.post_exchange(actor=actor, at=MONDAY, enterprise=one, said=said)
    exchange.show_exchange(
        actor=twin.town.actor("dispatcher") if things_below(keeper) else actor, at=MONDAY, post=told
    )
    things.exchange = told.pk
    things.posting, things.seeker, things.match, things.training = (
        posting.pk,
        seeker.pk,
        match.pk,
        training.pk,
    )


def _keep_shop(things: Any, actor: Any, one: Any) -> None:
    """A shop of the enterprise, with its plate."""
    place = (one.area, one.lon, one.lat)
    record = ShopRecord(sign=one.name, trade="catering", address=one.address)
    shop = inspections.keep_shop(
        actor=actor, at=MONDAY, record=record, enterprise_id=one.pk, office=one.office, fallback=place
    )
    things.shop, things.shop_token = shop.pk, plates.token_of(shop)
    photo = keep_file(actor=actor, data=samples.photo(size=(64, 48)), name="", at=MONDAY)
    made = inspections.check_shop(actor=actor, at=MONDAY, shop=shop, marks={"O01": "bad"}, files=[photo])
    things.order, things.order_file = made.rectification.case.number, photo.pk


def keep_scheme(twin: Twin, place: str, keeper: str) -> None:
    """A scheme of the office, and what the enterprise of a place said of itself."""
    things, actor = twin.things[place], twin.town.actor(keeper)
    one = Enterprise.objects.select_related("office").get(pk=things.enterprise)
    about = schemes.About("policy", "小店补助", "街道", "小店都能领", "五百元", "到大厅领", "街道大厅")
    condition = Condition(Subject.TRAIT, ("keeps",), "没有裁员")
    desk = twin.town.actor("dispatcher") if things_below(keeper) else actor
    kept = schemes.keep_scheme(actor=desk, at=MONDAY, office=one.office, about=about, conditions=[condition])
    schemes.know_trait(actor=actor, at=MONDAY, enterprise=one, code="keeps", holds=True)
    things.scheme = kept.pk


def things_below(keeper: str) -> bool:
    """Say whether somebody keeps a community, for which the office decides what is shown."""
    return keeper in {"clerk", "secretary2"}


def ask_form(twin: Twin, place: str, keeper: str) -> None:
    """A form that a department asked of a community."""
    actor = twin.town.actor("dispatcher" if things_below(keeper) else keeper)
    made = asked_forms.take_in_form(
        actor=actor, at=MONDAY, data=BASICS.data, name="a.xlsx", about=asked_forms.About("区里"),
        ground=form_queries.grounds_of(actor=actor)[0],
    )  # fmt: skip
    twin.things[place].asked_form = made.pk
