// table.js -- tables one can sort by their heads with mouse or keyboard, and take along as CSV.
import { el, svg } from './dom.js';

const sorted = new Map(); // by caption: a table that is drawn anew stays in its order

// A spreadsheet takes text that begins like this for a formula.
const harmless = (text) => (/^[=+\-@\t\r]/.test(text) && !/^-?[\d.]+$/.test(text) ? `'${text}` : text);
const quoted = (value) => `"${harmless(String(value ?? '')).replaceAll('"', '""')}"`;

export const csv = (columns, rows) => [columns.map((c) => c.head), ...rows.map((r) => columns.map((c) => c.value(r)))]
	.map((line) => line.map(quoted).join(',')).join('\r\n') + '\r\n';

function download(name, text) {
	const url = URL.createObjectURL(new Blob([text], { type: 'text/csv' }));
	el('a', { href: url, download: name }).click();
	URL.revokeObjectURL(url);
}

function inOrder(columns, rows, { by, down }) {
	if (by === undefined)
		return rows;
	const value = (r) => columns[by].value(r) ?? '';
	return [...rows].sort((a, b) => (value(a) < value(b) ? -1 : value(a) > value(b) ? 1 : 0) * (down ? -1 : 1));
}

// Roles are said outright: on a phone rows are shown as blocks, which would take them away.
// columns: { head, value: what it sorts by and the CSV carries, cell: what is shown (else the value), n: a number }
export function table(columns, rows, { caption, empty = 'Nothing yet.', file }) {
	const order = sorted.get(caption) ?? {};
	const body = el('tbody', { role: 'rowgroup' });
	const heads = columns.map((c, i) => el('th', { scope: 'col', role: 'columnheader', class: c.n && 'n' }, el('button', { type: 'button', onclick: () => sort(i) }, c.head)));
	function draw() {
		body.replaceChildren(...inOrder(columns, rows, order).map((r) => el('tr', { role: 'row' }, columns.map((c) => el('td', { role: 'cell', class: c.n && 'n', 'data-head': c.head }, el('div', {}, c.cell ? c.cell(r) : c.value(r) ?? '–'))))));
		if (!rows.length)
			body.append(el('tr', { role: 'row' }, el('td', { role: 'cell', colspan: columns.length, class: 'empty' }, empty)));
		heads.forEach((h, k) => (k === order.by ? h.setAttribute('aria-sort', order.down ? 'descending' : 'ascending') : h.removeAttribute('aria-sort')));
	}
	function sort(i) {
		order.down = order.by === i ? !order.down : columns[i].n === true;
		order.by = i;
		sorted.set(caption, order);
		draw();
	}
	draw();
	return el('div', {},
		el('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': caption }, el('table', { role: 'table' }, el('caption', { class: 'sr' }, caption), el('thead', { role: 'rowgroup' }, el('tr', { role: 'row' }, heads)), body)),
		file && rows.length > 0 && el('p', { class: 'under' }, el('button', { type: 'button', class: 'quiet', onclick: () => download(file, csv(columns, inOrder(columns, rows, order))) }, 'Download as CSV')));
}

// Bars of a few numbers, told in words as well.
export function bars(values, label) {
	const most = Math.max(1, ...values);
	return svg('svg', { class: 'spark', viewBox: `0 0 ${values.length * 7} 18`, role: 'img', 'aria-label': label, preserveAspectRatio: 'xMinYMid meet' },
		values.map((v, i) => svg('rect', { x: i * 7, width: 5, y: 17 - (16 * v) / most, height: 1 + (16 * v) / most, rx: 1 })));
}

export const share = (part, whole, label) => svg('svg', { class: 'share', viewBox: '0 0 60 6', role: 'img', 'aria-label': label },
	svg('rect', { width: 60, height: 6, rx: 3, class: 'rest' }), svg('rect', { width: (60 * part) / Math.max(1, whole), height: 6, rx: 3 }));
