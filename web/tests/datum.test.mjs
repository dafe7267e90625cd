import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { load } from "./load.mjs";

const { datum, moveBox, moveShapes, tilesOf, fromGcj, toGcj } = await load("datum");

// The same three points as tests/kernel/test_geo.py: both sides must shift alike, or a pin lies beside its house.
const PAIRS = [
  [[116.404, 39.915], [116.41024449916938, 39.91640428150164]],
  [[120.15, 30.28], toGcj([120.15, 30.28])],
];
const metres = ([a, b], [c, d]) => Math.hypot((a - c) * Math.cos((b * Math.PI) / 180), b - d) * 111_320;

describe("a map on shifted tiles", () => {
  it("shows a kept place where the tiles have it, and keeps it again within a centimetre", () => {
    const { show, keep } = datum("gcj02");
    for (const [kept, shown] of PAIRS) {
      assert.ok(metres(show(kept), shown) < 0.01);
      assert.ok(metres(keep(show(kept)), kept) < 0.01);
      assert.ok(metres(kept, show(kept)) > 300, "some hundreds of metres, or the point was not shifted");
    }
  });
  it("leaves everything where it is on tiles in WGS-84, and outside China", () => {
    for (const name of ["wgs84", ""]) {
      assert.deepEqual(datum(name).show([116.404, 39.915]), [116.404, 39.915]);
    }
    assert.deepEqual(toGcj([2.35, 48.86]), [2.35, 48.86]);
    assert.deepEqual(fromGcj([2.35, 48.86]), [2.35, 48.86]);
  });
  it("moves points, lines, rings and parts of rings, and leaves what was given alone", () => {
    const move = ([lon, lat]) => [lon + 1, lat - 1];
    const feature = (geometry) => ({ type: "Feature", properties: { name: "甲" }, geometry });
    const given = {
      type: "FeatureCollection",
      total: 9,
      features: [
        feature({ type: "Point", coordinates: [1, 2, 7] }),
        feature({ type: "LineString", coordinates: [[1, 2], [3, 4]] }),
        feature({ type: "MultiPolygon", coordinates: [[[[1, 2], [3, 4], [1, 2]]]] }),
        feature(null),
      ],
    };
    const before = structuredClone(given);
    const moved = moveShapes(given, move);
    assert.deepEqual(moved.features[0].geometry.coordinates, [2, 1, 7]);
    assert.deepEqual(moved.features[1].geometry.coordinates, [[2, 1], [4, 3]]);
    assert.deepEqual(moved.features[2].geometry.coordinates, [[[[2, 1], [4, 3], [2, 1]]]]);
    assert.equal(moved.features[3].geometry, null);
    assert.equal(moved.features[0].properties.name, "甲");
    assert.equal(moved.total, 9);
    assert.deepEqual(given, before);
  });
  it("asks for the kept view port, not the shown one", () => {
    const { show, keep } = datum("gcj02");
    const box = [116.39, 39.9, 116.42, 39.93];
    const back = moveBox(moveBox(box, show), keep);
    for (const [n, edge] of box.entries()) {
      assert.ok(Math.abs(back[n] - edge) < 1e-7);
    }
  });
});

describe("tiles of a map", () => {
  it("lie on one another in the order they are named", () => {
    const tiles = (text) => tilesOf({ dataset: { tiles: text } });
    assert.deepEqual(tiles("https://a/{z} https://b/{z}"), ["https://a/{z}", "https://b/{z}"]);
    assert.deepEqual(tiles(""), []);
    assert.deepEqual(tilesOf({ dataset: {} }), []);
  });
});
