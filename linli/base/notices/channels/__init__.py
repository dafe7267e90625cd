"""One interface, several ways: a channel takes a message and says what became of it.

A channel is a function `send(message) -> None` that raises `NotDelivered`. Which one serves SMS or e-mail is a setting;
without a gateway they write into the outbox folder, so an installation on one machine loses nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Message:
    """What is to be delivered. `id` is the same at every attempt, so a gateway can drop a repetition."""

    id: int
    to: str
    words: str
    subject: str
    at: datetime
    secret: str = ""
    facts: tuple[tuple[str, str], ...] = ()


class NotDelivered(Exception):
    """It did not get there. `for_good`: trying again cannot help (a number that does not exist)."""

    def __init__(self, reason: str, *, for_good: bool = False) -> None:
        super().__init__(reason)
        self.reason, self.for_good = reason[:200], for_good


Send = Callable[[Message], None]


def sender(channel: str) -> Send:
    """Return what delivers by `channel` in this installation."""
    from linli.base.notices.channels import _email, _hooks, _outbox, _sms
    from linli.base.notices.conf import conf
    from linli.base.notices.rules import ChannelName

    match channel:
        case ChannelName.SMS:
            return _sms.send if conf().sms_url else _outbox.send_sms
        case ChannelName.EMAIL:
            return _email.send if conf().has_mail else _outbox.send_email
        case ChannelName.ROBOT:
            return _hooks.send_to_robot
        case ChannelName.WEBHOOK:
            return _hooks.send_webhook
        case _:
            raise ValueError(f"nothing is sent by {channel}")
