// timeline.js -- the toll of an incident as it was known at each time: best as steps within the band of least and most, a
// ring for each claim, a mark where it fell; or what each report added.
/* global Dygraph */

// The legend is our own, beside the chart; Dygraph's would write style attributes, which our policy forbids.
Dygraph.PLUGINS = Dygraph.PLUGINS.filter((p) => p !== Dygraph.Plugins.Legend);

const GAP = [null, null, null];
const band = (h) => [h.min, h.best, h.max ?? h.best];
const point = (n) => [n, n, n];

// [time, band of the toll, claim] in order of time; the toll goes on as it was where only a claim was made.
function rows(history, claims, now, adding) {
	const toll = history.map((h, i) => ({ at: Date.parse(h.at), toll: adding ? point(h.best - (history[i - 1]?.best ?? 0)) : band(h) }));
	const said = adding ? [] : claims.map((c) => ({ at: Date.parse(c.at), claim: point(c.best) }));
	let known = GAP;
	return [...toll, ...said, ...(adding ? [] : [{ at: now }])].sort((a, b) => a.at - b.at).map((r) => {
		known = r.toll ?? (adding ? GAP : known);
		return [new Date(r.at), known, r.claim ?? GAP];
	});
}

const NONE = { min: 0, best: 0, max: 0 };

// The tolls of several incidents as they were known together at each time; a claim is what it would have made of the sum.
export function together(incidents) {
	const sum = { ...NONE }, known = new Map(), history = [], claims = [];
	const told = incidents.flatMap((i) => [...i.history.map((h) => ({ ...h, i, toll: { ...h, max: h.max ?? h.best } })), ...i.claims.map((c) => ({ ...c, i }))]);
	for (const { i, at, best, source, toll } of told.sort((a, b) => Date.parse(a.at) - Date.parse(b.at))) {
		const was = known.get(i) ?? NONE;
		if (!toll) {
			claims.push({ at, best: sum.best - was.best + best });
			continue;
		}
		for (const key of Object.keys(sum))
			sum[key] += toll[key] - was[key];
		known.set(i, toll);
		history.push({ at, source, ...sum });
	}
	return { history, claims };
}

function ring(graph, series, ctx, x, y, color, size) {
	ctx.lineWidth = 1.5;
	ctx.strokeStyle = color;
	ctx.beginPath();
	ctx.arc(x, y, size, 0, 2 * Math.PI);
	ctx.stroke();
}

// Where the toll fell: a correction, or a report that was edited or taken down.
const falls = (history) => history.map((h, i) => ({ ...h, from: history[i - 1]?.best ?? 0 })).filter((h) => h.best < h.from);

export function timeline(node, history, claims, { hours, adding }) {
	const now = Date.now();
	const data = rows(history, claims, now, adding);
	if (!history.length)
		return null;
	const style = getComputedStyle(document.documentElement);
	const colour = (name) => style.getPropertyValue(name).trim();
	const first = data[0][0].getTime();
	const from = hours ? now - hours * 36e5 : first - Math.max(1e4, (now - first) * 0.04);
	const graph = new Dygraph(node, data, {
		customBars: true, labels: ['time', 'killed', 'claim'], labelsUTC: true, colors: [colour('--toll'), colour('--soft')],
		series: { killed: { stepPlot: !adding, strokeWidth: adding ? 0 : 2, drawPoints: true, pointSize: adding ? 5 : 3, fillAlpha: 0.18 }, claim: { strokeWidth: 0, drawPoints: true, pointSize: 5, drawPointCallback: ring, drawHighlightPointCallback: ring } },
		gridLineColor: colour('--line'), axisLineColor: colour('--line'), gridLineWidth: 1, includeZero: true, dateWindow: [from, now + (now - from) * 0.03],
		axes: { y: { axisLabelWidth: 44, drawGrid: true }, x: { drawGrid: false } }, xRangePad: 6, yRangePad: 12,
	});
	if (!adding)
		graph.ready(() => graph.setAnnotations(falls(history).map((h) => ({
			series: 'killed', x: Date.parse(h.at), shortText: '▼', cssClass: 'correction', width: 18, height: 18, tickHeight: 8, text: `${h.from} → ${h.best} (${h.source})`,
		}))));
	return graph;
}
