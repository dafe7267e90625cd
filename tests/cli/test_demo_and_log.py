"""Telling the story when it is missing, and listing what does not hold in the log."""

import argparse
from contextlib import nullcontext
from datetime import UTC, date, datetime

import pytest

from linli.base.flow import verify
from linli.base.flow.verify import Flaw
from linli.base.orgs.models import Unit
from linli.cli import demo, verify_log
from linli.demo import story
from linli.demo.models import Telling

AT = datetime(2026, 11, 16, 1, 0, tzinfo=UTC)


@pytest.mark.django_db
class TestDemo:
    def test_is_missing_where_nothing_is_or_where_it_was_broken_off(self):
        assert demo.is_missing()
        Unit.objects.create(kind="subdistrict", name="真街道")
        assert not demo.is_missing()
        telling = Telling.objects.create(scale="small", seed=1, first_day=date(2026, 11, 1), until=AT)
        assert demo.is_missing()
        telling.told_until = AT
        telling.save()
        assert not demo.is_missing()

    def test_is_told_with_what_was_asked_for(self, monkeypatch, capsys):
        asked = {}
        monkeypatch.setattr(demo, "world", lambda **_: nullcontext())
        monkeypatch.setattr(story, "tell", lambda **given: asked.update(given))
        assert demo.execute(argparse.Namespace(days=3, scale="small")) == 0
        assert (asked["days"], asked["scale"]) == (3, "small")
        asked["progress"](1, 3, "11-16")
        assert "讲述演示街道的故事" in capsys.readouterr().out


@pytest.mark.django_db
class TestVerifying:
    def test_lists_flaws_up_to_a_number(self, monkeypatch, capsys):
        flaws = [Flaw(f"20261116-000{n}", n, "chain") for n in range(1, 4)]
        monkeypatch.setattr(verify, "verify_log", lambda **_: flaws)
        assert verify_log.verify(most=2) == 1
        said = capsys.readouterr().err
        assert "20261116-0001 第 1 步：与上一步对不上" in said
        assert "0003" not in said
        assert "还有 1 处" in said

    def test_every_flaw_has_its_words(self):
        import inspect
        import re

        kinds = set(re.findall(r'Flaw\([^)]*"([a-z ]+)"\)', inspect.getsource(verify)))
        assert kinds
        assert kinds == set(verify_log.WORDS)

    def test_a_whole_log_is_fine(self, capsys):
        assert verify_log.verify() == 0
        assert "0 件，0 处不符" in capsys.readouterr().out
