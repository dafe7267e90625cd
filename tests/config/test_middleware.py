"""Idle sessions end for staff, not for residents, and are written at most once a minute."""

import time

import pytest

from linli.base.people.models import Account


@pytest.fixture
def clock(monkeypatch):
    """A hand that moves real seconds."""

    class Hand:
        at = 1_800_000_000

    monkeypatch.setattr(time, "time", lambda: Hand.at)
    return Hand


def log_in(client, *, resident):
    account = Account.objects.create_user("li", None, name="李", is_resident=resident)
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    client.get("/healthz")


def is_in(client):
    client.get("/healthz")
    return "_auth_user_id" in client.session


@pytest.mark.django_db
class TestIdling:
    def test_staff_who_were_away_log_in_again(self, client, clock, settings):
        log_in(client, resident=False)
        clock.at += settings.STAFF_IDLE_MINUTES * 60 + 1
        assert not is_in(client)

    def test_staff_who_work_stay(self, client, clock, settings):
        log_in(client, resident=False)
        for _ in range(4):
            clock.at += settings.STAFF_IDLE_MINUTES * 60 - 1
            assert is_in(client)

    def test_residents_stay(self, client, clock, settings):
        log_in(client, resident=True)
        clock.at += settings.STAFF_IDLE_MINUTES * 600
        assert is_in(client)

    def test_a_busy_minute_writes_once(self, client, clock, django_assert_num_queries):
        log_in(client, resident=False)
        clock.at += 30
        with django_assert_num_queries(2):  # session, account
            client.get("/healthz")

    def test_visitors_cost_nothing(self, client, django_assert_num_queries):
        with django_assert_num_queries(0):
            client.get("/healthz")
