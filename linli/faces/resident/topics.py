"""Topics for everybody: what neighbours talk through, proposing one, supporting, coming, voting, objecting, reviewing."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.base.files.models import StoredFile
from linli.base.files.serving import guarded
from linli.base.flow.refusals import NoSuchCase
from linli.base.orgs.models import Unit
from linli.base.orgs.roles import UnitKind
from linli.base.people.knocks import knock
from linli.faces.parts import topicpapers, topicworks
from linli.faces.parts.ballots import answers, option
from linli.faces.parts.inputs import KeyField, WordsField
from linli.faces.parts.shapes import Pages
from linli.faces.parts.words import listed
from linli.faces.resident import doors
from linli.faces.resident.account import residents_only
from linli.faces.resident.pages import page
from linli.faces.resident.placing import home_of
from linli.faces.resident.readers import Reader, reader_of
from linli.faces.resident.stale import kindly
from linli.faces.resident.texts import status_of, words_of
from linli.kernel import clock
from linli.kernel.refusals import Refusal
from linli.pillars.governance.deliberation import operations as op
from linli.pillars.governance.deliberation import queries, rules
from linli.pillars.governance.deliberation.models import Member
from linli.pillars.governance.deliberation.queries import PublicTopic
from linli.pillars.governance.deliberation.texts import BARS, STATES, STEPS
from linli.pillars.governance.estates import queries as estates

LEVELS: Final = (
    (5, gettext_lazy("非常满意")),
    (4, gettext_lazy("满意")),
    (3, gettext_lazy("基本满意")),
    (2, gettext_lazy("不满意")),
    (1, gettext_lazy("非常不满意")),
)


class ProposeForm(forms.Form):
    """What is to be talked through, and in which community."""

    unit = forms.ModelChoiceField(label=gettext_lazy("哪个社区的事"), queryset=Unit.objects.none())
    words = WordsField(
        label=gettext_lazy("想请大家一起商量什么"),
        most=1000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("第一行当标题。写事，不写邻居的姓名电话"),
    )
    key = KeyField()


class WordsForm(forms.Form):
    """What somebody thinks."""

    words = WordsField(label=gettext_lazy("您的意见"), most=1000, widget=forms.Textarea(attrs={"rows": 4}))


class ReviewForm(forms.Form):
    """What came of it, says who asked."""

    level = forms.TypedChoiceField(choices=LEVELS, coerce=int)
    is_carried = forms.TypedChoiceField(choices=(("1", ""), ("0", "")), coerce=lambda v: v == "1")
    words = WordsField(most=500, required=False)


@require_safe
def topics(request: HttpRequest) -> HttpResponse:
    """List what neighbours talk through."""
    reader = reader_of(request, clock.now())
    asked = request.GET.get("before", "")
    before = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 19 else None
    rows, after = queries.public_topics(account=reader.account, before=before)
    context = {
        "waiting": _waiting(reader) if before is None else [],
        "rows": [(row, STATES[row.state]) for row in rows],
        "pages": Pages(after_url=f"{reverse('resident:topics')}?before={after}" if after else ""),
    }
    return page(request, "topics", reader, "home", context)


def _waiting(reader: Reader) -> list[tuple[str, str, datetime]]:
    """Give what waits for the reader's vote: its address, its words, until when. A joint ballot is one line."""
    if reader.account is None:
        return []
    votes = queries.votes_waiting(account=reader.account, at=clock.now())
    found = [
        (reverse("resident:topic", args=[v.number]), v.question, v.closes_at) for v in votes if not v.is_joint
    ]
    joint = {v.topic_id: v.closes_at for v in votes if v.is_joint}
    for number, title in estates.elections_voted(topic_ids=list(joint)):
        found.append((reverse("resident:election", args=[number]), title, min(joint.values())))
    return found


@require_safe
def committees(request: HttpRequest) -> HttpResponse:
    """Show who sits in the committees of a community: announced by name, with where they come from and their terms."""
    at = clock.now()
    reader = reader_of(request, at)
    units = list(_communities())
    asked = request.GET.get("unit") or str(_community(reader) or "")
    unit = next((one for one in units if str(one.pk) == asked), None)
    found = queries.public_committees(unit=unit, on=clock.local(at).date()) if unit else []
    context = {
        "units": units,
        "unit": unit,
        "committees": [(one, _by_source(members)) for one, members in found],
    }
    return page(request, "committees", reader, "home", context)


def _by_source(members: Sequence[Member]) -> list[tuple[str, list[Member]]]:
    """Give the seats of a committee by where their members come from, in the order of the rules."""
    return [
        (str(source.label), seats)
        for source in Member.Source
        if (seats := [one for one in members if one.source == source])
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@kindly
@residents_only
def new(request: HttpRequest, *, reader: Reader, is_stale: bool) -> HttpResponse:
    """Propose a topic."""
    at = clock.now()
    form = ProposeForm(request.POST or None, initial={"unit": _community(reader), "key": uuid.uuid4()})
    form.fields["unit"].queryset = _communities()  # type: ignore[attr-defined]
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid() and not is_stale:
            data = form.cleaned_data
            try:
                knock(doors.FILE, reader.address, at)
                made = op.propose_topic(
                    actor=reader.actor, at=at, unit=data["unit"], words=data["words"], key=data["key"]
                )
            except Refusal as refusal:
                form.add_error(None, words_of(refusal))
                status = status_of(refusal)
            else:
                messages.success(request, _("提上去了，社区五个工作日内告诉您受理不受理。"))
                return redirect("resident:topic", number=made.case.number)
    return page(
        request, "topic_new", reader, "", {"form": form, "needed": rules.SUPPORTERS_NEEDED}, status=status
    )


def _communities() -> QuerySet[Unit]:
    return Unit.objects.filter(kind=UnitKind.COMMUNITY, is_active=True).order_by("path")


def _community(reader: Reader) -> int | None:
    home = home_of(reader)
    if home is None:
        return None
    ids = home.line
    found = Unit.objects.filter(pk__in=ids, kind=UnitKind.COMMUNITY).values_list("pk", flat=True)
    return next(iter(found), None)


def _get(reader: Reader, number: str) -> PublicTopic:
    try:
        return queries.public_topic(account=reader.account, number=number)
    except NoSuchCase:
        raise Http404(_("没有这个议题。")) from None


@require_safe
def topic(request: HttpRequest, number: str) -> HttpResponse:
    """Show one topic and one's own part in it."""
    return _show(request, number)


def _show(request: HttpRequest, number: str, note: str = "", status: int = 200) -> HttpResponse:
    at = clock.now()
    reader = reader_of(request, at)
    one = _get(reader, number)
    state = one.topic.case.state
    ended = state == "closed"
    vote = one.vote
    is_open = vote is not None and state == "voting" and at < vote.vote.closes_at
    rule = rules.rule_of(vote.vote.rule) if vote else None
    context = {
        "one": one,
        "topic": one.topic,
        "case": one.topic.case,
        "state": STATES[state],
        "steps": [(word, i < one.step or ended, i == one.step and not ended) for i, word in enumerate(STEPS)],
        "needed": rules.SUPPORTERS_NEEDED,
        "can_support": state in ("proposed", "accepted"),
        "is_talked": state in ("accepted", "called", "discussed"),
        "is_public": state == "published",
        "is_reviewed": state == "carried",
        "can_withdraw": one.is_proposer and state in ("proposed", "accepted"),
        "is_party": one.party is not None and one.party.kind != rules.PartyKind.RECUSED,
        "vote_open": is_open,
        "election": estates.election_of(topic_id=one.topic.pk) if vote and vote.vote.is_joint else "",
        "bar": BARS[vote.vote.rule] if vote else "",
        "source": rule.source if rule and not rule.source.is_local else None,
        "choices": [(i, option(word)) for i, word in enumerate(vote.vote.options[:-1])] if vote else [],
        "tallies": answers(vote.tallies) if vote else [],
        "concerned": _concerned(one),
        "is_asked": one.topic.origin == rules.Origin.RESIDENT,
        "area": [f"{n / 100:g}" for n in (vote.meter.cast.area, vote.meter.roll.area, vote.meter.needs.area)]
        if vote and rule and rule.counts_area
        else None,
        "is_passed": bool(
            vote and vote.decision and rules.passes(vote.decision, is_yes_no=vote.vote.is_yes_no)
        ),
        "levels": LEVELS,
        "duties": topicworks.duties(one.topic, "resident:topic-photo"),
        "note": note,
        "papers": _papers(one),
    }
    return page(request, "topic", reader, "home", context, status=status)


def _concerned(one: PublicTopic) -> list[tuple[str, str]]:
    """Give who takes part: for each part, whom those in it stand for."""
    found: dict[str, dict[str, None]] = {}
    for kind, stands_for in one.concerned:
        found.setdefault(kind, {})[stands_for] = None
    return [(kind, listed(names)) for kind, names in found.items()]


def _papers(one: PublicTopic) -> list[tuple[str, Any]]:
    has = {"notice": one.meeting, "minutes": one.topic.minutes, "result": one.topic.resolution}
    words = {"notice": _("会议通知"), "minutes": _("会议记录"), "result": _("结果公示")}
    return [(kind, words[kind]) for kind in topicpapers.PUBLIC if has[kind]]


@require_safe
def paper(request: HttpRequest, number: str, kind: str) -> HttpResponse:
    """Show a paper for everybody, with the names of neighbours masked."""
    one = _get(reader_of(request, clock.now()), number)
    sheet = topicpapers.paper(one.topic, kind, is_public=True) if kind in topicpapers.PUBLIC else None
    if sheet is None:
        raise Http404(_("没有这份材料。"))
    return render(request, "parts/document.html", topicpapers.context_of(sheet, ""))


def _find(request: HttpRequest, number: str, file_id: int) -> StoredFile | None:
    reader = reader_of(request, clock.now())
    return queries.public_photo(account=reader.account, number=number, file_id=file_id)


#: A photo of what was done, for everybody who is shown the topic.
photo = guarded(_find)


@require_POST
@kindly
@residents_only
def act(request: HttpRequest, number: str, verb: str, *, reader: Reader, is_stale: bool) -> HttpResponse:
    """Support, say whether one comes, give an opinion, vote, object, review, take back."""
    if verb not in SAID:
        raise Http404
    _get(reader, number)
    if is_stale:
        return _show(request, number, _("这一页放得太久了，请再按一次。"), 422)
    by = {"actor": reader.actor, "number": number, "at": clock.now()}
    try:
        if not _do(request, verb, by):
            return _show(request, number, _("还缺点什么，请看看选了没有、写了没有。"), 422)
    except Refusal as refusal:
        return _show(request, number, words_of(refusal), status_of(refusal))
    messages.success(request, SAID[verb])
    return redirect("resident:topics" if verb == "withdraw" else reverse("resident:topic", args=[number]))


SAID: Final = {
    "support": gettext_lazy("附议了，谢谢您。"),
    "come": gettext_lazy("知道了。"),
    "opinion": gettext_lazy("收到了，会上一样念、一样算数。"),
    "vote": gettext_lazy("投好了。怎么投的，截止以前谁也看不到。"),
    "object": gettext_lazy("异议收到了，公示期满以前会答复您。"),
    "review": gettext_lazy("谢谢您。"),
    "withdraw": gettext_lazy("收回了。"),
}


def _do(request: HttpRequest, verb: str, by: dict[str, Any]) -> bool:
    """Do it; say whether all it needs was there."""
    match verb:
        case "support":
            op.support_topic(**by)
        case "come":
            op.answer_invitation(**by, presence=request.POST.get("presence", "")[:6])
        case "vote":
            choice = request.POST.get("choice", "")
            if not (choice.isascii() and choice.isdigit() and len(choice) < 3):
                return False
            op.cast_vote(**by, choice=int(choice))
        case "withdraw":
            op.withdraw_topic(**by)
        case "review":
            review = ReviewForm(request.POST)
            if not review.is_valid():
                return False
            op.review_topic(**by, **review.cleaned_data)
        case _:
            form = WordsForm(request.POST)
            if not form.is_valid():
                return False
            (op.give_opinion if verb == "opinion" else op.object_to_topic)(
                **by, words=form.cleaned_data["words"]
            )
    return True
