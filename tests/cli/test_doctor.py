"""What is wrong with an installation is found and said in words."""

import argparse
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.db import connection

from linli.base.language import learnable, urgent
from linli.base.language.learnable import Example, Subject
from linli.base.language.models import LearnedModel
from linli.base.notices.models import Hook, Notice
from linli.base.orgs.models import Unit
from linli.base.people.models import Account
from linli.cli import _checks, doctor
from linli.cli._checks import Level
from linli.demo import cast
from linli.kernel import clock

AT = datetime(2026, 11, 16, 1, 0, tzinfo=UTC)


def words(check, at=AT):
    return " ".join(finding.words for finding in check(at))


@pytest.fixture
def own_data(settings, tmp_path, monkeypatch):
    """A data directory of this test's own."""
    settings.DATA_DIR = tmp_path
    monkeypatch.delenv("LINLI_ADDRESS", raising=False)
    return tmp_path


class TestSettings:
    def test_a_safe_installation_has_no_findings(self, own_data):
        assert words(_checks.settings_safe) == ""

    def test_what_is_fine_for_trying_out_is_not_for_serving(self, own_data, settings, monkeypatch):
        monkeypatch.setenv("LINLI_ADDRESS", "0.0.0.0")
        settings.DEBUG = settings.DEMO_MODE = True
        settings.ALLOWED_HOSTS = ["*"]
        said = words(_checks.settings_safe)
        assert all(name in said for name in ("LINLI_DEBUG", "LINLI_DEMO", "LINLI_PUBLIC_URL", "LINLI_HOSTS"))


class TestDisk:
    def test_warns_before_it_is_full(self, own_data, monkeypatch):
        assert words(_checks.disk_free) == ""
        monkeypatch.setattr(_checks.shutil, "disk_usage", lambda _: SimpleNamespace(free=1024**3))
        assert "1.0 GB" in words(_checks.disk_free)


@pytest.mark.django_db
class TestDatabase:
    def test_a_current_one_has_its_laws(self):
        assert words(_checks.database_current) == ""
        assert words(_checks.laws_in_force) == ""

    def test_one_that_is_behind_is_not_asked_further(self, own_data):
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM django_migrations WHERE app = 'flow'")
        said = " ".join(finding.words for finding in doctor.examine(AT))
        assert "linli migrate" in said
        assert "worker" not in said

    def test_a_law_that_was_switched_off_or_dropped_is_named(self):
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE flow_step DISABLE TRIGGER flow_step_is_final")
            cursor.execute("DROP TRIGGER flow_case_stays ON flow_case")
        said = words(_checks.laws_in_force)
        assert "flow_step_is_final 被停用" in said
        assert "少了保护规则 flow_case_stays" in said


@pytest.mark.django_db
class TestKeys:
    def test_others_may_not_read_them(self, own_data):
        (own_data / "keys").mkdir()
        (own_data / "keys" / "vault").write_text("x")
        (own_data / "keys" / "vault").chmod(0o600)
        assert words(_checks.keys_kept) == ""
        (own_data / "keys" / "vault").chmod(0o644)
        assert "chmod 600" in words(_checks.keys_kept)

    def test_a_key_that_data_needs_is_missed(self, own_data, settings):
        Account.objects.create_user("li", None, name="李", phone="13812345678")
        assert words(_checks.keys_kept) == ""
        settings.LINLI_VAULT_KEYS = {"other": settings.LINLI_VAULT_KEYS["k1"]}
        assert "k1" in words(_checks.keys_kept)


@pytest.mark.django_db
class TestWorker:
    def test_none_is_running(self):
        assert "linli worker" in words(_checks.worker_alive)

    def test_one_is_running_and_jobs_are_late_or_failed(self):
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now())")
            cursor.execute(
                "INSERT INTO procrastinate_jobs (queue_name, task_name, scheduled_at)"
                " VALUES ('q', 't', now() - interval '1 hour')"
            )
            cursor.execute("UPDATE procrastinate_events SET at = now() - interval '1 hour'")
            cursor.execute(
                "INSERT INTO procrastinate_jobs (queue_name, task_name, status) VALUES ('q', 'u', 'doing')"
            )
            cursor.execute("UPDATE procrastinate_jobs SET status = 'failed' WHERE task_name = 'u'")
        said = words(_checks.worker_alive, clock.now())
        assert "linli worker" not in said
        assert "1 个后台任务超过十分钟" in said
        assert "1 个后台任务失败" in said


@pytest.mark.django_db
class TestNotices:
    def make(self, key, **fields):
        return Notice.objects.create(channel="sms", template="x", made_at=AT, key=key, **fields)

    def test_what_is_due_and_what_is_dead_is_told(self):
        self.make("a", next_try_at=AT - timedelta(minutes=5))
        assert words(_checks.notices_leave) == ""
        self.make("b", next_try_at=AT - timedelta(hours=1))
        self.make("c", state="dead")
        said = words(_checks.notices_leave)
        assert "1 条通知早该发出" in said
        assert "1 条通知没发出去" in said

    def test_a_hook_that_does_not_answer_is_named(self):
        office = Unit.objects.create(kind="subdistrict", name="街道")
        Hook.objects.create(
            unit=office,
            kind=Hook.Kind.values[0],
            name="市平台",
            url="https://x.example",
            added_at=AT,
            failing_since=AT - timedelta(hours=3),
            last_error="503",
        )
        assert "“市平台”收不到消息：503" in words(_checks.notices_leave)


class TestCalendar:
    def test_this_year_is_known(self):
        assert words(_checks.calendar_known) == ""

    def test_the_next_year_is_missed_in_december(self):
        assert "2027" in words(_checks.calendar_known, datetime(2026, 12, 2, tzinfo=UTC))

    def test_a_year_without_a_notice(self):
        assert "2031" in words(_checks.calendar_known, datetime(2031, 5, 2, tzinfo=UTC))


@pytest.mark.django_db
class TestPeopleAndBackups:
    def test_first_passwords_are_counted(self, settings):
        Account.objects.create_user("li", "x", name="李", must_change_password=True)
        assert "1 个账号" in words(_checks.passwords_own)
        settings.DEMO_MODE = True
        assert words(_checks.passwords_own) == ""

    def test_the_demo_s_password_opens_nothing_real(self, settings):
        who = cast.PARTS[0].username
        Account.objects.create_user(who, cast.PASSWORD, name="张三")
        assert "演示街道" in words(_checks.passwords_own)
        settings.DEMO_MODE = True
        assert words(_checks.passwords_own) == ""

    def test_a_backup_is_asked_for_once_there_is_something(self, own_data):
        assert words(_checks.backups_made) == ""
        Unit.objects.create(kind="subdistrict", name="街道")
        assert "还没有做过备份" in words(_checks.backups_made)
        (own_data / "last-backup").write_text((AT - timedelta(hours=20)).isoformat())
        assert words(_checks.backups_made) == ""
        (own_data / "last-backup").write_text((AT - timedelta(days=9)).isoformat())
        assert "9 天前" in words(_checks.backups_made)


@pytest.mark.django_db
class TestLearning:
    """What offices learned, and what comes with Linli."""

    def test_a_version_that_cannot_be_read_is_named(self, town):
        assert words(_checks.learning_readable) == ""
        LearnedModel.objects.create(
            subject="governance.report.category",
            office=town.office,
            version=1,
            outcome="kept",
            is_current=True,
            learned_at=AT,
            examples=60,
            packed=b"spoilt",
        )
        assert "读不出来" in words(_checks.learning_readable)

    def test_the_companion_of_the_rules_is_missed(self, town, monkeypatch, tmp_path):
        monkeypatch.setattr(urgent, "_file", lambda name: tmp_path / name)
        urgent.first_model.cache_clear()
        assert "urgency.model" in words(_checks.learning_readable)
        monkeypatch.undo()
        urgent.first_model.cache_clear()

    def test_lessons_that_do_not_come_are_missed(self, town, monkeypatch):
        cases = [Example(f"第{n}件", "ab"[n % 2], AT - timedelta(days=9)) for n in range(80)]
        subject = Subject("test.matter", "事", lambda _office, _most: cases, lambda _office: {})
        monkeypatch.setitem(learnable._SUBJECTS, subject.name, subject)
        assert "3 天没有学过" in words(_checks.learning_readable)
        LearnedModel.objects.create(
            subject=subject.name,
            office=town.office,
            version=1,
            outcome="not_better",
            learned_at=AT - timedelta(days=1),
            examples=80,
        )
        assert words(_checks.learning_readable) == ""


@pytest.mark.django_db
class TestCommand:
    def test_says_nothing_is_wrong_or_what_is(self, own_data, capsys, monkeypatch):
        from contextlib import nullcontext

        monkeypatch.setattr(doctor, "world", lambda **_: nullcontext())
        monkeypatch.setattr(doctor, "examine", lambda _at: [])
        assert doctor.execute(argparse.Namespace()) == 0
        assert "没有发现问题" in capsys.readouterr().out
        monkeypatch.setattr(doctor, "examine", lambda _at: [_checks.Finding(Level.RISKY, "小心")])
        assert doctor.execute(argparse.Namespace()) == 0
        monkeypatch.setattr(doctor, "examine", lambda _at: [_checks.Finding(Level.WRONG, "坏了")])
        assert doctor.execute(argparse.Namespace()) == 1
        assert "✗ 坏了" in capsys.readouterr().out
