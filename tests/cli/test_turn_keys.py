"""`linli turn-keys` says when the old keys may go, and when not."""

from typing import Any

import pytest

from linli.base.people import vault
from linli.base.people.models import Resident
from linli.cli import turn_keys

pytestmark = pytest.mark.django_db


def test_seals_anew_and_says_that_old_keys_may_go(settings: Any, capsys: pytest.CaptureFixture[str]) -> None:
    Resident.objects.create(name="张三")
    settings.LINLI_VAULT_KEYS = {"new": vault.new_key(), **settings.LINLI_VAULT_KEYS}
    assert turn_keys.turn() == 0
    assert "2" in capsys.readouterr().out
    settings.LINLI_VAULT_KEYS = {"new": settings.LINLI_VAULT_KEYS["new"]}
    assert Resident.objects.get().name == "张三"


def test_ends_with_1_when_something_does_not_open(settings: Any, capsys: pytest.CaptureFixture[str]) -> None:
    kept = settings.LINLI_VAULT_KEYS
    settings.LINLI_VAULT_KEYS = {"lost": vault.new_key()}
    Resident.objects.create(name="张三")
    settings.LINLI_VAULT_KEYS = kept
    assert turn_keys.turn() == 1
    assert "people.Resident.name" in capsys.readouterr().err
