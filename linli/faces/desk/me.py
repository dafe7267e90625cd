"""One's own account: posts, who stands in while one is away, how one is told, and the way out."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from linli.base.notices import operations as notices
from linli.base.notices.models import Wish
from linli.base.orgs.roles import ROLE_WORDS
from linli.base.people import operations as people
from linli.base.people import queries
from linli.base.people.models import Deputy, Post
from linli.faces.desk import furniture, guards
from linli.faces.desk.asking import DeskRequest
from linli.faces.desk.guards import desk
from linli.faces.parts.inputs import DayField
from linli.faces.parts.refusals import status_of
from linli.kernel import clock
from linli.kernel.refusals import Refusal


class AwayForm(forms.Form):
    """Who stands in for which of one's posts, from when to when."""

    post = forms.ChoiceField(label=gettext_lazy("哪个岗位"))
    account = forms.ChoiceField(label=gettext_lazy("请谁代"))
    first = DayField(label=gettext_lazy("从哪天"), widget=forms.DateInput(attrs={"type": "date"}))
    last = DayField(label=gettext_lazy("到哪天（含）"), widget=forms.DateInput(attrs={"type": "date"}))
    reason = forms.CharField(label=gettext_lazy("为什么"), max_length=100, required=False)

    def __init__(self, data: Any = None, *, posts: list[Post], colleagues: list[Post], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.posts = {str(p.pk): p for p in posts}
        self.colleagues = {str(p.account_id): p.account for p in colleagues}
        self.fields["post"].choices = [(k, post_words(p)) for k, p in self.posts.items()]  # type: ignore[attr-defined]
        grouped: dict[str, list[tuple[str, str]]] = {}
        for post in colleagues:
            grouped.setdefault(str(post.unit), []).append((str(post.account_id), post.account.name))
        self.fields["account"].choices = [("", _("请选")), *grouped.items()]  # type: ignore[attr-defined]


class WishForm(forms.Form):
    """How somebody wants to be told, beside the notices here."""

    sms = forms.BooleanField(label=gettext_lazy("急事发短信"), required=False)
    email = forms.BooleanField(label=gettext_lazy("发邮件"), required=False)


def post_words(post: Post) -> str:
    """Name a post: where, and as what."""
    return f"{post.unit} {post.title or ROLE_WORDS.get(post.role, post.role)}"  # type: ignore[call-overload]


def _mine(request: DeskRequest) -> tuple[list[Post], list[Post]]:
    """List one's own posts, and those of colleagues in the same office who could stand in. Two queries."""
    own = list(queries.live_posts(request.at).filter(account_id=request.user.pk).select_related("unit"))
    roots = {"/" + "/".join(map(str, p.line[:2])) + "/" for p in request.actor.posts if p.line}
    office = queries.live_posts(request.at).filter(unit__path__startswith=min(roots))
    others = office.exclude(account_id=request.user.pk).select_related("unit", "account")
    once = {post.account_id: post for post in others.order_by("unit__path", "account__name")[:800]}
    return own, list(once.values())


def _page(request: DeskRequest, away: AwayForm | None = None, *, status: int = 200) -> HttpResponse:
    own, colleagues = _mine(request)
    today = clock.local(request.at).date()
    lent = Deputy.objects.filter(post__in=own, held_until__gt=today).select_related("post__unit", "account")
    wish = Wish.objects.filter(account_id=request.user.pk).first()
    initial = {"first": today.isoformat(), "last": (today + timedelta(days=7)).isoformat()}
    context = {
        "posts": [{"words": post_words(p), "since": p.held_from, "until": p.held_until} for p in own],
        "stands_in": [p for p in request.actor.posts if p.is_deputy],
        "lent": [
            {
                "id": d.pk,
                "post": post_words(d.post),
                "who": d.account.name,
                "first": d.held_from,
                "last": d.held_until - timedelta(days=1),
                "reason": d.reason,
                "is_now": d.held_from <= today,
            }
            for d in lent
        ],
        "away": away or AwayForm(posts=own, colleagues=colleagues, initial=initial),
        "is_away_open": away is not None,
        "wish": WishForm(initial={"sms": wish.sms, "email": wish.email} if wish else {}),
        "account": request.user,
    }
    return furniture.page(request, "desk/me.html", context, status=status)


@desk
@require_GET
def me(request: DeskRequest) -> HttpResponseBase:
    """Show one's own account."""
    return _page(request)


@desk
@require_POST
def lend(request: DeskRequest) -> HttpResponse:
    """Let a colleague stand in for one of one's posts."""
    own, colleagues = _mine(request)
    form = AwayForm(request.POST, posts=own, colleagues=colleagues)
    if not form.is_valid():
        return _page(request, form, status=422)
    given = form.cleaned_data
    try:
        people.lend_post(
            actor=request.actor,
            post=form.posts[given["post"]],
            account=form.colleagues[given["account"]],
            first=given["first"],
            last=given["last"],
            reason=given["reason"],
            at=request.at,
        )
    except Refusal as refusal:
        form.add_error(None, guards.said(refusal, request.at))
        return _page(request, form, status=status_of(refusal))
    told = {"who": form.colleagues[given["account"]].name, "first": given["first"], "last": given["last"]}
    messages.success(request, _("好了，%(first)s 到 %(last)s 由%(who)s代您。") % told)
    return redirect("desk:me")


@desk
@require_POST
def take_back(request: DeskRequest, deputy_id: int) -> HttpResponse:
    """End somebody's standing in for one of one's posts."""
    found = Deputy.objects.filter(pk=deputy_id, post__account_id=request.user.pk).select_related("post__unit")
    deputy = found.first()
    if deputy is None:
        raise Http404
    people.take_post_back(actor=request.actor, deputy=deputy, at=request.at)
    messages.success(request, _("不用代了，从今天起您自己办。"))
    return redirect("desk:me")


@desk
@require_POST
def wish(request: DeskRequest) -> HttpResponse:
    """Keep how somebody wants to be told."""
    form = WishForm(request.POST)
    form.is_valid()
    notices.choose_wish(
        actor=request.actor, sms=form.cleaned_data["sms"], email=form.cleaned_data["email"], at=request.at
    )
    messages.success(request, _("记下了。"))
    return redirect("desk:me")
