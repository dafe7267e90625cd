"""Accounts: who may log in. An account without a post can do nothing."""

from __future__ import annotations

import secrets

from django import forms
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.base.people import operations as people
from linli.base.people.models import Account
from linli.base.people.policies import keeps_house
from linli.faces.desk.house.doors import KeeperRequest, keeper, refused_in, show, tell
from linli.kernel.masking import mask_phone
from linli.kernel.refusals import Refusal

PAGE = 50
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


class AccountForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("姓名"), max_length=40)
    username = forms.CharField(
        label=gettext_lazy("用户名"),
        max_length=60,
        help_text=gettext_lazy("登录用，2 到 60 个字母、数字或 . @ + - _"),
    )


class ReachForm(forms.Form):
    """How somebody is called and reached."""

    name = forms.CharField(label=gettext_lazy("姓名"), max_length=40)
    phone = forms.CharField(
        label=gettext_lazy("手机"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
        help_text=gettext_lazy("急事发短信用，加密存着。留空就不改"),
    )
    email = forms.EmailField(label=gettext_lazy("邮箱"), max_length=100, required=False)


def first_password() -> str:
    """Make a first password that can be read over the telephone; it must be changed at log-in."""
    return "-".join("".join(secrets.choice(_LETTERS) for _i in range(4)) for _j in range(3))


def account_of(request: KeeperRequest, pk: int) -> Account:
    """Return a staff account that holds no post outside the keeper's ground."""
    account = Account.objects.filter(pk=pk, is_resident=False).first()
    if account is None:
        raise Http404
    posts = account.posts.filter(held_until__isnull=True).select_related("unit")
    if not all(keeps_house(request.actor, post.unit) for post in posts):
        raise Http404
    return account


@keeper
@require_GET
def accounts(request: KeeperRequest) -> HttpResponse:
    """List staff accounts on the keeper's ground, and those without any post."""
    words = request.GET.get("q", "").strip()
    mine = Q(posts__unit__path__startswith=request.ground.path) | Q(posts__isnull=True)
    rows = Account.objects.filter(mine, is_resident=False).distinct().order_by("username")
    if words:
        rows = rows.filter(Q(username__icontains=words) | Q(name__contains=words))
    after = request.GET.get("after", "")
    if after:
        rows = rows.filter(username__gt=after)
    found = list(rows.prefetch_related("posts__unit")[: PAGE + 1])
    context = {
        "accounts": [(a, [p for p in a.posts.all() if p.held_until is None]) for a in found[:PAGE]],
        "after": found[PAGE - 1].username if len(found) > PAGE else "",
        "q": words,
    }
    return show(request, "accounts", context)


@keeper
@require_http_methods(["GET", "POST"])
def new_account(request: KeeperRequest) -> HttpResponse:
    """Open an account and show its first password once."""
    form = AccountForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            password = first_password()
            data = form.cleaned_data
            try:
                account = people.open_account(
                    actor=request.actor,
                    username=data["username"],
                    name=data["name"],
                    password=password,
                    at=request.at,
                )
            except Refusal as refusal:
                status = refused_in(form, refusal, request)
            else:
                return show(request, "account", _page(request, account, password))
    return show(request, "new_account", {"form": form}, status=status)


def _page(
    request: KeeperRequest, account: Account, password: str = "", form: ReachForm | None = None
) -> dict[str, object]:
    shown = form or ReachForm(initial={"name": account.name, "email": account.email})
    if account.phone:
        shown.fields["phone"].widget.attrs["placeholder"] = mask_phone(account.phone)
    return {
        "form": shown,
        "is_form_open": form is not None,
        "account": account,
        "posts": list(account.posts.select_related("unit").order_by("held_until", "pk")),
        "password": password,
        "is_self": account.pk == request.actor.account_id,
    }


@keeper
@require_GET
def account(request: KeeperRequest, pk: int) -> HttpResponse:
    """Show an account and its posts."""
    return show(request, "account", _page(request, account_of(request, pk)))


@keeper
@require_POST
def change(request: KeeperRequest, pk: int) -> HttpResponse:
    """Change how somebody is called and reached."""
    found = account_of(request, pk)
    form = ReachForm(request.POST)
    status = 422
    if form.is_valid():
        try:
            data = form.cleaned_data
            people.change_account(
                actor=request.actor,
                account=found,
                name=data["name"],
                phone=data["phone"] or found.phone,
                email=data["email"],
                at=request.at,
            )
        except Refusal as refusal:
            status = refused_in(form, refusal, request)
        else:
            tell(request, _("%(name)s的姓名和联系方式改好了。") % {"name": form.cleaned_data["name"]})
            return redirect("desk:house-account", pk=pk)
    return show(request, "account", _page(request, found, form=form), status=status)


@keeper
@require_POST
def reset(request: KeeperRequest, pk: int) -> HttpResponse:
    """Set a new first password and show it once."""
    found = account_of(request, pk)
    password = first_password()
    people.reset_password(actor=request.actor, account=found, password=password, at=request.at)
    return show(request, "account", _page(request, found, password))


@keeper
@require_POST
def close(request: KeeperRequest, pk: int) -> HttpResponse:
    """Take an account out of use and end its posts."""
    found = account_of(request, pk)
    people.close_account(actor=request.actor, account=found, at=request.at)
    tell(request, _("%(name)s的账号已停用，岗位已免。") % {"name": found.name})
    return redirect("desk:house-account", pk=pk)


@keeper
@require_POST
def reopen(request: KeeperRequest, pk: int) -> HttpResponse:
    """Put an account back in use."""
    found = account_of(request, pk)
    people.reopen_account(actor=request.actor, account=found, at=request.at)
    tell(request, _("%(name)s的账号已启用，还没有岗位。") % {"name": found.name})
    return redirect("desk:house-account", pk=pk)
