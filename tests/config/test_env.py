"""Settings are read with their types, from files too, and never guessed."""

from pathlib import Path

import pytest

from linli.config.env import Env, SettingError


class TestReading:
    def test_a_missing_value_is_its_default(self):
        env = Env({})
        assert env.text("A", "x") == "x"
        assert env.flag("A", True) is True
        assert env.number("A", 3) == 3
        assert env.choice("A", "b", ("a", "b")) == "b"
        assert env.listing("A", "p, q,,") == ["p", "q"]
        assert env.path("A", Path("/x")) == Path("/x")

    def test_an_empty_value_is_a_missing_one(self):
        assert Env({"A": ""}).number("A", 3) == 3

    @pytest.mark.parametrize(
        ("word", "meaning"), [("1", True), ("Yes", True), ("off", False), ("FALSE", False)]
    )
    def test_yes_and_no_have_many_spellings(self, word, meaning):
        assert Env({"A": word}).flag("A", not meaning) is meaning

    def test_a_file_may_hold_the_value(self, tmp_path):
        (tmp_path / "secret").write_text("s3cret\n")
        assert Env({"A_FILE": str(tmp_path / "secret")}).text("A") == "s3cret"

    def test_a_path_is_absolute_and_knows_home(self):
        assert Env({"A": "~/x"}).path("A", Path("/")).is_absolute()
        assert "~" not in str(Env({"A": "~/x"}).path("A", Path("/")))


class TestRefusing:
    @pytest.mark.parametrize(
        ("read", "value", "words"),
        [
            (lambda env: env.text("A"), "", "A is not set"),
            (lambda env: env.flag("A", True), "maybe", "neither yes nor no"),
            (lambda env: env.number("A", 1), "ten", "not a whole number"),
            (lambda env: env.number("A", 1, least=1, most=9), "10", "out of range"),
            (lambda env: env.number("A", 1, least=1), "0", "1 or more"),
            (lambda env: env.choice("A", "a", ("a", "b")), "c", "not one of a, b"),
        ],
    )
    def test_names_the_setting_and_what_is_wrong(self, read, value, words):
        with pytest.raises(SettingError, match="A") as caught:
            read(Env({"A": value}))
        assert words in str(caught.value)

    def test_a_value_and_a_file_are_one_too_many(self, tmp_path):
        with pytest.raises(SettingError, match="both set"):
            Env({"A": "x", "A_FILE": str(tmp_path)}).raw("A")

    def test_a_file_must_be_there_and_hold_something(self, tmp_path):
        (tmp_path / "empty").write_text("\n")
        with pytest.raises(SettingError, match="cannot be read"):
            Env({"A_FILE": str(tmp_path / "none")}).raw("A")
        with pytest.raises(SettingError, match="is empty"):
            Env({"A_FILE": str(tmp_path / "empty")}).raw("A")
