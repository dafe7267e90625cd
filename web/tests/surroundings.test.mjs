import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { load } from "./load.mjs";

const { addressOf, metres, wanted } = await load("surroundings");
const HERE = [116.4, 39.9];
const eastOf = (far) => [HERE[0] + far / (111_320 * Math.cos((HERE[1] * Math.PI) / 180)), HERE[1]];

describe("shapes around what a map shows", () => {
  it("are asked for again once the map has moved far enough", () => {
    assert.equal(wanted(17, eastOf(200), HERE), undefined);
    assert.deepEqual(wanted(17, eastOf(400), HERE), eastOf(400));
    assert.ok(Math.abs(metres(HERE, eastOf(400)) - 400) < 1);
  });
  it("are buildings when near, all grids from afar, and neither twice", () => {
    assert.deepEqual(wanted(17, HERE, undefined), HERE);
    assert.deepEqual(wanted(17, HERE, null), HERE);
    assert.equal(wanted(13, HERE, HERE), null);
    assert.equal(wanted(13, eastOf(5000), null), undefined);
  });
  it("have an address without what the page asked for at first", () => {
    assert.equal(addressOf("/place/shapes/?lon=1&lat=2", HERE), "/place/shapes/?lon=116.4000&lat=39.9000");
    assert.equal(addressOf("/place/shapes/?lon=1&lat=2", null), "/place/shapes/");
  });
});
