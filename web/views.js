// views.js -- the tables: incidents, control, feeds, rules, receivers; values in, elements out.
import { testButton } from './acts.js';
import { ago, count, counted, el, foreign, link, span, tag, time, toll, words } from './dom.js';
import { places } from './incident.js';
import { holders, ring, sideOf } from './sides.js';
import { bars, share, table } from './table.js';

const day = (date) => el('span', { class: 'day' }, date ?? '–');
const holder = (c) => el('a', { href: '#/control/' + encodeURIComponent(c.key), dir: 'auto' }, ring('place ' + sideOf(c).mark), sideOf(c).label);

export const incidentTable = (incidents, controls) => table([
	{ head: 'Incident', value: (i) => i.title || places(i.places), cell: (i) => el('a', { href: '#/incident/' + i.id, dir: 'auto' }, i.title || places(i.places)) },
	{ head: 'Killed', n: true, value: (i) => i.toll?.killed?.best, cell: (i) => toll(i.toll?.killed) },
	{ head: 'Injured', n: true, value: (i) => i.toll?.injured?.best, cell: (i) => toll(i.toll?.injured) },
	{ head: 'Since', value: (i) => i.since, cell: (i) => day(i.since) },
	{ head: 'Control', value: (i) => i.control && sideOf(i.control).label, cell: (i) => (i.control ? holder(i.control) : '–') },
	{ head: 'Changed', value: (i) => i.updated, cell: (i) => time(i.updated) },
	{ head: 'Reports', n: true, value: (i) => i.reports },
], incidents.map((i) => ({ ...i, control: holders(controls)(i) })), { caption: 'Incidents', empty: 'No incident in this window.', file: 'incidents.csv' });

function side(c) {
	const s = sideOf(c);
	return [ring('place ' + s.mark), foreign(s.words), ' ', c.partial && tag('in part'), c.sources > 0 && el('span', { class: 'meta' }, ` ${count(c.sources)} ${c.sources === 1 ? 'source' : 'sources'}`)];
}

const quoted = (h) => el('blockquote', { dir: 'auto' }, `“${h.quote}” `, el('cite', {}, link(h.url, h.source || h.feed || 'source')));
const saidOf = (s) => el('li', {}, el('span', { class: 'meta' }, `last said: ${words(s.change)}${s.stance === 'asserted' ? '' : ', ' + s.stance}`), ' ', foreign(s.by), s.quote && quoted(s));
const spanOf = (h) => el('li', {}, el('strong', {}, h.since ?? 'earlier'), ' ', foreign(h.holder ?? 'nobody known'), ' ', h.claimed && tag('by its own word', 'warn'),
	h.quote ? quoted(h)
		: el('span', { class: 'meta' }, h.source ? ' according to ' : '', foreign(h.source)));

export const controlTable = (entries) => table([
	{ head: 'Place', value: (c) => c.place.name, cell: (c) => el('span', { id: 'place-' + c.key }, foreign(c.place.name), ' ', el('span', { class: 'meta' }, [c.place.admin1, c.place.country].filter(Boolean).join(', '))) },
	{ head: 'Control', value: (c) => sideOf(c).words, cell: side },
	{ head: 'Since', value: (c) => c.since, cell: (c) => day(c.since) },
	{ head: 'How it came to that', value: (c) => (c.history ?? []).map((h) => `${h.since ?? ''} ${h.holder ?? ''}`).join('; '),
		cell: (c) => el('ol', { class: 'spans', reversed: true }, [...(c.history ?? [])].reverse().map(spanOf), c.said && saidOf(c.said)) },
	{ head: 'Changed', value: (c) => c.updated, cell: (c) => time(c.updated) },
], entries.filter((c) => c.place), { caption: 'Who holds which place', empty: 'No report of ground that changed hands yet.', file: 'control.csv' });

const LATE = 6e4; // a poll that waits its turn is not overdue
const feedKinds = { ok: 'good', new: '', stale: 'warn', failing: 'bad', gone: 'bad', disabled: '' };
const isLate = (f) => f.overdue && Date.now() - Date.parse(f.next_due) > LATE;
const warnings = (f) => f.recent.filter((r) => r.damaged).length;
const days = (f) => bars(f.days, `entries of the last 14 days: ${f.days.join(', ')}`);

export const feedTable = (feeds) => table([
	{ head: 'Feed', value: (f) => f.name, cell: (f) => el('span', { title: f.url }, foreign(f.name)) },
	{ head: 'State', value: (f) => f.state, cell: (f) => [tag(f.state, feedKinds[f.state]), isLate(f) && [' ', tag('overdue', 'warn')]] },
	{ head: 'Last success', value: (f) => f.last_success, cell: (f) => time(f.last_success) },
	{ head: 'Last new', value: (f) => f.last_new, cell: (f) => time(f.last_new) },
	{ head: 'Next poll', value: (f) => f.next_due, cell: (f) => time(f.next_due, true) },
	{ head: 'Every', n: true, value: (f) => f.interval_s, cell: (f) => span(f.interval_s) },
	{ head: 'HTTP', n: true, value: (f) => f.status || null },
	{ head: 'Failures', n: true, value: (f) => f.failures },
	{ head: 'Parse warnings', n: true, value: warnings, cell: (f) => (warnings(f) ? tag(`${warnings(f)} of ${f.recent.length} answers`, 'warn') : 0) },
	{ head: 'A day', n: true, value: (f) => f.per_day, cell: (f) => count(f.per_day) },
	{ head: '14 days', value: (f) => f.days.reduce((n, d) => n + d, 0), cell: days },
	{ head: 'Why', value: (f) => f.error || f.why, cell: (f) => foreign(f.error || f.why) },
], feeds, { caption: 'Feeds', empty: 'No feed is configured.', file: 'feeds.csv' });

export function ruleTable(rules) {
	const week = rules.reduce((n, r) => n + r.alerts_week, 0);
	const rank = (r) => 1 + rules.filter((o) => o.alerts_week > r.alerts_week).length;
	return table([
		{ head: 'Rule', value: (r) => r.name, cell: (r) => [foreign(r.name), ' ', !r.enabled && tag('off')] },
		{ head: 'Rings for', value: (r) => r.about, cell: (r) => foreign(r.about) },
		{ head: 'Alerts', n: true, value: (r) => r.alerts },
		{ head: 'Last 7 days', n: true, value: (r) => r.alerts_week },
		{ head: 'Noise', n: true, value: (r) => r.alerts_week / 7, cell: (r) => [share(r.alerts_week, week, `${r.alerts_week} of the week's ${week} alerts`), ` ${count(r.alerts_week / 7)} a day, no. ${rank(r)}`] },
		{ head: 'Kept back', value: (r) => counted(r.kept_back), cell: (r) => counted(r.kept_back) || 'none' },
		{ head: 'Last', value: (r) => r.last, cell: (r) => time(r.last) },
		{ head: 'Receivers', value: (r) => (r.send ?? []).join(', '), cell: (r) => foreign((r.send ?? []).join(', ')) },
	], rules, { caption: 'Rules', empty: 'No rule is configured: nothing can ring.', file: 'rules.csv' });
}

export const receiverTable = (receivers) => table([
	{ head: 'Receiver', value: (r) => r.name, cell: (r) => foreign(r.name) },
	{ head: 'Kind', value: (r) => r.kind },
	{ head: 'Sent', n: true, value: (r) => r.sent },
	{ head: 'Waiting', n: true, value: (r) => r.pending },
	{ head: 'Failed', n: true, value: (r) => r.dead, cell: (r) => (r.dead ? tag(count(r.dead), 'bad') : count(0)) },
	{ head: 'Kept back', n: true, value: (r) => r.suppressed },
	{ head: 'Last success', value: (r) => r.last_success, cell: (r) => time(r.last_success) },
	{ head: 'Last error', value: (r) => r.last_error, cell: (r) => [foreign(r.last_error || 'none'), r.held && el('p', { class: 'meta' }, 'kept back: ', foreign(r.held))] },
	{ head: 'Test', value: () => '', cell: (r) => testButton(r.name) },
], receivers, { caption: 'Receivers', empty: 'No receiver is configured: alerts are kept, and nobody is told.', file: 'receivers.csv' });

const figure = ([head, value, kind]) => el('div', { class: kind || (value === '0' || value === 'none' ? 'none' : null) }, el('dt', {}, head), el('dd', {}, value));

export function figures(s) {
	const f = s.feeds;
	const late = s.oldest_overdue_s;
	return [
		['feeds ok', count(f.ok)], ['failing', count(f.failing + f.gone), f.failing + f.gone && 'bad'], ['stale', count(f.stale), f.stale && 'warn'],
		['overdue', late ? span(late) : 'none', late > 300 && 'warn'],
		['to deliver', s.outbox.oldest_s ? `${count(s.outbox.pending)}, oldest ${span(s.outbox.oldest_s)}` : count(s.outbox.pending)],
		['failed', count(s.outbox.dead), s.outbox.dead && 'bad'], ['last alert', ago(s.last_alert)],
		['version', s.version, 'push'], ['configuration', s.config.slice(0, 8), ' '],
	].map(figure);
}
