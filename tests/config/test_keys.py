"""Keys are made once, kept from others, and refused when they are no keys."""

import base64
import os
import threading

import pytest

from linli.config.env import Env, SettingError
from linli.config.keys import parse_key, parse_ring, read_keys, replace_on_disk

KEY = base64.b64encode(bytes(range(32))).decode()
OTHER = base64.b64encode(bytes(range(1, 33))).decode()


class TestFirstStart:
    def test_makes_keys_that_only_the_owner_reads_and_keeps_them(self, tmp_path):
        first = read_keys(Env({}), tmp_path)
        files = sorted(path.name for path in (tmp_path / "keys").iterdir())
        assert files == ["backup", "lookup", "secret", "vault"]
        assert {path.stat().st_mode & 0o777 for path in (tmp_path / "keys").iterdir()} == {0o600}
        assert (tmp_path / "keys").stat().st_mode & 0o077 == 0
        assert read_keys(Env({}), tmp_path) == first
        assert list(first.vault) == ["k1"]

    def test_two_starts_at_once_agree(self, tmp_path):
        found = []
        starts = [
            threading.Thread(target=lambda: found.append(read_keys(Env({}), tmp_path))) for _ in range(8)
        ]
        for start in starts:
            start.start()
        for start in starts:
            start.join()
        assert len(set(map(repr, [(k.secret_key, k.vault, k.lookup) for k in found]))) == 1

    def test_a_file_system_without_links_works_too(self, tmp_path, monkeypatch):
        def no_links(*_):
            raise OSError

        monkeypatch.setattr(os, "link", no_links)
        assert read_keys(Env({}), tmp_path) == read_keys(Env({}), tmp_path)

    def test_keys_never_show_in_a_traceback(self, tmp_path):
        keys = read_keys(Env({}), tmp_path)
        assert keys.secret_key not in repr(keys)
        assert keys.lookup not in repr(keys)


class TestEnvironment:
    def test_wins_and_writes_nothing(self, tmp_path):
        keys = {"LINLI_LOOKUP_KEY": KEY, "LINLI_BACKUP_KEY": KEY}
        given = {"LINLI_SECRET_KEY": "s", "LINLI_VAULT_KEYS": f"b:{OTHER},a:{KEY}", **keys}
        keys = read_keys(Env(given), tmp_path)
        assert list(keys.vault) == ["b", "a"]
        assert keys.secret_key == "s"
        assert not (tmp_path / "keys").exists()

    def test_both_alphabets_are_one_key(self):
        odd = bytes([251, 239, 190] * 10 + [255, 254])
        urlsafe = base64.urlsafe_b64encode(odd).decode().rstrip("=")
        assert parse_key("K", urlsafe) == base64.b64encode(odd).decode()

    @pytest.mark.parametrize(
        "value", ["", ",", "nokey", f"a b:{KEY}", f"a:{KEY},a:{OTHER}", "a:short", "a:***"]
    )
    def test_what_is_no_ring_is_refused_without_repeating_it(self, value):
        with pytest.raises(SettingError, match="LINLI_VAULT_KEYS") as caught:
            parse_ring("LINLI_VAULT_KEYS", value)
        assert "short" not in str(caught.value)

    def test_a_key_that_cannot_be_read_stops_the_start(self, tmp_path):
        (tmp_path / "keys" / "secret").mkdir(parents=True)
        with pytest.raises(SettingError, match="cannot be read"):
            read_keys(Env({}), tmp_path)


def test_a_restored_key_takes_the_place_of_a_fresh_one(tmp_path):
    read_keys(Env({}), tmp_path)
    replace_on_disk(tmp_path, "lookup", KEY)
    assert read_keys(Env({}), tmp_path).lookup == KEY
