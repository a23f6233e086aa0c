// world.mjs -- how web/world.json was made: countries of Natural Earth 1:50m (public domain) from the npm package
// world-atlas, simplified by topojson-simplify (Visvalingam) to what the page can afford.  A border is told once: "arcs"
// are lines in twentieths of a degree, delta coded; "rings" are closed chains of them, ~n being arc n backwards.  Run by
// hand, not by the build, where both packages are:
//	node web/world.mjs countries-50m.json SMALLEST > web/world.json
// SMALLEST is the least area, in square degrees, of a triangle that is kept.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const { presimplify, simplify } = createRequire(join(process.cwd(), 'x.js'))('topojson-simplify');
const UNIT = 20;
const [file, smallest] = process.argv.slice(2);
const topo = simplify(presimplify(JSON.parse(readFileSync(file, 'utf8'))), Number(smallest));

function deltas(arc) {
	const out = [];
	let px = 0, py = 0;
	for (const [lon, lat] of arc) {
		const x = Math.round(lon * UNIT), y = Math.round(lat * UNIT);
		if (out.length && x === px && y === py)
			continue;
		out.push(x - px, y - py);
		px = x;
		py = y;
	}
	return out;
}

const polygons = topo.objects.countries.geometries.flatMap((g) => (g.type === 'Polygon' ? [g.arcs] : g.arcs)).flat();
const arcs = topo.arcs.map(deltas);
const rings = polygons.filter((r) => r.reduce((n, i) => n + arcs[i < 0 ? ~i : i].length / 2 - 1, 0) > 2);
const used = [...new Set(rings.flat().map((i) => (i < 0 ? ~i : i)))];
const place = new Map(used.map((old, now) => [old, now]));
const renumber = (i) => (i < 0 ? ~place.get(~i) : place.get(i));
process.stdout.write(JSON.stringify({ unit: UNIT, arcs: used.map((i) => arcs[i]), rings: rings.map((r) => r.map(renumber)) }) + '\n');
