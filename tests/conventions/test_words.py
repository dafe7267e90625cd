"""Everything a reader sees is there in both languages."""

from linli.config import messages


def test_every_string_has_english():
    assert messages.problems(messages.apps()) == []
