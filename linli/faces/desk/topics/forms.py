"""What each verb of a topic asks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.base.orgs.models import Unit
from linli.base.people.models import Household
from linli.base.places.models import Building
from linli.faces.desk.uploads import PhotosField
from linli.faces.parts.inputs import DayField, KeyField, MomentField, PhoneField, WordsField
from linli.kernel import clock
from linli.pillars.governance.deliberation import rules, texts
from linli.pillars.governance.deliberation.models import Committee, Member, Topic
from linli.pillars.governance.deliberation.operations import Line
from linli.pillars.governance.deliberation.rules import CommitteeKind, MemberSource, Origin, PartyKind, Track

AREA = {"rows": 3}
LEVELS = ((5, _("非常满意")), (4, _("满意")), (3, _("基本满意")), (2, _("不满意")), (1, _("非常不满意")))
MOST_LINES = 2_000
FURTHEST = timedelta(days=366)


class TopicForm(forms.Form):
    """What is to be talked through, where, and where it comes from."""

    unit = forms.ModelChoiceField(label=_("哪个社区的事"), queryset=Unit.objects.none())
    origin = forms.ChoiceField(
        label=_("来源"),
        choices=[c for c in Topic.From.choices if c[0] != Origin.RESIDENT],
        widget=forms.RadioSelect,
    )
    words = WordsField(
        label=_("要议什么"), most=1000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("第一行当标题。写事，不写居民的姓名电话"),
    )  # fmt: skip
    key = KeyField()


class VerbForm(forms.Form):
    """What every verb sends along; nothing else asked."""

    def __init__(self, *args: Any, topic: Topic, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.topic = topic
        self.fill()

    def fill(self) -> None:
        """Fill in what depends on the topic."""

    def given(self) -> Mapping[str, Any]:
        """Give what the operation takes."""
        return dict(self.cleaned_data)


class AnswerForm(VerbForm):
    """What everybody reads."""

    answer = WordsField(label=_("写给大家的话"), most=1000, widget=forms.Textarea(attrs=AREA))


class WorkForm(AnswerForm):
    """What was done, with photos of it."""

    photos = PhotosField(label=_("照片"), help_text=_("大家都看得到：拍事，别拍到人脸、车牌和门牌"))

    def given(self) -> Mapping[str, Any]:
        return {"answer": self.cleaned_data["answer"]}


class NoteForm(VerbForm):
    """What only those who are at it read."""

    note = WordsField(label=_("为什么、凭什么"), most=500, widget=forms.Textarea(attrs=AREA))


class PostForm(VerbForm):
    """What everybody reads of it."""

    title = WordsField(label=_("标题"), most=40)
    text = WordsField(label=_("公开的内容"), most=1000, widget=forms.Textarea(attrs=AREA))

    def fill(self) -> None:
        self.initial.setdefault("title", self.topic.case.title)
        self.initial.setdefault("text", self.topic.public_text)


class AcceptForm(PostForm):
    """Who convenes, how, by which rule, who stays out, and why with few supporters."""

    committee = forms.ModelChoiceField(label=_("谁来召集"), queryset=Committee.objects.none())
    track = forms.ChoiceField(
        label=_("怎么议"), choices=Topic.Tracks.choices, widget=forms.RadioSelect, initial="deep",
        help_text=_("即时议 48 小时内办；深入议先发材料、再开会"),
    )  # fmt: skip
    rule = forms.ChoiceField(label=_("要表决时按哪种规则"), choices=texts.RULES.items())
    is_secret = forms.BooleanField(label=_("无记名表决"), required=False)
    recused = forms.MultipleChoiceField(
        label=_("回避：跟这件事有自己利害的成员"), required=False, widget=forms.CheckboxSelectMultiple
    )
    note = WordsField(
        label=_("党组织研究的意见"), most=500, required=False, widget=forms.Textarea(attrs=AREA),
        help_text=_("附议不够人数也要受理的，写明为什么"),
    )  # fmt: skip

    def fill(self) -> None:
        super().fill()
        line = self.topic.case.area.line
        found = Committee.objects.filter(unit__in=line, ended_on=None)
        self.fields["committee"].queryset = found  # type: ignore[attr-defined]
        self.initial.setdefault("committee", found.first())
        self.sitting = list(Member.objects.filter(committee__in=found, ended_on=None))
        # Who sits in two committees is one person, and stays out of both.
        names = dict.fromkeys(member.name for member in self.sitting)
        self.fields["recused"].choices = [(name, name) for name in names]  # type: ignore[attr-defined]

    def given(self) -> Mapping[str, Any]:
        data = dict(self.cleaned_data)
        out = [member for member in self.sitting if member.name in data["recused"]]
        return data | {"track": Track(data["track"]), "recused": out}


class TransferForm(AnswerForm):
    """Which ordinary case it goes on as."""

    to_case = WordsField(label=_("已经开好的那一件的编号"), most=24)
    field_order = ("to_case", "answer")


class PartyForm(VerbForm):
    """Who takes part, and in which part."""

    kind = forms.ChoiceField(
        label=_("以什么身份"),
        choices=[(PartyKind.STAKEHOLDER.value, _("利益相关")), (PartyKind.EXPERT.value, _("专业支持"))],
        widget=forms.RadioSelect,
        initial="stakeholder",
        help_text=_("利益相关的有一票；专业支持的只发言，不表决"),
    )
    name = WordsField(label=_("姓名"), most=40)
    stands_for = WordsField(label=_("代表谁"), most=60, help_text=_("会公开，如“3 号楼业主”“物业公司”"))
    phone = PhoneField(label=_("手机号（有就能在手机上签到、表决）"), required=False)

    def given(self) -> Mapping[str, Any]:
        return self.cleaned_data | {"kind": PartyKind(self.cleaned_data["kind"])}


class DropForm(NoteForm):
    """Who was named by mistake."""

    party = forms.ChoiceField(label=_("去掉谁"))
    field_order = ("party", "note")

    def fill(self) -> None:
        rows = self.topic.parties.filter(member=None)
        self.fields["party"].choices = [(p.pk, p.name) for p in rows]  # type: ignore[attr-defined]


class MeetingForm(VerbForm):
    """When, where, and what to read before."""

    starts_at = MomentField(label=_("什么时候"))
    place = WordsField(label=_("在哪里"), most=120, help_text=_("写清坡道、电梯，行动不便的人怎么进来"))
    materials = WordsField(
        label=_("会前材料"), most=4000, required=False, widget=forms.Textarea(attrs={"rows": 5})
    )

    def fill(self) -> None:
        if self.topic.committee is not None:
            self.initial.setdefault("place", self.topic.committee.place)

    def clean_starts_at(self) -> datetime:
        """Give the moment; who means this winter and writes another year is told."""
        starts_at: datetime = self.cleaned_data["starts_at"]
        if starts_at > clock.now() + FURTHEST:
            raise forms.ValidationError(_("会要在一年里开，请看看是哪一天。"))
        return starts_at


class MinutesForm(VerbForm):
    """What was said and found."""

    minutes = WordsField(label=_("会议记录"), most=8000, widget=forms.Textarea(attrs={"rows": 8}))


class VoteForm(VerbForm):
    """The question, the options, until when, and who is on the roll."""

    question = WordsField(label=_("表决什么"), most=200)
    options = WordsField(
        label=_("选项"), most=400, required=False, widget=forms.Textarea(attrs=AREA),
        help_text=_("一行一个；空着就是“同意、不同意”。弃权不用写"),
    )  # fmt: skip
    closes_at = MomentField(label=_("到什么时候截止"))

    def given(self) -> Mapping[str, Any]:
        data = dict(self.cleaned_data)
        data["options"] = data["options"].splitlines()
        return data


class HouseholdVoteForm(VoteForm):
    """The doors that have a vote."""

    buildings = forms.ModelMultipleChoiceField(
        label=_("哪些楼的住户有一票"),
        queryset=Building.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    lines = WordsField(
        label=_("名册补充"), most=80_000, required=False, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("一行一户：门牌或姓名，空格，专有部分面积（平方米）。和楼里门牌相同的会合成一行"),
    )  # fmt: skip

    def fill(self) -> None:
        grids = Unit.objects.filter(path__startswith=self.topic.case.area.path)
        doors = Household.objects.filter(building__grid__in=grids).values("building")
        rows = Building.objects.filter(pk__in=doors).select_related("compound").order_by("compound", "number")
        self.fields["buildings"].queryset = rows  # type: ignore[attr-defined]

    def clean_lines(self) -> list[Line]:
        """Read lines of who and how large."""
        found = []
        for row in self.cleaned_data["lines"].splitlines()[:MOST_LINES]:
            label, _sep, area = row.strip().rpartition(" ")
            number = area.strip().removesuffix("平方米").removesuffix("㎡")
            try:
                size = round(float(number) * 100) if label else 0
            except ValueError:
                label, size = row.strip(), 0
            if not 0 <= size < 10_000_000:
                raise forms.ValidationError(_("面积不对：%(line)s"), params={"line": row[:40]})
            if label := label.strip() or row.strip():
                found.append(Line(label[:80], size))
        return found


class PublishForm(VerbForm):
    """What was decided, and for how long it is public."""

    resolution = WordsField(label=_("决议"), most=2000, widget=forms.Textarea(attrs={"rows": 5}))
    days = forms.IntegerField(
        label=_("公示几天"), min_value=1, max_value=rules.PUBLICITY_MOST, initial=rules.PUBLICITY_DAYS
    )


class DutyForm(VerbForm):
    """Who does what by when."""

    unit = forms.ModelChoiceField(label=_("交给谁"), queryset=Unit.objects.none())
    what = WordsField(label=_("做什么"), most=200, help_text=_("会公开"))
    until = MomentField(label=_("哪天前做好"))

    def fill(self) -> None:
        from linli.pillars.governance.deliberation.queries import dutiful_units

        ids = [u.pk for u in dutiful_units(self.topic.case.office)]
        self.fields["unit"].queryset = Unit.objects.filter(pk__in=ids)  # type: ignore[attr-defined]


class ShelfForm(AnswerForm):
    """Until when it waits."""

    until = MomentField(label=_("哪天复核"))
    field_order = ("until", "answer")


# --- what is done beside the moves --------------------------------------------------------------------------


class SupporterForm(forms.Form):
    """One signature of a list on paper."""

    name = WordsField(label=_("姓名"), most=40)
    phone = PhoneField(
        label=_("手机号"), required=False, help_text=_("同一个号码只算一次，手机上附议过的也算")
    )


class OpinionForm(forms.Form):
    """What somebody without a phone wrote or said."""

    name = WordsField(label=_("谁说的"), most=40)
    words = WordsField(label=_("意见"), most=1000, widget=forms.Textarea(attrs=AREA))


class ReviewForm(forms.Form):
    """What somebody said when called back."""

    supporter = forms.ChoiceField(label=_("问的是谁"))
    level = forms.TypedChoiceField(label=_("满意吗"), choices=LEVELS, coerce=int)
    is_carried = forms.TypedChoiceField(
        label=_("办到了吗"), choices=((1, _("办到了")), (0, _("没办到"))), coerce=lambda v: v == "1"
    )
    words = WordsField(label=_("说了什么"), most=500, required=False, widget=forms.Textarea(attrs=AREA))


# --- committees ---------------------------------------------------------------------------------------------


class CommitteeForm(forms.Form):
    """A new committee or hall."""

    unit = forms.ModelChoiceField(label=_("哪个社区"), queryset=Unit.objects.none())
    kind = forms.TypedChoiceField(
        label=_("哪一种"), choices=Committee.Kind.choices, coerce=CommitteeKind, empty_value=None
    )
    name = WordsField(label=_("名称"), most=60)
    place = WordsField(label=_("固定地点"), most=80, required=False)
    formed_on = DayField(label=_("成立日期"))


class MemberForm(forms.Form):
    """Who sits in it, from where, for which term."""

    name = WordsField(label=_("姓名（会公示）"), most=40)
    source = forms.TypedChoiceField(
        label=_("从哪里来"), choices=Member.Source.choices, coerce=MemberSource, empty_value=None
    )
    phone = PhoneField(label=_("手机号（有就能在手机上签到、表决）"), required=False)
    from_date = DayField(label=_("任期起"))
    until_date = DayField(label=_("任期止"))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("from_date", today)
        self.initial.setdefault("until_date", today + timedelta(days=365 * rules.TERM_YEARS))
