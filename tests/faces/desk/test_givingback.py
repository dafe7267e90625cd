"""A count's form knows what the registers say and gives back one confirmed change, as a visit does."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from linli.pillars.governance.campaigns import operations as op
from linli.pillars.governance.campaigns import queries, rules
from linli.pillars.governance.campaigns.models import Target
from linli.pillars.governance.campaigns.rules import CampaignKind, Source
from linli.pillars.governance.visits.models import Change, Home, Visit
from linli.pillars.service.enterprises.models import Enterprise
from tests.pillars.governance.campaigns.doing import campaign, doors
from tests.pillars.governance.visits.doors import houses
from tests.pillars.service.enterprises.doing import firm
from tests.town import MONDAY, Town

As = Callable[[str], Client]
FORM = "怎么住的：登记\n取暖：集中/没有"


def counted(town: Town, form: str = FORM, **source: int) -> Target:
    """Put one door of the registers on the list of a count that the first community runs."""
    one = campaign(
        town,
        who="secretary",
        unit=town.communities[0],
        kind=CampaignKind.COUNT,
        steps="核对，9天\n再核，9天",
        form=form,
    )
    row = Source("一户", "", town.grids[0].pk, **source)
    op.list_targets(actor=town.actor("secretary"), at=MONDAY, campaign=one, rows=[row])
    return Target.objects.select_related("campaign").get()


def sent(said: str, source: str = "", key: str = "") -> dict[str, str]:
    return {"fill-f0": said, "fill-f1": "没有", "fill-source": source, "fill-key": key or str(uuid.uuid4())}


class TestForm:
    def test_asks_about_an_entry_of_a_register_by_its_name(self) -> None:
        asks = rules.asks_of(FORM)
        assert (asks[0].entry, asks[0].choices[1]) == ("use", "出租")
        assert rules.asks_in([ask.as_data() for ask in asks]) == asks
        with pytest.raises(rules.FieldsUnread):
            rules.asks_of("姓名：登记")

    @given(known=st.sampled_from(["", *rules.USES]), said=st.sampled_from(["", *rules.USES]))
    def test_only_another_answer_is_a_change(self, known: str, said: str) -> None:
        ask = rules.put_right_by(rules.asks_of(FORM), {"怎么住的": known}, {"怎么住的": said})
        assert (ask is not None) == (said not in ("", known))

    def test_what_is_not_known_is_not_put_right(self) -> None:
        assert rules.put_right_by(rules.asks_of(FORM), {}, {"怎么住的": "出租"}) is None


@pytest.mark.django_db
class TestHomes:
    def test_another_answer_with_its_source_changes_the_register_once(self, town: Town, as_: As) -> None:
        target = counted(town, household=houses(town)[0].pk)
        desk, url = as_("secretary"), f"/d/campaigns/doors/{target.pk}/"
        assert "登记的是：自住" in desk.get(url).content.decode()
        refused = desk.post(f"{url}fill/", sent("出租"))
        assert refused.status_code == 422
        assert "选一下是谁说的" in refused.content.decode()
        assert not Visit.objects.exists()
        data = sent("出租", "self", str(uuid.uuid4()))
        for _ in range(2):
            assert desk.post(f"{url}fill/", data).status_code == 302
        change = Change.objects.get()
        assert (change.was, change.now, change.source) == ("own", "rented", "self")
        assert Home.objects.get().use == "rented"
        assert change.visit.purposes == ["register"]
        page = desk.get(url).content.decode()
        assert "登记改了：怎么住的，自住 → 出租" in page
        assert "登记的是：出租" in page

    def test_the_same_answer_changes_nothing(self, town: Town, as_: As) -> None:
        target = counted(town, household=houses(town)[0].pk)
        assert as_("secretary").post(f"/d/campaigns/doors/{target.pk}/fill/", sent("自住")).status_code == 302
        assert not Change.objects.exists()
        target.refresh_from_db()
        assert target.answers["怎么住的"] == "自住"

    def test_whoever_does_not_visit_there_is_shown_no_register(self, town: Town, as_: As) -> None:
        target = counted(town, household=houses(town)[0].pk)
        assert "登记的是" not in as_("leader").get(f"/d/campaigns/doors/{target.pk}/").content.decode()
        assert as_("leader").post(f"/d/campaigns/doors/{target.pk}/fill/", sent("出租")).status_code == 302
        assert not Change.objects.exists()


@pytest.mark.django_db
def test_an_enterprise_says_how_many_work_there(town: Town, as_: As) -> None:
    one = firm(town)
    Enterprise.objects.filter(pk=one.pk).update(staff_count=4)
    target = counted(town, "从业人数：登记\n取暖：集中/没有", enterprise=one.pk)
    desk, url = as_("secretary"), f"/d/campaigns/doors/{target.pk}/"
    assert "登记的是：4" in desk.get(url).content.decode()
    assert desk.post(f"{url}fill/", sent("6", "shop")).status_code == 302
    one.refresh_from_db()
    assert one.staff_count == 6
    assert Change.objects.get().what == "staff_count"


@pytest.mark.django_db
def test_progress_stands_by_community(town: Town, as_: As) -> None:
    one = campaign(town, form="")
    *_others, third = doors(town, one)
    op.exempt_target(actor=town.actor("leader"), at=MONDAY, target=third, words="不在了")
    rows = {row.name: row for row in queries.by_ground(actor=town.actor("leader"), campaign=one)}
    told = {name: (row.total, row.of) for name, row in rows.items()}
    assert told == {"东里社区": (2, 1), "西里社区": (1, 1)}
    assert "各社区的进度" in as_("leader").get(f"/d/campaigns/{one.pk}/").content.decode()
