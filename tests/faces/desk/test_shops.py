"""Shops at the desk: one register of enterprises behind two pages, the sheet in and out, plates to print."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from linli.kernel.standards.frontage import BY_CODE
from linli.pillars.governance.inspections import queries
from linli.pillars.governance.inspections.models import Shop
from linli.pillars.service.enterprises.models import Enterprise
from linli.pillars.service.enterprises.queries import link_of
from tests.pillars.governance.inspections.doing import checked, shop
from tests.pillars.service.enterprises.doing import PHONE, code_of, firm
from tests.town import IN_THIRD_GRID, Town

As = Callable[[str], Client]


def rows_of(answer: Any) -> list[tuple[Any, ...]]:
    sheet = b"".join(answer.streaming_content)
    return list(load_workbook(BytesIO(sheet)).active.iter_rows(values_only=True))  # type: ignore[union-attr]


def test_a_shop_is_written_down_and_its_enterprise_only_once(town: Town, as_: As) -> None:
    known, clerk = firm(town, 3), as_("clerk")
    given = {"sign": "老周面馆", "trade": "catering", "lon": 117.005, "lat": 36.005, "uscc": "x"}
    bad = clerk.post("/d/shops/new/", given)
    assert bad.status_code == 422
    assert "18 位" in bad.content.decode()
    # With a space, as it is often copied: it is the enterprise that is known.
    code = code_of(3)
    done = clerk.post(
        "/d/shops/new/", {**given, "uscc": f" {code[:8]} {code[8:]} ", "contact_phone": "13900000001"}
    )
    one = Shop.objects.get()
    assert done.headers["Location"] == f"/d/shops/{one.pk}/"
    assert one.enterprise_id == known.pk
    known.refresh_from_db()
    assert known.contact_phone == PHONE
    page = clerk.get(f"/d/shops/{one.pk}/").content.decode()
    assert "138****7777" in page
    assert PHONE not in page
    assert queries.plate_of(one) in page
    new = {
        **given,
        "sign": "小周花店",
        "trade": "retail",
        "uscc": "",
        "no_code": "stall",
        "contact_phone": PHONE,
    }
    assert clerk.post("/d/shops/new/", new).status_code == 302
    assert Enterprise.objects.get(name="小周花店").contact_phone == PHONE
    assert as_("worker3").get(f"/d/shops/{one.pk}/").status_code == 404
    changed = {"sign": "老周刀削面", "trade": "catering", "front_m": 8, "address": ""}
    assert clerk.post(f"/d/shops/{one.pk}/edit/", changed).status_code == 302
    one.refresh_from_db()
    assert (one.sign, one.front_m, one.enterprise_id) == ("老周刀削面", 8, known.pk)
    of_known = clerk.post(f"/d/shops/new/{known.pk}/", {"sign": "老周面馆外卖窗口", "trade": "catering"})
    assert of_known.status_code == 302
    assert known.pk == Shop.objects.get(sign="老周面馆外卖窗口").enterprise_id


def test_the_sheet_is_the_list_and_comes_in_again(town: Town, as_: As) -> None:
    shop(town, 1)
    shop(town, 2, trade="retail", point=IN_THIRD_GRID)
    desk = as_("dispatcher")
    assert "第1包子铺" not in desk.get("/d/shops/?trade=retail").content.decode()
    rows = rows_of(desk.get("/d/shops/shops.xlsx?trade=retail"))
    assert [r[0] for r in rows[1:]] == ["柳岸第2包子铺"]
    assert rows[1][8] == "138****7777"
    whole = b"".join(desk.get("/d/shops/shops.xlsx").streaming_content)  # type: ignore[attr-defined]
    back = desk.post("/d/shops/import/", {"file": SimpleUploadedFile("a.xlsx", whole)})
    assert "没变 2 家" in back.content.decode()
    assert "第2包子铺" not in str(rows_of(as_("worker").get("/d/shops/shops.xlsx")))
    lines = "店招,经营种类,统一社会信用代码,地址\n老周面馆,小吃,,东里社区\n怪店,火星,,\n,,,\n"
    taken = desk.post(
        "/d/shops/import/", {"file": SimpleUploadedFile("a.csv", lines.encode())}
    ).content.decode()
    assert "新增 1 家" in taken
    assert "收不下 1 行" in taken
    assert "火星" in taken
    bad = desk.post("/d/shops/import/", {"file": SimpleUploadedFile("a.csv", "甲,乙\n1,2\n".encode())})
    assert bad.status_code == 422


def test_plates_are_laid_out_eight_to_a_sheet_without_anything_of_anybody(town: Town, as_: As) -> None:
    one = firm(town)
    for n in range(9):
        shop(town, enterprise=one, sign=f"铺子{n}")
    page = as_("worker").get("/d/shops/plates/").content.decode()
    assert page.count('class="ll-plates"') == 2
    assert page.count("<svg") >= 9
    assert "周大勇" not in page
    assert "138" not in page
    alone = as_("worker").get(f"/d/shops/plates/?one={Shop.objects.get(sign='铺子3').pk}").content.decode()
    assert "铺子3" in alone
    assert "铺子4" not in alone
    assert as_("worker3").get(f"/d/shops/plates/?one={Shop.objects.get(sign='铺子3').pk}").status_code == 404
    assert "铺子1" not in as_("worker3").get("/d/shops/plates/").content.decode()


def test_a_plate_is_renewed_and_a_shop_goes(town: Town, as_: As) -> None:
    one, worker = shop(town), as_("worker")
    before = queries.plate_of(one)
    assert worker.get(before).status_code == 200
    worker.post(f"/d/shops/{one.pk}/plate/")
    assert worker.get(before).status_code == 404
    one.refresh_from_db()
    worker.post(f"/d/shops/{one.pk}/end/", {"end-reason": "changed"})
    assert worker.get(queries.plate_of(one)).status_code == 404
    assert one.sign in worker.get("/d/shops/?view=ended").content.decode()
    assert worker.post(f"/d/shops/{one.pk}/end/", {"end-reason": "changed"}).status_code == 409


def test_points_and_honours_stand_on_the_pages(town: Town, as_: As, client: Client) -> None:
    one, leader = shop(town), as_("leader")
    checked(town, one)
    page = leader.get(f"/d/shops/{one.pk}/").content.decode()
    assert "95" in page
    given = {"honour-kind": "party", "honour-ground": "三年没有投诉"}
    leader.post(f"/d/shops/{one.pk}/honour/", given)
    assert "共产党员示范店" not in client.get(queries.plate_of(one)).content.decode()
    held = one.honours.get()
    assert leader.post(f"/d/shops/{one.pk}/withdraw/", {"honour": held.pk}).status_code == 422
    leader.post(f"/d/shops/{one.pk}/withdraw/", {"honour": held.pk, "withdraw-reason": "记错店了"})
    leader.post(f"/d/shops/{one.pk}/honour/", {**given, "honour-is_agreed": "on"})
    assert "共产党员示范店" in client.get(queries.plate_of(one)).content.decode()
    assert "记错店了" in leader.get(f"/d/shops/{one.pk}/").content.decode()
    assert f"/d/shops/{one.pk}/honour/" not in as_("worker").get(f"/d/shops/{one.pk}/").content.decode()
    form = {"basis": "区城管办 3 号", "since": "2026-11-16", "base": 100, **{f"line-{c}": 1 for c in BY_CODE}}
    assert leader.post("/d/shops/rules/", {**form, "line-O01": 200}).status_code == 422
    assert leader.post("/d/shops/rules/", form).status_code == 302
    assert "区城管办 3 号" in as_("worker").get("/d/shops/rules/").content.decode()
    own = client.get(f"{link_of(one.enterprise)}shop/{one.pk}/").content.decode()
    assert "99" in own
