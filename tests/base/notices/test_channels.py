"""What goes out is signed, goes only where it may, and every bad answer has a name."""

from __future__ import annotations

import hashlib
import hmac
import http.server
import json
import smtplib
import socket
import threading
from collections.abc import Iterator
from typing import Any, ClassVar

import pytest
from django.core import mail

from linli.base.notices import channels
from linli.base.notices.channels import Message, NotDelivered, _email, _hooks, _post, _sms
from tests.town import MONDAY

MESSAGE = Message(7, "13800001234", "收到了", "收到了", MONDAY, secret="s3cret", facts=(("event", "x"),))


def to(address: str) -> Message:
    return Message(7, address, "收到了", "收到了", MONDAY, secret="s3cret", facts=(("event", "x"),))


class Listener(http.server.BaseHTTPRequestHandler):
    """Somebody else's server."""

    status: ClassVar[int] = 200
    answer: ClassVar[bytes] = b"{}"
    heard: ClassVar[list[tuple[str, dict[str, str], bytes]]] = []

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.heard.append((self.path, dict(self.headers), body))
        self.send_response(self.status)
        if self.status == 302:
            self.send_header("Location", "http://127.0.0.1:1/elsewhere")
        self.send_header("Content-Length", str(len(self.answer)))
        self.end_headers()
        self.wfile.write(self.answer)

    def log_message(self, *_args: Any) -> None:
        pass


@pytest.fixture
def base(settings: Any) -> Iterator[str]:
    Listener.status, Listener.answer, Listener.heard = 200, b"{}", []
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Listener)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    settings.HOOK_HOSTS = ["127.0.0.1"]
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


class TestSms:
    def test_is_handed_over_signed(self, base: str, settings: Any) -> None:
        settings.SMS_URL, settings.SMS_SECRET = f"{base}/sms?x=1", "key"
        channels.sender("sms")(MESSAGE)
        path, headers, body = Listener.heard[0]
        assert path == "/sms?x=1"
        assert json.loads(body) == {"id": 7, "to": "13800001234", "text": "收到了"}
        stamp, mac = (part.split("=")[1] for part in headers["Linli-Signature"].split(","))
        assert mac == hmac.digest(b"key", stamp.encode() + b"." + body, hashlib.sha256).hex()
        assert headers["Linli-Delivery"] == "7"

    @pytest.mark.parametrize(
        ("status", "for_good"), [(400, True), (404, True), (429, False), (408, False), (503, False)]
    )
    def test_knows_which_answers_may_change(
        self, base: str, settings: Any, status: int, for_good: bool
    ) -> None:
        settings.SMS_URL, settings.SMS_SECRET = base, "key"
        Listener.status = status
        with pytest.raises(NotDelivered) as refused:
            _sms.send(MESSAGE)
        assert refused.value.for_good is for_good


class TestRobot:
    def test_speaks_in_the_chat(self, base: str) -> None:
        Listener.answer = b'{"errcode":0,"errmsg":"ok"}'
        _hooks.send_to_robot(to(f"{base}/cgi-bin/webhook/send?key=1"))
        assert json.loads(Listener.heard[0][2]) == {"msgtype": "text", "text": {"content": "收到了"}}

    @pytest.mark.parametrize(
        ("answer", "for_good"),
        [
            (b'{"errcode":45009}', False),
            (b'{"errcode":93000}', True),
            (b"<html>", False),
            (b"[]", False),
            (b'{"errcode":"x"}', False),
        ],
    )
    def test_a_refusal_inside_a_good_answer_is_heard(self, base: str, answer: bytes, for_good: bool) -> None:
        Listener.answer = answer
        with pytest.raises(NotDelivered) as refused:
            _hooks.send_to_robot(to(base))
        assert refused.value.for_good is for_good

    def test_a_bad_status_too(self, base: str) -> None:
        Listener.status = 502
        with pytest.raises(NotDelivered, match="502"):
            _hooks.send_to_robot(to(base))


class TestWebhook:
    def test_a_partner_can_check_that_it_is_ours(self, base: str) -> None:
        channels.sender("webhook")(to(base))
        _, headers, body = Listener.heard[0]
        assert body == b'{"event": "x"}'
        stamp = headers["Linli-Signature"].split(",")[0].removeprefix("t=")
        assert headers["Linli-Signature"] == f"t={stamp},v1={_hooks.signature('s3cret', stamp, body)}"

    @pytest.mark.parametrize(("status", "for_good"), [(410, True), (302, False), (500, False)])
    def test_redirects_are_not_followed_and_gone_is_gone(
        self, base: str, status: int, for_good: bool
    ) -> None:
        Listener.status = status
        with pytest.raises(NotDelivered) as refused:
            _hooks.send_webhook(to(base))
        assert refused.value.for_good is for_good
        assert len(Listener.heard) == 1


class TestPost:
    @pytest.mark.parametrize(
        "address",
        [
            "127.0.0.1",
            "10.0.0.8",
            "192.168.1.1",
            "169.254.169.254",
            "::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.8",
            "64:ff9b::10.0.0.8",
            "2002:a00:8::1",
            "100.64.0.1",
            "fd00::1",
            "0.0.0.0",
            "224.0.0.1",
        ],
    )
    def test_never_leads_into_our_own_network(self, monkeypatch: pytest.MonkeyPatch, address: str) -> None:
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        found = [(socket.AF_INET, 1, 6, "", ("93.184.216.34", 443)), (family, 1, 6, "", (address, 443))]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *a, **k: found)
        with pytest.raises(NotDelivered, match="private") as refused:
            _post.post("https://looks-public.example/x", b"", {})
        assert refused.value.for_good

    def test_a_name_that_turns_private_after_it_was_checked_is_still_asked_where_it_was(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The name is looked up once: a second answer, with an address inside, is never asked for (DNS rebinding)."""
        answers = iter(["93.184.216.34", "127.0.0.1"])
        looked_up, reached = [], []

        def look_up(host: str, port: int, **_more: Any) -> list[Any]:
            looked_up.append(host)
            return [(socket.AF_INET, 1, 6, "", (next(answers), port))]

        def connect(address: tuple[str, int], *_more: Any) -> Any:
            reached.append(address)
            raise OSError("no network in a test")

        monkeypatch.setattr(socket, "getaddrinfo", look_up)
        monkeypatch.setattr(socket, "create_connection", connect)
        with pytest.raises(NotDelivered, match="no network"):
            _post.post("https://turns.example/x", b"", {})
        assert looked_up == ["turns.example"]
        assert reached == [("93.184.216.34", 443)]

    def test_a_host_that_is_not_found_may_come_back(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def gone(*_args: Any, **_kwargs: Any) -> Any:
            raise socket.gaierror("no")

        monkeypatch.setattr(socket, "getaddrinfo", gone)
        with pytest.raises(NotDelivered) as refused:
            _post.post("https://hub.example.cn/x", b"", {})
        assert not refused.value.for_good

    def test_nobody_listening_may_come_back(self, settings: Any) -> None:
        settings.HOOK_HOSTS = ["127.0.0.1"]
        with pytest.raises(NotDelivered) as refused:
            _post.post("http://127.0.0.1:1/", b"", {})
        assert not refused.value.for_good

    def test_a_scheme_we_do_not_speak_is_refused_for_good(self) -> None:
        with pytest.raises(NotDelivered) as refused:
            _post.post("gopher://hub.example.cn/", b"", {})
        assert refused.value.for_good


class TestEmail:
    def test_goes_out_as_a_machines_letter(self) -> None:
        _email.send(Message(1, "a@example.cn", "正文", "一\n行", MONDAY))
        (letter,) = mail.outbox
        assert (letter.subject, letter.body, letter.to) == ("一 行", "正文", ["a@example.cn"])
        assert letter.extra_headers["Auto-Submitted"] == "auto-generated"

    @pytest.mark.parametrize(
        ("error", "for_good"),
        [
            (smtplib.SMTPRecipientsRefused({"a": (550, b"no such user")}), True),
            (smtplib.SMTPRecipientsRefused({"a": (450, b"busy")}), False),
            (smtplib.SMTPServerDisconnected(), False),
            (TimeoutError(), False),
        ],
    )
    def test_knows_which_answers_may_change(
        self, monkeypatch: pytest.MonkeyPatch, error: Exception, for_good: bool
    ) -> None:
        def fails(_self: Any) -> None:
            raise error

        monkeypatch.setattr("django.core.mail.EmailMessage.send", fails)
        with pytest.raises(NotDelivered) as refused:
            _email.send(Message(1, "a@example.cn", "x", "y", MONDAY))
        assert refused.value.for_good is for_good

    def test_an_address_with_a_line_break_is_not_sent(self) -> None:
        with pytest.raises(NotDelivered):
            _email.send(Message(1, "a@example.cn\nBcc: b@example.cn", "x", "y", MONDAY))
        assert mail.outbox == []


def test_each_channel_has_a_sender(settings: Any) -> None:
    settings.EMAIL_HOST = "mail.example.cn"
    assert channels.sender("email") is _email.send
    assert channels.sender("robot") is _hooks.send_to_robot
    with pytest.raises(ValueError, match="in_app"):
        channels.sender("in_app")
