// incident.js -- one incident: its toll, every claim with its sentence, who disagrees, who was told, why its reports joined.
import { fate, reason } from './alerts.js';
import { get } from './api.js';
import { count, el, foreign, link, plural, range, tag, time, words } from './dom.js';
import { regionName } from './map.js';
import { table } from './table.js';

export const places = (list) => (list ?? []).map((p) => p.name).join(', ') || 'place unknown';

const inDigits = ({ quote, best }) => [String(best), count(best)].map((f) => new RegExp(`(?<!\\d)${f}(?!\\d)`).exec(quote)).find(Boolean);

// The sentence with the words marked that its figure was read from; where they are known no more, with the figure.
function sentence(c) {
	const { index, 0: form } = c.words ? { index: c.quote.indexOf(c.words), 0: c.words } : inDigits(c) ?? {};
	return index >= 0 ? el('span', { dir: 'auto' }, '“' + c.quote.slice(0, index), el('mark', {}, form), c.quote.slice(index + form.length) + '”')
		: foreign(`“${c.quote}”`);
}

// Does it speak of the whole event, and of another figure than ours?
function differs(claim, tolls) {
	const t = tolls?.[claim.outcome];
	return t && !claim.replaced && !claim.who && claim.scope !== 'subset' && claim.best !== t.best;
}

export function claimTable(i) {
	return table([
		{ head: 'Figure', n: true, value: (c) => c.best, cell: (c) => [c.bound && c.bound !== 'exact' && el('span', { class: 'meta' }, words(c.bound) + ' '), el('strong', {}, count(c.best))] },
		{ head: 'What', value: (c) => `${c.outcome}${c.who ? ' ' + c.who : ''}`, cell: (c) => [`${c.outcome} `, c.who && foreign(c.who)] },
		{ head: 'According to', value: (c) => c.source || c.feed, cell: (c) => [foreign(c.source || c.feed), ' ', differs(c, i.toll) && tag('differs', 'warn'), ' ', c.scope !== 'event' && tag(c.scope), ' ', c.stance !== 'asserted' && tag(c.stance), ' ', c.replaced && tag('no longer says so')] },
		{ head: 'Evidence', value: (c) => c.quote, cell: (c) => [sentence(c), ' ', el('cite', {}, link(c.url, c.feed))] },
		{ head: 'When', value: (c) => c.at, cell: (c) => [time(c.at), c.replaced && [' until ', time(c.replaced)]] },
	], i.claims.map((c, k) => ({ ...c, words: i.words[k] })), { caption: 'Every claim', empty: 'No report gives a figure.', file: `claims-${i.id}.csv` });
}

export function joinedTable(i) {
	return table([
		{ head: 'Report', value: (r) => r.title, cell: (r) => [link(r.url, r.title || r.entry), ' ', el('span', { class: 'meta' }, r.feed)] },
		{ head: 'Weight', n: true, value: (r) => r.score, cell: (r) => (r.reasons?.length ? count(r.score) : '–') },
		{ head: 'Reasons', value: (r) => (r.reasons ?? []).join(', '), cell: (r) => (r.reasons?.length ? r.reasons.map((x) => [tag(x), ' ']) : el('span', { class: 'meta' }, 'the first report')) },
		{ head: 'When', value: (r) => r.at, cell: (r) => time(r.at) },
	], i.joined ?? [], { caption: 'Why these reports are one incident' });
}

const shownTries = new Map(); // of deliveries whose tries were asked for: these stay open when the table is drawn anew

const tryLine = (t) => el('li', {}, time(t.at), ` · ${count(t.ms)} ms · ${t.status || 'no answer'} `, t.error ? el('span', { class: 'bad' }, foreign(t.error)) : tag('accepted', 'good'));

// How often it was tried; pressed, each try.
function tries(d) {
	const list = el('ol', { class: 'spans' }, (shownTries.get(d.id) ?? []).map(tryLine));
	const ask = async (event) => {
		if (!event.target.open)
			return shownTries.delete(d.id);
		shownTries.set(d.id, (await get('outbox/' + d.id)).tries);
		list.replaceChildren(...shownTries.get(d.id).map(tryLine));
	};
	return d.attempts ? el('details', { open: shownTries.has(d.id), ontoggle: ask }, el('summary', {}, plural(d.attempts, 'try', 'tries')), list) : 'none';
}

// What was sent to whom: alerts with the rows of the outbox that carry them.
export function noticeTable(alerts, outbox, caption = 'Notifications sent') {
	const rows = alerts.flatMap((a) => (outbox.get(a.data.alert) ?? [{ state: 'pending' }]).map((d) => ({ ...a, d })));
	return table([
		{ head: 'Alert', value: (a) => a.data.summary, cell: (a) => [foreign(a.data.summary), ' ', el('span', { class: 'meta' }, foreign(a.data.rule))] },
		{ head: 'Because', value: (a) => reason(a.data), cell: (a) => tag(reason(a.data), a.data.severity) },
		{ head: 'To', value: (a) => [a.d.receiver, a.d.target].filter(Boolean).join(' '), cell: (a) => (a.d.receiver ? [foreign(a.d.receiver), ' ', el('span', { class: 'meta' }, foreign(a.d.target))] : 'nobody') },
		{ head: 'Result', value: (a) => a.d.state, cell: (a) => [a.d.receiver && fate({ ...a.d, receiver: '' }), ' ', a.d.error && el('span', { class: 'meta' }, foreign(a.d.error))] },
		{ head: 'Tries', value: (a) => a.d.attempts ?? 0, cell: (a) => tries(a.d) },
		{ head: 'When', value: (a) => a.timestamp, cell: (a) => time(a.timestamp) },
	], rows, { caption, empty: 'No rule has rung for it.', file: 'notifications.csv' });
}

// "3 children, 12 journalists": of whom something is said for themselves.
const among = (outcome, parts) => parts.filter((p) => p.outcome === outcome && p.who && !p.side).map((p) => `${count(p.best)} ${words(p.who)}`).join(', ');

const tollFigure = ([outcome, t]) => el('div', { class: 'figure ' + outcome }, el('dt', {}, outcome), el('dd', {}, el('strong', {}, count(t.best)), range(t) && el('span', { class: 'meta' }, ` ${range(t)}`)));

// The places, and the country once: as the way to its region.
function where(i) {
	const within = (i.places ?? []).filter((p) => p.precision !== 'country' || p.country !== i.country);
	const region = i.country && el('a', { href: '#/region/' + i.country }, regionName(i.country));
	return region && within.length === 0 ? region : [foreign(places(within)), region && [', ', region]];
}

export function headSection(i) {
	const tolls = Object.entries(i.toll ?? {});
	return el('section', { class: 'head' },
		el('p', { class: 'crumb' }, el('a', { href: '#/' }, 'Now'), ' › incident'),
		el('h2', { class: 'title' }, foreign(i.title || places(i.places)), i.state !== 'open' && [' ', tag(i.state, 'bad')]),
		el('p', { class: 'meta' }, where(i), ` · since ${i.since ?? 'an unknown day'} · ${plural(i.reports, 'report')} of ${plural(i.sources, 'source')} · changed `, time(i.updated)),
		tolls.length > 0 ? el('dl', { class: 'tolls' }, tolls.map(tollFigure)) : el('p', { class: 'empty' }, 'No figure so far.'),
		tolls.filter(([outcome]) => among(outcome, i.parts)).map(([outcome]) => el('p', { class: 'meta' }, `Among the ${outcome}: ${among(outcome, i.parts)}`)),
		tolls.filter(([, t]) => t.disagree).map(([outcome, t]) => el('p', { class: 'note' }, el('strong', {}, `Sources differ on the ${outcome}: `), foreign(t.disagree))),
		(i.acks ?? []).map((a) => el('p', { class: 'note good' }, el('strong', {}, 'Acknowledged'), ' by ', foreign(a.author || 'somebody'), a.note && [': ', foreign(a.note)], ' · ', time(a.at))),
		i.parent && el('p', { class: 'note' }, 'It went into ', el('a', { href: '#/incident/' + i.parent }, 'another incident'), '.'),
		[...(i.causes ?? []), ...(i.sides ?? [])].map((t) => [el('span', { class: 'tag', dir: 'auto' }, words(t)), ' ']));
}
