// dom.js -- elements without markup: text of a feed becomes text nodes only, so that nothing in it is ever interpreted.

export function el(name, attributes = {}, ...children) {
	const node = document.createElement(name);
	for (const [key, value] of Object.entries(attributes)) {
		if (value === undefined || value === null || value === false)
			continue;
		if (key.startsWith('on'))
			node.addEventListener(key.slice(2), value);
		else
			node.setAttribute(key, value === true ? '' : value);
	}
	node.append(...children.flat().filter((c) => c !== undefined && c !== null && c !== ''));
	return node;
}

// Text of unknown direction.
export const foreign = (text, name = 'span') => el(name, { dir: 'auto' }, text ?? '');

// Only addresses of the web become links.
export function link(url, text) {
	if (!/^https?:\/\//.test(url ?? ''))
		return foreign(text);
	return el('a', { href: url, rel: 'noopener noreferrer', target: '_blank', dir: 'auto' }, text);
}

const number = new Intl.NumberFormat('en');
export const count = (n) => (n === null || n === undefined ? '–' : number.format(n));

export function toll(t) {
	if (!t)
		return '–';
	const high = t.max ?? t.best;
	return t.min < t.best || high > t.best ? `${count(t.best)} (${count(t.min)}–${t.max === null ? '?' : count(high)})` : count(t.best);
}

export function ago(when) {
	if (!when)
		return '–';
	const s = Math.round((Date.now() - Date.parse(when)) / 1000);
	const ahead = s < 0;
	const a = Math.abs(s);
	const [n, unit] = a < 90 ? [a, 's'] : a < 5400 ? [Math.round(a / 60), 'min'] : a < 129600 ? [Math.round(a / 3600), 'h'] : [Math.round(a / 86400), 'd'];
	return ahead ? `in ${n} ${unit}` : `${n} ${unit} ago`;
}

export function time(when) {
	if (!when)
		return el('span', {}, '–');
	const utc = new Date(when).toISOString().replace('T', ' ').slice(0, 16) + ' UTC';
	return el('time', { datetime: when, title: `${utc} · here ${new Date(when).toLocaleString()}` }, ago(when));
}

// A table one can sort by its heads with mouse or keyboard.
export function table(columns, rows, { caption, onrow } = {}) {
	let by = -1, down = false;
	const body = el('tbody');
	const heads = columns.map((c, i) => el('th', { scope: 'col', class: c.n && 'n' }, el('button', { type: 'button', onclick: () => sort(i) }, c.head)));
	function fill(list) {
		body.replaceChildren(...list.map((r) => el('tr', {}, columns.map((c) => el('td', { class: c.n && 'n' }, c.cell(r))))));
		if (!list.length)
			body.append(el('tr', {}, el('td', { colspan: columns.length, class: 'empty' }, 'nothing yet')));
	}
	function sort(i) {
		down = by === i ? !down : columns[i].n === true;
		by = i;
		const value = (r) => columns[i].sort?.(r) ?? '';
		fill([...rows].sort((a, b) => (value(a) < value(b) ? -1 : value(a) > value(b) ? 1 : 0) * (down ? -1 : 1)));
		heads.forEach((h, k) => (k === i ? h.setAttribute('aria-sort', down ? 'descending' : 'ascending') : h.removeAttribute('aria-sort')));
	}
	fill(rows);
	return el('div', { class: 'scroll' }, el('table', {}, caption && el('caption', {}, caption), el('thead', {}, el('tr', {}, heads)), body));
}
