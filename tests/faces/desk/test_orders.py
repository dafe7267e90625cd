"""A check from the phone, the order that follows, its paper, and the merchant's own page over the enterprise's link."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from docx import Document

from linli.pillars.governance.inspections import queries
from linli.pillars.governance.inspections.models import Rectification, ShopCheck
from linli.pillars.service.enterprises.queries import link_of
from tests.base.files import samples
from tests.faces.desk.test_shops import rows_of
from tests.pillars.governance.inspections.doing import checked, shop
from tests.town import Town

As = Callable[[str], Client]
KEY = "6d2a3d0e-6e2d-4a9e-8f55-0d4f6f4f3a1"


def photo() -> SimpleUploadedFile:
    return SimpleUploadedFile("a.jpg", samples.photo(size=(64, 48)), "image/jpeg")


def test_a_shop_is_found_by_its_plate_reported_checked_put_right_and_looked_at_again(
    town: Town, as_: As, client: Client
) -> None:
    one, worker = shop(town), as_("worker")
    link = link_of(one.enterprise)
    own = f"{link}shop/{one.pk}/"
    # Somebody scans the plate and says something.
    client.post(
        "/report/",
        {
            "text": "桌子摆到盲道上，我住楼上",
            "shop": f"{one.pk}.{queries.token_of(one)}",
            "sure": "1",
            "idempotency_key": f"{KEY}1",
        },
    )
    page = worker.get(f"/d/shops/{one.pk}/").content.decode()
    assert f"/d/shops/{one.pk}/check/" in page
    # The grid worker looks, twice on bad signal.
    assert worker.post(f"/d/shops/{one.pk}/check/", {"key": f"{KEY}2"}).status_code == 422
    given = {"line-O01": "bad", "line-C01": "ok", "note": "老板不在", "key": f"{KEY}2", "photos": photo()}
    answer = worker.post(f"/d/shops/{one.pk}/check/", given)
    given["photos"] = photo()
    again = worker.post(f"/d/shops/{one.pk}/check/", given)
    assert answer.headers["Location"] == again.headers["Location"]
    row = Rectification.objects.get()
    number = row.case.number
    # The merchant reads what and until when, not who reported nor the words.
    page = client.get(own).content.decode()
    assert "没有店外经营" in page
    for hidden in ("我住楼上", "老板不在", "桌子摆到"):
        assert hidden not in page
    assert f"/enterprise/{one.enterprise_id}/" in client.get(link).content.decode()
    bad = client.post(f"{link}order/{number}/answer/", {f"{number}-answer": ""})
    assert bad.status_code == 422
    sent = {f"{number}-answer": "搬进去了", f"{number}-key": f"{KEY}3", f"{number}-photos": photo()}
    assert client.post(f"{link}order/{number}/answer/", sent).status_code == 302
    assert worker.get(f"/d/orders/{number}/").content.decode().count("<figure") == 2
    # Looked at again.
    assert worker.post(f"/d/orders/{number}/pass-check/", {"pass-check-answer": ""}).status_code == 422
    done = worker.post(f"/d/orders/{number}/pass-check/", {"pass-check-answer": "看过，好了"})
    assert done.status_code == 302
    row.case.refresh_from_db()
    assert (row.case.state, row.case.is_answered) == ("closed", True)
    assert "看过，好了" in client.get(own).content.decode()
    assert number in str(rows_of(worker.get("/d/orders/orders.xlsx?all=1")))
    assert number in worker.get("/d/orders/?all=1").content.decode()


def test_photos_are_seen_by_those_it_concerns_only(town: Town, as_: As, client: Client) -> None:
    one, other = shop(town), shop(town, 2)
    as_("worker").post(f"/d/shops/{one.pk}/check/", {"line-O01": "bad", "photos": photo(), "key": f"{KEY}4"})
    row = Rectification.objects.get()
    (file_id,) = queries.steps_of(row, is_own=True)[0].files
    path = f"order/{row.case.number}/files/{file_id}/small/"
    assert client.get(f"{link_of(one.enterprise)}{path}").status_code == 200
    assert client.get(f"{link_of(other.enterprise)}{path}").status_code == 404
    desk = f"/d/orders/{row.case.number}/files/{file_id}/small/"
    assert as_("worker").get(desk).status_code == 200
    assert as_("worker3").get(desk).status_code == 404
    assert client.get(f"{link_of(other.enterprise)}shop/{one.pk}/").status_code == 404
    assert client.post(f"{link_of(other.enterprise)}order/{row.case.number}/appeal/").status_code == 404


def test_a_merchant_objects_and_looks_for_themselves(town: Town, as_: As, client: Client) -> None:
    one = shop(town)
    number = checked(town, one).rectification.case.number
    link = link_of(one.enterprise)
    assert client.post(f"{link}shop/{one.pk}/self/", {"key": f"{KEY}5"}).status_code == 422
    for _press in range(2):
        client.post(f"{link}shop/{one.pk}/self/", {"line-C01": "bad", "key": f"{KEY}5"})
    assert ShopCheck.objects.filter(kind="self").count() == 1
    empty = client.post(f"{link}order/{number}/appeal/", {f"o{number}-answer": ""})
    assert empty.status_code == 422
    sent = client.post(f"{link}order/{number}/appeal/", {f"o{number}-answer": "是隔壁摆的"})
    assert sent.status_code == 302
    page = as_("leader").get(f"/d/orders/{number}/").content.decode()
    assert "是隔壁摆的" in page
    assert f"/d/orders/{number}/quash/" in page
    as_("leader").post(f"/d/orders/{number}/quash/", {"quash-answer": "看过照片，是隔壁的"})
    assert "看过照片" in client.get(f"{link}shop/{one.pk}/").content.decode()


def test_the_notice_is_a_page_and_a_word_file(town: Town, as_: As) -> None:
    number = checked(town, shop(town)).rectification.case.number
    worker = as_("worker")
    page = worker.get(f"/d/orders/{number}/notice/").content.decode()
    assert "限期整改通知书" in page
    held = Document(BytesIO(worker.get(f"/d/orders/{number}/notice.docx").content))
    assert "限期整改通知书" in held.paragraphs[0].text
    assert "没有店外经营" in held.tables[0].rows[1].cells[1].text
    assert as_("worker3").get(f"/d/orders/{number}/notice/").status_code == 404
    refer = worker.post(
        f"/d/orders/{number}/refer/", {"refer-answer": "不听", "refer-to": town.sanitation.pk}
    )
    assert refer.status_code == 302
    assert as_("sweeper").get(f"/d/orders/{number}/").status_code == 200
