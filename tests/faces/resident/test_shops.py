"""What a plate opens: duties and a word about the shop, which becomes an ordinary report bound to it."""

from __future__ import annotations

from django.test import Client

from linli.pillars.governance.inspections import queries
from linli.pillars.governance.inspections.models import ShopReport
from linli.pillars.governance.reports.models import Report
from tests.pillars.governance.inspections.doing import shop
from tests.town import IN_THIRD_GRID, Town

KEY = "6d2a3d0e-6e2d-4a9e-8f55-0d4f6f4f3a11"


def test_a_plate_shows_duties_and_nothing_of_anybody(town: Town, client: Client) -> None:
    one = shop(town)
    page = client.get(queries.plate_of(one)).content.decode()
    assert "包卫生" in page
    assert one.sign in page
    for hidden in ("周大勇", "周*", "138", one.enterprise.uscc, one.enterprise.name):
        assert hidden not in page
    assert client.get(f"/shop/{one.pk}/x/").status_code == 404


def test_what_is_reported_by_the_plate_is_bound_to_the_shop(town: Town, client: Client) -> None:
    one = shop(town)
    form = client.get(f"/report/?shop={one.pk}.{queries.token_of(one)}").content.decode()
    assert f"关于{one.sign}" in form
    given = {
        "text": "桌子摆到人行道上了",
        "shop": f"{one.pk}.{queries.token_of(one)}",
        "idempotency_key": KEY,
        "sure": "1",
    }
    for _press in range(2):
        assert client.post("/report/", given).status_code == 302
    bound = ShopReport.objects.get()
    assert (bound.shop, bound.case.area, bound.case.lon) == (one, one.area, one.lon)
    # Somebody else's place was said: it is about the shop all the same, at the place said.
    away = {**given, "idempotency_key": KEY[:-1] + "2", "lon": IN_THIRD_GRID[0], "lat": IN_THIRD_GRID[1]}
    client.post("/report/", away)
    assert ShopReport.objects.order_by("-case").first().case.area == town.grids[2]  # type: ignore[union-attr]
    # A plate that opens nothing makes an ordinary report.
    odd = {**given, "idempotency_key": KEY[:-1] + "3", "shop": f"{one.pk}.x", "where": "东里社区"}
    assert client.post("/report/", odd).status_code == 302
    assert (Report.objects.count(), ShopReport.objects.count()) == (3, 2)
