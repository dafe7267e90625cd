"""The robot of a WeCom chat group, and the systems of partners."""

from __future__ import annotations

import hashlib
import hmac
import json
from http import HTTPStatus

from linli.base.notices.channels import Message, NotDelivered
from linli.base.notices.channels._post import post

ROBOT_HOST = "qyapi.weixin.qq.com"
_NO_SUCH_ROBOT = 93000  # WeCom: invalid webhook url. Others pass, such as 45009, more than twenty a minute


def send_to_robot(message: Message) -> None:
    """Say something in a WeCom chat group."""
    body = json.dumps({"msgtype": "text", "text": {"content": message.words}}, ensure_ascii=False).encode()
    status, answer = post(message.to, body, {"Content-Type": "application/json"})
    if status != HTTPStatus.OK:
        raise NotDelivered(f"robot: {status}")
    try:
        said = json.loads(answer)
        code = int(said.get("errcode", -1))
    except (ValueError, TypeError, AttributeError) as error:
        raise NotDelivered("robot: answer not understood") from error
    if code != 0:
        raise NotDelivered(f"robot: {code}", for_good=code == _NO_SUCH_ROBOT)


def signature(secret: str, stamp: str, body: bytes) -> str:
    """Return what a partner computes to know that a message is ours and fresh: HMAC-SHA256 of `stamp.body`."""
    return hmac.digest(secret.encode(), stamp.encode() + b"." + body, hashlib.sha256).hex()


def send_webhook(message: Message) -> None:
    """Tell a partner's system what happened, signed."""
    body = json.dumps(dict(message.facts), ensure_ascii=False, sort_keys=True).encode()
    stamp = str(int(message.at.timestamp()))
    status, _ = post(
        message.to,
        body,
        {
            "Content-Type": "application/json",
            "Linli-Delivery": str(message.id),
            "Linli-Signature": f"t={stamp},v1={signature(message.secret, stamp, body)}",
        },
    )
    if status >= HTTPStatus.MULTIPLE_CHOICES:
        raise NotDelivered(f"webhook: {status}", for_good=status == HTTPStatus.GONE)
