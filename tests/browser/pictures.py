"""Takes pictures of pages, so that somebody looks at them before they are called done.

    python -m tests.browser.pictures --to /tmp/pictures http://127.0.0.1:8000/parts/ http://127.0.0.1:8000/

Every page is taken as a phone (390 × 844) and as a desk (1440 × 900), light and dark, and in the elder view.
`--as NAME=COOKIES.json` takes them as somebody who is logged in. The folder may not lie in the repository.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from tests.browser.chromium import chromium

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class View:
    name: str
    width: int
    height: int
    theme: str = "light"
    size: str = "normal"
    touch: bool = False


VIEWS = (
    View("phone", 390, 844, touch=True),
    View("phone-dark", 390, 844, "dark", touch=True),
    View("phone-elder", 390, 844, size="large", touch=True),
    View("phone-largest", 390, 844, size="largest", touch=True),
    View("desk", 1440, 900),
    View("desk-dark", 1440, 900, "dark"),
    View("laptop", 1024, 768),
    View("board", 1920, 1080),
    View("board-dark", 1920, 1080, "dark"),
)
USUAL = "phone,phone-dark,phone-elder,desk,desk-dark"


def name_of(url: str) -> str:
    """Return a file name for a page: its path, with the query behind it."""
    parts = urlsplit(url)
    words = re.sub(r"[^\w]+", "-", f"{parts.path} {parts.query}").strip("-")
    return words or "front"


def take(
    urls: list[str],
    folder: Path,
    views: list[View],
    *,
    cookies: list[dict[str, str]],
    lang: str,
    whole: bool,
    webgl: bool = False,
    wait: int = 400,
) -> list[str]:
    """Write one PNG per page and view, and return what the pages complained about."""
    complaints: list[str] = []
    folder.mkdir(parents=True, exist_ok=True)
    with chromium(webgl=webgl) as browser:
        for view in views:
            context = browser.new_context(
                viewport={"width": view.width, "height": view.height},
                device_scale_factor=1,
                has_touch=view.touch,
                is_mobile=view.touch,
                locale="zh-CN",
                timezone_id="Asia/Shanghai",
                color_scheme="dark" if view.theme == "dark" else "light",
            )
            origin = "{0.scheme}://{0.netloc}".format(urlsplit(urls[0]))
            choices = {"ll_theme": view.theme, "ll_size": view.size, "linli_language": lang}
            context.add_cookies(
                [{"name": name, "value": value, "url": origin} for name, value in choices.items()]
            )
            context.add_cookies([{**cookie, "url": origin} for cookie in cookies])
            page = context.new_page()
            page.on("console", lambda told: _note(complaints, told.type, told.text))
            page.on("pageerror", lambda error: complaints.append(f"error: {error}"))
            for url in urls:
                answer = page.goto(url, wait_until="load")
                page.wait_for_timeout(wait)
                if answer is None or answer.status >= 500:
                    complaints.append(f"{url}: status {answer.status if answer else '?'}")
                wide = page.evaluate(
                    "document.documentElement.scrollWidth - document.documentElement.clientWidth"
                )
                if wide > 0:
                    complaints.append(f"{url} in {view.name}: {wide} px too wide")
                page.screenshot(path=folder / f"{name_of(url)}.{view.name}.png", full_page=whole)
            context.close()
    return complaints


def _note(complaints: list[str], kind: str, text: str) -> None:
    if kind in {"error", "warning"} and "GL Driver Message" not in text:
        complaints.append(f"{kind}: {text}")


def main() -> int:
    parser = argparse.ArgumentParser(description="Take pictures of pages.")
    parser.add_argument("urls", nargs="+")
    parser.add_argument("--to", type=Path, required=True)
    parser.add_argument("--views", default=USUAL, help=f"of {', '.join(view.name for view in VIEWS)}")
    parser.add_argument("--cookies", type=Path, help='a JSON file of [{"name": …, "value": …}]')
    parser.add_argument("--lang", default="zh-hans")
    parser.add_argument("--whole", action="store_true", help="the whole page, not the first screen")
    parser.add_argument("--webgl", action="store_true", help="draw live maps in software")
    parser.add_argument("--wait", type=int, default=400, help="milliseconds before the picture")
    chosen = parser.parse_args()
    if chosen.to.resolve().is_relative_to(ROOT):
        parser.error("Pictures stay out of the repository.")
    known = {view.name: view for view in VIEWS}
    views = [known[name] for name in chosen.views.split(",")]
    cookies = json.loads(chosen.cookies.read_text()) if chosen.cookies else []
    complaints = take(
        chosen.urls,
        chosen.to,
        views,
        cookies=cookies,
        lang=chosen.lang,
        whole=chosen.whole,
        webgl=chosen.webgl,
        wait=chosen.wait,
    )
    for line in dict.fromkeys(complaints):
        print(line, file=sys.stderr)
    return 1 if complaints else 0


if __name__ == "__main__":
    raise SystemExit(main())
