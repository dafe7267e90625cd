import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { load } from "./load.mjs";

const { after, due, isEmpty, labelOf, newKey, pause, readAnswer } = await load("draft");

const HERE = "https://office.example/report/";
const draft = (more = {}) => ({
  id: "k1",
  kind: "report",
  action: HERE,
  label: "井盖",
  state: "waiting",
  fields: [],
  files: [],
  at: 1000,
  tries: 0,
  notBefore: 0,
  ...more,
});
const answer = (more) => ({ ok: true, redirected: false, status: 200, url: HERE, ...more });

describe("reading a server's answer", () => {
  it("takes only a redirect elsewhere as a sign that the form was taken", () => {
    const taken = readAnswer(answer({ redirected: true, url: "https://office.example/r/20261118-0042/" }), HERE, HERE);
    assert.deepEqual(taken, { is: "taken", url: "https://office.example/r/20261118-0042/" });
    assert.equal(readAnswer(answer({}), HERE, HERE).is, "refused");
    assert.equal(readAnswer(answer({ redirected: true }), HERE, HERE).is, "refused");
  });
  it("keeps a draft when the way was blocked, and says log in when that is what is missing", () => {
    for (const status of [500, 502, 503, 429, 408]) {
      assert.equal(readAnswer(answer({ ok: false, status }), HERE, HERE).is, "unreached");
    }
    assert.equal(readAnswer(answer({ redirected: true, url: "https://office.example/accounts/login/?next=/d/" }), HERE, HERE).is, "login");
    assert.equal(readAnswer(answer({ ok: false, status: 403 }), HERE, HERE).is, "login");
    assert.equal(readAnswer(answer({ ok: false, status: 422 }), HERE, HERE).is, "refused");
  });
});

describe("a draft after an answer", () => {
  it("is forgotten only when it was taken", () => {
    assert.equal(after(draft(), { is: "taken", url: "/r/1/" }, 0), null);
    for (const is of ["login", "unreached"]) {
      const kept = after(draft(), { is }, 10_000);
      assert.equal(kept.state, "waiting");
      assert.equal(kept.id, "k1", "the key stays, so that the server can tell a repetition");
      assert.ok(kept.notBefore > 10_000);
    }
    assert.equal(after(draft(), { is: "refused", why: "422" }, 0).state, "refused");
  });
  it("waits longer each time, a quarter of an hour at most", () => {
    const waits = Array.from({ length: 14 }, (_, tries) => pause(tries));
    assert.deepEqual([...waits].sort((a, b) => a - b), waits);
    assert.equal(waits.at(-1), 15 * 60_000);
  });
});

describe("what is due", () => {
  const drafts = [
    draft({ id: "late", at: 3 }),
    draft({ id: "early", at: 1 }),
    draft({ id: "resting", at: 2, notBefore: 9_000 }),
    draft({ id: "typing", state: "writing" }),
    draft({ id: "wrong", state: "refused" }),
  ];
  it("is what waits and has rested, the oldest first", () => {
    assert.deepEqual(due(drafts, 5_000).map((one) => one.id), ["early", "late"]);
  });
  it("is everything that waits once the signal is back", () => {
    assert.deepEqual(due(drafts, 5_000, true).map((one) => one.id), ["early", "resting", "late"]);
  });
});

describe("small things", () => {
  it("does not keep a form that nobody has touched", () => {
    const untouched = [["kind", "water"], ["words", ""]];
    assert.equal(isEmpty({ fields: [["kind", "water"], ["words", " "]], files: [] }, untouched), true);
    assert.equal(isEmpty({ fields: [["kind", "road"], ["words", ""]], files: [] }, untouched), false);
    assert.equal(isEmpty({ fields: untouched, files: [{}] }, untouched), false);
  });
  it("knows a draft by its longest words, cut between characters", () => {
    assert.equal(labelOf([["lon", "116.391234567"], ["words", "井盖坏了🕳"], ["phone", "138"]], "?"), "井盖坏了🕳");
    assert.equal([...labelOf([["words", "长".repeat(80)]], "?")].length, 40);
    assert.equal(labelOf([["words", " "]], "没写标题"), "没写标题");
  });
  it("makes keys that look like UUIDs and never meet", () => {
    const keys = new Set(Array.from({ length: 500 }, newKey));
    assert.equal(keys.size, 500);
    for (const key of keys) {
      assert.match(key, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    }
  });
});
