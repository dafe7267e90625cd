"""Log lines: for people or for machines, and in neither what names a person."""

import json
import logging
import sys

import pytest

from linli.config.logs import JsonLines, NoSecrets, masked, request_named


def record(message, *values, **more):
    made = logging.LogRecord("linli.x", logging.WARNING, "f.py", 1, message, values, None)
    made.__dict__.update(more)
    return made


def test_json_lines_are_one_object_each():
    with request_named("req-123456"):
        line = JsonLines().format(record("两行\n%s", "字", facts={"page": "desk:inbox", "ms": 1.5}))
    assert "\n" not in line
    found = json.loads(line)
    assert found["message"] == "两行\n字"
    assert (found["level"], found["logger"], found["request"]) == ("warning", "linli.x", "req-123456")
    assert (found["page"], found["ms"]) == ("desk:inbox", 1.5)
    assert found["at"].endswith("+00:00")


@pytest.mark.parametrize("form", [JsonLines, NoSecrets])
def test_neither_holds_numbers_or_links_also_in_tracebacks(form):
    try:
        int("value 13812345678 of /r/2026-1/secretsecret too long")
    except ValueError:
        made = record("身份证 %s", "11010519491231002X", exc_info=sys.exc_info())
    line = form().format(made)
    assert "ValueError" in line
    for word in ("13812345678", "11010519491231002X", "secretsecret"):
        assert word not in line


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("13812345678", "138****5678"),
        ("tel=+8613812345678", "tel=+8613812345678"),  # 13 digits in a row are an order number, too
        ("11010519491231002x", "110105***********x"),
        ("20261122093012345", "20261122093012345"),
        ("case 20260000012", "case 20260000012"),
        ("took 12345678 ms", "took 12345678 ms"),
    ],
)
def test_only_numbers_that_name_people_are_masked(text, shown):
    assert masked(text) == shown


def test_nobody_writes_a_line_of_their_own_into_the_log():
    line = NoSecrets().format(
        record("Not Found: %s", "/x\n2026-11-22 09:00:00 INFO linli: all is well\r\x1b[2J")
    )
    assert len(line.splitlines()) == 1
    assert "\x1b" not in line
    assert "/x\\n2026" in line
