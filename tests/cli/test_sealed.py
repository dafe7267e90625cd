"""A sealed file opens with its key, whole, and in no other way."""

import io
import os

import pytest

from linli.cli import _sealed
from linli.cli._world import Trouble

KEY, OTHER = bytes(range(32)), bytes(range(1, 33))
SIZES = (0, 1, _sealed.PIECE - 1, _sealed.PIECE, _sealed.PIECE + 1, 3 * _sealed.PIECE)


@pytest.fixture
def sealed(tmp_path):
    def make(size, name="one"):
        data = os.urandom(size)
        with _sealed.writing(tmp_path / name, KEY, {"kind": "test"}) as file:
            for start in range(0, size, 10_000):
                file.write(data[start : start + 10_000])
        return tmp_path / name, data

    return make


def opened(path, key=KEY):
    with _sealed.reading(path, key) as (header, file):
        return header, file.read()


@pytest.mark.parametrize("size", SIZES)
def test_what_was_sealed_opens(sealed, size):
    path, data = sealed(size)
    assert opened(path) == ({"kind": "test"}, data)
    assert path.stat().st_mode & 0o077 == 0
    assert size < 16 or data[:16] not in path.read_bytes()


def test_is_read_from_any_place(sealed):
    path, data = sealed(5 * _sealed.PIECE + 17)
    with _sealed.reading(path, KEY) as (_header, file):
        for place in (0, _sealed.PIECE - 3, 4 * _sealed.PIECE + 5, len(data) - 9):
            file.seek(place)
            assert file.read(12) == data[place : place + 12]
        file.seek(-4, io.SEEK_END)
        assert file.read() == data[-4:]


@pytest.mark.parametrize("size", [1, _sealed.PIECE, 3 * _sealed.PIECE])
def test_another_key_a_changed_byte_and_a_cut_do_not_open(sealed, size):
    path, _data = sealed(size)
    whole = path.read_bytes()
    with pytest.raises(Trouble):
        opened(path, OTHER)
    begin = len(whole) - size - _sealed.TAG * max(1, -(-size // _sealed.PIECE))
    # In the header, the salt, the first piece and the last tag.
    for place in (len(_sealed.MAGIC) + 6, begin - 1, begin, len(whole) - 1):
        spoilt = bytearray(whole)
        spoilt[place] ^= 1
        path.write_bytes(spoilt)
        with pytest.raises(Trouble):
            opened(path)
    # Cut at a border of pieces too: what is left is whole pieces, and still not the whole.
    for cut in (len(whole) - 1, begin + _sealed.PIECE + _sealed.TAG, begin, 10, 0):
        if cut < len(whole):
            path.write_bytes(whole[:cut])
            with pytest.raises(Trouble):
                opened(path)


def test_pieces_cannot_change_places_or_come_from_another_file(sealed):
    one, data = sealed(3 * _sealed.PIECE)
    two, _ = sealed(3 * _sealed.PIECE, "two")
    step, whole = _sealed.PIECE + _sealed.TAG, one.read_bytes()
    begin = len(whole) - 3 * step
    swapped = whole[:begin] + whole[begin + step : begin + 2 * step] + whole[begin : begin + step]
    foreign = whole[:begin] + two.read_bytes()[begin : begin + step]
    for start, rest in ((swapped, whole[begin + 2 * step :]), (foreign, whole[begin + step :])):
        one.write_bytes(start + rest)
        with pytest.raises(Trouble):
            opened(one)
    one.write_bytes(whole)
    assert opened(one)[1] == data


def test_what_breaks_off_leaves_no_file(tmp_path):
    def break_off():
        with _sealed.writing(tmp_path / "one", KEY) as file:
            file.write(b"half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        break_off()
    assert list(tmp_path.iterdir()) == []
