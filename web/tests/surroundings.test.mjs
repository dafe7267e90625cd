import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { load } from "./load.mjs";

const { LATTICE_DEGREES, addressOf, coarse, metres, wanted } = await load("surroundings");
const HERE = [116.4, 39.9];
const eastOf = (far) => [HERE[0] + far / (111_320 * Math.cos((HERE[1] * Math.PI) / 180)), HERE[1]];

describe("shapes around what a map shows", () => {
  it("are asked for again once the map has moved far enough", () => {
    assert.equal(wanted(17, eastOf(100), HERE), undefined);
    assert.deepEqual(wanted(17, eastOf(400), HERE), coarse(eastOf(400)));
    assert.ok(Math.abs(metres(HERE, eastOf(400)) - 400) < 1);
  });
  it("are buildings when near, all grids from afar, and neither twice", () => {
    assert.deepEqual(wanted(17, HERE, undefined), HERE);
    assert.deepEqual(wanted(17, HERE, null), HERE);
    assert.equal(wanted(13, HERE, HERE), null);
    assert.equal(wanted(13, eastOf(5000), null), undefined);
  });
  it("have an address without what the page asked for at first", () => {
    assert.equal(addressOf("/place/shapes/?lon=1&lat=2", HERE), "/place/shapes/?lon=116.400&lat=39.900");
    assert.equal(addressOf("/place/shapes/?lon=1&lat=2", null), "/place/shapes/");
  });
  it("are asked for in an address that tells some four hundred metres, never a place", () => {
    for (let n = 0; n < 500; n += 1) {
      const place = [116 + n * 0.000731, 39 + n * 0.000517];
      const asked = new URL(addressOf("/s/", place), "http://x").searchParams;
      const told = [Number(asked.get("lon")), Number(asked.get("lat"))];
      for (const [at, degrees] of told.entries()) {
        const steps = degrees / LATTICE_DEGREES;
        assert.ok(Math.abs(steps - Math.round(steps)) < 1e-6);
        assert.ok(Math.abs(degrees - place[at]) <= LATTICE_DEGREES / 2 + 1e-9);
      }
      assert.ok(metres(told, place) < 300, "the half of what the server gives around it");
    }
  });
});
