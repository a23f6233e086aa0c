// world.mjs -- how web/world.json was made: countries of Natural Earth 1:50m (public domain) from the npm package
// world-atlas, simplified by topojson-simplify (Visvalingam) to what the page can afford.  A border is told once: "arcs"
// are lines in twentieths of a degree, delta coded; "rings" are closed chains of them, ~n being arc n backwards.  Both are
// numbers as texts, in base 46: '#' and the 45 after it end a number, the 46 after those go on; odd is negative.  "names"
// are codes of ISO 3166-1 and the zoom from which there is room for the name, "spots" where.  Run by hand, not by the
// build, where both packages are, and Debian's iso-codes:
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

const BASE = 46;
function text(numbers) {
	let out = '';
	for (const v of numbers) {
		let z = v < 0 ? -2 * v - 1 : 2 * v;
		for (; z >= BASE; z = Math.floor(z / BASE))
			out += String.fromCharCode(35 + BASE + (z % BASE));
		out += String.fromCharCode(35 + z);
	}
	return out;
}

const geometries = topo.objects.countries.geometries;
const outlines = (g) => (g.type === 'Polygon' ? [g.arcs] : g.arcs);
const arcs = topo.arcs.map(deltas);
const rings = geometries.flatMap(outlines).flat().filter((r) => r.reduce((n, i) => n + arcs[i < 0 ? ~i : i].length / 2 - 1, 0) > 2);
const used = [...new Set(rings.flat().map((i) => (i < 0 ? ~i : i)))];
const place = new Map(used.map((old, now) => [old, now]));
const renumber = (i) => (i < 0 ? ~place.get(~i) : place.get(i));

// Area in square degrees, and centre, of a ring.
function middle(ring) {
	const points = ring.flatMap((i) => (i < 0 ? [...topo.arcs[~i]].reverse() : topo.arcs[i]));
	let area = 0, x = 0, y = 0;
	points.forEach(([x0, y0], k) => {
		const [x1, y1] = points[(k + 1) % points.length], cross = x0 * y1 - x1 * y0;
		area += cross / 2;
		x += (x0 + x1) * cross;
		y += (y0 + y1) * cross;
	});
	return { area: Math.abs(area), x: x / (6 * area), y: y / (6 * area) };
}

const codes = new Map(JSON.parse(readFileSync('/usr/share/iso-codes/json/iso_3166-1.json', 'utf8'))['3166-1'].map((c) => [c.numeric, c.alpha_2]));
const ROOM = 70; // pixels of a name; the world is 256 wide at zoom 0
const named = geometries.filter((g) => codes.has(g.id)).map((g) => {
	const m = outlines(g).map((o) => middle(o[0])).reduce((a, b) => (b.area > a.area ? b : a));
	return { ...m, code: codes.get(g.id), zoom: Math.max(2, Math.ceil(Math.log2((ROOM * 360) / 256 / Math.sqrt(m.area)))) };
}).filter((n) => n.zoom <= 8).sort((a, b) => a.zoom - b.zoom);
process.stdout.write(JSON.stringify({ unit: UNIT, arcs: used.map((i) => text(arcs[i])).join(' '), rings: rings.map((r) => text(r.map(renumber))).join(' '),
	names: named.map((n) => n.code + n.zoom).join(''), spots: text(named.flatMap((n) => [Math.round(n.x * UNIT), Math.round(n.y * UNIT)])) }) + '\n');
