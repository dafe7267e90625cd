"""The verbs of an application as forms: which fields each asks, and which operation it is. One row a verb."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.faces.parts.inputs import DayField
from linli.kernel.clock import SHANGHAI
from linli.pillars.service.applications import operations as op
from linli.pillars.service.applications import queries
from linli.pillars.service.applications.models import Application
from linli.pillars.service.applications.rules import Delivery, Outcome, Survey
from linli.pillars.service.applications.texts import SURVEYS

Words = Any
"""Words that may be translated late."""
Fields = Callable[[Application], dict[str, forms.Field]]


def _text(label: Words, hint: Words = "", *, required: bool = True, rows: int = 2) -> forms.Field:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, help_text=hint, required=required, max_length=1000, widget=widget)


def _line(label: Words, hint: Words = "", *, required: bool = True, most: int = 60) -> forms.Field:
    return forms.CharField(label=label, help_text=hint, required=required, max_length=most)


def _day(label: Words, hint: Words = "") -> forms.Field:
    return DayField(
        label=label, help_text=hint, required=False, widget=forms.DateInput(attrs={"type": "date"})
    )


REMEDY: Final = _("不服本决定的，可以自收到之日起六十日内申请行政复议，或者六个月内提起行政诉讼。")


def _grounds(application: Application) -> dict[str, forms.Field]:
    known = "；".join(f"《{g.title}》{g.clause}" for g in application.item.item.grounds)
    fields = {
        "reason": _text(_("理由"), _("写明哪一条不符合，本人看得懂")),
        "basis": _text(_("依据")),
        "remedy": _text(_("怎么救济"), rows=3),
    }
    fields["basis"].initial, fields["remedy"].initial = known, REMEDY
    return fields


def _note(label: Words = "", *, required: bool = False) -> Fields:
    return lambda application: {"note": _text(label or _("备注"), required=required)}


def _plain(application: Application) -> dict[str, forms.Field]:
    return {"note": _text(_("备注"), required=False)}


def _answer(label: Words) -> Fields:
    return lambda application: {"answer": _text(label)}


def _special(application: Application) -> dict[str, forms.Field]:
    choices = [(s.code, s.name.zh) for s in queries.specials(application.item.item)]
    return {
        "special": forms.ChoiceField(label=_("哪个程序"), choices=choices),
        "answer": _text(_("写给申请人"), _("为什么要做、大概怎么做；期限先停着，写进告知书")),
    }


def _dispatch(application: Application) -> dict[str, forms.Field]:
    fits, others = queries.departments_for(application)
    choices = [(u.pk, str(u)) for u in (*fits, *others)]
    papers = [(p.code, p.name) for p in application.papers.all() if p.state == "received"]
    fields: dict[str, forms.Field] = {
        "lead": forms.TypedChoiceField(label=_("交给谁审"), choices=choices, coerce=int),
        "assists": forms.TypedMultipleChoiceField(
            label=_("一起办的单位"), required=False, choices=choices, coerce=int,
            help_text=_("联办时选；各自审，各自反馈"), widget=forms.SelectMultiple(attrs={"size": 4}),
        ),
        "papers": forms.MultipleChoiceField(
            label=_("交哪些材料"), required=False, choices=papers, widget=forms.CheckboxSelectMultiple,
            initial=[code for code, _name in papers], help_text=_("对方只看得到交过去的"),
        ),
        "with_form": forms.BooleanField(label=_("申请表一起交"), required=False, initial=True),
        "note": _text(_("备注"), required=False),
    }  # fmt: skip
    return fields


def _deliver(application: Application) -> dict[str, forms.Field]:
    fields: dict[str, forms.Field] = {
        "way": forms.ChoiceField(
            label=_("怎么送达"),
            choices=Application.Delivery.choices,
            widget=forms.RadioSelect,
            initial="window",
        ),
        "receiver": _line(_("谁签收")),
        "note": _text(_("备注"), _("邮寄写单号"), required=False),
    }
    fields["way"].initial = application.wish or "window"
    fields["receiver"].initial = application.agent_name or application.name
    return fields


def _arrange(application: Application) -> dict[str, forms.Field]:
    fields: dict[str, forms.Field] = {
        "wants_visit": forms.BooleanField(label=_("要上门来办"), required=False),
        "wish": forms.TypedChoiceField(
            label=_("希望怎么送达"),
            required=False,
            choices=[("", _("没有说")), *Application.Delivery.choices],
            coerce=Delivery,
            empty_value=None,
        ),
        "note": _text(_("怎么约的"), _("哪天、谁去；不写门牌号")),
    }
    fields["wants_visit"].initial, fields["wish"].initial = application.wants_visit, application.wish
    return fields


def _pass_on(application: Application) -> dict[str, forms.Field]:
    choices = [(u.pk, str(u)) for u in queries.windows_of(application.case.office)]
    return {
        "to": forms.TypedChoiceField(label=_("哪个窗口"), choices=choices, coerce=int),
        "note": _text(_("为什么转")),
    }


def _objection(application: Application) -> dict[str, forms.Field]:
    open_to = queries.unanswered_objections(application)
    return {
        "objection": forms.TypedChoiceField(
            label=_("答复哪一条"), coerce=int, choices=[(o.pk, o.words[:60]) for o in open_to]
        ),
        "note": _text(_("查到什么、怎么处理，写给提异议的人"), rows=3),
    }


@dataclass(frozen=True, slots=True)
class Verb:
    """How one verb is asked for: the operation, its fields, a word above them, how loud its button is."""

    operate: Callable[..., Any]
    fields: Fields = _plain
    hint: Words = ""
    kind: str = ""
    units: tuple[str, ...] = ()


PRIMARY, QUIET = "btn-primary", "btn-danger-quiet"

VERBS: Final[dict[str, Verb]] = {
    "finish": Verb(
        op.finish_application,
        lambda a: {
            "answer": _text(_("办了什么，写给申请人")),
            "result_number": _line(_("证照或批文编号"), required=False),
        },
        _("材料齐的，当场办好、当场签收，一步做完。"),
        PRIMARY,
    ),
    "refuse": Verb(op.refuse_application, _grounds, _("出不予受理通知书。"), QUIET),
    "transfer": Verb(op.transfer_application, _answer(_("归哪里办，怎么去，写给申请人")), "", QUIET),
    "pass_on": Verb(op.pass_application_on, _pass_on, units=("to",)),
    "dispatch": Verb(
        op.dispatch_application, _dispatch, _("出物料流转凭证，对方签收。"), PRIMARY, ("lead", "assists")
    ),
    "take": Verb(op.take_application, _note(), _("核对材料，签收。"), PRIMARY),
    "answer_share": Verb(op.answer_application_share, _answer(_("你们的意见")), "", PRIMARY),
    "send_back": Verb(op.send_application_back, _note(_("为什么退回"), required=True), "", QUIET),
    "survey": Verb(
        op.survey_application,
        lambda a: {
            "what": forms.ChoiceField(
                label=_("怎么查的"), choices=[(s.value, w) for s, w in SURVEYS.items()]
            ),
            "note": _text(_("查到什么"), _("谁去的、什么时候、和申请写的一样不一样"), rows=4),
            "has_conflict": forms.BooleanField(
                label=_("申请人是经办人员或居委会成员的近亲属，登记备查"), required=False
            ),
        },
    ),
    "review": Verb(
        op.review_application,
        lambda a: {
            "proposal": forms.ChoiceField(
                label=_("建议"), choices=Application.Outcome.choices, widget=forms.RadioSelect
            ),
            "note": _text(_("审查意见"), rows=3),
        },
        _("审查的人提建议，另一个人决定。"),
        PRIMARY,
    ),
    "redo": Verb(op.redo_application, _note(_("哪里要重审"), required=True), "", QUIET),
    "begin_special": Verb(op.begin_special, _special, _("期限从现在停，到程序规定的时间自动接着算。")),
    "end_special": Verb(op.end_special, _note(), _("提前结束，期限接着算。"), PRIMARY),
    "ask_extension": Verb(
        op.ask_for_extension,
        lambda a: {
            "days": forms.IntegerField(label=_("延几个工作日"), min_value=1, max_value=10),
            "note": _text(_("为什么要延")),
        },
    ),
    "grant_extension": Verb(
        op.grant_extension, _answer(_("延期的理由，写给申请人")), _("两个期限一起延，只能延一次。"), PRIMARY
    ),
    "decline_extension": Verb(op.decline_extension, _note(_("为什么不批"), required=True), "", QUIET),
    "give_back": Verb(op.give_application_back, _answer(_("为什么退件，写给申请人")), "", QUIET),
    "publicise": Verb(
        op.publicise_application,
        lambda a: {},
        _("只公示姓名和社区。期满没有异议自动回来决定，姓名自动撤下。"),
        PRIMARY,
    ),
    "reexamine": Verb(op.reexamine_application, _note(_("要查清什么"), required=True), "", PRIMARY),
    "answer_objection": Verb(
        op.answer_objection, _objection, _("提异议的人凭回执看得到。不要写别人的私事。"), PRIMARY
    ),
    "approve": Verb(
        op.approve_application,
        lambda a: {
            "answer": _text(_("决定内容，写给申请人"), rows=3),
            "recheck_on": _day(_("下次复核日期"), _("低保等要动态复核的填")),
        },
        _("出准予决定书。"),
        PRIMARY,
    ),
    "decline": Verb(op.decline_application, _grounds, _("出不予批准决定书。"), QUIET),
    "certify": Verb(
        op.certify_application,
        lambda a: {
            "result_number": _line(_("证照或批文编号"), required=False),
            "note": _text(_("备注"), required=False),
        },
        "",
        PRIMARY,
    ),
    "deliver": Verb(op.deliver_application, _deliver, _("出送达回执。"), PRIMARY),
    "charge": Verb(
        op.charge_application,
        lambda a: {"slip": _line(_("缴费单号")), "note": _text(_("备注"), required=False)},
        _("这里不收钱，只登记单号。"),
    ),
    "help": Verb(
        op.help_with_application,
        lambda a: {
            "note": _text(_("替他办什么"), _("陪同、跑腿、上门取送")),
            "has_consent": forms.BooleanField(label=_("本人同意")),
        },
    ),
    "arrange": Verb(op.arrange_application, _arrange, _("记下几时上门、结果怎么给；列表“要上门”里看得到。")),
    "recheck": Verb(
        op.recheck_application,
        lambda a: {"note": _text(_("复核结果")), "next_on": _day(_("下次复核日期"))},
        "",
        PRIMARY,
    ),
    "withdraw": Verb(op.withdraw_application, _note(_("申请人怎么说的"), required=True), "", QUIET),
    "archive": Verb(op.archive_application, _note()),
    "note": Verb(op.note_application, _note(required=True)),
}
"""In the order in which they are offered. The checklist has its own page piece: take in, tell, accept, accept short."""

CONVERT: Final[dict[str, Callable[[str], Any]]] = {
    "way": Delivery,
    "proposal": Outcome,
    "what": Survey,
}


def form_of(verb: str, application: Application, data: Any = None) -> forms.Form:
    """Build the form of a verb for an application."""
    form = forms.Form(data, prefix=verb.replace("_", "-"))
    for name, field in VERBS[verb].fields(application).items():
        form.fields[name] = field
    return form


def end_of(day: Any) -> datetime:
    """Return the last second of a day in China."""
    return datetime.combine(day, time(23, 59, 59), tzinfo=SHANGHAI)
