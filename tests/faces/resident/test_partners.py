"""Somebody in service reports in by themselves, reads their own entry and takes it back; nobody else reads it."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client

from linli.kernel import clock
from linli.pillars.party.partners import queries
from linli.pillars.party.partners.models import MemberReport
from tests.pillars.governance.deliberation.doing import resident
from tests.pillars.party.branches.doing import line_of
from tests.town import MONDAY, Town


@pytest.mark.django_db
def test_reports_in_changes_it_and_takes_it_back(town: Town) -> None:
    with clock.frozen(MONDAY):
        account, client = resident("13900000000", MONDAY), Client()
        assert Client().get("/report-in/").status_code == 302
        client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
        form = {"community": town.communities[0].pk, "duties": ["law", "teach"], "times": "周末上午"}
        early = client.post("/report-in/", form)
        assert (early.status_code, "还没有登记" in early.content.decode()) == (422, True)
        line = line_of(town)
        assert client.post("/report-in/", {**form, "duties": []}).status_code == 422
        assert client.post("/report-in/", form).status_code == 302
        assert client.post("/report-in/", {**form, "duties": ["law"]}).status_code == 302
        row = MemberReport.objects.get()
        assert (row.committee, row.duties, row.times) == (line.committee, ["law"], "周末上午")
        page = client.get("/report-in/")
        assert "法律服务" in page.content.decode()
        assert "no-store" in page["Cache-Control"]
        # The table by itself names nobody, and only the Party's own line reads it.
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {MemberReport._meta.db_table}")
            held = repr(
                [[bytes(v) if isinstance(v, memoryview) else v for v in r] for r in cursor.fetchall()]
            )
        assert "13900000000" not in held
        for name in ("leader", "secretary", "sysadmin", "auditor", "dispatcher"):
            assert queries.member_reports_of(actor=town.actor(name)) == []
            assert queries.find_member_report(town.actor(name), row.pk, "phone") is None
            assert town.client(name).get("/d/partners/members/").status_code in (403, 404)
        clerk = town.client("party_clerk")
        shown = clerk.get("/d/partners/members/").content.decode()
        assert "周末上午" in shown
        assert "13900000000" not in shown
        assert client.post("/report-in/back/").status_code == 302
        assert not MemberReport.objects.exists()
