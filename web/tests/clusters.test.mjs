import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { load } from "./load.mjs";

const { groupNear } = await load("clusters");
const spots = [{ x: 0, y: 0 }, { x: 10, y: 0 }, { x: 100, y: 0 }, { x: 100, y: 30 }];

describe("marks in a heap", () => {
  it("become one, and lose none", () => {
    const groups = groupNear(spots, (one) => one, 40);
    assert.deepEqual(groups.map((group) => group.length), [2, 2]);
    assert.equal(new Set(groups.flat()).size, spots.length);
  });
  it("stay apart where there is room, and when nothing may be grouped", () => {
    assert.equal(groupNear(spots, (one) => one, 5).length, 4);
    assert.equal(groupNear([spots[0], { ...spots[0] }], (one) => one, 0).length, 2);
    assert.deepEqual(groupNear([], (one) => one, 40), []);
  });
});
