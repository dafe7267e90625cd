"""Nothing but pixels survives; a bomb, a torn or a two-faced picture does no harm."""

from __future__ import annotations

import contextlib
import io
import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from linli.base.files import images, refusals
from tests.base.files import samples


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


class TestReencode:
    def test_turns_upright_and_forgets_where_and_who(self) -> None:
        photo = images.reencode(samples.photo_with_position())
        for data in (photo.jpeg, *photo.thumbnails.values()):
            picture = opened(data)
            assert picture.height == 2 * picture.width
            assert not picture.getexif()
            assert b"Zhang San" not in data
            assert b"secret" not in data
        top, bottom = (opened(photo.jpeg).getpixel((100, y)) for y in (20, 380))
        assert isinstance(top, tuple)
        assert isinstance(bottom, tuple)
        assert top[0] > 200 > bottom[0]

    def test_makes_two_thumbnails(self) -> None:
        photo = images.reencode(samples.photo(size=(3000, 1500)))
        assert (photo.width, photo.height) == (2560, 1280)
        assert {n: opened(t).size for n, t in photo.thumbnails.items()} == {
            "medium": (1024, 512),
            "small": (320, 160),
        }
        assert {opened(t).format for t in photo.thumbnails.values()} == {"WEBP"}

    def test_does_not_blow_up_a_small_picture(self) -> None:
        photo = images.reencode(samples.photo(size=(40, 30)))
        assert (photo.width, photo.height) == (40, 30)
        assert opened(photo.thumbnails["medium"]).size == (40, 30)

    @pytest.mark.parametrize("form", ["JPEG", "PNG", "GIF", "WEBP"])
    def test_reads_what_phones_send(self, form: str) -> None:
        assert opened(images.reencode(samples.photo(form)).jpeg).format == "JPEG"

    def test_reads_the_picture_pairs_of_some_phones(self) -> None:
        pair = [Image.new("RGB", (64, 48), colour) for colour in ("red", "blue")]
        out = io.BytesIO()
        pair[0].save(out, "MPO", save_all=True, append_images=pair[1:])
        photo = images.reencode(out.getvalue())
        assert (photo.width, photo.height) == (64, 48)

    @pytest.mark.parametrize("mode", ["L", "LA", "P", "RGBA", "CMYK", "1", "I;16"])
    def test_reads_every_way_of_writing_colours(self, mode: str) -> None:
        form = "JPEG" if mode == "CMYK" else "PNG"
        picture = Image.new("RGB", (50, 50), "white").convert("L" if mode == "I;16" else mode)
        if mode == "I;16":
            picture = Image.new("I;16", (50, 50), 65535)
        out = io.BytesIO()
        picture.save(out, form)
        pixel = opened(images.reencode(out.getvalue()).jpeg).convert("L").getpixel((25, 25))
        assert isinstance(pixel, int)
        assert pixel > 240

    def test_transparent_becomes_white(self) -> None:
        out = io.BytesIO()
        Image.new("RGBA", (50, 50), (0, 0, 0, 0)).save(out, "PNG")
        assert opened(images.reencode(out.getvalue()).jpeg).getpixel((25, 25)) == (255, 255, 255)

    def test_takes_the_first_picture_of_a_moving_one(self) -> None:
        frames = [Image.new("RGB", (50, 50), c) for c in ("red", "blue", "green")]
        out = io.BytesIO()
        frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])
        pixel = opened(images.reencode(out.getvalue()).jpeg).getpixel((25, 25))
        assert isinstance(pixel, tuple)
        assert pixel[0] > 200

    def test_a_second_face_is_cut_off(self) -> None:
        payload = b"<?php system($_GET[0]); ?><script>alert(1)</script>" + samples.office()
        photo = images.reencode(samples.photo() + payload)
        assert b"php" not in photo.jpeg
        assert b"PK\x03\x04" not in photo.jpeg

    @pytest.mark.parametrize(
        ("width", "height"), [(60_000, 60_000), (20_000, 10_000), (8_000, 7_000), (2**31 - 1, 1)]
    )
    def test_refuses_a_bomb_before_unpacking_it(self, width: int, height: int) -> None:
        with pytest.raises((refusals.PhotoTooLarge, refusals.FileDamaged)):
            images.reencode(samples.png_claiming(width, height))

    def test_says_how_many_pixels_are_too_many(self) -> None:
        with pytest.raises(refusals.PhotoTooLarge) as refused:
            images.reencode(samples.png_claiming(9_000, 9_000))
        assert refused.value.data == {"most_megapixels": 51}

    @pytest.mark.parametrize("form", ["JPEG", "PNG", "GIF", "WEBP"])
    @pytest.mark.parametrize("share", [0.1, 0.5, 0.95])
    def test_refuses_a_torn_picture(self, form: str, share: float) -> None:
        picture = Image.frombytes("RGB", (200, 200), os.urandom(200 * 200 * 3))
        out = io.BytesIO()
        picture.save(out, form)
        data = out.getvalue()
        with pytest.raises(refusals.FileDamaged):
            images.reencode(data[: int(len(data) * share)])

    @given(st.data())
    @settings(max_examples=60, deadline=None)
    def test_a_damaged_picture_is_refused_or_read_never_a_crash(self, data: st.DataObject) -> None:
        form = data.draw(st.sampled_from(["JPEG", "PNG", "GIF", "WEBP"]))
        body = bytearray(samples.photo(form, size=(64, 64)))
        for _ in range(data.draw(st.integers(1, 6))):
            body[data.draw(st.integers(0, len(body) - 1))] = data.draw(st.integers(0, 255))
        with contextlib.suppress(refusals.UnableToKeepFile):
            images.reencode(bytes(body))
