"""An application from a phone in a real browser: filled in, offline and back, told once what lacks, supplied, decided."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from linli.base.people.actors import SYSTEM
from linli.kernel import clock
from linli.pillars.service.applications import operations as op
from linli.pillars.service.applications.models import Application, Paper
from linli.pillars.service.applications.rules import Outcome, Told
from linli.pillars.service.catalog import operations as catalog
from linli.pillars.service.catalog.rules import firstday
from tests.base.files import samples
from tests.browser.axe import troubles
from tests.town import MONDAY, Town, build_town

pytestmark = [pytest.mark.django_db(transaction=True)]
LONG = 60_000
"""As long as a machine with much else to do may take for a page."""


@pytest.fixture
def town(live_server: Any) -> Town:
    town = build_town()
    wanted = [item for item in firstday.items() if item.code == "YL06"]
    catalog.import_items(
        actor=SYSTEM, at=MONDAY, office=town.office, items=enumerate(wanted, 1), publish=True
    )
    return town


@pytest.fixture
def card(tmp_path: Path) -> Path:
    path = tmp_path / "card.jpg"
    path.write_bytes(samples.photo(size=(320, 200)))
    return path


def fill(page: Any) -> None:
    page.fill('[name="f-name"]', "王春")
    page.fill('[name="f-id_number"]', "11010519491231002X")
    page.fill('[name="f-phone"]', "13800001234")
    page.fill('[name="f-address"]', "官园 3 号楼")


def test_a_resident_without_an_account_applies_supplies_from_home_and_reads_the_decision(
    new_page: Callable[..., Any], town: Town, live_server: Any, card: Path
) -> None:
    page = new_page()
    page.set_default_timeout(LONG)
    page.goto(f"{live_server.url}/guide/YL06/")
    page.click("text=按我的情况列清单")
    page.check('[name="who"][value="self"]', force=True)
    page.check('[name="renting"][value="yes"]', force=True)
    page.click("text=接着")
    page.click("text=在手机上办")
    page.wait_for_selector("form[data-conditions]")

    # What hangs on an answer shows with it, and goes with it.
    more = page.locator('[name="f-changes_other"]')
    assert not more.is_visible()
    page.locator("label.ll-tick", has_text="别的").click()
    more.wait_for(state="visible")
    page.fill('[name="f-changes_other"]', "门槛太高")
    fill(page)

    # The line is lost in the midst of it: what was written is there again.
    page.wait_for_timeout(1_000)  # longer than the pause after which a phone keeps what is typed
    page.reload()
    page.wait_for_selector("[data-draft-note]")
    assert page.input_value('[name="f-changes_other"]') == "门槛太高"
    assert page.locator('[name="f-changes_other"]').is_visible()

    page.set_input_files('[name="m-id"]', str(card))
    page.wait_for_selector(".ll-shot img")
    page.click("text=看一遍，再交")
    page.wait_for_selector('button[name="sure"]')
    assert "还差 1 样" in page.inner_text("main")
    assert troubles(page) == []
    page.click('button[name="sure"]')
    page.wait_for_url("**/receipt/")
    assert troubles(page) == []
    page.click("a.btn-primary")
    page.wait_for_selector("text=五个工作日内告诉您受理不受理")

    application = Application.objects.select_related("case").get()
    number, window, leader = application.case.number, town.actor("receptionist"), town.actor("leader")
    op.tell_applicant(
        actor=window,
        number=number,
        at=clock.now(),
        told=[Told("lease", "没有租房合同。")],
        answer="请补租房合同。",
    )
    page.reload()
    page.wait_for_selector("text=没有租房合同。")
    assert troubles(page) == []
    page.set_input_files('[name="m-lease"]', str(card))
    page.wait_for_selector(".ll-shot img")
    page.click("#supply button.btn-primary")
    page.wait_for_selector("text=收到了，窗口接着看")
    assert not Paper.objects.filter(application=application, state__in=("missing", "returned")).exists()

    op.accept_application(actor=window, number=number, at=clock.now())
    page.reload()
    page.wait_for_selector("text=我们承诺")
    op.review_application(
        actor=window, number=number, at=clock.now(), proposal=Outcome.DECLINED, note="不符合"
    )
    why = {"reason": "房子不是自己的。", "basis": "本市办法第三条。", "remedy": "可以六十日内申请复议。"}
    op.decline_application(actor=leader, number=number, at=clock.now(), **why)
    page.reload()
    page.wait_for_selector("text=看决定书")
    assert troubles(page) == []
    page.click("text=看决定书")
    page.wait_for_selector(".ll-notice")
    assert "可以六十日内申请复议" in page.inner_text(".ll-notice")


@pytest.mark.parametrize("look", [{"size": "large"}, {"theme": "dark"}, {"lang": "en"}, {"scripts": False}])
def test_the_form_is_clean_in_every_look_and_works_without_a_script(
    new_page: Callable[..., Any], town: Town, live_server: Any, look: dict[str, Any]
) -> None:
    page = new_page(**look)
    page.set_default_timeout(LONG)
    page.goto(f"{live_server.url}/guide/YL06/form/?who=other&renting=yes")
    if look.get("scripts") is not False:
        assert troubles(page) == []
        return
    # All of it stands on the page, and says what it hangs on.
    assert page.locator('[name="f-changes_other"]').is_visible()
    assert "选了“别的”才填" in page.inner_text("main")
    fill(page)
    page.check('[name="f-changes"][value="rails"]', force=True)
    page.fill('[name="f-changes_other"]', "不该留的")
    page.fill('[name="f-agent_name"]', "王小明")
    page.fill('[name="f-agent_phone"]', "13900001234")
    page.fill('[name="f-relation"]', "儿子")
    page.check('[name="agent_basis"][value="relative"]', force=True)
    page.check('[name="has_consent"]', force=True)
    page.click("text=看一遍，再交")
    page.click('button[name="sure"]')
    page.wait_for_url("**/receipt/")
    assert "changes_other" not in Application.objects.get().answers
