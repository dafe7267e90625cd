"""What is written on a phone is never lost and never doubled, whatever the line does."""

import pytest

pytestmark = [pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _for_developers(settings):
    settings.DEMO_MODE = True


class Server:
    """Stands in for the face that takes the form: down, up, or refusing; counts cases by key."""

    def __init__(self, page, url):
        self.mood = "up"
        self.keys = []
        self.cases = set()
        self.token = "fresh"
        self.url = url
        page.context.route("**/sample/take/", self.take)
        page.context.route("**/parts/token/", lambda route: self.answer_token(route))

    def answer_token(self, route):
        if self.mood == "down":
            route.abort("internetdisconnected")
        else:
            route.fulfill(json={"csrf": self.token})

    def take(self, route):
        request = route.request
        if request.method == "GET":
            route.continue_()
            return
        key = request.headers["idempotency-key"]
        self.keys.append(key)
        assert request.headers["x-csrftoken"] == self.token
        body = request.post_data_buffer or b""
        assert b"csrfmiddlewaretoken" not in body
        if self.mood == "lost answer":  # the case is made, but the answer never arrives
            self.cases.add(key)
            route.abort("connectionreset")
        elif self.mood == "busy":
            route.fulfill(status=503, body="busy")
        elif self.mood == "refusing":
            route.fulfill(status=422, content_type="text/html; charset=utf-8", body=REFUSED)
        else:
            self.cases.add(key)
            route.fulfill(status=303, headers={"location": f"{self.url}/parts/offline/"})


REFUSED = """<!doctype html><main><form method="post" action="/sample/take/" data-draft="sample">
<div data-focus tabindex="-1" role="alert">还差一处</div>
<textarea name="sample-words" aria-invalid="true">井盖坏了</textarea>
<input type="file" name="sample-photos"><button>再发</button></form></main>"""


@pytest.fixture
def form(phone, live_server):
    """The sample form of the living page, aimed at a server of our own."""

    def open_form():
        phone.goto(f"{live_server.url}/parts/?form")
        phone.evaluate(
            """() => {
                const form = document.querySelector('form[data-draft="sample"]');
                const box = document.createElement("div");
                box.dataset.drafts = "sample";
                document.querySelector("main").prepend(box);
                form.setAttribute("action", "/sample/take/");
                form.method = "post";
                form.noValidate = true;
            }"""
        )
        return phone.locator('form[data-draft="sample"]')

    return open_form


def write(form, words="3 号楼井盖坏了"):
    form.locator("textarea").fill(words)


def send(form):
    form.evaluate("(form) => form.requestSubmit()")


def kept(page):
    return page.evaluate(
        """() => new Promise((done) => {
            const open = indexedDB.open("linli", 1);
            open.onsuccess = () => {
                const all = open.result.transaction("drafts").objectStore("drafts").getAll();
                all.onsuccess = () => { open.result.close(); done(all.result.map((one) => [one.state, one.label])); };
            };
        })"""
    )


class TestTyping:
    def test_is_back_after_the_page_was_lost(self, phone, live_server):
        phone.goto(f"{live_server.url}/parts/")
        form = phone.locator('form[data-draft="sample"]')
        write(form)
        form.locator("select").select_option("road")
        form.get_by_label("这两天").check()
        phone.wait_for_timeout(900)
        phone.reload()
        form.get_by_text("上次没写完的").wait_for()
        assert form.locator("textarea").input_value() == "3 号楼井盖坏了"
        assert form.locator("select").input_value() == "road"
        assert form.locator('[value="soon"]').is_checked()

    def test_can_be_cleared(self, phone, live_server):
        phone.goto(f"{live_server.url}/parts/")
        form = phone.locator('form[data-draft="sample"]')
        write(form)
        phone.wait_for_timeout(900)
        phone.reload()
        form.get_by_role("button", name="清空重写").click()
        form.get_by_text("上次没写完的").wait_for(state="detached")
        assert form.locator("textarea").input_value() == ""
        assert kept(phone) == []


class TestSending:
    def test_a_form_that_is_taken_leaves_nothing_behind(self, phone, form, live_server):
        server = Server(phone, live_server.url)
        here = form()
        write(here)
        send(here)
        phone.wait_for_url("**/parts/offline/")
        assert len(server.cases) == 1
        assert kept(phone) == []

    def test_without_signal_it_waits_and_goes_out_once_when_it_is_back(self, phone, form, live_server):
        server = Server(phone, live_server.url)
        server.mood = "down"
        here = form()
        write(here)
        send(here)
        phone.locator("#notes").get_by_text("没有信号。这条已存在手机里").wait_for()
        assert kept(phone) == [["waiting", "3 号楼井盖坏了"]]
        assert phone.locator(".ll-row[data-draft]").get_by_text("3 号楼井盖坏了").is_visible()
        assert here.locator("textarea").input_value() == ""
        server.mood = "up"
        phone.evaluate("window.dispatchEvent(new Event('online'))")
        phone.get_by_text("已发出：3 号楼井盖坏了").wait_for()
        assert len(server.cases) == 1
        assert kept(phone) == []

    def test_a_lost_answer_makes_no_second_case(self, phone, form, live_server):
        server = Server(phone, live_server.url)
        server.mood = "lost answer"
        here = form()
        write(here)
        send(here)
        phone.locator("#notes").get_by_text("没有信号").wait_for()
        server.mood = "up"
        phone.evaluate("window.dispatchEvent(new Event('online'))")
        phone.get_by_text("已发出").wait_for()
        assert len(server.keys) == 2
        assert len(server.cases) == 1

    def test_a_busy_server_is_tried_again_later(self, phone, form, live_server):
        server = Server(phone, live_server.url)
        server.mood = "busy"
        here = form()
        write(here)
        send(here)
        phone.locator("#notes").get_by_text("存在手机里").wait_for()
        assert kept(phone)[0][0] == "waiting"

    def test_a_refusal_comes_back_into_the_form_with_what_was_written(self, phone, form, live_server):
        server = Server(phone, live_server.url)
        server.mood = "refusing"
        here = form()
        write(here)
        send(here)
        phone.get_by_text("还差一处").wait_for()
        assert phone.locator('form[data-draft="sample"] textarea').input_value() == "井盖坏了"
        assert kept(phone)[0][0] == "writing"
        server.mood = "up"
        send(phone.locator('form[data-draft="sample"]'))
        phone.wait_for_url("**/parts/offline/")
        assert len(set(server.keys)) == 1
        assert len(server.cases) == 1
