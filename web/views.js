// views.js -- what each view shows; values in, elements out.
import { ago, count, el, foreign, link, table, time, toll } from './dom.js';

const places = (list) => (list ?? []).map((p) => p.name).join(', ') || 'place unknown';
const evidence = (q) => el('blockquote', { dir: 'auto' }, `“${q.text}” `, el('cite', { class: 'meta' }, link(q.url, q.feed || 'source')));

export function alertItem(a, fresh) {
	const d = a.data ?? a;
	return el('li', { class: `${d.severity}${fresh ? ' new' : ''}` },
		el('div', {}, d.incident ? el('a', { href: '#/incident/' + d.incident, dir: 'auto' }, d.summary) : foreign(d.summary)),
		el('p', { class: 'meta' }, el('span', { class: 'tag' }, d.reason.replaceAll('_', ' ')), ' ', foreign(d.rule), ' · ',
			time(a.timestamp ?? d.timestamp), d.sources?.length ? ` · ${d.sources.length} source${d.sources.length > 1 ? 's' : ''}` : '', ' ',
			(a.deliveries ?? []).map((r) => el('span', { class: 'tag ' + (r.state === 'sent' ? 'good' : r.state === 'dead' ? 'bad' : '') }, `${r.receiver}: ${r.state}`))),
		d.disagree && el('p', { class: 'meta' }, foreign(d.disagree)),
		(d.quotes ?? []).slice(0, 1).map(evidence));
}

export function incidentTable(incidents) {
	return table([
		{ head: 'Incident', cell: (i) => el('a', { href: '#/incident/' + i.id, dir: 'auto' }, i.title || places(i.places)), sort: (i) => places(i.places) },
		{ head: 'Killed', n: true, cell: (i) => toll(i.toll?.killed), sort: (i) => i.toll?.killed?.best ?? -1 },
		{ head: 'Injured', n: true, cell: (i) => toll(i.toll?.injured), sort: (i) => i.toll?.injured?.best ?? -1 },
		{ head: 'Since', cell: (i) => i.since ?? '–', sort: (i) => i.since ?? '' },
		{ head: 'Changed', cell: (i) => time(i.updated), sort: (i) => i.updated },
		{ head: 'Reports', n: true, cell: (i) => count(i.reports), sort: (i) => i.reports },
	], incidents, { caption: '' });
}

export function incidentView(i) {
	const claims = table([
		{ head: 'Figure', n: true, cell: (c) => `${c.bound && c.bound !== 'exact' ? c.bound.replaceAll('_', ' ') + ' ' : ''}${count(c.best)}`, sort: (c) => c.best },
		{ head: 'What', cell: (c) => `${c.outcome} ${c.who ?? ''}`, sort: (c) => c.outcome },
		{ head: 'According to', cell: (c) => foreign(c.source || c.feed), sort: (c) => c.source },
		{ head: 'Evidence', cell: (c) => el('span', { dir: 'auto' }, '“' + (c.quote ?? '') + '” ', link(c.url, c.feed)), sort: (c) => c.quote },
		{ head: 'Counts as', cell: (c) => c.scope + (c.superseded ? ', superseded' : ''), sort: (c) => c.scope },
		{ head: 'When', cell: (c) => time(c.at), sort: (c) => c.at },
	], i.claims ?? []);
	return [
		el('section', {}, el('h2', {}, foreign(i.title || places(i.places))),
			el('p', {}, ...Object.entries(i.toll ?? {}).map(([k, t]) => [el('strong', {}, toll(t)), ` ${k}  `]).flat()),
			el('p', { class: 'meta' }, foreign(places(i.places)), ` · since ${i.since ?? 'unknown'} · ${i.state ?? ''} · changed `, time(i.updated)),
			el('div', { class: 'chart', id: 'chart', role: 'img', 'aria-label': 'Toll over time; the same figures are in the table of claims' })),
		el('section', {}, el('h2', {}, 'Every claim'), claims),
		(i.joined ?? []).length > 0 && el('section', {}, el('h2', {}, 'Why these reports are one incident'),
			table([
				{ head: 'Report', cell: (r) => link(r.url, r.title || r.entry), sort: (r) => r.title },
				{ head: 'Weight', n: true, cell: (r) => String(r.score ?? '–'), sort: (r) => r.score },
				{ head: 'Reasons', cell: (r) => foreign((r.reasons ?? []).join(', ')), sort: (r) => '' },
			], i.joined)),
	].filter(Boolean);
}

function sparkline(values) {
	const ns = 'http://www.w3.org/2000/svg';
	const svg = document.createElementNS(ns, 'svg');
	const most = Math.max(1, ...values);
	svg.setAttribute('class', 'spark');
	svg.setAttribute('viewBox', `0 0 ${values.length * 6} 18`);
	svg.setAttribute('role', 'img');
	svg.setAttribute('aria-label', `entries a day: ${values.join(', ')}`);
	values.forEach((v, i) => {
		const bar = document.createElementNS(ns, 'rect');
		bar.setAttribute('x', i * 6);
		bar.setAttribute('width', 5);
		bar.setAttribute('y', 18 - (18 * v) / most);
		bar.setAttribute('height', (18 * v) / most);
		svg.append(bar);
	});
	return svg;
}

export const feedTable = (feeds) => table([
	{ head: 'Feed', cell: (f) => foreign(f.name), sort: (f) => f.name },
	{ head: 'State', cell: (f) => el('span', { class: 'tag ' + (f.state === 'ok' ? 'good' : f.state === 'failing' || f.state === 'gone' ? 'bad' : '') }, f.state), sort: (f) => f.state },
	{ head: 'Last success', cell: (f) => time(f.last_success), sort: (f) => f.last_success ?? '' },
	{ head: 'Last new', cell: (f) => time(f.last_new), sort: (f) => f.last_new ?? '' },
	{ head: 'Next poll', cell: (f) => time(f.next_due), sort: (f) => f.next_due ?? '' },
	{ head: 'HTTP', n: true, cell: (f) => count(f.status), sort: (f) => f.status },
	{ head: 'Failures', n: true, cell: (f) => count(f.failures), sort: (f) => f.failures },
	{ head: 'Entries a day', cell: (f) => (f.entries_day?.length ? sparkline(f.entries_day) : '–'), sort: (f) => (f.entries_day ?? []).at(-1) ?? 0 },
	{ head: 'Why', cell: (f) => foreign(f.error || f.why), sort: (f) => f.why },
], feeds, {});

export const ruleTable = (rules) => table([
	{ head: 'Rule', cell: (r) => foreign(r.name), sort: (r) => r.name },
	{ head: 'Rings for', cell: (r) => foreign(r.about), sort: (r) => r.about },
	{ head: 'Alerts', n: true, cell: (r) => count(r.alerts), sort: (r) => r.alerts },
	{ head: 'Last 7 days', n: true, cell: (r) => count(r.alerts_week), sort: (r) => r.alerts_week },
	{ head: 'Last', cell: (r) => time(r.last), sort: (r) => r.last ?? '' },
	{ head: 'Receivers', cell: (r) => foreign((r.send ?? []).join(', ')), sort: (r) => '' },
], rules, {});

export const receiverTable = (receivers) => table([
	{ head: 'Receiver', cell: (r) => foreign(r.name), sort: (r) => r.name },
	{ head: 'Kind', cell: (r) => r.kind, sort: (r) => r.kind },
	{ head: 'Sent', n: true, cell: (r) => count(r.sent), sort: (r) => r.sent },
	{ head: 'Waiting', n: true, cell: (r) => count(r.pending), sort: (r) => r.pending },
	{ head: 'Dead letters', n: true, cell: (r) => count(r.dead), sort: (r) => r.dead },
	{ head: 'Last success', cell: (r) => time(r.last_success), sort: (r) => r.last_success ?? '' },
	{ head: 'Last error', cell: (r) => foreign(r.last_error), sort: (r) => r.last_error ?? '' },
], receivers, {});

export function figures(s) {
	const f = s.feeds ?? {};
	const pairs = [
		['feeds ok', count(f.ok)], ['failing', count(f.failing)], ['stale', count(f.stale)],
		['oldest overdue', s.oldest_overdue_s ? `${count(s.oldest_overdue_s)} s` : 'none'],
		['to deliver', count(s.outbox?.pending)], ['last alert', ago(s.last_alert)], ['incidents', count(s.incidents)],
	];
	return pairs.map(([k, v]) => el('div', {}, el('dt', {}, k), el('dd', {}, v)));
}
