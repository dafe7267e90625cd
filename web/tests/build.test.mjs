import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { iconsIn } from "../icons.mjs";
import { dropUnusedVariables, selectorsIn } from "../tabler.mjs";

const known = new Set(["send", "alert-circle", "map-off", "lock", "plus", "home"]);

describe("finding icons", () => {
  it("sees the ways in which they are named", () => {
    const named = (text) => [...iconsIn(text, known)].sort();
    assert.deepEqual(named('{% icon "send" %}'), ["send"]);
    assert.deepEqual(named('{% empty _("没有") "" "map-off" %}'), ["map-off"]);
    assert.deepEqual(named('Move(_("交"), "#", "send")'), ["send"]);
    assert.deepEqual(named('NOTE_ICONS: dict[str, str] = {"plain": "lock"}'), ["lock"]);
    assert.deepEqual(named('Tab(_("首页"), url, icon="home")'), ["home"]);
    assert.deepEqual(named('value = "plus"'), []);
  });
  it("keeps a wrong name, so that the build can refuse it", () => {
    assert.deepEqual([...iconsIn('{% icon "sent" %}', known)], ["sent"]);
  });
});

describe("cutting Tabler", () => {
  it("takes every word that could be a class", () => {
    assert.ok(selectorsIn('<a class="btn btn-primary">').has("btn-primary"));
  });
  it("drops what nothing reads, and what only that read", () => {
    assert.equal(dropUnusedVariables(":root{--a:1;--b:var(--a);--c:2}p{margin:var(--c)}"), ":root{--c:2}p{margin:var(--c)}");
  });
});
