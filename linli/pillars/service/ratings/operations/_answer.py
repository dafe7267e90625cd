"""What the office does about a bad rating, and about an appeal against one."""

from __future__ import annotations

from datetime import datetime
from typing import Unpack

from linli.base.flow import asking
from linli.base.flow.engine import By, Turn, make_move
from linli.base.flow.models import Case, Step
from linli.base.flow.steps import Said
from linli.base.people.actors import Actor
from linli.kernel.masking import mask_text
from linli.kernel.refusals import Refusal
from linli.pillars.service.ratings import policies, rules
from linli.pillars.service.ratings.models import Rating


class OwnAppeal(Refusal):
    """Whoever appealed, or worked on what was rated badly, does not judge the appeal."""


def call_back_rating(*, note: str, **by: Unpack[By]) -> Case:
    """Note that the rater was spoken to, and what they said."""
    return make_move("call_back", said=Said(note=note), **by)


def remedy_rating(*, answer: str, **by: Unpack[By]) -> Case:
    """Tell the rater what was put right; they say whether it is solved."""
    return _answer("remedy", answer, Rating.Outcome.REMEDIED, by)


def explain_rating(*, answer: str, **by: Unpack[By]) -> Case:
    """Tell the rater why what they ask for has no basis, or that what was told did not happen so."""
    return _answer("explain", answer, Rating.Outcome.EXPLAINED, by)


def _answer(verb: str, answer: str, outcome: str, by: By) -> Case:
    def do(t: Turn) -> None:
        t.case.is_answered, t.case.settled_at = True, t.at
        Rating.objects.filter(case=t.case).update(outcome=outcome)

    return make_move(verb, do, said=Said(answer=answer), **by)


def ledger_rating(*, answer: str, until: datetime, **by: Unpack[By]) -> Case:
    """Put what takes long into the ledger with a day, and tell the rater which. Decided above the window."""
    return make_move("ledger", said=Said(answer=answer), until=until, **by)


def take_up_rating(**by: Unpack[By]) -> Case:
    """Take a rating up again from the ledger."""
    return make_move("take_up", **by)


def note_rating(*, note: str, **by: Unpack[By]) -> Case:
    """Note something, such as a call that nobody answered."""
    return make_move("note", said=Said(note=note), **by)


def appeal_rating(*, note: str, **by: Unpack[By]) -> Case:
    """Say, as the rated unit, that the rating is mistaken or not about it. The rater is told; somebody else judges.

    :raises AppealedAlready: an appeal was judged.
    """

    def do(t: Turn) -> None:
        Rating.objects.filter(case=t.case).update(appeal=Rating.Appeal.PENDING)

    return make_move("appeal_rating", do, said=Said(note=note), **by)


def judge_appeal(*, counts: bool, answer: str, **by: Unpack[By]) -> Case:
    """Judge an appeal: the rating goes on counting, or does not, with the reason; both sides read it.

    :raises OwnAppeal: by somebody who appealed or worked on it. :raises NothingPending: there is none.
    """

    def do(t: Turn) -> None:
        mine = Step.objects.filter(case=t.case, actor_id=t.actor.account_id).exclude(verb="judge_appeal")
        if mine.exists() or _served(t):
            raise OwnAppeal
        pending = Rating.objects.select_for_update().filter(case=t.case, appeal=Rating.Appeal.PENDING)
        if not pending.update(
            appeal=Rating.Appeal.UPHELD if counts else Rating.Appeal.OVERTURNED, is_counted=counts
        ):
            raise asking.NothingPending(verb="judge_appeal")
        t.say(counts=counts)

    return make_move("judge_appeal", do, said=Said(answer=answer), **by)


def _served(t: Turn) -> bool:
    """Say whether the judge served this very visit. One query."""
    rows = Rating.objects.filter(case=t.case, ticket__moves__actor_id=t.actor.account_id)
    return t.actor.account_id is not None and rows.exists()


class NotYoursToShow(Refusal):
    """The words of a rating are shown by the centre or a leader, not by the window they are about."""


def show_words(*, actor: Actor, at: datetime, rating: Rating, words: str) -> Rating:
    """Show what a rater wrote to everybody, masked; empty takes it back. The wording may be cut, never turned.

    :raises NotYoursToShow: by the window itself.
    """
    if not policies.moderates(actor, rating):
        raise NotYoursToShow
    rating.shown_words = mask_text(words.strip())[: rules.MOST_WORDS]
    rating.shown_at, rating.shown_by_id = (at, actor.account_id) if rating.shown_words else (None, None)
    rating.save(update_fields=["shown_words", "shown_at", "shown_by"])
    return rating
