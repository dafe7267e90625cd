"""Schemes from the office's form to the shop: written with conditions, who fits, told once, asked on the shop's own page."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

from django.test import Client
from openpyxl import load_workbook

from linli.kernel import clock
from linli.pillars.service.enterprises.queries import link_of
from linli.pillars.service.schemes.models import EnterpriseTrait, Scheme, SchemeTold
from tests.pillars.service.enterprises.doing import firm
from tests.pillars.service.schemes.doing import ABOUT
from tests.town import MONDAY, Town

As = Callable[[str], Client]
WRITTEN: dict[str, Any] = {
    **{name: ABOUT[name] for name in ("kind", "title", "issuer", "summary", "gives", "how", "contact")},
    "papers": "营业执照\n工资表",
    "opens_date": "2026-11-01",
    "closes_date": "2026-11-30",
    "key": "7f3b7c0e-4d0b-4b53-a1a5-0f3f3c4d6a11",
    "c-TOTAL_FORMS": "3",
    "c-INITIAL_FORMS": "0",
    "c-0-subject": "trade",
    "c-0-value": "住宿和餐饮业",
    "c-0-words": "餐饮店",
    "c-1-subject": "trait",
    "c-1-value": "近一年没裁员",
}


def test_from_the_document_to_the_shop(town: Town, as_: As, client: Client) -> None:
    with clock.frozen(MONDAY):
        desk, clerk = as_("dispatcher"), as_("clerk")
        assert clerk.get("/d/schemes/new/").status_code == 403
        assert desk.post("/d/schemes/new/").status_code == 422
        wrong = desk.post("/d/schemes/new/", {**WRITTEN, "c-1-value": "好店"})
        assert wrong.status_code == 422
        assert "好店" in wrong.content.decode()
        for _press in range(2):
            assert desk.post("/d/schemes/new/", WRITTEN).status_code == 302
        scheme = Scheme.objects.get()
        again = desk.get(f"/d/schemes/{scheme.pk}/edit/").content.decode()
        assert 'value="住宿和餐饮业"' in again
        shop = firm(town)
        asked = clerk.get(f"/d/schemes/{scheme.pk}/?view=ask").content.decode()
        assert shop.name in asked
        assert "还没问过企业" in asked
        assert shop.name not in clerk.get(f"/d/schemes/{scheme.pk}/").content.decode()
        # The shop says it itself, on its own page.
        mine = client.get(f"{link_of(shop)}schemes/").content.decode()
        assert scheme.title in mine
        assert client.post(f"{link_of(shop)}traits/keeps/", {"holds": "yes"}).status_code == 302
        assert EnterpriseTrait.objects.get().known_by is None
        assert client.post(f"/enterprise/{shop.pk}/wrong/traits/keeps/", {"holds": "no"}).status_code == 404
        assert shop.name in clerk.get(f"/d/schemes/{scheme.pk}/").content.decode()
        # Told once, from either page.
        none = clerk.post(f"/d/schemes/{scheme.pk}/tell/", {"how": "visit"})
        assert none.status_code == 422
        clerk.post(f"/d/schemes/{scheme.pk}/tell/", {"how": "visit", "one": [shop.pk]})
        desk.post(f"/d/enterprises/{shop.pk}/schemes/{scheme.pk}/told/", {"how": "phone"})
        assert SchemeTold.objects.get().how == "visit"
        book = b"".join(clerk.get(f"/d/schemes/{scheme.pk}/who.xlsx?view=told").streaming_content)  # type: ignore[attr-defined]
        rows = [row for page in load_workbook(BytesIO(book)).worksheets for row in page.values]
        assert rows[1][0] == shop.name
        assert "餐饮店" in str(rows[1])
        assert "2026-11-16" in str(rows[1])
        listed = b"".join(clerk.get("/d/schemes/schemes.xlsx").streaming_content)  # type: ignore[attr-defined]
        assert [r[1] for page in load_workbook(BytesIO(listed)).worksheets for r in page.values][
            1
        ] == scheme.title
        # Everybody reads it; a bulletin begins with its words; it ends for everybody at once.
        assert "每个在岗的人补 500 元" in client.get(f"/schemes/{scheme.pk}/").content.decode()
        assert scheme.title in client.get("/schemes/?q=稳岗").content.decode()
        assert scheme.title not in client.get("/schemes/?q=贷款").content.decode()
        begun = desk.get(f"/d/bulletins/new/?scheme={scheme.pk}").content.decode()
        assert f"/schemes/{scheme.pk}/" in begun
        assert ABOUT["summary"] in begun
        assert clerk.post(f"/d/schemes/{scheme.pk}/end/", {"end-reason": "stopped"}).status_code == 403
        assert desk.post(f"/d/schemes/{scheme.pk}/end/", {"end-reason": "stopped"}).status_code == 302
        assert client.get(f"/schemes/{scheme.pk}/").status_code == 404


def test_another_areas_steward_finds_nobody(town: Town, as_: As) -> None:
    with clock.frozen(MONDAY):
        as_("dispatcher").post("/d/schemes/new/", {**WRITTEN, "c-1-subject": ""})
        scheme, shop = Scheme.objects.get(), firm(town)
        other = as_("secretary2")
        assert shop.name not in other.get(f"/d/schemes/{scheme.pk}/").content.decode()
        assert other.get(f"/d/enterprises/{shop.pk}/schemes/").status_code == 404
        told = other.post(f"/d/schemes/{scheme.pk}/tell/", {"how": "visit", "one": [shop.pk]})
        assert told.status_code == 404
        assert not SchemeTold.objects.exists()
