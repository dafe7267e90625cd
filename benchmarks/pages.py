"""Pages through the real server: one reader at a time, then eight at once."""

import http.client
import http.cookiejar
import re
import threading
import time
import urllib.parse
import urllib.request

from benchmarks.timing import Timed, timed

#: Who looks at which page; the first two letters of a role are enough to play it.
PAGES = (
    ("resident: first page", "", "/"),
    ("resident: file a report", "", "/report/"),
    ("resident: around", "", "/around/"),
    ("desk: inbox of the dispatcher", "liumin", "/d/"),
    ("desk: inbox of a grid worker", "chenguifang", "/d/"),
    ("desk: map points", "liumin", "/d/map/points.json?bbox=70,10,140,55"),
    ("desk: one case", "liumin", "case"),
    ("board", "fangzhuren", "/b/"),
)
PASSWORD = "linli-demo-2026"


def measure(port: int, seconds: float) -> list[Timed]:
    """Return the times of every page."""
    _wait(port)
    cookies = {who: _log_in(port, who) for who in {page[1] for page in PAGES}}
    rows = []
    for name, who, path in PAGES:
        if path == "case":
            body = _get(port, "/d/", cookies[who])[1].decode()
            found = re.search(r"/d/reports/([^/\"]+)/", body)
            if not found:
                continue
            path = found.group(0)
        status, body = _get(port, path, cookies[who])
        if status != 200:
            raise SystemExit(f"{path} answered {status}")
        alone = _ask(port, path, cookies[who], seconds, readers=1)
        crowd = _ask(port, path, cookies[who], seconds, readers=8)
        size = len(_get(port, path, cookies[who], "gzip")[1]) / 1000
        rows.append(timed(name, alone, rps=round(len(crowd) / seconds, 1), kb=round(size, 1)))
    return rows


def _ask(port: int, path: str, cookie: str, seconds: float, readers: int) -> list[float]:
    """Ask for `path` over and over for `seconds`, and return how long each answer took."""
    times: list[float] = []
    until = time.perf_counter() + seconds

    def read() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        while time.perf_counter() < until:
            began = time.perf_counter()
            connection.request("GET", path, headers={"Cookie": cookie})
            answer = connection.getresponse()
            answer.read()
            if answer.status != 200:
                raise SystemExit(f"{path} answered {answer.status}")
            times.append(time.perf_counter() - began)

    threads = [threading.Thread(target=read) for _ in range(readers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return times


def _get(port: int, path: str, cookie: str, encoding: str = "identity") -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", path, headers={"Cookie": cookie, "Accept-Encoding": encoding})
    answer = connection.getresponse()
    return answer.status, answer.read()


def _wait(port: int) -> None:
    for _ in range(600):
        try:
            if _get(port, "/readyz", "")[0] == 200:
                return
        except OSError:
            pass
        time.sleep(0.1)
    raise SystemExit("the server does not answer")


def _log_in(port: int, who: str) -> str:
    if not who:
        return ""
    base = f"http://127.0.0.1:{port}"
    jar = http.cookiejar.CookieJar()
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    page = browser.open(f"{base}/accounts/login/").read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    if not token:
        raise SystemExit("no form to log in with")
    form = {"csrfmiddlewaretoken": token.group(1), "login": who, "password": PASSWORD}
    browser.open(f"{base}/accounts/login/", urllib.parse.urlencode(form).encode())
    return "; ".join(f"{cookie.name}={cookie.value}" for cookie in jar)
