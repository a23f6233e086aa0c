// timeline.js -- the toll of an incident: best as steps within the band of minimum and maximum, a mark for each claim.
/* global Dygraph */

export function timeline(node, history) {
	const rows = history.map((h) => [new Date(h.at), [h.min, h.best, h.max ?? h.best]]);
	if (!rows.length)
		return null;
	rows.push([new Date(), rows.at(-1)[1]]);
	const style = getComputedStyle(document.documentElement);
	const graph = new Dygraph(node, rows, {
		customBars: true, stepPlot: true, labels: ['time', 'killed'], labelsUTC: true, drawPoints: true, pointSize: 3,
		colors: [style.getPropertyValue('--critical').trim()], gridLineColor: style.getPropertyValue('--line').trim(),
		axisLineColor: style.getPropertyValue('--line').trim(), includeZero: true, legend: 'never',
		axes: { y: { axisLabelWidth: 48 } },
	});
	graph.ready(() => graph.setAnnotations(history.map((h, i) => ({
		series: 'killed', x: new Date(h.at).getTime(), shortText: String(i + 1), text: `${h.best}: ${h.source ?? ''}`, tickHeight: 6,
	})), true));
	return graph;
}
