"""Keys of other systems: shown once, bound to a unit and to posts, dead when revoked."""

from datetime import date, timedelta

import pytest

from linli.base.orgs.roles import Role
from linli.base.people import api_keys
from linli.base.people.actors import ANYONE, SYSTEM
from linli.base.people.models import ApiKey
from linli.kernel.refusals import Refusal
from tests.town import MONDAY, Town


def issue(town: Town, **fields: object) -> api_keys.Issued:
    given = {"actor": SYSTEM, "at": MONDAY, "unit": town.office, "name": "爱家园应用", "abilities": ["file"]}
    return api_keys.issue_key(**{**given, **fields})  # type: ignore[arg-type]


def test_opens_with_its_text_and_nothing_like_it(town: Town) -> None:
    issued = issue(town)
    assert api_keys.open_with(issued.text, at=MONDAY) == issued.key
    assert issued.text.encode() not in bytes(issued.key.print)
    swapped = issued.text[:-1] + ("0" if issued.text[-1] != "0" else "1")
    for text in (
        "",
        "linli_",
        swapped,
        issued.text.upper(),
        issued.text + "0",
        "l" * 10_000,
        "linli_\x00",
        "密钥",
    ):
        with pytest.raises(api_keys.BadApiKey):
            api_keys.open_with(text, at=MONDAY)


def test_dies_when_revoked_or_expired(town: Town) -> None:
    issued = issue(town, expires_at=MONDAY + timedelta(days=1))
    with pytest.raises(api_keys.BadApiKey):
        api_keys.open_with(issued.text, at=MONDAY + timedelta(days=1))
    api_keys.revoke_key(actor=town.actor("secadmin"), at=MONDAY, key=issued.key)
    with pytest.raises(api_keys.BadApiKey):
        api_keys.open_with(issued.text, at=MONDAY)


def test_only_the_security_administrator_keeps_keys(town: Town) -> None:
    secadmin = town.actor("secadmin")
    assert issue(town, actor=secadmin).key.issued_by_id == secadmin.account_id
    assert len(api_keys.keys_of(actor=secadmin, unit=town.office)) == 1
    for actor in (ANYONE, *(town.actor(name) for name in town.people if name != "secadmin")):
        with pytest.raises(api_keys.UnableToKeepApiKeys):
            issue(town, actor=actor)
    with pytest.raises(api_keys.UnableToKeepApiKeys):
        issue(town, actor=secadmin, unit=town.district)


def test_acts_in_the_working_posts_at_its_unit_only(town: Town) -> None:
    sweeper = town.people["sweeper"]
    town.hire("sweeper", Role.HANDLER, town.heating)
    town.hire("sweeper", Role.SYSTEM_ADMIN, town.office)
    issued = issue(town, unit=town.sanitation, abilities=["read", "act"], account=sweeper)
    actor = api_keys.actor_of(issued.key, MONDAY)
    assert [(p.unit_id, p.role) for p in actor.posts] == [(town.sanitation.pk, Role.HANDLER)]
    sweeper.posts.update(held_until=date(2026, 11, 1))
    assert api_keys.actor_of(issued.key, MONDAY).posts == ()
    assert api_keys.actor_of(issue(town).key, MONDAY) == ANYONE


def test_reading_and_acting_need_an_account_with_a_post(town: Town) -> None:
    for fields in (
        {"abilities": ["read"]},
        {"abilities": []},
        {"abilities": ["act"], "account": town.people["sweeper"], "unit": town.heating},
        {"abilities": ["act"], "account": town.people["sysadmin"]},
    ):
        with pytest.raises(api_keys.ApiKeyNeedsAccount):
            issue(town, **fields)
    assert ApiKey.objects.count() == 0


def test_is_looked_up_with_one_query(town: Town, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    text = issue(town).text
    with django_assert_num_queries(2):
        api_keys.open_with(text, at=MONDAY)
    with django_assert_num_queries(1):
        api_keys.open_with(text, at=MONDAY + timedelta(hours=1))


def test_a_refusal_says_nothing_of_why(town: Town) -> None:
    over = issue(town, at=MONDAY - timedelta(days=2), expires_at=MONDAY).text
    for text in ("", over):
        with pytest.raises(Refusal) as said:
            api_keys.open_with(text, at=MONDAY)
        assert said.value.data == {}
