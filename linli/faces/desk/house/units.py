"""Units and the posts they offer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.base.flow import operations as flow
from linli.base.orgs import operations as orgs
from linli.base.orgs.models import Unit
from linli.base.orgs.roles import OFFERS, ROLE_WORDS, UNIT_KIND_WORDS, Role, UnitKind
from linli.base.people import operations as people
from linli.base.people.models import Account, Post
from linli.faces.desk.house.doors import KeeperRequest, did, keeper, refused_in, show, tell, unit_of
from linli.faces.desk.showing import field_choices
from linli.kernel.refusals import Refusal

CHILDREN: dict[str, tuple[UnitKind, ...]] = {
    UnitKind.DISTRICT: (UnitKind.SUBDISTRICT, UnitKind.DEPARTMENT),
    UnitKind.SUBDISTRICT: (
        UnitKind.COMMUNITY, UnitKind.OFFICE, UnitKind.DEPARTMENT, UnitKind.PROPERTY, UnitKind.PARTNER, UnitKind.PARTY,
        UnitKind.VOLUNTEER,
    ),
    UnitKind.COMMUNITY: (
        UnitKind.WORKSTATION, UnitKind.PROPERTY, UnitKind.OWNERS, UnitKind.PARTNER, UnitKind.PARTY, UnitKind.VOLUNTEER,
    ),
}  # fmt: skip
"""What may be added below what. Grids are added on the map, with their shape and code."""


class UnitForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("名称"), max_length=100)
    short_name = forms.CharField(label=gettext_lazy("简称"), max_length=40, required=False)
    phone = forms.CharField(label=gettext_lazy("电话"), max_length=30, required=False)
    supervision_phone = forms.CharField(label=gettext_lazy("监督电话"), max_length=30, required=False)
    address = forms.CharField(label=gettext_lazy("地址"), max_length=200, required=False)
    handles = forms.MultipleChoiceField(
        label=gettext_lazy("承办哪些领域"),
        required=False,
        choices=field_choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("派单时据此提建议，最后由人定"),
    )


class NewUnitForm(UnitForm):
    kind = forms.ChoiceField(label=gettext_lazy("种类"))
    field_order = ("kind", "name", "short_name")

    def __init__(self, *args: Any, kinds: tuple[UnitKind, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(k.value, UNIT_KIND_WORDS[k]) for k in kinds]  # type: ignore[attr-defined]


class PostForm(forms.Form):
    account = forms.CharField(
        label=gettext_lazy("谁"),
        max_length=60,
        help_text=gettext_lazy("用户名。还没有账号的，先去“账号”里开"),
    )
    role = forms.ChoiceField(label=gettext_lazy("岗位"))
    title = forms.CharField(label=gettext_lazy("职务"), max_length=40, required=False)

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [r for r in Role if r in OFFERS[UnitKind(unit.kind)]]
        self.fields["role"].choices = [(r.value, ROLE_WORDS[r]) for r in offered]  # type: ignore[attr-defined]

    def clean_account(self) -> Account:
        account = Account.objects.filter(username=self.cleaned_data["account"], is_resident=False).first()
        if account is None:
            raise forms.ValidationError(_("没有这个用户名。先去“账号”里开一个。"))
        return account


@keeper
@require_GET
def units(request: KeeperRequest) -> HttpResponse:
    """Show the tree of units below the keeper's own."""
    rows = list(Unit.objects.filter(path__startswith=request.ground.path).order_by("path"))
    below: dict[int | None, list[Unit]] = {}
    for unit in rows:
        below.setdefault(unit.parent_id, []).append(unit)
    tree = []
    stack = [(request.ground, 0)]
    while stack:
        unit, depth = stack.pop()
        children = sorted(below.get(unit.pk, []), key=lambda u: (u.kind, u.order, u.pk), reverse=True)
        tree.append((unit, depth))
        stack += [(child, depth + 1) for child in children]
    words = request.GET.get("q", "").strip()
    if words:
        tree = [(u, 0) for u, _depth in tree if words in u.name or words in u.short_name or words == u.code]
    return show(request, "units", {"tree": tree, "q": words, "count": len(rows)})


@keeper
@require_http_methods(["GET", "POST"])
def unit(request: KeeperRequest, pk: int) -> HttpResponse:
    """Show a unit with its posts, and change what it is called and how it is reached."""
    found = unit_of(request, pk)
    initial = {name: getattr(found, name) for name in UnitForm.base_fields}
    form = UnitForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        orgs.change_unit(unit=found, **form.cleaned_data)
        did(request, "unit-change", _("已改好“%(unit)s”。") % {"unit": found.name}, found, form=form)
        return redirect("desk:house-unit", pk=pk)
    return _unit_page(request, found, form=form, status=422 if form.errors else 200)


def _unit_page(
    request: KeeperRequest,
    found: Unit,
    *,
    form: UnitForm | None = None,
    post_form: PostForm | None = None,
    status: int,
) -> HttpResponse:
    initial = {name: getattr(found, name) for name in UnitForm.base_fields}
    posts = (
        found.posts.select_related("account")
        .prefetch_related("deputies__account")
        .order_by("held_until", "pk")
    )
    context = {
        "unit": found,
        "line": [u for u in Unit.objects.filter(pk__in=found.line).order_by("path") if u.pk != found.pk],
        "children": list(found.children.filter(is_active=True).order_by("kind", "order", "pk")),
        "posts": [p for p in posts if p.held_until is None],
        "past": [p for p in posts if p.held_until is not None][:20],
        "form": form or UnitForm(initial=initial),
        "post_form": post_form or PostForm(unit=found),
        "kinds": CHILDREN.get(found.kind, ()),
    }
    return show(request, "unit", context, status=status)


@keeper
@require_POST
def give_post(request: KeeperRequest, pk: int) -> HttpResponse:
    """Give somebody a post at a unit."""
    found = unit_of(request, pk)
    form = PostForm(request.POST, unit=found)
    status = 422
    if form.is_valid():
        data = form.cleaned_data
        try:
            post = people.give_post(
                actor=request.actor,
                account=data["account"],
                unit=found,
                role=Role(data["role"]),
                at=request.at,
                title=data["title"],
            )
        except Refusal as refusal:
            status = refused_in(form, refusal, request)
        else:
            told = {"name": data["account"].name, "post": post}
            tell(request, _("%(name)s现在是%(post)s。") % told)
            return redirect("desk:house-unit", pk=pk)
    return _unit_page(request, found, post_form=form, status=status)


@keeper
@require_POST
def end_post(request: KeeperRequest, pk: int) -> HttpResponse:
    """End a post as of today."""
    post = Post.objects.filter(pk=pk).select_related("unit", "account").first()
    found = unit_of(request, post.unit_id if post else 0)
    if post is not None:
        people.end_post(actor=request.actor, post=post, at=request.at)
        tell(request, _("已免去%(name)s的%(post)s。") % {"name": post.account.name, "post": post})
    return redirect("desk:house-unit", pk=found.pk)


@keeper
@require_http_methods(["GET", "POST"])
def new_unit(request: KeeperRequest, pk: int) -> HttpResponse:
    """Add a unit below another."""
    parent = unit_of(request, pk)
    kinds = CHILDREN.get(parent.kind, ())
    form = NewUnitForm(request.POST or None, kinds=kinds)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        made = orgs.add_unit(kind=UnitKind(data.pop("kind")), name=data.pop("name"), parent=parent, **data)
        did(request, "unit-add", _("已建“%(unit)s”。") % {"unit": made.name}, made)
        return redirect("desk:house-unit", pk=made.pk)
    return show(request, "new_unit", {"parent": parent, "form": form}, status=422 if form.errors else 200)


@keeper
@require_POST
def close_unit(request: KeeperRequest, pk: int) -> HttpResponse:
    """Take a unit out of use, when nothing is left open in it."""
    found = unit_of(request, pk)
    flow.close_unit(unit=found)
    did(request, "unit-close", _("“%(unit)s”已停用。") % {"unit": found.name}, found)
    return redirect("desk:house-units")
