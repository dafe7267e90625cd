"""Compounds at the desk and on the phone: a contract, a seat, a meeting, a notice about the fund, sheets."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import openpyxl
import pytest
from django.test import Client

from linli.pillars.governance.estates.models import Election, Seat, ServiceContract
from tests.pillars.governance.estates.test_register import company, compound
from tests.town import Town

As = Callable[..., Client]


@pytest.mark.usefixtures("db")
def test_a_compound_gets_its_company_and_its_table(as_: As, town: Town, client: Client) -> None:
    one, firm = compound(town), company(town)
    secretary = as_("secretary")
    here = f"/d/estates/{one.pk}/"
    signed = {
        "contract-company": firm.pk, "contract-how": "tender", "contract-from_date": "2026-01-01",
        "contract-until_date": "2028-12-31", "contract-fee": "每月每平方米 1.2 元",
    }  # fmt: skip
    refused = secretary.post(f"{here}contract/", {**signed, "contract-until_date": "2025-01-01"})
    assert refused.status_code == 422
    assert "止要在起之后" in refused.content.decode()
    assert secretary.post(f"{here}contract/", signed).status_code == 302
    assert ServiceContract.objects.get().company == firm
    seat = {"seat-side": "branch", "seat-name": "支部老沙", "seat-from_date": "2026-02-01"}
    assert secretary.post(f"{here}seat/", seat).status_code == 302
    met = {
        "sitting-held_on": "2026-11-10", "sitting-place": "会客厅", "sitting-sides": ["branch", "company"],
        "sitting-agenda": "门禁坏了", "sitting-settled": "一周内修好",
    }  # fmt: skip
    assert secretary.post(f"{here}sitting/", met).status_code == 302
    shown = as_("worker").get(here).content.decode()
    assert "安居物业" in shown
    assert "一周内修好" in shown
    assert "登记物业合同" not in shown  # who sees it does not keep it
    assert as_("secretary2").get(here).status_code == 404
    public = client.get(f"/estates/{one.pk}/").content.decode()
    assert "支部老沙" in public
    assert "安居物业" in public
    assert secretary.post(f"{here}seats/{Seat.objects.get().pk}/end/").status_code == 302
    assert "支部老沙" not in client.get(f"/estates/{one.pk}/").content.decode()
    assert "东里小区" in client.get("/estates/?q=东里").content.decode()
    assert "没找到这个小区" in client.get("/estates/?q=没有的").content.decode()
    begun = secretary.get(f"/d/bulletins/new/?about=fund&compound={one.pk}").content.decode()
    assert "东里小区：动用维修资金" in begun
    sheet = b"".join(secretary.get("/d/estates/estates.xlsx?view=managed"))  # type: ignore[arg-type]
    rows = list(openpyxl.load_workbook(BytesIO(sheet)).active.values)  # type: ignore[union-attr]
    assert [row[0] for row in rows] == ["小区", "东里小区"]


@pytest.mark.usefixtures("db")
def test_whoever_asks_for_an_election_in_too_many_words_finds_them_again(as_: As, town: Town) -> None:
    one = compound(town)
    there = f"/d/estates/{one.pk}/propose/"
    secretary = as_("secretary")
    answer = secretary.post(there, {"words": "有业主提出来。" * 100})
    assert answer.status_code == 422
    assert "有业主提出来。有业主提出来。" in answer.content.decode()
    assert secretary.post(there, {"words": ""}).status_code == 422
    assert not Election.objects.exists()
    assert secretary.post(there, {"words": "二十一户业主联名"}).status_code == 302
    assert Election.objects.count() == 1
