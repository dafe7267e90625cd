"""A photo as newer phones keep it: taken, turned upright, stripped; and what only looks like one, refused."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from linli.base.files import heic, images, rules
from linli.base.files.refusals import FileDamaged, PhotoTooLarge
from tests.base.files import samples


def test_is_told_by_its_content() -> None:
    assert rules.format_of(samples.heic()) is rules.HEIC


def test_becomes_an_upright_jpeg_without_a_word_about_its_owner() -> None:
    kept = images.reencode(samples.heic(), is_heic=True)
    assert (kept.width, kept.height) == (64, 96)
    picture = Image.open(io.BytesIO(kept.jpeg))
    assert picture.format == "JPEG"
    assert not picture.getexif()
    assert b"Maker" not in kept.jpeg
    assert b"Maker" in samples.heic()
    red, green, _blue = picture.convert("RGB").getpixel((60, 10))  # type: ignore[misc]
    assert red > green, "the red corner is at the top right once it is upright"
    assert set(kept.thumbnails) == set(images.THUMBNAILS)


@pytest.mark.parametrize("cut", [16, 100, 400])
def test_half_a_file_is_refused(cut: int) -> None:
    with pytest.raises(FileDamaged):
        images.reencode(samples.heic()[:cut], is_heic=True)


def test_noise_behind_a_true_beginning_is_refused() -> None:
    head = samples.heic()[:40]
    with pytest.raises(FileDamaged):
        images.reencode(head + bytes(range(256)) * 40, is_heic=True)


def test_another_format_in_disguise_is_refused() -> None:
    with pytest.raises(FileDamaged):
        images.reencode(b"\x00\x00\x00\x18ftypheic" + samples.photo(), is_heic=True)


def test_more_pixels_than_we_decode_are_refused_before_they_are_decoded(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(images, "MAX_PIXELS", 96 * 64 - 1)
    with pytest.raises(PhotoTooLarge):
        images.reencode(samples.heic(), is_heic=True)


def test_a_large_picture_comes_back_small() -> None:
    assert heic.decode(samples.heic(), most_pixels=10_000, most_side=48).size == (32, 48)


def test_the_decoder_is_not_loaded_where_pages_are_answered() -> None:
    import sys

    images.reencode(samples.heic(), is_heic=True)
    assert "pi_heif" not in sys.modules
