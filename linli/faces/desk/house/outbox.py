"""Messages that leave the house: what did not get there, the chat robots, partners' systems, and the words."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.base.notices import operations, queries
from linli.base.notices.models import Hook, Notice, Wording
from linli.base.notices.texts import SLOTS, TEMPLATES, words_of
from linli.base.orgs.models import Unit
from linli.faces.desk.house.doors import KeeperRequest, did, office_keeper, refused_in, show
from linli.faces.parts.shapes import Pages
from linli.kernel.refusals import Refusal

LANGUAGES = (("zh-hans", gettext_lazy("中文")), ("en", gettext_lazy("英文")))


class HookForm(forms.Form):
    """A chat robot or a partner's system."""

    kind = forms.ChoiceField(label=gettext_lazy("种类"), choices=Hook.Kind.choices)
    unit = forms.ModelChoiceField(
        label=gettext_lazy("哪个单位的"), queryset=Unit.objects.none(), empty_label=gettext_lazy("请选")
    )
    name = forms.CharField(label=gettext_lazy("名称"), max_length=40)
    url = forms.CharField(
        label=gettext_lazy("地址"),
        max_length=500,
        widget=forms.PasswordInput(render_value=False, attrs={"autocomplete": "off"}),
        help_text=gettext_lazy("存下后不再显示。群机器人的地址在企业微信的群设置里复制"),
    )

    def __init__(self, data: Any = None, *, ground: Unit) -> None:
        super().__init__(data)
        units = Unit.objects.filter(path__startswith=ground.path, is_active=True).order_by("path")
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]


class WordsForm(forms.Form):
    """An office's own words for one notice."""

    language = forms.ChoiceField(label=gettext_lazy("语言"), choices=LANGUAGES)
    words = forms.CharField(
        label=gettext_lazy("措辞"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("花括号里的空会自动填上；留空就用原来的"),
    )


@office_keeper
@require_GET
def messages(request: KeeperRequest) -> HttpResponse:
    """Show what waits and what did not get there, the hooks and the wordings."""
    state = request.GET.get("state", "")
    if state not in Notice.State.values:
        state = ""
    asked = request.GET.get("before", "")
    before = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 19 else None
    rows, after = queries.outbox(actor=request.actor, state=state, before=before)
    states, channels = dict(Notice.State.choices), dict(Notice.Channel.choices)
    here = reverse("desk:house-messages")
    own = set(Wording.objects.filter(office=request.ground).values_list("template", flat=True))
    context = {
        "rows": [(r, states[r.state], channels[r.channel]) for r in rows],
        "states": Notice.State.choices,
        "state": state,
        "pages": Pages(after_url=f"{here}?state={state}&before={after}" if after else ""),
        "hooks": Hook.objects.filter(unit__path__startswith=request.ground.path).select_related("unit"),
        "templates": [
            (name, words_of(name, "text", _samples(), "zh-hans"), name in own)
            for name, template in TEMPLATES.items()
            if template.to_residents
        ],
    }
    return show(request, "messages", context)


def _samples() -> dict[str, str]:
    return {name: f"［{label}］" for name, label in SLOTS.items()}


@office_keeper
@require_POST
def resend(request: KeeperRequest, pk: int) -> HttpResponse:
    """Try a message again that did not get there."""
    found = queries.outbox_notice(actor=request.actor, id=pk)
    if found is None:
        raise Http404
    operations.resend(actor=request.actor, notice=found, at=request.at)
    did(request, "message-resend", _("排上队了，马上再发一次。"), found)
    return redirect("desk:house-messages")


@office_keeper
@require_http_methods(["GET", "POST"])
def new_hook(request: KeeperRequest) -> HttpResponse:
    """Add a chat robot or a partner's system, and show a system's secret once."""
    form = HookForm(request.POST or None, ground=request.ground)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                hook = operations.add_hook(actor=request.actor, at=request.at, **form.cleaned_data)
            except Refusal as refusal:
                status = refused_in(form, refusal, request)
            else:
                did(request, "hook-add", _("“%(name)s”加好了。") % {"name": hook.name}, hook)
                if hook.secret:
                    return show(request, "hook", {"hook": hook, "secret": hook.secret})
                return redirect("desk:house-messages")
    return show(request, "new_hook", {"form": form}, status=status)


def _hook(request: KeeperRequest, pk: int) -> Hook:
    found = (
        Hook.objects.filter(pk=pk, unit__path__startswith=request.ground.path).select_related("unit").first()
    )
    if found is None:
        raise Http404
    return found


@office_keeper
@require_POST
def test_hook(request: KeeperRequest, pk: int) -> HttpResponse:
    """Send a test message now and say what came of it."""
    hook = _hook(request, pk)
    trouble = operations.test_hook(actor=request.actor, hook=hook, at=request.at)
    said = _("“%(name)s”没收到：%(trouble)s") if trouble else _("“%(name)s”收到了。")
    did(request, "hook-test", said % {"name": hook.name, "trouble": trouble}, hook)
    return redirect("desk:house-messages")


@office_keeper
@require_POST
def switch_hook(request: KeeperRequest, pk: int) -> HttpResponse:
    """Switch a hook off, or on again."""
    hook = _hook(request, pk)
    operations.change_hook(
        actor=request.actor, hook=hook, name=hook.name, url="", is_active=not hook.is_active, at=request.at
    )
    said = _("“%(name)s”打开了。") if hook.is_active else _("“%(name)s”停了。")
    did(request, "hook-switch", said % {"name": hook.name}, hook)
    return redirect("desk:house-messages")


@office_keeper
@require_POST
def drop_hook(request: KeeperRequest, pk: int) -> HttpResponse:
    """Remove a hook."""
    hook = _hook(request, pk)
    did(request, "hook-drop", _("“%(name)s”删掉了。") % {"name": hook.name}, hook)
    operations.drop_hook(actor=request.actor, hook=hook, at=request.at)
    return redirect("desk:house-messages")


@office_keeper
@require_http_methods(["GET", "POST"])
def words(request: KeeperRequest, template: str) -> HttpResponse:
    """Show a notice as it will arrive, try other words, and keep them."""
    if template not in TEMPLATES or not TEMPLATES[template].to_residents:
        raise Http404
    own = {w.language: w.words for w in Wording.objects.filter(office=request.ground, template=template)}
    language = request.POST.get("language") or request.GET.get("language") or "zh-hans"
    if language not in dict(LANGUAGES):
        raise Http404
    form = WordsForm(request.POST or None, initial={"language": language, "words": own.get(language, "")})
    status, tried = 200, own.get(language, "")
    if request.method == "POST":
        status = 422
        tried = request.POST.get("words", "")[:300]
        if form.is_valid() and "try" in request.POST:
            status = 200
        elif form.is_valid():
            try:
                operations.choose_words(
                    actor=request.actor,
                    office=request.ground,
                    template=template,
                    at=request.at,
                    **form.cleaned_data,
                )
            except Refusal as refusal:
                status = refused_in(form, refusal, request)
            else:
                did(request, "message-words", _("措辞存好了。"), request.ground, form=form)
                return redirect("desk:house-messages")
    context = {
        "form": form,
        "preview": queries.preview(template=template, language=language, office=request.ground, words=tried),
        "slots": [(name, SLOTS[name]) for name in sorted(TEMPLATES[template].slots)],
        "original": words_of(template, "text", {n: f"{{{n}}}" for n in SLOTS}, language),
    }
    return show(request, "words", context, status=status)
