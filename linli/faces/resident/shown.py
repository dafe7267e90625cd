"""From rows to what a resident's page shows: shapes, sentences, photos. Nothing here asks the database."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import cache

from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from linli.base.flow.models import Case
from linli.base.orgs.roles import ROLE_WORDS, Role
from linli.base.people.models import Post
from linli.faces.parts import shapes, words
from linli.faces.resident import texts as told
from linli.kernel import clock
from linli.pillars.governance.reports import operations, texts
from linli.pillars.governance.reports.queries import (
    FollowPage,
    FollowStep,
    MyRow,
    PublicRow,
    SameNearby,
    Voice,
)

STOPPED = frozenset({"paused", "ledgered", "refused", "withdrawn", "disputed", "closed"})
"""States in which the four points would tell a lie: the sentence stands alone."""


def state_of(state: str) -> shapes.State:
    """Return the chip of a state in a resident's words."""
    said = texts.STATES[state]
    shape = told.SHAPES.get(state, said.shape)
    return shapes.State(shape, told.CHIPS.get(state, said.word))  # type: ignore[arg-type]


def public_state_of(state: str) -> shapes.State:
    """Return the chip of a state as everybody reads it: nobody is asked anything."""
    said = texts.STATES[state]
    shape = told.SHAPES.get(state, said.shape)
    return shapes.State(shape, told.PUBLIC_CHIPS.get(state, told.CHIPS.get(state, said.word)))  # type: ignore[arg-type]


def track_of(state: str) -> int | None:
    """Return the present point of the four, counted from 0, where they fit."""
    return None if state in STOPPED else texts.STATES[state].point - 1


AGAIN = frozenset({"accepted", "dispatched"})


def sentence_of(state: str, *, again: bool = False) -> str:
    """Return the one sentence that says where a case stands; `again`: it was ended once already."""
    return _("正在重新办") if again and state in AGAIN else str(texts.STATES[state].resident)


# ---------------------------------------------------------------- lists


@dataclass(frozen=True, slots=True)
class Mine:
    """A report of mine as the first page shows it."""

    row: shapes.Row
    say: str
    now: int | None


def mine(row: MyRow) -> Mine:
    """Show a report of the reader's, with a link that is theirs alone."""
    url = reverse("resident:follow", args=[row.number, operations.token_of(row.reporter)])
    say = row.said.split("\n")[0][:80] or sentence_of(row.state)
    return Mine(
        shapes.Row(url=url, title=row.title or _("我也遇到的一件事"), state=state_of(row.state)),
        say,
        track_of(row.state),
    )


@dataclass(frozen=True, slots=True)
class Near:
    """An open case that may be the same as the one being written."""

    number: str
    title: str
    state: shapes.State
    far: str
    at: datetime
    joined: int
    photo: str


def nearby(one: SameNearby) -> Near:
    """Show a likely duplicate without a word of whoever reported it."""
    photo = reverse("resident:public-photo", args=[one.number, one.photo_id, "small"]) if one.photo_id else ""
    return Near(
        number=one.number,
        title=one.title or words.in_language(one.category, one.category_en),
        state=public_state_of(one.state),
        far=words.distance(one.metres) if one.metres is not None else "",
        at=one.filed_at,
        joined=one.joined_count + 1,
        photo=photo,
    )


@dataclass(frozen=True, slots=True)
class Public:
    """A published case in the list."""

    url: str
    title: str
    state: shapes.State
    area: str
    at: datetime
    closed_at: datetime | None
    answer: str
    joined: int


def public(row: PublicRow) -> Public:
    """Show a published case, in the words staff chose."""
    return Public(
        url=reverse("resident:public-report", args=[row.number]),
        title=row.title,
        state=public_state_of(row.state),
        area=row.area,
        at=row.filed_at,
        closed_at=row.closed_at,
        answer=row.answer,
        joined=row.joined_count + 1,
    )


# ---------------------------------------------------------------- following


def steps(page: FollowPage, token: str) -> list[shapes.Step]:
    """Show what happened, the newest first: who, when, one sentence, the photos."""
    return [
        shapes.Step(
            shape=_shape(step),
            who=_who(step, page),
            role=_role(step),
            text=_says(step, page),
            at=step.at,
            photos=_photos(step, page, token),
        )
        for step in page.steps
    ]


def _shape(step: FollowStep) -> shapes.StateShape:
    if step.verb == "file":
        return "new"
    shape: shapes.StateShape = texts.STATES[step.after].shape  # type: ignore[assignment]
    return "doing" if shape == "new" else shape


BROUGHT = frozenset({"file", "rate"})


def _who(step: FollowStep, page: FollowPage) -> str:
    match step.voice:
        case Voice.ME:
            return _("您")
        case Voice.NEIGHBOUR:
            return _("另一位居民")
        case Voice.CLOCK:
            # A hotline's sheet and another system's message come in by themselves too, but no clock sent them.
            return str(page.leading.case.office) if step.verb in BROUGHT else _("到时自动")
        case Voice.STAFF:
            return step.who or step.unit or _("街道")


def _role(step: FollowStep) -> str:
    if step.voice is not Voice.STAFF:
        return ""
    return _post_words(step.role) if step.who else ""


def _post_words(chinese: str) -> str:
    """Say a post as it was written down then, in the reader's language where it is a role that we know."""
    if (get_language() or "zh").startswith("zh"):
        return chinese
    role = _roles().get(chinese)
    return str(ROLE_WORDS[role]) if role else chinese


@cache
def _roles() -> dict[str, Role]:
    with override("zh-hans"):
        return {str(words): role for role, words in ROLE_WORDS.items()}


def _says(step: FollowStep, page: FollowPage) -> str:
    if step.verb == "file" and step.voice is Voice.ME:
        return _("反映了这件事。%(holder)s收到。") % {"holder": step.holder}
    if step.verb == "rate":
        return _rated(step, page)
    if step.verb == "file" and step.voice is Voice.CLOCK and page.leading.source:
        return _("从 %(source)s 转来，记下了这件事。") % {"source": page.leading.source}
    template = told.TOLD.get(step.verb)
    sentence = str(template) % {"holder": step.holder} if template else ""
    if not step.words:
        return sentence or str(texts.VERBS[step.verb].done)
    return step.words if step.verb in told.WORDS_ALONE or not sentence else f"{sentence}\n{step.words}"


def _rated(step: FollowStep, page: FollowPage) -> str:
    rating = next((c for c in page.callbacks if c.at == step.at), None)
    if rating is None or (step.voice is not Voice.ME and not page.is_first):
        return _("评价了这件事。")
    solved = _("解决了") if rating.solved else _("没解决")
    level = str(texts.LEVELS[rating.level]) if rating.level else ""
    # Whom staff rang up to ask, reads their own answer, not the office's praise of itself.
    template = _("评价：%(solved)s") if step.voice is Voice.ME else _("回访时您说：%(solved)s")
    said = template % {"solved": solved} + (f"·{level}" if level else "")
    return said + (_("。退回重办，由上一级盯着。") if step.after == "accepted" else "")


def _photos(step: FollowStep, page: FollowPage, token: str) -> tuple[shapes.Photo, ...]:
    number, who = page.report.case.number, _who(step, page)
    shown = [f for f in step.files if f.is_photo and not f.is_erased]
    return tuple(
        shapes.Photo(
            url=reverse("resident:follow-photo", args=[number, token, file.id, "full"]),
            thumb=reverse("resident:follow-photo", args=[number, token, file.id, "small"]),
            alt=_("%(who)s拍的照片") % {"who": who},
            at=step.at,
            caption=_("%(who)s拍的") % {"who": who},
        )
        for file in shown
    )


def before_and_after(all_steps: Sequence[shapes.Step]) -> tuple[shapes.Photo, ...]:
    """Pick the first photo of the trouble and the last of its end, where there are both."""
    with_photos = [step for step in all_steps if step.photos]
    if len(with_photos) < 2 or with_photos[-1].shape != "new":
        return ()
    return with_photos[-1].photos[0], with_photos[0].photos[0]


def promise_of(case: Case, at: datetime) -> str:
    """Say by when somebody gets in touch, or by when it is to be done; nothing once it ended."""
    if not case.is_open or case.state in ("callback", "asked"):
        return ""
    if case.stopped_until is not None:
        return _("先停到 %(when)s，到时接着办。") % {"when": _by(case.stopped_until, at)}
    if case.responded_at is None and case.respond_by is not None and case.respond_by > at:
        return _("%(when)s 前和您联系。") % {"when": words.when(case.respond_by, at)}
    if case.resolve_by is None:
        return ""
    if case.resolve_by > at:
        return _("最晚 %(when)s 办完答复您。") % {"when": _by(case.resolve_by, at)}
    return _("已经过了答应的时间，上级正在盯着。")


def _by(moment: datetime, at: datetime) -> str:
    """Say a deadline: one that ends with a day is that day, not the midnight after it."""
    if clock.local(moment).time() == time.min:
        return words.day(moment - timedelta(minutes=1), at)
    return words.when(moment, at)


# ---------------------------------------------------------------- people


def people_of(posts: Iterable[Post], phone: str) -> list[shapes.Person]:
    """Show who serves a grid: only those whose post is public, with the unit's telephone."""
    return [
        shapes.Person(
            name=post.account.name,
            post=_post_words(post.title) if post.title else post.get_role_display(),
            ask_for=str(told.ASK_FOR.get(post.role, "")),
            phone=phone,
        )
        for post in posts
        if post.is_public
    ]
