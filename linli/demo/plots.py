"""What somebody does next with a report of the story: pure decisions from where it stands and the way it should go.

The flow's table says what may be done; this says what these people do, and how long they take. Nothing here
writes, and the same report at the same step always goes on in the same way.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random


@dataclass(frozen=True, slots=True)
class Next:
    """The next thing somebody does: `verb` of the flow, after `wait`, in `office`, `grid`, `clock` or `any` hours."""

    verb: str
    wait: timedelta
    hours: str = "office"


@dataclass(frozen=True, slots=True)
class Scene:
    """Where a report stands: all that a decision looks at."""

    state: str
    holder: str  # kind of the unit that holds it
    verbs: tuple[str, ...]
    side: str
    path: str
    nature: str
    channel: str
    can_be_asked: bool
    is_confidential: bool
    is_urgent: bool
    reopened: int
    waiting_assists: int
    untaken_assists: int
    at: datetime
    due_at: datetime | None
    happy: int | None  # the level of the last rating
    refused: frozenset[str] = frozenset()  # what did not go when it was tried
    stay: str = ""  # the state, or verb with how often, at which people leave it

    def since(self, *marks: str) -> tuple[str, ...]:
        """Return the verbs after the last of `marks`; all of them when there was none."""
        last = max((at for at, verb in enumerate(self.verbs) if verb in marks), default=-1)
        return self.verbs[last + 1 :]

    def did(self, verb: str) -> int:
        """Return how often something was done."""
        return self.verbs.count(verb) + (verb in self.refused)


def _minutes(rng: Random, least: int, most: int) -> timedelta:
    return timedelta(minutes=rng.randint(least, most), seconds=rng.randrange(60))


def next_of(scene: Scene, rng: Random) -> Next | None:
    """Return what happens next, or None when it is the clock's turn or the story of this report is over."""
    if not scene.stay:
        return _BY_STATE.get(scene.state, _nothing)(scene, rng)
    if _rests(scene):
        return None
    planned = _BY_STATE.get(scene.state, _nothing)(scene, rng)
    # What is to lie on a desk of the cast gets there without waiting for Monday.
    return Next(planned.verb, _minutes(rng, 4, 40), "any" if scene.is_urgent else "grid") if planned else None


def _rests(scene: Scene) -> bool:
    """Say whether a report has come to where people leave it."""
    name, _, times = scene.stay.partition(":")
    return scene.state == name or scene.verbs.count(name) >= int(times or 1)


def _nothing(scene: Scene, rng: Random) -> Next | None:
    return None


def _received(scene: Scene, rng: Random) -> Next | None:
    if scene.side.startswith("twin_") and not scene.did("merge"):
        return Next("merge", _minutes(rng, 6, 40), "any")
    if scene.side == "withdraw" and not scene.did("withdraw"):
        return Next("withdraw", _minutes(rng, 6, 50), "any")
    if scene.holder == "grid":
        return _at_grid(scene, rng)
    if scene.holder == "community":
        if scene.side == "pass_on" and not scene.did("pass_on"):
            return Next("pass_on", _minutes(rng, 15, 120))
        if scene.path == "community":
            return Next("accept", _minutes(rng, 20, 150))
        return Next("pass_up", _minutes(rng, 15, 160))
    if scene.side == "refuse":
        return Next("refuse", _minutes(rng, 20, 200))
    if scene.side == "check" and not scene.did("send_to_check"):
        return Next("send_to_check", _minutes(rng, 10, 90))
    if scene.side == "split" and not scene.did("split"):
        return Next("split", _minutes(rng, 10, 60))
    return Next("accept", _at_centre(rng, 5, 70))


def _at_centre(rng: Random, least: int, most: int) -> timedelta:
    """Return how long the centre takes: minutes mostly, half a day when it has to ask around first."""
    return _minutes(rng, 150, 600) if rng.random() < 0.25 else _minutes(rng, least, most)


def _at_grid(scene: Scene, rng: Random) -> Next:
    if scene.nature == "thanks":
        return Next("settle", _minutes(rng, 20, 240), "grid")
    if scene.can_be_asked and not scene.did("contact") and rng.random() < 0.62:
        return Next("contact", _minutes(rng, 2, 55), "grid")
    if scene.side == "relocate" and not scene.did("relocate"):
        return Next("relocate", _minutes(rng, 10, 60), "grid")
    if scene.side in {"anonymous", "reclassify"} and not scene.did("reclassify"):
        return Next("reclassify", _minutes(rng, 10, 60), "grid")
    if scene.path == "grid" and scene.side != "refuse":
        return Next("accept", _minutes(rng, 5, 60), "grid")
    return Next("pass_up", _minutes(rng, 15, 150), "grid")


def _checking(scene: Scene, rng: Random) -> Next:
    return Next("confirm", _minutes(rng, 25, 200), "grid")


def _accepted(scene: Scene, rng: Random) -> Next:
    if scene.did("rate") and scene.side.startswith("appeal") and not scene.did("appeal_rating"):
        return Next("appeal_rating", _minutes(rng, 60, 300))
    if scene.did("appeal_rating") > scene.did("judge_appeal"):
        return Next("judge_appeal", _minutes(rng, 60, 400))
    if scene.side == "note" and not scene.did("note"):
        return Next("note", _minutes(rng, 5, 60), "grid")
    if scene.side == "split" and not scene.did("split") and scene.holder != "grid":
        return Next("split", _minutes(rng, 10, 60))
    if scene.holder == "grid":
        return Next("settle", _minutes(rng, 40, 900), "grid")
    if scene.holder == "community":
        if scene.path == "community" or rng.random() < 0.5:
            return Next("settle", _minutes(rng, 120, 1100))
        return Next("dispatch", _minutes(rng, 20, 120))
    return Next("dispatch", _at_centre(rng, 5, 80))


def _dispatched(scene: Scene, rng: Random) -> Next:
    done = scene.since("dispatch", "rule", "redo")
    if side := _side_way(scene, done, rng):
        return side
    if "take" not in done:
        return Next("take", _minutes(rng, 12, 240))
    if scene.untaken_assists or scene.waiting_assists:
        return Next("answer_share", _minutes(rng, 60, 500))
    if scene.side == "late" and scene.due_at is not None and scene.due_at > scene.at:
        late = scene.due_at - scene.at + timedelta(hours=rng.choice((3, 9, 27, 30, 55, 80)))
        return Next("answer", late, "clock")
    if scene.can_be_asked and not scene.did("contact") and rng.random() < 0.5:
        return Next("contact", _minutes(rng, 15, 200))
    return Next("answer", _minutes(rng, 60, 1200))


# What somebody asks of the level above: the request, who decides it how, for each side of the story.
_REQUESTS = {
    "extension": ("ask_extension", "grant_extension"),
    "decline": ("ask_extension", "decline"),
    "pause": ("ask_pause", "grant_pause"),
    "resume": ("ask_pause", "grant_pause"),
    "ledger": ("ask_ledger", "grant_ledger"),
    "petition_ledger_review": ("ask_ledger", "grant_ledger"),
    "ledger_back": ("ask_ledger", "grant_ledger"),
}
_ONCE = {
    "urge": ("urge", 200, 900),
    "supervise": ("supervise", 120, 500),
    "join": ("join", 20, 300),
    "recall": ("recall", 20, 120),
    "assists": ("add_assist", 30, 200),
    "late": ("urge", 900, 1500),
    "supplement": ("supplement", 30, 500),
}


def _side_way(scene: Scene, done: Sequence[str], rng: Random) -> Next | None:
    side = scene.side
    returns = {"return": 1, "return_twice": 2}.get(side, 0)
    if scene.did("send_back") < returns and "rule" not in scene.verbs:
        return Next("send_back", _minutes(rng, 60, 300))
    if "take" not in done:
        return None
    if request := _REQUESTS.get(side):
        ask, decide = request
        if not scene.did(ask):
            return Next(ask, _minutes(rng, 60, 500))
        if not scene.did(decide):
            return Next(decide, _minutes(rng, 20, 240))
    if side == "call_off":
        if scene.untaken_assists + scene.waiting_assists and not scene.did("call_off_assist"):
            return Next("call_off_assist", _minutes(rng, 40, 200))
        if not scene.did("add_assist"):
            return Next("add_assist", _minutes(rng, 20, 120))
    if side in {"ask", "silent"} and scene.can_be_asked and not scene.did("ask_reporter"):
        return Next("ask_reporter", _minutes(rng, 20, 200))
    if once := _ONCE.get(side):
        verb, least, most = once
        if not scene.did(verb):
            return Next(verb, _minutes(rng, least, most), "grid" if verb in {"urge", "join"} else "office")
    return None


def _disputed(scene: Scene, rng: Random) -> Next:
    return Next("rule", _minutes(rng, 30, 300))


def _answered(scene: Scene, rng: Random) -> Next:
    if scene.side == "redo" and not scene.did("redo"):
        return Next("redo", _minutes(rng, 60, 300), "grid")
    return Next("pass_check", _minutes(rng, 30, 500), "grid")


def _callback(scene: Scene, rng: Random) -> Next | None:
    unhappy = scene.side.startswith(("unhappy", "appeal"))
    if unhappy:
        return Next("rate", _minutes(rng, 15, 600), "grid")
    if rng.random() < 0.66:
        return Next("rate", _minutes(rng, 15, 60 * 60), "grid")
    if rng.random() < 0.4 and not scene.is_confidential:
        return Next("rate_by_staff", _minutes(rng, 240, 1000))
    return None


def _asked(scene: Scene, rng: Random) -> Next | None:
    if scene.side == "silent":
        return None
    return Next("reply", _minutes(rng, 20, 60 * 30), "grid") if rng.random() < 0.85 else None


def _paused(scene: Scene, rng: Random) -> Next | None:
    return Next("resume", _minutes(rng, 500, 1200)) if scene.side == "resume" else None


def _ledgered(scene: Scene, rng: Random) -> Next | None:
    return Next("review", _minutes(rng, 900, 1900)) if scene.side == "petition_ledger_review" else None


def _merged(scene: Scene, rng: Random) -> Next | None:
    undo = scene.side == "twin_merge_undo" and not scene.did("unmerge")
    return Next("unmerge", _minutes(rng, 60, 600)) if undo else None


def _closed(scene: Scene, rng: Random) -> Next | None:
    unhappy = scene.happy is not None and scene.happy < 3
    if scene.side.startswith("appeal") and unhappy and not scene.did("appeal_rating"):
        return Next("appeal_rating", _minutes(rng, 60, 600))
    if scene.did("appeal_rating") > scene.did("judge_appeal"):
        return Next("judge_appeal", _minutes(rng, 60, 500))
    if scene.side == "reopen" and not scene.did("reopen"):
        return Next("reopen", _minutes(rng, 300, 1400))
    if scene.side == "exclusion" and not scene.did("ask_exclusion"):
        return Next("ask_exclusion", _minutes(rng, 60, 500))
    if scene.did("ask_exclusion") > scene.did("grant_exclusion"):
        return Next("grant_exclusion", _minutes(rng, 60, 500))
    if scene.side == "unpublish" and "publish" in scene.verbs:
        return None if scene.did("unpublish") else Next("unpublish", _minutes(rng, 120, 900))
    if not scene.did("publish") and not scene.is_confidential and _is_shown(scene, rng):
        return Next("publish", _minutes(rng, 60, 900))
    return None


def _is_shown(scene: Scene, rng: Random) -> bool:
    return scene.side == "unpublish" or rng.random() < 0.35


_BY_STATE = {
    "received": _received,
    "checking": _checking,
    "accepted": _accepted,
    "dispatched": _dispatched,
    "disputed": _disputed,
    "answered": _answered,
    "callback": _callback,
    "asked": _asked,
    "paused": _paused,
    "ledgered": _ledgered,
    "merged": _merged,
    "closed": _closed,
}
