"""Taking an application in: from the applicant's phone, over the counter, at the door, or on somebody's behalf."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from linli.base.flow import deadlines, opening
from linli.base.flow.models import Case
from linli.base.flow.steps import Said
from linli.base.orgs.models import Unit
from linli.base.people.actors import Actor, ActorKind
from linli.base.people.vault import fingerprint, secret_token
from linli.kernel import limits, numbers
from linli.kernel.refusals import Refusal
from linli.pillars.service.applications import policies, rules
from linli.pillars.service.applications.flow import APPLICATION, KIND
from linli.pillars.service.applications.models import Application, Joint, Paper
from linli.pillars.service.applications.operations import _documents
from linli.pillars.service.applications.operations._given import check_sources, put_papers
from linli.pillars.service.applications.rules import (
    Agent,
    AgentBasis,
    Applicant,
    ApplicantKind,
    Channel,
    Delivery,
    GivenPaper,
)
from linli.pillars.service.catalog.models import ServiceItem
from linli.pillars.service.catalog.rules.form import Wrong, read_form
from linli.pillars.service.catalog.rules.situations import accepted, is_complete


class NotYoursToTakeIn(Refusal):
    """Somebody takes an application in at a unit where they hold no post."""


class ItemNotOffered(Refusal):
    """The item is not in force at this office: `code`."""


class SituationOpen(Refusal):
    """A question of one's situation has no answer yet."""


class UnfitForm(Refusal):
    """Something in the form is missing or cannot be: `wrong` by field."""


class NoConsent(Refusal):
    """Somebody acts for the applicant without the applicant's consent."""


class UnfitApplicant(Refusal):
    """A name is missing, or a number cannot be: `field`."""


@dataclass(frozen=True, slots=True)
class Submitted:
    """What submitting gives back: the application, and the secret with which the applicant follows it."""

    application: Application
    is_new: bool

    @property
    def number(self) -> str:
        return self.application.case.number

    @property
    def token(self) -> str:
        return token_of(self.application)


def token_of(application: Application) -> str:
    """Give the secret of the applicant's link. Nothing is stored; raising `link_version` makes old links dead."""
    return secret_token("application", application.pk, application.link_version)


def submit_application(
    *,
    actor: Actor,
    at: datetime,
    office: Unit,
    item: ServiceItem,
    applicant: Applicant,
    channel: Channel = Channel.WEB,
    situation: Mapping[str, str] | None = None,
    answers: Mapping[str, str] | None = None,
    papers: Mapping[str, GivenPaper] | None = None,
    joint_items: Sequence[ServiceItem] = (),
    area: Unit | None = None,
    agent: Agent | None = None,
    wish: Delivery | None = None,
    wants_visit: bool = False,
    has_conflict: bool = False,
    account_id: int | None = None,
    language: str = "zh-hans",
    joined_to: Application | None = None,
    reuse_consent: bool = False,
    key: uuid.UUID | None = None,
) -> Submitted:
    """Take an application in and give its receipt (接收回执). The five days to examine it begin.

    From the web the situation must be complete and the form without a fault; over the counter and at the door the paper
    form may lie beside it, so only what is given is read. `key` makes a repeated submission one application. A paper that
    was handed in before comes as its `source`; for a matter of another group with `reuse_consent`.

    :raises NotYoursToTakeIn: staff without a post there. :raises ItemNotOffered: not in force here.
    :raises SituationOpen: a question is open. :raises UnfitForm: faults by field. :raises NoConsent: an agent without it.
    :raises UnfitApplicant: no name, or a number that cannot be. :raises NotOnHand: a source that is not theirs or too old.
    :raises NoReuseConsent: for another purpose, without consent.
    """
    place = area or office
    is_own = actor.kind in (ActorKind.RESIDENT, ActorKind.ANYONE)
    if not is_own and not _may_take_in(actor, place, channel):
        raise NotYoursToTakeIn(unit=str(place))
    for one in (item, *joint_items):
        if one.office_id != office.pk or not one.is_in_force:
            raise ItemNotOffered(code=one.code)
    known = accepted(item.item, situation or {})
    strict = channel is Channel.WEB
    if strict and not is_complete(item.item, known):
        raise SituationOpen
    filled = read_form(item.item, known, answers or {})
    wrong = filled.wrong if strict else {f: w for f, w in filled.wrong.items() if w is not Wrong.MISSING}
    if wrong:
        raise UnfitForm(wrong={field: str(fault) for field, fault in wrong.items()})
    if agent is not None and not agent.has_consent:
        raise NoConsent
    with transaction.atomic():
        if key is not None and (made := _made(key)) is not None:
            return Submitted(made, False)
        who = _read(applicant)
        application = _new(actor, at, item, who, agent, channel, account_id, language)
        sources = check_sources(
            actor, at, office, item, who.id_number, papers or {}, joined_to, reuse_consent
        )
        application.situation, application.answers = known, dict(filled.values)
        application.has_conflict = has_conflict
        application.wish, application.wants_visit = (wish.value if wish else ""), wants_visit
        case = _open(application, actor, at, place, office, channel, key, sources)
        application.joint_items.set(joint_items)
        blank = rules.checklist([item.item, *(one.item for one in joint_items)], known)
        rows = [
            Paper(
                application=application, code=b.code, name=b.name, order=i,
                may_come_later=b.may_come_later, state=b.state.value,
            )
            for i, b in enumerate(blank)
        ]  # fmt: skip
        Paper.objects.bulk_create(rows)
        put_papers(application, papers or {}, actor=actor, at=at, has_consent=reuse_consent)
        if joined_to is not None:
            Joint.objects.create(application=application, first=joined_to)
        _documents.issue_first("received", application, case, at)
    return Submitted(application, True)


def _made(key: uuid.UUID) -> Application | None:
    rows = Application.objects.select_related("case__office", "case__area", "item")
    return rows.filter(case__idempotency_key=key).first()


def _may_take_in(actor: Actor, place: Unit, channel: Channel) -> bool:
    if channel in (Channel.VISIT, Channel.HELPED):
        return policies.visits_for(actor, place)
    return policies.takes_in_for(actor, place)


def _read(given: Applicant) -> Applicant:
    """Give an applicant as kept. :raises UnfitApplicant:"""
    name, body = given.name.strip()[:60], given.body.strip()[:120]
    if not name:
        raise UnfitApplicant(field="name")
    if given.kind is ApplicantKind.BODY and not body:
        raise UnfitApplicant(field="body")
    readers = {
        "phone": numbers.normalise_phone,
        "id_number": numbers.normalise_id_card,
        "uscc": numbers.normalise_uscc,
    }
    read: dict[str, str] = {}
    for field, normalise in readers.items():
        value = str(getattr(given, field)).strip()
        try:
            read[field] = normalise(value) if value else ""
        except ValueError:
            raise UnfitApplicant(field=field) from None
    return Applicant(
        name=name, body=body, kind=given.kind, address=given.address.strip()[:120], **read
    )  # fmt: skip


def _new(
    actor: Actor,
    at: datetime,
    item: ServiceItem,
    who: Applicant,
    agent: Agent | None,
    channel: Channel,
    account_id: int | None,
    language: str,
) -> Application:
    is_resident = actor.kind is ActorKind.RESIDENT
    is_helped = channel is Channel.HELPED or (agent is not None and agent.basis is AgentBasis.HELPER)
    return Application(
        item=item,
        kind=who.kind.value,
        account_id=actor.account_id if is_resident else account_id,
        name=who.name,
        phone=who.phone,
        phone_print=fingerprint(who.phone, "phone") if who.phone else None,
        id_number=who.id_number,
        id_print=fingerprint(who.id_number, "id_number") if who.id_number else None,
        address=who.address,
        body=who.body,
        uscc=who.uscc,
        agent_name=agent.name.strip()[:60] if agent else "",
        agent_phone=agent.phone.strip()[:30] if agent else "",
        agent_basis=agent.basis.value if agent else "",
        consented_at=at if agent else None,
        helper_id=actor.account_id if is_helped and not is_resident else None,
        language=language,
    )


def _open(
    application: Application,
    actor: Actor,
    at: datetime,
    place: Unit,
    office: Unit,
    channel: Channel,
    key: uuid.UUID | None,
    sources: dict[str, str],
) -> Case:
    item = application.item
    statutory = rules.statutory_limit(item.item)
    own = deadlines.limits_for(APPLICATION, office, item.code, {})
    examine = limits.parse(own["examine"])
    times = {
        **own,
        "settle": str(rules.promised_limit(item.item)),
        "resolve": str(rules.before_acceptance(statutory, examine)),
    }

    def beside(case: Case) -> tuple[Application]:
        application.case = case
        return (application,)

    return opening.open_case(
        KIND,
        actor=actor,
        at=at,
        area=place,
        office=office,
        holder=place,
        title=item.name,
        state="received",
        slot="examine",
        limits=times,
        said=Said(
            data={
                "item": item.code,
                "version": item.version,
                "agent": bool(application.agent_basis),
                **({"reused": sources} if sources else {}),
            }
        ),
        key=key,
        # Found by what it is for, by whose number and by the enterprise; never by a person's name.
        index=f"{item.name} {item.code} {application.body} {application.phone} {application.id_number}",
        verb="submit",
        topic=item.code,
        channel=channel.value,
        can_be_asked=True,
        beside=beside,
    )
