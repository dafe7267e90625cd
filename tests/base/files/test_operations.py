"""Keeping, claiming, serving, erasing and sweeping files."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.http import Http404
from django.test import RequestFactory
from PIL import Image

from linli.base.files import operations, queries, refusals, rules, serving, storage, texts
from linli.base.files.models import StoredFile
from linli.base.flow import verify
from linli.base.people.actors import ANYONE, SYSTEM
from linli.kernel.refusals import refusals as all_refusals
from linli.pillars.governance.reports import operations as reports
from tests.base.files import samples
from tests.town import MONDAY, Town, build_town

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def fresh_store(settings: Any) -> None:
    memory = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
    settings.STORAGES = {**settings.STORAGES, "default": memory}


@pytest.fixture
def town() -> Town:
    return build_town()


def keep(data: bytes, name: str = "x.jpg", **more: Any) -> StoredFile:
    return operations.keep_file(actor=ANYONE, data=data, name=name, at=MONDAY, **more)


def stored(file: StoredFile) -> list[str]:
    return [n for n in queries.blob_names(file).values() if storage.store().exists(n)]


class TestKeepFile:
    def test_keeps_a_photo_with_its_thumbnails(self) -> None:
        file = keep(samples.photo_with_position(), "IMG_20261116.jpg")
        assert (file.kind, file.media_type, file.width, file.height) == ("photo", "image/jpeg", 200, 400)
        assert file.name == ""
        assert len(stored(file)) == 3
        picture = Image.open(io.BytesIO(queries.read_file(file)))
        assert not picture.getexif()
        assert Image.open(io.BytesIO(queries.read_file(file, "small"))).format == "WEBP"

    def test_keeps_a_paper_under_an_honest_name(self) -> None:
        file = keep(samples.pdf(), "申请.exe")
        assert (file.kind, file.name, file.media_type) == ("paper", "申请.pdf", "application/pdf")
        assert queries.read_file(file) == samples.pdf()

    def test_writes_text_in_utf8(self) -> None:
        assert queries.read_file(keep("井盖坏了".encode("gb18030"), "a.txt")) == "井盖坏了".encode()

    def test_takes_an_upload_and_reads_no_more_than_it_must(self) -> None:
        upload = SimpleUploadedFile("a.jpg", samples.photo())
        assert keep(upload).is_photo  # type: ignore[arg-type]
        endless = io.BytesIO(b"\xff\xd8\xff" + bytes(rules.MAX_PAPER_BYTES + 100))
        with pytest.raises(refusals.FileTooLarge):
            keep(endless)  # type: ignore[arg-type]
        assert endless.tell() == rules.MAX_PAPER_BYTES + 1

    def test_refuses_a_paper_where_a_photo_is_asked(self) -> None:
        with pytest.raises(refusals.FileKindRefused):
            keep(samples.pdf(), only=rules.FileKind.PHOTO)
        assert StoredFile.objects.count() == 0

    def test_the_same_bytes_twice_are_two_rows_and_one_content(self) -> None:
        one, two = keep(samples.photo()), keep(samples.photo())
        assert one.pk != two.pk
        assert one.sha256 == two.sha256
        assert one.digest != two.digest

    def test_every_refusal_has_words(self) -> None:
        codes = {code for code, kind in all_refusals().items() if kind.__module__ == refusals.__name__}
        assert codes == set(texts.REFUSALS)


class TestClaim:
    def test_gives_the_files_of_a_form_in_order(self) -> None:
        one, two = keep(samples.photo()), keep(samples.pdf())
        handles = [queries.handle_of(f) for f in (two, one)]
        assert queries.claim(handles, MONDAY) == [two, one]
        assert queries.claim([], MONDAY) == []

    @pytest.mark.parametrize(
        "spoil",
        [lambda h: h + "x", lambda h: h.split(".")[0], lambda h: "", lambda h: "9.x", lambda h: "²." + h],
    )
    def test_refuses_a_handle_it_did_not_make(self, spoil: Callable[[str], str]) -> None:
        handle = queries.handle_of(keep(samples.photo()))
        with pytest.raises(refusals.FileNotFound):
            queries.claim([spoil(handle)], MONDAY)

    def test_refuses_one_given_twice_or_too_old_or_erased(self) -> None:
        file = keep(samples.photo())
        handle = queries.handle_of(file)
        for handles, at in (([handle, handle], MONDAY), ([handle], MONDAY + DAY)):
            with pytest.raises(refusals.FileNotFound):
                queries.claim(handles, at)
        operations.erase_file(actor=SYSTEM, file=file, reason="test", at=MONDAY)
        with pytest.raises(refusals.FileNotFound):
            queries.claim([handle], MONDAY)

    def test_refuses_what_is_part_of_a_case_already(self, town: Town) -> None:
        file = keep(samples.photo())
        reports.file_report(actor=ANYONE, at=MONDAY, text="井盖坏了", area=town.grids[0], files=[file])
        with pytest.raises(refusals.FileNotFound):
            queries.claim([queries.handle_of(file)], MONDAY)


class TestErase:
    def test_the_row_stays_and_the_bytes_go(self, django_capture_on_commit_callbacks: Any) -> None:
        file = keep(samples.pdf(), "张三.pdf")
        with django_capture_on_commit_callbacks(execute=True):
            operations.erase_file(actor=SYSTEM, file=file, reason="right", at=MONDAY)
        file.refresh_from_db()
        assert (file.name, file.salt, file.is_erased) == ("", None, True)
        assert stored(file) == []
        with pytest.raises(refusals.FileNotFound):
            queries.read_file(file)
        again = operations.erase_file(actor=SYSTEM, file=file, reason="other", at=MONDAY + DAY)
        assert (again.erase_reason, again.erased_at) == ("right", MONDAY)

    def test_the_same_bytes_of_somebody_else_stay(self, django_capture_on_commit_callbacks: Any) -> None:
        mine, theirs = keep(samples.photo()), keep(samples.photo())
        with django_capture_on_commit_callbacks(execute=True):
            operations.erase_file(actor=SYSTEM, file=mine, reason="right", at=MONDAY)
        assert queries.read_file(theirs)
        with django_capture_on_commit_callbacks(execute=True):
            operations.erase_file(actor=SYSTEM, file=theirs, reason="right", at=MONDAY)
        assert stored(theirs) == []

    def test_an_erased_row_without_its_mark_is_impossible(self) -> None:
        file = keep(samples.photo())
        with pytest.raises(IntegrityError), transaction.atomic():
            StoredFile.objects.filter(pk=file.pk).update(salt=None)


class TestSweep:
    def test_takes_only_what_nothing_refers_to(
        self, town: Town, django_capture_on_commit_callbacks: Any
    ) -> None:
        lost, used, fresh = keep(samples.photo("PNG")), keep(samples.photo()), keep(samples.pdf())
        StoredFile.objects.filter(pk=fresh.pk).update(kept_at=MONDAY + DAY)
        reports.file_report(actor=ANYONE, at=MONDAY, text="井盖坏了", area=town.grids[0], files=[used])
        with django_capture_on_commit_callbacks(execute=True):
            assert operations.sweep_unattached(actor=SYSTEM, at=MONDAY + DAY + DAY / 2) == 1
        assert set(StoredFile.objects.all()) == {used, fresh}
        assert operations.sweep_unattached(actor=SYSTEM, at=MONDAY + DAY + DAY / 2) == 0
        assert queries.read_file(used)
        assert lost.pk


class TestChain:
    def test_holds_after_a_file_was_erased_and_breaks_when_one_is_swapped(self, town: Town) -> None:
        photo, paper = keep(samples.photo()), keep(samples.pdf())
        case = reports.file_report(
            actor=ANYONE, at=MONDAY, text="井盖坏了", area=town.grids[0], files=[photo, paper]
        ).report.case
        assert verify.verify_case(case) == []
        operations.erase_file(actor=SYSTEM, file=photo, reason="right", at=MONDAY)
        assert verify.verify_case(case) == []
        StoredFile.objects.filter(pk=paper.pk).update(digest="0" * 64)
        assert [flaw.what for flaw in verify.verify_case(case)] == ["files"]


class TestServing:
    def view(self, file: StoredFile | None, variant: str = "", **headers: str) -> Any:
        request = RequestFactory().get("/", headers=headers)
        return serving.guarded(lambda request, **names: file)(request, variant=variant, number="1")

    def test_shows_a_photo(self) -> None:
        response = self.view(keep(samples.photo()))
        assert response["Content-Type"] == "image/jpeg"
        assert "Content-Disposition" not in response
        assert response["X-Content-Type-Options"] == "nosniff"
        assert "private" in response["Cache-Control"]
        assert self.view(keep(samples.photo()), "small")["Content-Type"] == "image/webp"

    def test_only_lets_a_paper_be_saved(self) -> None:
        response = self.view(keep(samples.pdf(), '申请"书.pdf'))
        assert response["Content-Disposition"].startswith("attachment; filename*=UTF-8''%E7")
        assert "sandbox" in response["Content-Security-Policy"]
        assert response["X-Content-Type-Options"] == "nosniff"

    def test_absent_forbidden_erased_and_lost_look_the_same(self) -> None:
        gone = operations.erase_file(actor=SYSTEM, file=keep(samples.photo()), reason="right", at=MONDAY)
        lost = keep(samples.photo("PNG", size=(9, 9)))
        for name in stored(lost):
            storage.store().delete(name)
        for file, variant in (
            (None, ""),
            (gone, ""),
            (lost, ""),
            (keep(samples.photo()), "huge"),
            (keep(samples.pdf()), "small"),
        ):
            with pytest.raises(Http404) as refused:
                self.view(file, variant)
            assert str(refused.value) == ""

    def test_is_not_sent_twice_to_who_has_it(self) -> None:
        file = keep(samples.photo())
        etag = self.view(file)["ETag"]
        assert self.view(file, **{"If-None-Match": etag}).status_code == 304

    def test_answers_only_questions(self) -> None:
        request = RequestFactory().post("/")
        assert serving.guarded(lambda request: None)(request).status_code == 405
