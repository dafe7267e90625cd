"""Keys with which other systems come in: issued after a second factor, shown once, listed with their last use, revoked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.base.orgs.models import Unit
from linli.base.orgs.roles import WORKING, Role
from linli.base.people import api_keys, gate, queries
from linli.base.people.models import Account, ApiKey
from linli.faces.desk.house.doors import KeeperRequest, door, refused_in, show, tell
from linli.kernel.refusals import Refusal

watcher = door(Role.SECURITY_ADMIN)

LIVES = (
    (30, gettext_lazy("30 天")),
    (90, gettext_lazy("90 天")),
    (180, gettext_lazy("半年")),
    (365, gettext_lazy("一年（最长）")),
)
ABILITY_HINTS = {
    ApiKey.Ability.FILE: gettext_lazy("替居民提交问题"),
    ApiKey.Ability.READ: gettext_lazy("看这个账号看得到的件"),
    ApiKey.Ability.ACT: gettext_lazy("办轮到这个账号的事"),
    ApiKey.Ability.HOOK: gettext_lazy("有动静时通知对方系统"),
}


class AccountField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A member of staff, with where they work: names alone are not enough to choose by."""

    where: dict[int, str]

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name}·{self.where.get(obj.pk, obj.username)}"


class KeyForm(forms.Form):
    """What a key is for: whose, what it may, in whose posts, for how long."""

    name = forms.CharField(
        label=gettext_lazy("给哪个系统"),
        max_length=60,
        help_text=gettext_lazy("写得认得出，如“区环卫作业平台”"),
    )
    unit = forms.ModelChoiceField(
        label=gettext_lazy("管哪个单位"),
        queryset=Unit.objects.none(),
        empty_label=gettext_lazy("请选"),
        help_text=gettext_lazy("只看得到、办得了这个单位和它下面的"),
    )
    abilities = forms.MultipleChoiceField(
        label=gettext_lazy("能做什么"),
        choices=ApiKey.Ability.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("够用就行，少给一样是一样"),
    )
    account = AccountField(
        label=gettext_lazy("以谁的岗位"),
        queryset=Account.objects.none(),
        required=False,
        empty_label=gettext_lazy("不用账号（只能代人反映）"),
        help_text=gettext_lazy("办的每一步都记在这个账号名下。最好为对方系统单开一个账号"),
    )
    days = forms.TypedChoiceField(label=gettext_lazy("用到什么时候"), choices=LIVES, coerce=int, initial=180)

    def __init__(self, data: Any = None, *, request: KeeperRequest) -> None:
        super().__init__(data)
        self.fields["abilities"].choices = [  # type: ignore[attr-defined]
            (one.value, _("%(what)s：%(hint)s") % {"what": one.label, "hint": ABILITY_HINTS[one]})
            for one in ApiKey.Ability
        ]
        ground = request.ground
        units = Unit.objects.filter(path__startswith=ground.path, is_active=True).order_by("path")
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        posts = queries.live_posts(request.at).filter(
            unit__path__startswith=ground.path, role__in=[role.value for role in WORKING]
        )
        where = {post.account_id: str(post) for post in posts.select_related("unit")}
        field: Any = self.fields["account"]
        field.queryset = Account.objects.filter(pk__in=where).order_by("name")
        field.where = where


class RevokeForm(forms.Form):
    """Why a key is revoked."""

    reason = forms.CharField(
        label=gettext_lazy("为什么停用"),
        max_length=100,
        help_text=gettext_lazy("如：合作到期，或怀疑泄露。写进操作日志"),
    )


def proven(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Ask for a second factor once more before a page that opens a door for a machine."""

    @wraps(view)
    def guarded(request: KeeperRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        to = gate.ask_factor_again(request, request.user)
        return HttpResponseRedirect(to) if to else view(request, *args, **kwargs)

    return guarded


def _key(request: KeeperRequest, pk: int) -> ApiKey:
    found = (
        ApiKey.objects.filter(pk=pk, unit__path__startswith=request.ground.path)
        .select_related("unit", "account", "issued_by")
        .first()
    )
    if found is None:
        raise Http404
    return found


def _row(request: KeeperRequest, key: ApiKey) -> dict[str, object]:
    is_over = key.expires_at <= request.at
    return {
        "key": key,
        "may": [ApiKey.Ability(one).label for one in key.abilities],
        "is_over": is_over,
        "is_alive": key.revoked_at is None and not is_over,
        "ends_soon": key.expires_at - request.at < timedelta(days=14),
    }


@watcher
@require_GET
def keys(request: KeeperRequest) -> HttpResponse:
    """List the keys of the ground, living ones first, with when each was last used."""
    rows = [_row(request, key) for key in api_keys.keys_of(actor=request.actor, unit=request.ground)]
    context = {
        "alive": [row for row in rows if row["is_alive"]],
        "dead": [row for row in rows if not row["is_alive"]],
    }
    return show(request, "keys", context)


@watcher
@proven
@never_cache
@require_http_methods(["GET", "POST"])
def new_key(request: KeeperRequest) -> HttpResponse:
    """Issue a key and show its text this once."""
    form = KeyForm(request.POST or None, request=request)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            data = form.cleaned_data
            try:
                issued = api_keys.issue_key(
                    actor=request.actor,
                    at=request.at,
                    unit=data["unit"],
                    name=data["name"],
                    abilities=data["abilities"],
                    account=data["account"],
                    expires_at=request.at + timedelta(days=data["days"]),
                )
            except Refusal as refusal:
                status = refused_in(form, refusal, request)
            else:
                return show(request, "key", {**_row(request, issued.key), "text": issued.text})
    return show(request, "new_key", {"form": form}, status=status)


@watcher
@require_GET
def key(request: KeeperRequest, pk: int) -> HttpResponse:
    """Show a key without its text, and what ends it."""
    return show(request, "key", {**_row(request, _key(request, pk)), "form": RevokeForm()})


@watcher
@require_POST
def revoke(request: KeeperRequest, pk: int) -> HttpResponse:
    """Make a key dead from now on."""
    found = _key(request, pk)
    form = RevokeForm(request.POST)
    if not form.is_valid():
        return show(request, "key", {**_row(request, found), "form": form}, status=422)
    api_keys.revoke_key(actor=request.actor, at=request.at, key=found, reason=form.cleaned_data["reason"])
    tell(request, _("“%(name)s”的密钥停用了，从现在起打不开门。") % {"name": found.name})
    return redirect("desk:house-keys")
