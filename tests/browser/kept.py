"""What lies on the phone itself, read where the page keeps it."""

from __future__ import annotations

from typing import Any

DRAFTS = """async () => {
    if (!(await indexedDB.databases()).some((one) => one.name === "linli")) return [];
    const database = await new Promise((done) => {
        const request = indexedDB.open("linli");
        request.onsuccess = () => done(request.result);
    });
    const drafts = await new Promise((done) => {
        const request = database.transaction("drafts").objectStore("drafts").getAll();
        request.onsuccess = () => done(request.result);
    });
    database.close();
    return drafts.map((one) => one.state);
}"""


def wait_for_drafts(page: Any, states: list[str]) -> None:
    """Wait until what lies on the phone is this: what the page shows of it may come a moment later, or not at all."""
    for _ in range(200):
        if page.evaluate(DRAFTS) == states:
            return
        page.wait_for_timeout(50)
    raise AssertionError(page.evaluate(DRAFTS))
