// sides.js -- who holds a place, as an outline: by pattern and by colour.  A name keeps its outline for as long as the page is
// open; one report alone gives a pattern, and no colour.
import { svg } from './dom.js';

const OUTLINES = 5; // that the style sheet has
const known = new Map();

function outlineOf(holder) {
	if (!known.has(holder))
		known.set(holder, known.size % OUTLINES);
	return known.get(holder);
}

export function sideOf(entry) {
	const alone = entry?.sources < 2;
	const side = (mark, words) => ({ mark: `${mark}${alone ? ' alone' : ''}`, words, label: words + (alone ? ' (one source)' : '') });
	if (entry?.state === 'contested')
		return side('contested', `contested${entry.contested_by ? ' by ' + entry.contested_by : ''}`);
	if (entry?.state === 'held')
		return side(`side-${outlineOf(entry.holder)}`, `held by ${entry.holder}`);
	return { mark: 'unheld', words: 'nobody known to hold it', label: 'nobody known to hold it' };
}

export const ring = (classes, r = 6) => svg('svg', { viewBox: '0 0 18 18', class: 'ring', 'aria-hidden': 'true' }, svg('circle', { cx: 9, cy: 9, r, class: classes }));

export const located = (place) => typeof place?.lat === 'number';
export const placeOf = (incident) => incident.places?.find(located); // where it stands on the map

const name = (place) => place.id ?? place.name;

// For each incident, what is known of who holds the place where it stands.
export function holders(controls) {
	const by = new Map(controls.filter((c) => c.place).map((c) => [name(c.place), c]));
	return (incident) => placeOf(incident) && by.get(name(placeOf(incident)));
}
