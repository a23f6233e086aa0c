// sides.js -- who holds a place, by pattern and by colour: a name keeps its mark for as long as the page is open.

const PATTERNS = ['', 'M5.5 5.5 12.5 12.5', 'M5.5 12.5 12.5 5.5M5.5 5.5 12.5 12.5', 'M9 2V16', 'M2 9H16'];
const known = new Map();

function markOf(holder) {
	if (!known.has(holder))
		known.set(holder, known.size % PATTERNS.length);
	return known.get(holder);
}

export function sideOf(entry) {
	if (entry.state === 'contested')
		return { mark: 'contested', pattern: 'M9 2V16', words: `contested${entry.contested_by ? ' by ' + entry.contested_by : ''}` };
	if (entry.state !== 'held')
		return { mark: 'unheld', pattern: '', words: 'nobody known to hold it' };
	const n = markOf(entry.holder);
	return { mark: `side-${n}`, pattern: PATTERNS[n], words: `held by ${entry.holder}` };
}
