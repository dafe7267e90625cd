"""`linli import items`: what it prints and its last line."""

from __future__ import annotations

import argparse
import json

import pytest

from linli.cli import _import_items, importing
from linli.pillars.service.catalog.models import ServiceItem
from tests.town import Town


def run(town: Town, *arguments: str) -> int:
    parser = argparse.ArgumentParser()
    importing.configure(parser)
    return _import_items.take_in(parser.parse_args(["items", *arguments]), town.office)


def test_takes_in_those_of_the_first_day_as_drafts(town: Town, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(town, "first-day", "--json") == 0
    said = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert said["new"] == ServiceItem.objects.filter(published_at=None).count() >= 50
    assert said["published"] == 0
