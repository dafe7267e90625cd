"""A folder instead of a gateway: what would have gone out is written there, one file a day, readable by its owner only."""

from __future__ import annotations

import os

from linli.base.notices.channels import Message
from linli.base.notices.conf import conf
from linli.kernel import clock
from linli.kernel.masking import mask_phone


def send_sms(message: Message) -> None:
    """Write an SMS into the folder."""
    _write(message, "SMS", mask_phone(message.to))


def send_email(message: Message) -> None:
    """Write an e-mail into the folder."""
    name, _, host = message.to.partition("@")
    _write(message, "e-mail", f"{name[:2]}***@{host}")


def _write(message: Message, way: str, to: str) -> None:
    when = clock.local(message.at)
    folder = conf().outbox
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    line = f"{when:%H:%M:%S} {way} #{message.id} → {to}: {message.words}\n".encode()
    # One write of one line to a file opened for appending: two senders never mix their lines.
    handle = os.open(folder / f"{when:%Y-%m-%d}.log", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(handle, line)
    finally:
        os.close(handle)
