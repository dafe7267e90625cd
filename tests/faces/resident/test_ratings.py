"""Rating on one's own phone and on the window's tablet; what everybody may read; and what staff cannot do."""

from __future__ import annotations

import re

from django.test import Client
from django.urls import reverse

from linli.base.flow.models import Case
from linli.base.people.vault import secret_token
from linli.kernel import clock
from linli.pillars.service.applications.models import Application
from linli.pillars.service.counters import operations as counters
from linli.pillars.service.ratings import operations as op
from linli.pillars.service.ratings import queries
from linli.pillars.service.ratings.models import Rating
from tests.pillars.service.applications.doing import bring
from tests.pillars.service.counters.hamlet import NOW, SmallHall
from tests.pillars.service.ratings.doing import HOUR, visit
from tests.town import Town


def link(town: Town) -> str:
    ticket = visit(town)
    return reverse("resident:ticket-rate", args=[ticket.pk, counters.token_of(ticket)])


def test_a_visit_is_rated_followed_and_said_to_be_solved(town: Town, small: SmallHall) -> None:
    url, phone = link(town), Client()
    page = phone.get(url).content.decode()
    assert page.count('name="level"') == 5
    assert "checked" not in page
    assert phone.post(url, {"level": "9"}).status_code == 422
    given = {"level": "2", "words": "等了很久", "marks": ["speed"], "phone": "13800001234"}
    assert phone.post(url, given).status_code == 302
    bad = Rating.objects.get()
    assert (bad.level, bad.marks, bad.phone, bad.case is not None) == (2, ["speed"], "13800001234", True)
    assert "前答复您" in phone.get(url).content.decode()
    case = Case.objects.get()
    with clock.frozen(NOW + HOUR):
        op.remedy_rating(
            actor=town.actor("receptionist"), number=case.number, at=NOW + HOUR, answer="周一加开一个窗口。"
        )
        assert "周一加开一个窗口。" in phone.get(url).content.decode()
        assert phone.post(f"{url}solved/", {"solved": "yes"}).status_code == 302
        assert phone.post(url, {"level": "5"}).status_code == 409
    case.refresh_from_db()
    assert (case.state, Rating.objects.get().level) == ("closed", 2)


def test_staff_are_told_by_name_that_they_cannot_rate(town: Town, small: SmallHall) -> None:
    url = link(town)
    for name in ("receptionist", "leader", "worker"):
        said = town.client(name).post(url, {"level": "5"})
        assert said.status_code == 403
        assert "工作人员不能评价" in said.content.decode()
    tablet = reverse("resident:tablet", args=[small.windows[1].pk, op.tablet_token(small.windows[1])])
    last = Rating.objects.count()
    ticket = queries.tablet_asks(window=small.windows[1], at=NOW)
    assert ticket is not None
    given = {"ticket": ticket.pk, "level": "5"}
    assert town.client("receptionist").post(tablet, given).status_code == 403
    assert Rating.objects.count() == last == 0


def test_the_tablet_asks_about_the_visit_that_just_ended_and_no_other(town: Town, small: SmallHall) -> None:
    window = small.windows[1]
    url = reverse("resident:tablet", args=[window.pk, op.tablet_token(window)])
    assert Client().get(reverse("resident:tablet", args=[window.pk, "x" * 22])).status_code == 404
    assert 'name="level"' not in Client().get(url).content.decode()
    ticket = visit(town)
    assert ticket.code in Client().get(url).content.decode()
    assert Client().get(url, {"seen": str(ticket.pk)}).status_code == 204
    Client().post(url, {"ticket": ticket.pk + 1, "level": "1"})
    assert not Rating.objects.exists()
    assert "谢谢" in Client().post(url, {"ticket": ticket.pk, "level": "4"}).content.decode()
    assert Rating.objects.get().way == "tablet"
    assert 'name="level"' not in Client().get(url).content.decode()
    with clock.frozen(NOW + HOUR):
        visit(town)
        assert 'name="level"' not in Client().get(url).content.decode()


def test_everybody_reads_how_many_rated_and_how_a_rate_is_computed(town: Town, small: SmallHall) -> None:
    assert "还没有人评" in Client().get(reverse("resident:ratings")).content.decode()
    for level in ("5", "5", "4", "3", "2"):
        Client().post(link(town), {"level": level, "marks": ["speed", "guide"]})
    page = Client().get(reverse("resident:ratings")).content.decode()
    assert "5 条评价" in page
    assert "非常满意、满意、基本满意" in page
    assert "80.0%" in page
    assert "receptionist" not in page
    # The indicators of the standard, of good ratings and of bad ones; what is not asked on the spot was not kept.
    marks = page.split("说到的方面")[1].split("</table>")[0]
    assert re.findall(
        r'scope="row">(.+?)</th><td class="ll-num">(\d+)</td><td class="ll-num">(\d+)', marks
    ) == [("办事快慢", "4", "1")]
    assert "按申请的事项" not in page


def test_everybody_reads_how_items_were_rated_but_none_that_too_few_applied_for(town: Town) -> None:
    for n in range(5):
        number, at = bring(town, "refused")
        with clock.frozen(at):
            if n == 4:
                assert "按申请的事项" not in Client().get(reverse("resident:ratings")).content.decode()
            case = Case.objects.get(number=number)
            assert Client().post(queries.path_to_rate(case), {"level": "4" if n else "1"}).status_code == 302
    with clock.frozen(at):
        page = Client().get(reverse("resident:ratings")).content.decode()
    assert re.findall(r'scope="row">(.+?)</th>.+?>(\d/\d)<', page.split("按申请的事项")[1]) == [
        ("摆摊许可", "4/5")
    ]


def test_whoever_applied_rates_it_from_the_page_of_what_they_applied_for(town: Town) -> None:
    number, at = bring(town, "accepted")
    with clock.frozen(at):
        application = Application.objects.get(case__number=number)
        token = secret_token("application", application.pk, application.link_version)
        page = reverse("resident:application", args=[number, token])
        assert "评一评这件事" not in Client().get(page).content.decode()
    number, at = bring(town, "delivered")
    with clock.frozen(at):
        application = Application.objects.get(case__number=number)
        token = secret_token("application", application.pk, application.link_version)
        page = reverse("resident:application", args=[number, token])
        url = queries.path_to_rate(application.case)
        assert url in Client().get(page).content.decode()
        assert "网页好不好用" in Client().get(url).content.decode()
        assert Client().post(url, {"level": "4"}).status_code == 302
        assert Rating.objects.get().matter == application.case
        assert "评一评这件事" not in Client().get(page).content.decode()
    assert url == reverse("resident:matter-rate", args=[number, op.matter_token(application.case)])
    assert queries.VISIT_PATH.format(pk=1, token="x") == reverse("resident:ticket-rate", args=[1, "x"])
