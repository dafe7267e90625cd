"""Why something about notices was not done. Their words are in `texts`."""

from __future__ import annotations

from linli.kernel.refusals import Refusal


class NothingToResend(Refusal):
    """Only a message that did not get there is sent again: `state`."""


class NotYourNotices(Refusal):
    """Hooks, wordings and the outbox are kept by the system administrators of an office."""


class BadHookAddress(Refusal):
    """Not an address we post to."""


class TooManyHooks(Refusal):
    """A unit connects so many systems and no more: `most`."""


class StrangeSlots(Refusal):
    """A wording with slots that nothing fills: `slots`."""


class NoSuchTemplate(Refusal):
    """There is no notice of that name."""
