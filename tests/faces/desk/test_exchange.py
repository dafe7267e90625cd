"""Exchange through the pages: posted on a shop's own page, read at the desk, answered by another, exported."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

from django.test import Client
from openpyxl import load_workbook

from linli.kernel import clock
from linli.pillars.service.enterprises.queries import link_of
from linli.pillars.service.exchange.models import ExchangePost, ExchangeReply
from tests.pillars.service.enterprises.doing import PHONE, firm
from tests.town import MONDAY, Town

As = Callable[[str], Client]
POST: dict[str, Any] = {
    "side": "offer",
    "what": "space",
    "title": "空着半间库房",
    "words": "三十平，干燥，能放到年底",
    "until_date": "2026-12-10",
    "key": "8b1c2f55-8f0f-4a0d-9d0e-2a6a1c0b7d10",
}


def test_from_one_shop_to_another(town: Town, as_: As, client: Client) -> None:
    with clock.frozen(MONDAY):
        one, other, desk, clerk = firm(town), firm(town, 2), as_("dispatcher"), as_("clerk")
        mine, theirs = f"{link_of(one)}exchange/", f"{link_of(other)}exchange/"
        refused = client.post(mine, {**POST, "words": f"打 {PHONE}"})
        assert refused.status_code == 422
        for _press in range(2):
            assert client.post(mine, {**POST, "shows_contact": "on"}).status_code == 302
        post = ExchangePost.objects.get()
        assert client.get(f"/exchange/{post.pk}/").status_code == 404
        assert post.title in clerk.get("/d/exchange/").content.decode()
        assert clerk.post(f"/d/exchange/{post.pk}/show/").status_code == 403
        assert desk.post(f"/d/exchange/{post.pk}/back/", {"reason": ""}).status_code == 422
        assert desk.post(f"/d/exchange/{post.pk}/show/").status_code == 302
        assert post.title in client.get("/exchange/?side=offer").content.decode()
        assert post.title not in client.get("/exchange/?side=need").content.decode()
        # The contact stands there by consent, and goes when it is taken back.
        assert PHONE in client.get(f"/exchange/{post.pk}/").content.decode()
        assert client.post(f"{theirs}{post.pk}/hide/").status_code == 404
        assert client.post(f"{mine}{post.pk}/hide/").status_code == 302
        assert PHONE not in client.get(f"/exchange/{post.pk}/").content.decode()
        # Another shop answers once, without its number.
        assert post.title in client.get(theirs).content.decode()
        assert client.post(f"{theirs}{post.pk}/reply/", {"words": ""}).status_code == 422
        assert client.post(f"{theirs}{post.pk}/reply/", {"words": "我们要二十平"}).status_code == 302
        assert client.post(f"{theirs}{post.pk}/reply/", {"words": "再问一次"}).status_code == 409
        page = client.get(mine).content.decode()
        assert "我们要二十平" in page
        assert PHONE not in page
        reply = ExchangeReply.objects.get()
        assert client.post(f"{theirs}{post.pk}/agreed/", {"reply": reply.pk}).status_code == 404
        assert client.post(f"{mine}{post.pk}/agreed/", {"reply": reply.pk}).status_code == 302
        assert client.post(f"{mine}{post.pk}/end/", {"outcome": "taken"}).status_code == 409
        assert client.post(f"{mine}{post.pk}/end/", {"outcome": "met"}).status_code == 302
        assert "在这里对接上了" in desk.get(f"/d/exchange/{post.pk}/").content.decode()
        book = b"".join(clerk.get("/d/exchange/exchange.xlsx?view=ended").streaming_content)  # type: ignore[attr-defined]
        row = [row for sheet in load_workbook(BytesIO(book)).worksheets for row in sheet.values][1]
        assert (row[2], row[8], row[9]) == (post.title, 1, 1)
        assert as_("secretary2").get(f"/d/exchange/{post.pk}/").status_code == 404
