"""What the security administrator does for one person: unlock, take a lost second factor away, administrators' posts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from linli.base.orgs.roles import ADMIN, ROLE_WORDS, Role
from linli.base.people import operations, queries
from linli.base.people.models import Account, Post
from linli.faces.desk.house.doors import KeeperRequest, door, refused_in, show, tell
from linli.kernel.refusals import Refusal

watcher = door(Role.SECURITY_ADMIN)


class FactorForm(forms.Form):
    """Why a second factor is taken away."""

    reason = forms.CharField(
        label=gettext_lazy("为什么重置"),
        max_length=100,
        help_text=gettext_lazy("如：换手机了，已当面核对身份"),
    )


class PostForm(forms.Form):
    """Which administrator's post."""

    role = forms.ChoiceField(
        label=gettext_lazy("管理员岗位"),
        choices=[(r.value, ROLE_WORDS[r]) for r in Role if r in ADMIN],
    )


def _person(request: KeeperRequest, pk: int) -> Account:
    """Find a member of staff with a post on this ground, or without any; others are not there."""
    found = Account.objects.filter(pk=pk, is_resident=False).first()
    if found is None:
        raise Http404
    held = list(queries.live_posts(request.at).filter(account=found).select_related("unit"))
    if held and not any(request.ground.pk in post.unit.line for post in held):
        raise Http404
    return found


def _page(request: KeeperRequest, account: Account, *, status: int = 200, **given: Any) -> HttpResponse:
    posts = Post.objects.filter(account=account, held_until__isnull=True, role__in=[r.value for r in ADMIN])
    context = {
        "account": account,
        "posts": list(posts.select_related("unit")),
        "factors": queries.factor_count(account=account),
        "locked_minutes": next((left for _one, left in operations.locked_among([account], request.at)), 0),
        "is_self": account.pk == request.actor.account_id,
        "factor_form": given.get("factor") or FactorForm(prefix="factor"),
        "post_form": given.get("post") or PostForm(prefix="post"),
    }
    return show(request, "guarded", context, status=status)


@watcher
@require_GET
def person(request: KeeperRequest, pk: int) -> HttpResponse:
    """Show what the security administrator can do for one person."""
    return _page(request, _person(request, pk))


@watcher
@require_POST
def unlock(request: KeeperRequest, pk: int) -> HttpResponse:
    """Let somebody try their password again."""
    found = _person(request, pk)
    operations.unlock(actor=request.actor, account=found, at=request.at)
    tell(request, _("%(name)s可以再登录了。") % {"name": found.name})
    return redirect("desk:house-guarded", pk=pk)


@watcher
@require_POST
def reset_factor(request: KeeperRequest, pk: int) -> HttpResponse:
    """Take a lost second factor away."""
    found = _person(request, pk)
    form = FactorForm(request.POST, prefix="factor")
    if not form.is_valid():
        return _page(request, found, status=422, factor=form)
    try:
        operations.reset_second_factor(actor=request.actor, account=found, at=request.at, **form.cleaned_data)
    except Refusal as refusal:
        return _page(request, found, status=refused_in(form, refusal, request), factor=form)
    tell(request, _("%(name)s下次登录要重新设置二次验证。") % {"name": found.name})
    return redirect("desk:house-guarded", pk=pk)


@watcher
@require_POST
def give_post(request: KeeperRequest, pk: int) -> HttpResponse:
    """Give an administrator's post."""
    found = _person(request, pk)
    form = PostForm(request.POST, prefix="post")
    if not form.is_valid():
        return _page(request, found, status=422, post=form)
    role = Role(form.cleaned_data["role"])
    try:
        operations.give_post(
            actor=request.actor, account=found, unit=request.ground, role=role, at=request.at
        )
    except Refusal as refusal:
        return _page(request, found, status=refused_in(form, refusal, request), post=form)
    tell(request, _("%(name)s任%(role)s。") % {"name": found.name, "role": ROLE_WORDS[role]})
    return redirect("desk:house-guarded", pk=pk)


@watcher
@require_POST
def end_post(request: KeeperRequest, pk: int) -> HttpResponse:
    """End an administrator's post."""
    post = (
        Post.objects.filter(pk=pk, role__in=[r.value for r in ADMIN])
        .select_related("unit", "account")
        .first()
    )
    if post is None or request.ground.pk not in post.unit.line:
        raise Http404
    operations.end_post(actor=request.actor, post=post, at=request.at)
    tell(
        request, _("%(name)s不再任%(role)s。") % {"name": post.account.name, "role": post.get_role_display()}
    )
    return redirect("desk:house-guarded", pk=post.account_id)
