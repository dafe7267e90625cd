"""One topic at the desk: what it is, who takes part, how it was decided, and every verb as a form."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from linli.base.files.models import StoredFile
from linli.base.files.serving import guarded
from linli.base.flow.refusals import NoSuchCase
from linli.base.flow.toolate import check_open
from linli.faces.desk import furniture, uploads
from linli.faces.desk.asking import DeskRequest
from linli.faces.desk.formmoves import refused_at
from linli.faces.desk.guards import desk, desk_for, said
from linli.faces.desk.topics import forms as tf
from linli.faces.desk.topics.shown import (
    election_of,
    first_of,
    papers_of,
    party_shown,
    reviews_shown,
    sides_shown,
    source_of,
    step_word,
    steps_line,
    vote_shown,
)
from linli.faces.parts import topicworks, words
from linli.faces.parts.refusals import status_of
from linli.faces.parts.shapes import State
from linli.kernel.refusals import Refusal
from linli.pillars.governance.deliberation import operations as op
from linli.pillars.governance.deliberation import policies, queries, rules
from linli.pillars.governance.deliberation.flow import TALKING
from linli.pillars.governance.deliberation.models import Topic
from linli.pillars.governance.deliberation.queries import TopicPage
from linli.pillars.governance.deliberation.texts import BARS, RULES, SHAPES, STATES, VERBS, VIAS

concerned = desk_for(policies.sees_any, gettext_lazy("协商议事归社区和街道，落实归承办的单位。"))


@dataclass(frozen=True, slots=True)
class Press:
    """A verb: what it does, which form it fills."""

    operate: Callable[..., Any]
    form: type[tf.VerbForm]
    is_quiet: bool = False
    """Takes away, is rare, or one of two answers that stand alike: folded, and its button is not the solid one."""


PRESSES: Final[dict[str, Press]] = {
    "accept_topic": Press(op.accept_topic, tf.AcceptForm),
    "post": Press(op.post_topic, tf.PostForm, is_quiet=True),
    "transfer_topic": Press(op.transfer_topic, tf.TransferForm, is_quiet=True),
    "decline_topic": Press(op.decline_topic, tf.AnswerForm, is_quiet=True),
    "name_party": Press(op.name_party, tf.PartyForm),
    "drop_party": Press(op.drop_party, tf.DropForm, is_quiet=True),
    "call_meeting": Press(op.call_meeting, tf.MeetingForm),
    "record_minutes": Press(op.record_minutes, tf.MinutesForm),
    "open_vote": Press(op.open_vote, tf.VoteForm),
    "agree": Press(op.agree_topic, tf.NoteForm, is_quiet=True),
    "close_vote": Press(op.close_vote, tf.VerbForm),
    "count_papers": Press(op.count_papers, tf.VerbForm),
    "publish_result": Press(op.publish_result, tf.PublishForm),
    "dismiss_objection": Press(op.dismiss_objection, tf.AnswerForm, is_quiet=True),
    "uphold_objection": Press(op.uphold_objection, tf.AnswerForm, is_quiet=True),
    "assign_duty": Press(op.assign_duty, tf.DutyForm),
    "report_duty": Press(op.report_duty, tf.WorkForm, is_quiet=True),
    "finish_duty": Press(op.finish_duty, tf.WorkForm),
    "finish_topic": Press(op.finish_topic, tf.AnswerForm),
    "shelve_topic": Press(op.shelve_topic, tf.ShelfForm, is_quiet=True),
    "take_up_topic": Press(op.take_up_topic, tf.NoteForm),
    "close_topic": Press(op.close_topic, tf.AnswerForm),
    "note": Press(op.note_topic, tf.NoteForm, is_quiet=True),
}


def dashed(verb: str) -> str:
    return verb.replace("_", "-")


def form_of(verb: str, topic: Topic, data: Any, files: Any = None) -> tf.VerbForm:
    kind = PRESSES[verb].form
    by_household = topic.rule and rules.rule_of(topic.rule).unit == "household"
    if verb == "open_vote" and by_household:
        kind = tf.HouseholdVoteForm
    return kind(data, files, prefix=dashed(verb), topic=topic)


@concerned
@require_GET
def topic(request: DeskRequest, number: str) -> HttpResponseBase:
    """Show one topic."""
    return show(request, number)


def show(
    request: DeskRequest,
    number: str,
    given: dict[str, forms.Form] | None = None,
    *,
    status: int = 200,
    kept: list[dict[str, Any]] | None = None,
) -> HttpResponseBase:
    page = queries.topic_page(actor=request.actor, number=number, at=request.at)
    case, found = page.topic.case, page.topic
    held = given or {}
    open_to = {move.verb for move in page.moves}
    convenes = policies.convenes_at(request.actor, case.area)
    first = first_of(page, open_to, request.at)
    # Who is to come to a meeting signs once it is called; what is talked through at once needs none.
    is_met = case.state != "accepted" or found.track == rules.Track.QUICK
    signs_now = convenes and case.state in TALKING and is_met
    context = {
        "page": page,
        "topic": found,
        "case": case,
        "state": State(SHAPES[case.state], STATES[case.state]),  # type: ignore[arg-type]
        "due": words.due(case.due_at, request.at, case.card)  # type: ignore[arg-type]
        if case.due_at and case.is_open and not case.stopped_at
        else None,
        "steps_line": steps_line(case.state),
        "rule": RULES.get(found.rule, ""),
        "bar": BARS.get(found.rule, ""),
        "source": source_of(found.rule),
        "needed": rules.SUPPORTERS_NEEDED,
        "parties": [party_shown(p, convenes) for p in page.parties],
        "is_called": case.state == "called",
        "sides": sides_shown(page.parties) if convenes and case.state in ("accepted", "called") else [],
        "signs_now": signs_now,
        "signs": signs_now or any(p.presence for p in page.parties),
        "opinions": [(o.name or _("居民"), o.words, VIAS[o.via], o.at) for o in page.opinions],
        "votes": [vote_shown(v) for v in page.votes],
        "election": election_of(found, page.votes[-1].vote) if page.votes else "",
        "objections": [(o, VIAS[o.via]) for o in page.objections],
        "reviews": reviews_shown(page),
        "convenes": convenes,
        "presses": [
            {
                "verb": VERBS[verb],
                "url": reverse(f"desk:topic-{dashed(verb)}", args=[number]),
                "form": held.get(dashed(verb)) or form_of(verb, found, None),
                "is_open": dashed(verb) in held or verb == first,
                "has_photos": press.form is tf.WorkForm,
            }
            # The next step stands open above those that are folded.
            for verb, press in sorted(PRESSES.items(), key=lambda one: one[0] != first)
            # What came too late is shown with what was typed, and why.
            if verb in open_to or dashed(verb) in held
        ],
        "kept": kept or [],
        "duties": topicworks.duties(found, "desk:topic-photo"),
        "asides": _asides(page, held) if convenes else [],
        "steps": [(s, step_word(s)) for s in page.steps],
        "papers": papers_of(page),
        "key": uuid.uuid4(),
    }
    return furniture.page(request, "desk/topics/topic.html", context, status=status)


def _asides(page: TopicPage, held: dict[str, forms.Form]) -> list[dict[str, Any]]:
    """Give the forms of what is no move: signatures, opinions, objections, call-backs. What came too late is kept."""
    state = page.topic.case.state
    rows: tuple[tuple[str, Any, tuple[str, ...], Callable[[], forms.Form]], ...] = (
        (
            "support",
            _("录入纸上的附议"),
            ("proposed", "accepted"),
            lambda: tf.SupporterForm(prefix="support"),
        ),
        ("opinion", _("替来不了的人记意见"), TALKING, lambda: tf.OpinionForm(prefix="opinion")),
        ("object", _("替没有手机的人记异议"), ("published",), lambda: tf.OpinionForm(prefix="object")),
        ("review", _("回访"), ("carried",), lambda: review_form(page.topic, None)),
    )
    number = page.topic.case.number
    return [
        {
            "word": word,
            "url": reverse(f"desk:topic-{code}", args=[number]),
            "form": held.get(code) or make(),
            "is_open": code in held,
        }
        for code, word, states, make in rows
        if state in states or code in held
    ]


def review_form(topic: Topic, data: Any) -> forms.Form:
    """Give the form of a call-back, with those who have not said anything yet."""
    form = tf.ReviewForm(data, prefix="review")
    rows = topic.supporters.filter(level=None).select_related("account").order_by("id")
    form.fields["supporter"].choices = [  # type: ignore[attr-defined]
        (s.pk, s.name or (s.account.name if s.account else "") or _("附议人 %(n)s") % {"n": i})
        for i, s in enumerate(rows, 1)
    ]
    return form


@concerned
@require_POST
def act(request: DeskRequest, number: str, verb: str) -> HttpResponseBase:
    """Make a move of a topic."""
    press = PRESSES[verb]
    found = queries.get_topic(actor=request.actor, number=number)
    form = form_of(verb, found, request.POST, request.FILES)
    if not form.is_valid():
        status = 422
        try:
            check_open(verb, found.case, actor=request.actor, at=request.at)
        except Refusal as refusal:
            status = refused_at(form, refusal, request.at)
        return show(request, number, {dashed(verb): form}, status=status)
    given = dict(form.given())
    if press.form is tf.WorkForm:
        given["files"] = taken = uploads.take(request, form)
        if not all(file.is_photo for file in taken):
            form.add_error(uploads.FIELD, _("这里只收照片，别的材料请交给社区。"))
            given["files"] = [file for file in taken if file.is_photo]
        if form.errors:
            kept = uploads.carry(request, given["files"])
            return show(request, number, {dashed(verb): form}, status=422, kept=kept)
    try:
        press.operate(**given, **by(request, number))
    except Refusal as refusal:
        if status_of(refusal) == 404 and verb != "transfer_topic":
            raise
        form.add_error(None, said(refusal, request.at))
        kept = uploads.carry(request, given.get("files", []))
        return show(request, number, {dashed(verb): form}, status=status_of(refusal), kept=kept)
    messages.success(request, _("记下了：%(verb)s。") % {"verb": VERBS[verb]})
    return redirect("desk:topic", number=number)


def by(request: DeskRequest, number: str) -> dict[str, Any]:
    """Give who moves what, when, once."""
    seen, key = request.POST.get("seen", ""), request.POST.get("key", "")
    try:
        once = uuid.UUID(key)
    except ValueError:
        once = None
    return {
        "actor": request.actor,
        "number": number,
        "at": request.at,
        "seen": int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else None,
        "key": once,
    }


@concerned
@require_POST
def aside(request: DeskRequest, number: str, what: str) -> HttpResponseBase:
    """Take in what somebody brought on paper or said: a signature, an opinion, an objection, a call-back."""
    found = queries.get_topic(actor=request.actor, number=number)
    form: forms.Form
    operate: Callable[..., Any]
    if what == "support":
        form, operate = tf.SupporterForm(request.POST, prefix=what), op.support_topic_on_paper
    elif what == "review":
        form, operate = review_form(found, request.POST), op.review_topic
    else:
        form = tf.OpinionForm(request.POST, prefix=what)
        operate = op.give_opinion if what == "opinion" else op.object_to_topic
    if not form.is_valid():
        return show(request, number, {what: form}, status=422)
    try:
        operate(actor=request.actor, number=number, at=request.at, **form.cleaned_data)
    except Refusal as refusal:
        if status_of(refusal) == 404:
            raise
        form.add_error(None, said(refusal, request.at))
        return show(request, number, {what: form}, status=status_of(refusal))
    messages.success(request, _("记下了。"))
    return redirect("desk:topic", number=number)


@concerned
@require_POST
def sign_in(request: DeskRequest, number: str, party: int) -> HttpResponseBase:
    """Take over from the paper who came, who is coming, who cannot."""
    presence = request.POST.get("presence", "")
    op.sign_in_party(actor=request.actor, number=number, at=request.at, party=party, presence=presence)
    return redirect(f"{reverse('desk:topic', args=[number])}#parties")


@concerned
@require_POST
def hand(request: DeskRequest, number: str, party: int) -> HttpResponseBase:
    """Note that somebody without an account has their invitation on paper."""
    op.hand_invitation(actor=request.actor, number=number, at=request.at, party=party)
    return redirect(f"{reverse('desk:topic', args=[number])}#parties")


def _find(request: HttpRequest, number: str, file_id: int) -> StoredFile | None:
    try:
        found = queries.get_topic(actor=request.actor, number=number)  # type: ignore[attr-defined]
    except NoSuchCase:
        return None
    return queries.photo_of(topic=found, file_id=file_id)


#: A photo of what was done, for those who see the topic.
photo = desk(guarded(_find))
