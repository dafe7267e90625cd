"""Sheets and logs: no formula goes out, no entity is opened coming in, no secret is written down."""

from __future__ import annotations

import io
import logging
import re
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.utils.module_loading import import_string

from linli.base.files.sheets import open_sheet
from linli.base.people import api_keys
from linli.base.people import operations as people
from linli.base.people.actors import SYSTEM
from linli.base.people.models import Account
from linli.config.logs import FORMATTERS, NoSecrets
from linli.kernel import clock
from linli.kernel.refusals import Refusal
from linli.pillars.governance.reports import operations
from tests.security.twin import OWN, Twin
from tests.town import MONDAY

STARTS = ("=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(1)", "\t=1+1", "\r=1+1")


class TestSheetsGoingOut:
    @pytest.mark.parametrize("start", STARTS)
    @pytest.mark.parametrize(
        ("name", "path"),
        [
            ("dispatcher", "/d/export.xlsx?view=all"),
            ("auditor", "/d/house/audit/export.xlsx"),
            ("auditor", "/d/house/holders/export.xlsx"),
        ],
    )
    def test_hold_words_and_no_formula(self, twin: Twin, start: str, name: str, path: str) -> None:
        operations.file_report(
            actor=twin.town.actor("dispatcher"),
            at=clock.now(),
            text=start,
            lon=117.005,
            lat=36.005,
            place_words=start,
            name=start,
            phone="13800001234",
        )
        Account.objects.filter(username__in=["dispatcher", "sweeper"]).update(name=start)
        twin.town.office.name = start[:20]
        twin.town.office.save()
        people.close_account(
            actor=twin.town.actor("sysadmin"), account=twin.town.people["stoker"], at=clock.now()
        )
        response = twin.town.client(name).get(path)
        whole = b"".join(response.streaming_content)
        book = openpyxl.load_workbook(io.BytesIO(whole))
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
        assert [c.value for c in cells if c.data_type == "f"] == []
        # The words are there, as words: an empty sheet would hold no formula either.
        told = [c for c in cells if c.value is not None and start.strip() in str(c.value)]
        assert told, "what was written is not in the sheet"
        assert {c.data_type for c in told} == {"s"}
        # Nor does the file itself hold any: some programs read `<f>` where openpyxl reads none.
        with zipfile.ZipFile(io.BytesIO(whole)) as parts:
            sheets = [parts.read(n) for n in parts.namelist() if n.startswith("xl/worksheets/")]
        assert sheets
        assert not any(re.search(rb"<f[ >/]", sheet) for sheet in sheets)


class TestSheetsComingIn:
    ENTITY = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file://{path}">]>'

    def test_open_no_entity(self, tmp_path: Path) -> None:
        secret = tmp_path / "secret.txt"
        secret.write_text("only-for-the-server")
        book, hostile = openpyxl.Workbook(), tmp_path / "x.xlsx"
        book.active.append(["内容"])
        book.active.append(["HERE"])
        book.save(tmp_path / "plain.xlsx")
        with zipfile.ZipFile(tmp_path / "plain.xlsx") as plain, zipfile.ZipFile(hostile, "w") as out:
            for name in plain.namelist():
                data = plain.read(name)
                if b"HERE" in data:
                    body = data.decode().split("?>", 1)[-1].replace("HERE", "&e;")
                    data = (self.ENTITY.format(path=secret) + body).encode()
                out.writestr(name, data)
        try:
            with open_sheet(hostile) as sheet:
                found = repr(list(sheet.rows))
        except Refusal as refusal:
            found = repr(refusal.data)
        assert "only-for-the-server" not in found


class TestLogs:
    PHONE, PASSWORD, NAME = "13911112222", "crane-over-quiet-river", "欧阳守密"

    def test_name_no_secret_of_a_whole_life(
        self, twin: Twin, caplog: pytest.LogCaptureFixture, settings: Any
    ) -> None:
        """At the loudest level: filing, following, a code, a wrong and a right password, a key, a reveal, a mistake."""
        caplog.set_level(logging.DEBUG)
        for name in ("django", "django.request", "linli", "allauth"):
            caplog.set_level(logging.DEBUG, logger=name)
        staff = twin.town.people["dispatcher"]
        staff.set_password(self.PASSWORD)
        staff.save()
        form = {
            "text": "路灯不亮",
            "lon": "117.005",
            "lat": "36.005",
            "phone": self.PHONE,
            "name": self.NAME,
            "sure": "1",
        }
        filed = Client().post("/report/", form)
        number, token = filed.headers["Location"].split("/")[2:4]
        Client().get(f"/r/{number}/{token}/")
        Client().get(
            f"/r/{number}/{token[:-1]}/"
        )  # a link that broke is logged as not found, without its rest
        Client().post("/find/", {"number": number, "phone": self.PHONE})
        code = people.ask_code(phone=self.PHONE, address="x", at=clock.now()).code
        Client().post("/account/login/", {"phone": self.PHONE})
        Client().post("/accounts/login/", {"login": "dispatcher", "password": f"{self.PASSWORD}!"})
        desk = Client()
        desk.post("/accounts/login/", {"login": "dispatcher", "password": self.PASSWORD})
        desk.get(f"/d/reports/{number}/")
        desk.post("/d/phone/caller/", {"phone": self.PHONE})
        key = api_keys.issue_key(
            actor=SYSTEM,
            at=MONDAY,
            unit=twin.town.sanitation,
            name="x",
            abilities=["read"],
            account=twin.town.people["sweeper"],
        ).text
        for text in (key, key[:-1]):
            Client(headers={"Authorization": f"Bearer {text}"}).get(
                f"/api/v1/cases/{twin.things[OWN].number}"
            )
        named = settings.LOGGING["formatters"]["line"]["()"]
        assert named in FORMATTERS.values()
        assert all(issubclass(import_string(name), NoSecrets) for name in FORMATTERS.values())
        line = NoSecrets()
        written = "\n".join(
            line.format(r)
            for r in caplog.records
            if not r.name.startswith(tuple(settings.LOGGING["loggers"]))
        )
        # What the form masks should not have come to it in the first place.
        assert not any(self.PHONE in r.getMessage() for r in caplog.records if r.name.startswith("linli"))
        session = desk.cookies["linli_session"].value
        for secret in (self.PHONE, self.NAME, self.PASSWORD, code, token, token[:-1], key, key[:-1], session):
            assert secret not in written, secret[:4]
        for name in ("SECRET_KEY", "LINLI_LOOKUP_KEY"):
            assert str(getattr(settings, name)) not in written
