"""Following by the secret link: what is told, what may be done, what is nobody else's business."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from linli.base.files.operations import keep_file
from linli.base.flow.models import Case, Step, StepFile
from linli.base.people.actors import ANYONE, SYSTEM
from linli.pillars.governance.reports import operations as op
from linli.pillars.governance.reports.models import Callback
from tests.base.files import samples
from tests.faces.resident.conftest import HOUR, link
from tests.faces.resident.stories import Filing, Story, later, photo
from tests.town import MONDAY, Town


class TestWhatIsTold:
    def test_says_where_it_stands_and_by_when(self, client: Client, story: Story) -> None:
        page = story.page(client)
        for said in ("收到了，马上有人看", "明天 09:00 前和您联系", "三号楼东边下水井冒水", story.number):
            assert said in page
        story.by("worker", op.contact_reporter, answer="下午三点到现场看。")
        page = story.page(client)
        assert "下午三点到现场看。" in page
        assert re.search("最晚[^<]*", page)[0] == "最晚 11-23 17:30 办完答复您。"
        assert "陈桂芳" in page

    def test_names_nobody_whose_post_is_not_published(self, client: Client, story: Story) -> None:
        story.by("dispatcher", op.dispatch_report, lead=story.town.sanitation)
        story.by("sweeper", op.take_report, 2)
        page = story.page(client)
        assert "交给环卫所去办" in page
        assert "sweeper" not in page
        assert "dispatcher" not in page

    def test_what_staff_rang_up_to_ask_is_not_the_offices_own_praise(
        self, client: Client, story: Story
    ) -> None:
        joined = op.join_report(actor=ANYONE, number=story.number, at=MONDAY, phone="13900009999")
        story.by("worker", op.contact_reporter, 0.5, answer="下午到您家看。")
        story.by("worker", op.settle_report, 1, answer="疏通了。")
        story.by("dispatcher", op.rate_report, 2, solved=True, level=4)
        page = story.page(client)
        assert "回访时您说：解决了·满意" in page
        assert "下午到您家看。" in page
        url = f"/r/{story.number}/{op.token_of(joined.reporter)}/"
        page = client.get(url).content.decode()
        assert "评价了这件事。" in page
        assert "解决了·满意" not in page
        assert "联系过反映的人。" in page
        assert "下午到您家看。" not in page

    def test_what_a_hotline_sent_was_sent_by_no_clock(self, client: Client, file: Filing) -> None:
        filed = file(actor=SYSTEM, channel="hotline", source="12345", source_number="7")
        page = client.get(link(filed)).content.decode()
        assert "从 12345 转来，记下了这件事。" in page
        assert "到时自动" not in page

    def test_shows_before_and_after(self, client: Client, town: Town, file: Filing) -> None:
        before = keep_file(actor=ANYONE, data=samples.photo(), name="", at=MONDAY)
        after = keep_file(actor=ANYONE, data=samples.photo(size=(60, 50)), name="", at=MONDAY)
        story = Story(town, file(files=[before]))
        story.by("worker", op.settle_report, answer="疏通了。", files=[after])
        page = story.page(client)
        assert "处理前后" in page
        for pk in (before.pk, after.pk):
            url = f"{story.url}photos/{pk}/small/"
            assert url in page
            assert client.get(url).status_code == 200
            assert client.get(url.replace(story.filed.token, "x" * 26)).status_code == 404

    def test_merged_says_into_which(self, client: Client, town: Town, file: Filing, story: Story) -> None:
        other = Story(town, file(phone="13900001234", text="井盖旁边也冒"))
        other.by("secretary", op.merge_report, into=story.number, note="同一口井")
        page = other.page(client)
        assert story.number in page
        assert "同一件事" in page
        assert "同一口井" not in page
        assert "三号楼东边" not in page
        story.by("worker", op.settle_report, 2, answer="疏通了主管道。")
        assert "疏通了主管道。" in other.page(client)

    def test_a_pause_says_until_when_and_why(self, client: Client, story: Story) -> None:
        story.by("worker", op.accept_report)
        until = MONDAY + timedelta(days=3)
        story.by("worker", op.ask_pause, until=until, note="等配件，别告诉居民")
        story.by("dispatcher", op.grant_pause, answer="等配件，周四到。")
        page = story.page(client)
        assert "等配件，周四到。" in page
        assert "先停到" in page
        assert "别告诉居民" not in page


class TestNoLeak:
    SECRET = "此人老上访不用管"

    def test_nothing_internal_is_on_any_page(self, client: Client, story: Story) -> None:
        secret = self.SECRET
        story.by("worker", op.note_report, 0.1, note=secret)
        story.by("worker", op.accept_report, 0.2, note=secret)
        story.by("worker", op.pass_report_up, 0.3, note=secret)
        story.by("secretary", op.pass_report_up, 0.4, note=secret)
        story.by("dispatcher", op.supervise_report, 0.5, note=secret)
        story.by("dispatcher", op.dispatch_report, 0.6, lead=story.town.heating, note=secret)
        story.by("stoker", op.send_report_back, 0.7, note=secret)
        story.by("dispatcher", op.dispatch_report, 0.8, lead=story.town.sanitation)
        story.by("sweeper", op.ask_extension, 0.9, note=secret, until=MONDAY + timedelta(days=9))
        story.by("dispatcher", op.decline_petition, 1, what="extension", note=secret)
        story.by("sweeper", op.answer_report, 1.1, answer="通了。", note=secret)
        story.by("worker", op.redo_report, 1.2, note=secret)
        story.by("sweeper", op.answer_report, 1.3, answer="这回真通了。", note=secret)
        story.by("worker", op.pass_check_report, 1.4, note=secret)
        for url in (story.url, link(story.filed, "receipt/"), "/", "/mine/", "/around/"):
            assert secret not in client.get(url).content.decode(), url
        assert "这回真通了。" in story.page(client)
        history = story.page(client).split('<ol class="ll-steps"', 1)[1].split("</ol>", 1)[0]
        assert "退回" not in history
        assert "供热站" not in history.replace("交给供热站去办", "")

    def test_who_joined_reads_neither_words_nor_name_nor_phone(
        self, client: Client, story: Story, town: Town
    ) -> None:
        op.supplement_report(
            actor=ANYONE,
            number=story.number,
            at=MONDAY,
            words="我是王秀英，住 301",
            reporter=story.filed.reporter,
        )
        joined = op.join_report(actor=ANYONE, number=story.number, at=MONDAY + HOUR, phone="13900001234")
        page = client.get(link(joined)).content.decode()
        assert "另一位居民" in page
        for theirs in ("王秀英", "三号楼东边", "13800001234", story.filed.token):
            assert theirs not in page


class TestRate:
    @pytest.fixture
    def done(self, story: Story) -> Story:
        story.by("worker", op.settle_report, answer="疏通了主管道。")
        return story

    def test_nothing_is_chosen_beforehand(self, client: Client, done: Story) -> None:
        page = done.page(client)
        form = page.split("/rate/", 1)[1].split("</form>", 1)[0]
        assert " checked" not in form

    def test_solved_and_satisfied_ends_it(self, client: Client, done: Story) -> None:
        with later(2):
            answer = client.post(f"{done.url}rate/", {"solved": "yes", "level": "5"})
        assert (answer.status_code, answer.url) == (302, f"{done.url}?did=rate")
        assert "谢谢" in done.page(client, did="rate")
        assert done.state == "closed"
        assert "解决了·非常满意" in done.page(client)

    def test_not_solved_goes_back_one_level_up(self, client: Client, done: Story) -> None:
        with later(2):
            client.post(f"{done.url}rate/", {"solved": "no", "level": "1", "words": "还在冒"})
        case = Case.objects.get(number=done.number)
        assert (case.state, case.holder) == ("accepted", done.town.communities[0])
        assert "退回重办，由上一级盯着" in done.page(client)

    def test_half_an_answer_is_asked_for_and_kept(self, client: Client, done: Story) -> None:
        answer = client.post(f"{done.url}rate/", {"level": "2", "words": "井盖没换"})
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "请先说一下解决了没有" in page
        assert "井盖没换" in page
        assert re.search(r'value="2"[^>]* checked', page)
        assert done.state == "callback"

    def test_pressed_twice_counts_once(self, client: Client, done: Story) -> None:
        key = str(uuid.uuid4())
        form = {"solved": "no", "level": "1", "idempotency_key": key}
        with later(2):
            assert [client.post(f"{done.url}rate/", form).status_code for _ in range(2)] == [302, 302]
        assert Callback.objects.count() == 1
        assert Case.objects.get(number=done.number).reopened_count == 1

    def test_what_did_not_help_is_not_shown_as_the_last_word(self, client: Client, done: Story) -> None:
        assert '<p class="ll-quote ll-lines">疏通了' in done.page(client)
        with later(2):
            answer = client.post(f"{done.url}rate/", {"solved": "no", "level": "1"}, follow=True)
        page = answer.content.decode()
        assert "退回重办，由上一级盯着，您不用再报一次" in page
        assert '<h1 class="ll-say">正在重新办</h1>' in page
        assert '<p class="ll-quote' not in page

    def test_rated_already_is_told_with_the_latest(self, client: Client, done: Story) -> None:
        with later(2):
            client.post(f"{done.url}rate/", {"solved": "yes", "level": "4"})
            answer = client.post(f"{done.url}rate/", {"solved": "no", "level": "1"})
        assert answer.status_code == 409
        assert "新进展" in answer.content.decode()
        assert done.state == "closed"

    @pytest.mark.parametrize("level", ["0", "6", "-1", "x", "", "9" * 400])
    def test_levels_are_five(self, client: Client, done: Story, level: str) -> None:
        assert client.post(f"{done.url}rate/", {"solved": "yes", "level": level}).status_code == 422

    def test_an_old_page_loses_nothing(self, done: Story) -> None:
        strict = Client(enforce_csrf_checks=True)
        form = {"solved": "no", "level": "2", "words": "还在冒"}
        page = strict.post(f"{done.url}rate/", form).content.decode()
        assert "还在冒" in page
        assert done.state == "callback"
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        assert token
        with later(2):
            assert (
                strict.post(f"{done.url}rate/", {**form, "csrfmiddlewaretoken": token[1]}).status_code == 302
            )


class TestOtherVerbs:
    def test_answers_a_question_with_words_and_a_photo(self, client: Client, story: Story) -> None:
        story.by("worker", op.ask_reporter, question="是哪个单元？")
        assert "是哪个单元？" in story.page(client)
        with later(2):
            answer = client.post(f"{story.url}reply/", {"words": "二单元", "photos": [photo()]})
        assert answer.status_code == 302
        assert story.state == "received"
        assert StepFile.objects.filter(step__verb="reply").count() == 1
        assert "二单元" in story.page(client)

    def test_adds_words_later(self, client: Client, story: Story) -> None:
        assert client.post(f"{story.url}supplement/", {"words": "又冒了"}).status_code == 302
        assert "又冒了" in story.page(client)
        assert client.post(f"{story.url}supplement/", {}).status_code == 422

    def test_a_photo_that_is_none_keeps_the_words(self, client: Client, story: Story) -> None:
        bad = SimpleUploadedFile("a.jpg", b"MZ")
        answer = client.post(f"{story.url}supplement/", {"words": "又冒了", "photos": [bad]})
        assert answer.status_code == 422
        assert "又冒了" in answer.content.decode()
        assert "a.jpg" in answer.content.decode()
        assert Step.objects.filter(verb="supplement").count() == 0

    def test_urges_and_not_twice_within_half_a_day(self, client: Client, story: Story) -> None:
        assert client.post(f"{story.url}urge/", {"words": ""}).status_code == 302
        answer = client.post(f"{story.url}urge/", {"words": "还没来"})
        assert answer.status_code == 429
        assert "刚催过" in answer.content.decode()
        assert Case.objects.get(number=story.number).urged_count == 1

    def test_takes_it_back(self, client: Client, story: Story) -> None:
        assert client.post(f"{story.url}withdraw/", {"words": "自己好了"}).status_code == 302
        assert story.state == "withdrawn"
        page = story.page(client)
        assert "您撤回了" in page
        assert "/withdraw/" not in page

    def test_moves_that_are_not_open_are_not_there(self, client: Client, story: Story) -> None:
        page = story.page(client)
        assert "/rate/" not in page
        assert "/reply/" not in page
        for verb in ("rate", "reply"):
            fields = {"solved": "yes", "level": "5", "words": "x"}
            assert client.post(f"{story.url}{verb}/", fields).status_code == 409

    def test_who_joined_can_neither_end_nor_answer(self, client: Client, story: Story) -> None:
        joined = op.join_report(actor=ANYONE, number=story.number, at=MONDAY + HOUR)
        url = link(joined)
        with later(2):
            answer = client.post(f"{url}withdraw/", {})
        assert answer.status_code == 403
        assert "最先反映的人" in answer.content.decode()
        assert story.state == "received"

    @pytest.mark.parametrize("verb", ["rate", "reply", "supplement", "urge", "withdraw"])
    def test_nothing_without_the_right_link(self, client: Client, story: Story, verb: str) -> None:
        before = Step.objects.count()
        for url in (story.url.replace(story.filed.token, "0" * 26), story.url.replace("2026", "2020")):
            assert client.post(f"{url}{verb}/", {"words": "x"}).status_code == 404
        assert client.get(f"{story.url}{verb}/").status_code == 405
        assert Step.objects.count() == before

    @pytest.mark.parametrize("verb", ["reply", "supplement", "urge", "withdraw"])
    def test_words_beyond_the_limit_are_told_and_kept(self, client: Client, story: Story, verb: str) -> None:
        answer = client.post(f"{story.url}{verb}/", {"words": "长" * 1001})
        assert answer.status_code in (409, 422)
        if verb in ("supplement",):
            assert "长" * 1001 in answer.content.decode()
