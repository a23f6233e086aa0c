// dom.js -- elements without markup: text of a feed becomes text nodes only, so that nothing in it is ever interpreted.

function fill(node, attributes, children) {
	for (const [key, value] of Object.entries(attributes)) {
		if (value === undefined || value === null || value === false)
			continue;
		if (key.startsWith('on'))
			node.addEventListener(key.slice(2), value);
		else
			node.setAttribute(key, value === true ? '' : value);
	}
	node.append(...children.flat(2).filter((c) => c !== undefined && c !== null && c !== '' && c !== false));
	return node;
}

export const el = (name, attributes = {}, ...children) => fill(document.createElement(name), attributes, children);
export const svg = (name, attributes = {}, ...children) => fill(document.createElementNS('http://www.w3.org/2000/svg', name), attributes, children);

// Text of unknown direction.
export const foreign = (text, name = 'span') => el(name, { dir: 'auto' }, text ?? '');

export const tag = (text, kind = '') => el('span', { class: `tag ${kind}` }, text);

// Only addresses of the web become links.
export function link(url, text) {
	if (!/^https?:\/\//.test(url ?? ''))
		return foreign(text);
	return el('a', { href: url, rel: 'noopener noreferrer', target: '_blank', dir: 'auto' }, text);
}

const number = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });
export const count = (n) => (n === null || n === undefined ? '–' : number.format(n));
export const plural = (n, one, many = one + 's') => `${count(n)} ${n === 1 ? one : many}`;
export const words = (name) => (name ?? '').replaceAll('_', ' ');
export const counted = (of) => Object.entries(of).map(([what, n]) => `${count(n)} ${what}`).join(', ');

export function range(t) {
	const high = t.max ?? t.best;
	return t.min < t.best || high > t.best || t.max === null ? `${count(t.min)}–${t.max === null ? '?' : count(high)}` : '';
}

export function toll(t) {
	if (!t)
		return '–';
	return range(t) ? `${count(t.best)} (${range(t)})` : count(t.best);
}

const SPANS = [[90, 1, 's'], [5400, 60, 'min'], [129600, 3600, 'h'], [Infinity, 86400, 'd']];
export function span(seconds) {
	const [, unit, name] = SPANS.find(([below]) => seconds < below);
	return `${Math.round(seconds / unit)} ${name}`;
}

export function ago(when) {
	if (!when)
		return '–';
	const s = (Date.now() - Date.parse(when)) / 1000;
	return s < 0 ? `in ${span(-s)}` : `${span(s)} ago`;
}

// What was to come, and has not been heard of since, comes now.
const due = (when) => (Date.parse(when) < Date.now() ? 'now' : ago(when));

const utc = (when) => new Date(when).toISOString().replace('T', ' ').slice(0, 16) + ' UTC';
const here = (when) => new Date(when).toLocaleString('sv').slice(0, 16) + ' here';

// How all times are shown; the clock in the head turns it on.
const CLOCKS = [(when, ahead) => (ahead ? due : ago)(when), utc, here];
let clock = 0;

export function time(when, ahead = false) {
	if (!when)
		return el('span', {}, '–');
	return el('time', { datetime: when, 'data-ahead': ahead, title: `${utc(when)} · ${here(when)}` }, CLOCKS[clock](when, ahead));
}

export const tickTimes = () => document.querySelectorAll('time').forEach((t) => { t.textContent = CLOCKS[clock](t.getAttribute('datetime'), t.hasAttribute('data-ahead')); });

export function clockButton(button) {
	const draw = () => { button.textContent = `${(clock === 2 ? here : utc)(Date.now()).slice(11)} · times: ${['ago', 'UTC', 'here'][clock]}`; };
	button.addEventListener('click', () => { clock = (clock + 1) % CLOCKS.length; tickTimes(); draw(); });
	draw();
	return draw;
}

const named = (node) => node && (node.id || node.getAttribute('href') || node.tagName + node.textContent);

// New content for what is shown already; whoever had the focus there has it again.
export function refill(node, ...children) {
	const had = node.contains(document.activeElement) ? named(document.activeElement) : null;
	const top = node.scrollTop;
	node.replaceChildren(...children.flat().filter(Boolean));
	node.scrollTop = top;
	if (had)
		[...node.querySelectorAll('a, button, select, summary, input')].find((n) => named(n) === had)?.focus({ preventScroll: true });
}
