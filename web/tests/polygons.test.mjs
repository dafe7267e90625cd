import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { load } from "./load.mjs";

const { area, closeRing, crosses, dropCorner, moveCorner, openRing, snap, splitSide } = await load("polygons");

// Two squares side by side; they share the side from (1, 0) to (1, 1).
const west = { id: "w", ring: [[0, 0], [1, 0], [1, 1], [0, 1]] };
const east = { id: "e", ring: [[1, 0], [2, 0], [2, 1], [1, 1]] };
const sum = (shapes) => shapes.reduce((total, shape) => total + Math.abs(area(shape.ring)) / 2, 0);

describe("editing grids that share borders", () => {
  it("moves a shared corner for both, so that neither gap nor overlap arises", () => {
    const moved = moveCorner([west, east], [1, 1], [1.3, 1]);
    assert.deepEqual(moved[0].ring[2], [1.3, 1]);
    assert.deepEqual(moved[1].ring[3], [1.3, 1]);
    assert.equal(sum(moved).toFixed(9), sum([west, east]).toFixed(9));
  });
  it("leaves the shapes that were not touched as they are", () => {
    const moved = moveCorner([west, east], [2, 0], [2.1, 0]);
    assert.equal(moved[0], west);
    assert.notEqual(moved[1], east);
  });
  it("puts a new corner into both owners of a side", () => {
    const split = splitSide([west, east], [1, 0], [1, 1], [1.2, 0.5]);
    assert.deepEqual(split.map((shape) => shape.ring.length), [5, 5]);
    assert.equal(sum(split).toFixed(9), sum([west, east]).toFixed(9));
  });
  it("takes a corner from all who have it, but never the third last", () => {
    assert.deepEqual(dropCorner([west, east], [1, 1]).map((shape) => shape.ring.length), [3, 3]);
    assert.equal(dropCorner([{ id: "t", ring: [[0, 0], [1, 0], [0, 1]] }], [1, 0]), null);
  });
});

describe("snapping", () => {
  it("prefers a corner to a side, and leaves what is far where it is", () => {
    assert.deepEqual(snap([1.01, 0.01], [east], 0.05).at, [1, 0]);
    const side = snap([1.01, 0.5], [east], 0.05);
    assert.deepEqual(side.at.map((number) => Number(number.toFixed(6))), [1, 0.5]);
    assert.deepEqual(side.side, [[1, 1], [1, 0]]);
    assert.deepEqual(snap([5, 5], [east], 0.05), { at: [5, 5], side: null, far: 0.05 });
  });
});

describe("rings", () => {
  it("open and close again", () => {
    assert.deepEqual(openRing(closeRing(west.ring)), west.ring);
    assert.deepEqual(closeRing([]), []);
  });
  it("are refused when their sides cross", () => {
    assert.equal(crosses(west.ring), false);
    assert.equal(crosses([[0, 0], [1, 1], [1, 0], [0, 1]]), true);
  });
});
