"""A sheet that is read by several processes says what one says."""

import pytest

from linli.base.language import cold
from linli.cli import _triage_many
from linli.cli._triage_many import processes_for, read_many
from linli.cli._triage_reader import Reader
from linli.kernel.standards.resident_categories import CATEGORIES


@pytest.fixture(scope="module")
def read() -> Reader:
    seeds = {kind.code: (kind.name, *kind.words, kind.help) for kind in CATEGORIES.values()}
    return Reader(cold.from_words(seeds), {kind.code: kind.name for kind in CATEGORIES.values()})


TEXTS = [
    "三号楼家里暖气片冰凉，才十四度，电话13812345678",
    "请问办居住证需要什么材料，我叫许桂莲",
    "",
    "二单元四楼冒黑烟，快来人",
    "翠屏小区门口的路灯坏了半个月",
    "楼上装修，周日一早电钻砸墙，业主严晓光反映",
] * 40


def test_several_processes_find_what_one_finds(read, monkeypatch):
    monkeypatch.setattr(_triage_many, "BATCH", 50)
    assert processes_for(len(TEXTS), 2) == 2
    told: list[tuple[int, int]] = []
    alone = read_many(read, TEXTS, lambda at, of: told.append((at, of)), processes=1)
    together = read_many(read, TEXTS, lambda at, of: told.append((at, of)), processes=2)
    assert together == alone
    assert told == [(50, 240), (100, 240), (150, 240), (200, 240), (240, 240)] * 2
    assert together[0].guesses[0].code == "utilities.heat"
    assert "13812345678" not in together[0].redacted
    assert together[3].urgent


def test_few_messages_are_read_by_one():
    assert processes_for(10) == 1
    assert processes_for(10, 8) == 1
