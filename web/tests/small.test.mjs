import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { load } from "./load.mjs";

const { fitWithin, jpegName } = await load("shrink");
const { fromGcj, toGcj, isInChina } = await load("datum");

describe("photos", () => {
  it("are made no larger than 1600 px, keep their shape, and are never blown up", () => {
    assert.deepEqual(fitWithin(4000, 3000), { width: 1600, height: 1200 });
    assert.deepEqual(fitWithin(3000, 4000), { width: 1200, height: 1600 });
    assert.deepEqual(fitWithin(800, 600), { width: 800, height: 600 });
    assert.deepEqual(fitWithin(10_000, 1), { width: 1600, height: 1 });
  });
  it("are called JPEGs once they are", () => {
    assert.equal(jpegName("IMG_2041.HEIC"), "IMG_2041.jpg");
    assert.equal(jpegName("没有后缀"), "没有后缀.jpg");
    assert.equal(jpegName(".png"), "photo.jpg");
  });
});

describe("the shifted datum of Chinese tiles", () => {
  it("moves Beijing by some hundred metres and back to the centimetre", () => {
    const place = [116.391, 39.907];
    const shifted = toGcj(place);
    const metres = Math.hypot((shifted[0] - place[0]) * 85_000, (shifted[1] - place[1]) * 111_000);
    assert.ok(metres > 300 && metres < 800, `${metres}`);
    const back = fromGcj(shifted);
    assert.ok(Math.abs(back[0] - place[0]) < 1e-7 && Math.abs(back[1] - place[1]) < 1e-7);
  });
  it("leaves the rest of the world alone", () => {
    assert.equal(isInChina([2.35, 48.85]), false);
    assert.deepEqual(toGcj([2.35, 48.85]), [2.35, 48.85]);
  });
});
