"""Making notices: from steps, and the few that have no step."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta

from linli.base.flow import news as log
from linli.base.flow.models import Step
from linli.base.notices import recipients, rules
from linli.base.notices.models import Notice
from linli.base.notices.recipients import Circle, Person
from linli.base.notices.rules import ChannelName, Tell, Whom
from linli.base.people import operations as people
from linli.base.people.actors import Actor
from linli.base.people.operations import AskedCode
from linli.base.people.vault import fingerprint

READER = "notices"
MOST_ROUNDS = 20


def read_steps(*, actor: Actor, at: datetime, most: int = 200) -> int:
    """Read the log from where it was left and put into the outbox what everybody is to be told; return how many.

    Run twice, at once or again, it tells nobody twice. About sixteen queries for each `most` steps.
    """
    made = 0
    for _ in range(MOST_ROUNDS):
        with log.unread(READER, most=most) as steps:
            fresh = [s for s in steps if _is_news(s, at)]
            if fresh:
                circle = recipients.circle_of(fresh, at)
                notices = [n for step in fresh for n in _notices_of(step, circle, at)]
                before = Notice.objects.filter(key__in=[n.key for n in notices]).count()
                Notice.objects.bulk_create(notices, ignore_conflicts=True)
                made += len(notices) - before
        if len(steps) < most:
            break
    return made


def _is_news(step: Step, at: datetime) -> bool:
    # What came in with a sheet that gives no time bears the moment of the import and may be years old.
    return at - step.at <= rules.FORGOTTEN_AFTER and not step.data.get("undated")


def _notices_of(step: Step, circle: Circle, at: datetime) -> Iterator[Notice]:
    is_old = at - step.at > rules.STALE_AFTER
    told: set[str] = set()
    for tell in rules.who_is_told(circle.news_of(step)):
        for notice in _by_row(step, tell, circle, at, is_old=is_old):
            if notice.key not in told:
                told.add(notice.key)
                yield notice
    if not is_old and step.verb not in rules.UNHEARD:
        for hook in recipients.partners(circle, step):
            yield _outside(step, at, f"h{hook.pk}", ChannelName.WEBHOOK, "moved", hook=hook)


def _by_row(step: Step, tell: Tell, circle: Circle, at: datetime, *, is_old: bool) -> Iterator[Notice]:
    if tell.whom is Whom.CHAT:
        if not is_old:
            for hook in recipients.robots(circle, step):
                yield _outside(step, at, f"h{hook.pk}", ChannelName.ROBOT, tell.template, hook=hook)
        return
    if tell.whom is Whom.REPORTERS:
        yield from _to_reporters(step, tell, circle, at, is_old=is_old)
        return
    if tell.whom in rules.ASKED:
        yield from _to_asked(step, tell, circle, at, is_old=is_old)
        return
    unit = str(circle.units.get(step.holder_id) or step.case.holder)
    for account_id in dict.fromkeys(circle.accounts(step, tell.whom)):
        person = circle.people.get(account_id)
        if person is None or account_id == step.actor_id:
            continue
        yield _in_app(step, tell, person, at, unit=unit, is_old=is_old)
        if is_old or not rules.rings(tell, is_urgent=step.case.is_urgent):
            continue
        for channel, address in ((ChannelName.SMS, person.phone), (ChannelName.EMAIL, person.email)):
            if address:
                yield _outside(
                    step, at, f"a{person.id}", channel, tell.template,
                    account_id=person.id, address=address, language=person.language, unit=unit,
                )  # fmt: skip


def _to_reporters(step: Step, tell: Tell, circle: Circle, at: datetime, *, is_old: bool) -> Iterator[Notice]:
    unit = str(circle.units.get(step.holder_id) or step.case.holder)
    parties = circle.parties.get(step.case_id, ())
    if tell.at_once:  # a receipt is for who has just come, not for those who came before
        parties = [p for p in parties if p.since == step.at]
    for party in parties:
        if party.account_id and (person := circle.people.get(party.account_id)):
            yield _in_app(step, tell, person, at, unit=unit, is_old=is_old)
        if party.phone and not is_old:
            who = f"p{fingerprint(party.phone, 'phone').hex()[:24]}"
            yield _outside(
                step, at, who, ChannelName.SMS, tell.template,
                account_id=party.account_id, address=party.phone, language=party.language, unit=unit,
                link=party.link, is_urgent=tell.at_once and at - step.at < timedelta(minutes=10),
            )  # fmt: skip


def _to_asked(step: Step, tell: Tell, circle: Circle, at: datetime, *, is_old: bool) -> Iterator[Notice]:
    unit = str(step.case.area)
    for party in circle.asked[tell.whom].get(step.case_id, ()):
        person = circle.people.get(party.account_id or 0)
        if person is None or person.id == step.actor_id:
            continue
        yield _in_app(step, tell, person, at, unit=unit, is_old=is_old)
        if person.phone and not is_old and rules.rings(tell, is_urgent=step.case.is_urgent):
            yield _outside(
                step, at, f"a{person.id}", ChannelName.SMS, tell.template,
                account_id=person.id, address=person.phone, language=person.language, unit=unit, link=party.link,
            )  # fmt: skip


def _in_app(step: Step, tell: Tell, person: Person, at: datetime, *, unit: str, is_old: bool) -> Notice:
    return Notice(
        channel=ChannelName.IN_APP,
        account_id=person.id,
        office_id=step.case.office_id,
        case_id=step.case_id,
        step=step,
        template=tell.template,
        language=person.language,
        data=_data(step, unit),
        is_urgent=step.case.is_urgent,
        state=Notice.State.SENT,
        made_at=at,
        sent_at=at,
        read_at=at if is_old else None,
        key=f"s{step.pk}:a{person.id}:{ChannelName.IN_APP}",
    )


def _outside(
    step: Step,
    at: datetime,
    who: str,
    channel: ChannelName,
    template: str,
    *,
    unit: str = "",
    link: str = "",
    is_urgent: bool | None = None,
    **to: object,
) -> Notice:
    return Notice(
        channel=channel,
        office_id=step.case.office_id,
        case_id=step.case_id,
        step=step,
        template=template,
        data=_data(step, unit or str(step.case.holder)),
        secrets=json.dumps({"link": link}) if link else "",
        is_urgent=step.case.is_urgent if is_urgent is None else is_urgent or step.case.is_urgent,
        state=Notice.State.QUEUED,
        made_at=at,
        next_try_at=at,
        expires_at=at + rules.UNSENT_FOR,
        key=f"s{step.pk}:{who}:{channel}",
        **to,
    )


def _data(step: Step, unit: str) -> dict[str, str]:
    """Return what fills the words later. Ids and moments only: the title is read when it is shown."""
    due = _due(step)
    found = {"unit": unit, "due": due.isoformat() if due else "", "until": str(step.data.get("until") or "")}
    if not found["until"] and step.case.stopped_until:
        found["until"] = step.case.stopped_until.isoformat()
    return {name: value for name, value in found.items() if value}


def _due(step: Step) -> datetime | None:
    """Give the moment that counted after a step, as pages show it: the stage's, or the whole matter's if it was earlier."""
    settled = step.case.settled_at
    runs = settled is None or settled > step.at
    return min((m for m in (step.due_at, step.resolve_by if runs else None) if m is not None), default=None)


def send_log_in_code(*, phone: str, address: str, language: str, at: datetime) -> AskedCode:
    """Make a log-in code for a resident's phone and send it at once, and never after it has run out.

    A face shows nothing of what this returns but the minutes; in demo mode, which serves loopback only, the code.

    :raises PhoneUnfit: no mobile number. :raises TooOften: asked too often for this phone or from this address.
    """
    asked = people.ask_code(phone=phone, address=address, at=at)
    Notice.objects.create(
        channel=ChannelName.SMS,
        address=asked.phone,
        template="log_in_code",
        language=language,
        data={"minutes": str(asked.minutes)},
        secrets=json.dumps({"code": asked.code}),
        is_urgent=True,
        made_at=at,
        next_try_at=at,
        expires_at=at + timedelta(minutes=asked.minutes),
        key=f"code:{asked.key}",
    )
    return asked
