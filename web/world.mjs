// world.mjs -- how web/world.json was made: countries of Natural Earth 1:110m (public domain) from the npm package
// world-atlas, as one list of closed rings in tenths of a degree, delta coded.  Run by hand, not by the build:
//	node web/world.mjs countries-110m.json > web/world.json
import { readFileSync } from 'node:fs';

const topo = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const { scale, translate } = topo.transform;
const arcs = topo.arcs.map((arc) => {
	let x = 0, y = 0;
	return arc.map(([dx, dy]) => {
		x += dx;
		y += dy;
		return [Math.round((x * scale[0] + translate[0]) * 10), Math.round((y * scale[1] + translate[1]) * 10)];
	});
});

function ring(indices) {
	const points = [];
	for (const i of indices) {
		const arc = i < 0 ? arcs[~i].slice().reverse() : arcs[i];
		points.push(...(points.length ? arc.slice(1) : arc));
	}
	const out = [];
	let px = 0, py = 0;
	for (const [x, y] of points) {
		if (out.length && x === px && y === py)
			continue;
		out.push(x - px, y - py);
		px = x;
		py = y;
	}
	return out;
}

const rings = [];
for (const g of topo.objects.countries.geometries)
	for (const polygon of g.type === 'Polygon' ? [g.arcs] : g.arcs)
		for (const r of polygon)
			rings.push(ring(r));
process.stdout.write(JSON.stringify(rings.filter((r) => r.length >= 8)) + '\n');
