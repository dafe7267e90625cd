"""A resident logs in by phone and a one-time code. Nobody needs an account to report."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from linli.base.people.journal import What, record
from linli.base.people.knocks import Door, TooOften, knock
from linli.base.people.models import Account, LogInCode
from linli.base.people.refusals import CodeJustSent, PhoneUnfit, WrongCode
from linli.base.people.vault import fingerprint
from linli.kernel.numbers import is_mobile, normalise_phone

GOOD_FOR: Final = timedelta(minutes=5)
MOST_TRIES: Final = 5
A_MINUTE: Final = Door("code/minute", 1, timedelta(minutes=1))
A_PHONE: Final = Door("code/phone", 6, timedelta(hours=6))
AN_ADDRESS: Final = Door("code/address", 30, timedelta(hours=1))
TRIES_OF_ADDRESS: Final = Door("code/tries", 60, timedelta(hours=1))


@dataclass(frozen=True, slots=True)
class AskedCode:
    """A code to be sent: never shown on a page, except by a demo on its own machine."""

    phone: str
    code: str
    minutes: int
    key: str


def _mobile(phone: str) -> str:
    if len(phone) > 40 or not is_mobile(phone):
        raise PhoneUnfit
    return normalise_phone(phone)


def _digest(code: str, print_: bytes, sent_at: datetime) -> bytes:
    # Bound to the phone and the moment, under the look-up key: a stolen table cannot be tried out.
    return fingerprint(f"{code}/{print_.hex()}/{sent_at.timestamp()}", "code")


def ask_code(*, phone: str, address: str, at: datetime) -> AskedCode:
    """Make a code for a phone, replacing the one before. Says nothing about whether the phone has an account.

    :raises PhoneUnfit: no mobile number. :raises CodeJustSent: one a minute and six in six hours for a phone.
    :raises TooOften: too many from one address.
    """
    phone = _mobile(phone)
    knock(AN_ADDRESS, address, at)
    try:
        knock(A_MINUTE, phone, at)
        knock(A_PHONE, phone, at)
    except TooOften as refusal:
        raise CodeJustSent(**refusal.data) from None
    code = f"{secrets.randbelow(10**6):06}"
    print_ = fingerprint(phone, "phone")
    with transaction.atomic():
        LogInCode.objects.filter(runs_out_at__lt=at).delete()
        LogInCode.objects.update_or_create(
            print=print_,
            defaults={
                "digest": _digest(code, print_, at),
                "sent_at": at,
                "runs_out_at": at + GOOD_FOR,
                "tries": 0,
            },
        )
        record(What.CODE_SENT, at=at, person_print=print_, address=address)
    return AskedCode(
        phone, code, int(GOOD_FOR.total_seconds() // 60), f"{print_.hex()[:24]}:{at.timestamp()}"
    )


def enter_code(*, phone: str, code: str, address: str, language: str, at: datetime) -> Account:
    """Return the resident's account, made on the first time, when the code is right. The code is used up.

    :raises WrongCode: wrong, run out, tried five times, or never sent. :raises TooOften: too many from one address.
    """
    phone = _mobile(phone)
    knock(TRIES_OF_ADDRESS, address, at)
    print_ = fingerprint(phone, "phone")
    with transaction.atomic():
        row = LogInCode.objects.select_for_update().filter(print=print_).first()
        given = _digest("".join(code.split())[:12], print_, row.sent_at if row else at)
        # Compared even when there is nothing to compare with, so that time tells nothing.
        is_right = hmac.compare_digest(given, bytes(row.digest) if row else bytes(32))
        is_right = bool(row and is_right and row.runs_out_at > at and row.tries < MOST_TRIES)
        account = _resident(phone, print_, language, at) if is_right else None
        if account is not None and not account.is_active:
            account = None
        if row is not None and account is None:
            LogInCode.objects.filter(print=print_).update(tries=row.tries + 1)
        elif row is not None:
            row.delete()
        record(
            What.LOGGED_IN if account else What.LOG_IN_FAILED,
            at=at,
            actor_id=account.pk if account else None,
            person_id=account.pk if account else None,
            person_print=print_,
            is_success=account is not None,
            address=address,
        )
    if account is None:
        raise WrongCode
    return account


def _resident(phone: str, print_: bytes, language: str, at: datetime) -> Account:
    found = Account.objects.filter(phone_print=print_, is_resident=True).first()
    if found is not None:
        return found
    account = Account(
        # A name of no meaning: the number itself must not stand in a column that is shown.
        username=f"r-{secrets.token_hex(8)}",
        name="",
        phone=phone,
        phone_print=print_,
        language=language,
        is_resident=True,
        joined_at=at,
    )
    account.set_unusable_password()
    account.save()
    return account
