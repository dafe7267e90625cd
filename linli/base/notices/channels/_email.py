"""E-mail through the office's own server."""

from __future__ import annotations

import smtplib

from django.core.mail import EmailMessage

from linli.base.notices.channels import Message, NotDelivered

_PERMANENT = 500


def send(message: Message) -> None:
    """Hand an e-mail to the mail server."""
    mail = EmailMessage(
        subject=" ".join(message.subject.split()),
        body=message.words,
        to=[message.to],
        headers={"Auto-Submitted": "auto-generated"},
    )
    try:
        mail.send()
    except smtplib.SMTPRecipientsRefused as error:
        codes = [code for code, _ in error.recipients.values()]
        raise NotDelivered(f"mail: {codes}", for_good=all(c >= _PERMANENT for c in codes)) from error
    except (smtplib.SMTPException, OSError, ValueError) as error:
        # ValueError: Django refuses a header with a line break.
        raise NotDelivered(f"mail: {type(error).__name__}") from error
