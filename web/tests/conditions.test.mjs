import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { load } from "./load.mjs";

const { holds } = await load("when");

describe("a field that hangs on answers", () => {
  const given = { "f-pays": ["card"], "f-what": ["rails", "other"], "f-who": [] };
  const answersOf = (name) => given[name] ?? [];
  it("is asked when each has one of its answers, also among several", () => {
    assert.equal(holds("f-pays=cash/card", answersOf), true);
    assert.equal(holds("f-what=other", answersOf), true);
    assert.equal(holds("f-pays=card f-what=rails", answersOf), true);
  });
  it("is not asked when one is missing or another", () => {
    assert.equal(holds("f-pays=cash", answersOf), false);
    assert.equal(holds("f-pays=card f-who=other", answersOf), false);
    assert.equal(holds("f-nobody=yes", answersOf), false);
  });
});
