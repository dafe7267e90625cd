"""SMS through the office's gateway: one signed JSON request, which a city's 政务短信 platform or an adapter answers.

`POST {"id", "to", "text"}` with `Linli-Signature` as for webhooks. 2xx: taken. 4xx but 408 and 429: never will be.
"""

from __future__ import annotations

import json
from http import HTTPStatus

from linli.base.notices.channels import Message, NotDelivered
from linli.base.notices.channels._hooks import signature
from linli.base.notices.channels._post import post
from linli.base.notices.conf import conf

_AGAIN = (HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS)


def send(message: Message) -> None:
    """Hand an SMS to the gateway."""
    body = json.dumps(
        {"id": message.id, "to": message.to, "text": message.words}, ensure_ascii=False
    ).encode()
    stamp = str(int(message.at.timestamp()))
    signed = f"t={stamp},v1={signature(conf().sms_secret, stamp, body)}"
    status, _ = post(
        conf().sms_url,
        body,
        {"Content-Type": "application/json", "Linli-Delivery": str(message.id), "Linli-Signature": signed},
    )
    if status >= HTTPStatus.MULTIPLE_CHOICES:
        is_refused = (
            HTTPStatus.BAD_REQUEST <= status < HTTPStatus.INTERNAL_SERVER_ERROR and status not in _AGAIN
        )
        raise NotDelivered(f"sms gateway: {status}", for_good=is_refused)
