// app.js -- one page: routes by the fragment, keeps the live lists, follows the event stream.
import { incidentActs, replaySection, signSection } from './acts.js';
import { alertSection, byAlert } from './alerts.js';
import { all, get, stream } from './api.js';
import { clockButton, el, foreign, refill, tickTimes } from './dom.js';
import { claimTable, headSection, joinedTable, noticeTable } from './incident.js';
import { legend, regionName, worldMap } from './map.js';
import { timeline, together } from './timeline.js';
import * as views from './views.js';

const main = document.getElementById('main');
const health = document.getElementById('health');
const WINDOWS = [[24, '24 hours'], [168, '7 days'], [720, '30 days'], [0, 'all']];
const KEPT = 1000; // alerts on the page
const SENT = 100; // of them with their messages
const state = { alerts: [], outbox: new Map(), acks: new Map(), filter: {}, hours: 168, chart: { hours: 0, adding: false }, reload: null, redraw: null };

const section = (head, ...children) => el('section', {}, el('h2', {}, head), ...children);
const open = (view, id) => { location.hash = `#/${view}/${encodeURIComponent(id)}`; };

// ---- the head ----

function setHealth(kind, said) {
	health.className = kind;
	health.querySelector('.words').textContent = said;
	state.health = kind;
	setTitle();
}

// What a tab and its history are known by.
function setTitle() {
	const program = state.health === 'ok' ? 'Tocsin' : `Tocsin (${state.health})`;
	document.title = state.title ? `${state.title} – ${program}` : program;
}

async function refreshStatus() {
	try {
		const s = await get('status');
		setHealth(s.state, s.state === 'ok' ? 'all is well' : s.reason || s.state);
		document.getElementById('figures').replaceChildren(...views.figures(s));
	} catch {
		setHealth('offline', 'the daemon does not answer');
	}
}

async function loadFates() {
	const [outbox, acks] = await Promise.all([all('outbox'), all('acks')]);
	state.outbox = byAlert(outbox);
	state.acks = new Map(acks.map((a) => [a.incident, a]));
}

async function refreshFates() {
	await loadFates();
	state.redraw?.();
}

// ---- the views: each draws what it shows at once and gives a function that draws it again ----

function choice(label, choices, chosen, changed) {
	const pick = el('select', { 'aria-label': label, onchange: () => changed(Number(pick.value)) }, choices.map(([v, text]) => el('option', { value: v, selected: v === chosen }, text)));
	return pick;
}

const since = (hours) => (hours ? `?updated_since=${new Date(Date.now() - hours * 36e5).toISOString().slice(0, 19)}Z` : '');

async function showNow() {
	const map = el('div', { id: 'map', role: 'group', tabindex: 0 });
	const key = el('div'), unplaced = el('p', { class: 'meta' }), tables = el('section');
	const bell = alertSection(state, (await all('rules')).map((r) => r.name));
	state.redraw = bell.draw;
	const pick = choice('Changed within', WINDOWS, state.hours, (h) => { state.hours = h; load(); });
	main.className = 'now';
	main.replaceChildren(bell.section, el('section', { class: 'where' }, el('div', { class: 'tools' }, el('h2', {}, 'Incidents'), pick), map, key, unplaced), tables);
	const draw = await worldMap(map, open);
	async function load() {
		const [incidents, control] = await Promise.all([all('incidents' + since(state.hours)), all('control')]);
		const without = draw(incidents, control);
		refill(key, legend(control));
		refill(unplaced, without.length ? ['Without coordinates: ', ...without.flatMap(([view, id, name], k) => [k ? ', ' : '', el('a', { href: `#/${view}/${encodeURIComponent(id)}` }, foreign(name || id))])] : []);
		refill(tables, el('h2', {}, 'The same as a table'), views.incidentTable(incidents, control));
	}
	await load();
	return load;
}

const killed = (i) => i.claims.filter((c) => c.outcome === 'killed' && c.scope !== 'subset');

function chartSection(history, claims) {
	const node = el('div', { class: 'chart', role: 'img', 'aria-label': 'The dead over time; the same figures are in the table of claims' });
	const draw = () => timeline(node, history, claims, state.chart);
	const box = section('The toll over time', el('div', { class: 'tools' },
		choice('Window', [[0, 'all of it'], ...WINDOWS.slice(0, 3)], state.chart.hours, (h) => { state.chart.hours = h; draw(); }),
		choice('Show', [[0, 'the toll'], [1, 'what was added']], Number(state.chart.adding), (n) => { state.chart.adding = n === 1; draw(); })),
	history.length ? node : el('p', { class: 'empty' }, 'No figure of the dead so far.'),
	el('p', { class: 'meta key' }, 'Line: the best figure · band: least to most · ring: what a source says · ▼: corrected downwards'));
	return { box, draw };
}

async function showIncident(id) {
	const body = el('div', { class: 'stack' }), aside = el('div', { class: 'aside' });
	const alerts = () => state.alerts.filter((a) => a.data.incident === id);
	async function load() {
		const i = await get('incidents/' + encodeURIComponent(id));
		const chart = chartSection(i.history, killed(i));
		refill(body, headSection(i), chart.box, section('Every claim', claimTable(i)), section('Notifications sent', noticeTable(alerts(), state.outbox)),
			section('Why these reports are one incident', joinedTable(i)));
		chart.draw();
		load.title = i.title || 'Incident';
		return i;
	}
	const incident = await load();
	main.className = 'single';
	main.replaceChildren(body, aside);
	aside.append(incidentActs(incident, reloadSoon));
	state.redraw = () => load();
	await load();
	return load;
}

// What the timeline needs of an incident of a list: asked for again only when the incident has changed.
const lines = new Map();
async function lineOf({ id, updated }) {
	if (lines.get(id)?.updated !== updated) {
		const i = await get('incidents/' + id);
		lines.set(id, { updated, history: i.history, claims: killed(i) });
	}
	return lines.get(id);
}

async function showRegion(code) {
	const body = el('div', { class: 'stack' });
	async function load() {
		const [incidents, control] = await Promise.all([all('incidents?country=' + encodeURIComponent(code)), all('control?country=' + encodeURIComponent(code))]);
		const { history, claims } = together(await Promise.all(incidents.map(lineOf)));
		const chart = chartSection(history, claims);
		refill(body, el('section', { class: 'head' }, el('p', { class: 'crumb' }, el('a', { href: '#/' }, 'Now'), ' › region'), el('h2', { class: 'title' }, regionName(code))),
			chart.box, section('Incidents', views.incidentTable(incidents, control)), section('Who holds which place', views.controlTable(control)));
		chart.draw();
	}
	main.className = 'list';
	main.replaceChildren(body);
	load.title = regionName(code);
	await load();
	return load;
}

const LISTS = {
	control: ['Who holds which place', views.controlTable],
	feeds: ['Feeds', views.feedTable],
	rules: ['Rules', views.ruleTable, replaySection],
	receivers: ['Receivers', views.receiverTable, () => signSection(route)],
};

async function showList(name, id) {
	const [head, render, more] = LISTS[name];
	const box = el('div');
	const sent = name === 'receivers' && el('div');
	const load = async () => {
		refill(box, render(await all(name)));
		if (sent)
			refill(sent, noticeTable(state.alerts.slice(0, SENT), state.outbox, 'Messages, the newest first'));
	};
	load.title = head;
	await load();
	main.className = 'list';
	main.replaceChildren(...[section(head, box), sent && section('Messages', sent), more?.()].filter(Boolean));
	if (id)
		document.getElementById('place-' + id)?.closest('tr').classList.add('chosen');
	document.querySelector('.chosen')?.scrollIntoView({ block: 'center' });
	return load;
}

// What stands behind '#', which anybody may have written.
function parts() {
	try {
		return location.hash.split('/').map(decodeURIComponent);
	} catch {
		return [];
	}
}

function showTrouble(error) {
	const gone = error.status === 404;
	main.className = 'list';
	main.replaceChildren(el('section', {},
		el('p', {}, gone ? 'There is nothing by that name; it may never have been, or be too long ago.' : `That could not be loaded (${error.message}). It is tried again when the daemon answers.`),
		gone ? el('a', { href: '#/' }, 'To what is known now') : el('button', { type: 'button', onclick: route }, 'Try now')));
	state.reload = gone ? null : route;
}

let turn = 0;
async function route() {
	const [, name = '', id = ''] = parts();
	const mine = ++turn;
	state.redraw = state.reload = null;
	for (const a of document.querySelectorAll('nav a'))
		a.getAttribute('href') === '#/' + name ? a.setAttribute('aria-current', 'page') : a.removeAttribute('aria-current');
	try {
		const reload = await (name === 'incident' ? showIncident(id) : name === 'region' ? showRegion(id) : LISTS[name] ? showList(name, id) : showNow());
		if (mine !== turn)
			return;
		state.reload = reload;
		state.title = reload.title ?? '';
	} catch (error) {
		if (mine !== turn)
			return;
		state.title = '';
		showTrouble(error);
	}
	setTitle();
}

// ---- what happens ----

let soon = null;
function reloadSoon() {
	clearTimeout(soon);
	soon = setTimeout(() => [refreshStatus, refreshFates, state.reload].forEach((f) => f?.()?.catch?.(() => {})), 400);
}

function onAlert(a) {
	if (state.alerts.some((b) => b.data.alert === a.data.alert))
		return;
	a.fresh = true;
	state.alerts.unshift(a);
	state.alerts.length = Math.min(state.alerts.length, KEPT);
	state.redraw?.();
	document.getElementById('said').textContent = `${a.data.severity}: ${a.data.summary}`;
	reloadSoon();
}

// Asked when the stream is open: what rings meanwhile comes by it, and nothing falls between the two.
async function catchUp() {
	const known = new Map(state.alerts.map((a) => [a.data.alert, a]));
	const [stored] = await Promise.all([all('alerts', KEPT), loadFates()]);
	stored.filter((a) => !known.has(a.data.alert)).forEach((a) => known.set(a.data.alert, a));
	state.alerts = [...known.values()].sort((a, b) => (a.data.alert < b.data.alert ? 1 : -1)).slice(0, KEPT);
	state.redraw?.();
}

async function start() {
	const drawClock = clockButton(document.getElementById('clock'));
	await refreshStatus();
	await new Promise((first) => stream({ 'alert.fired': onAlert, alert: reloadSoon, incident: reloadSoon, feed: reloadSoon, delivery: reloadSoon, reset: () => location.reload() }, (up) => {
		up ? catchUp().then(reloadSoon, () => {}).then(first) : first(setHealth('offline', 'the connection was lost; trying again'));
	}));
	await route();
	addEventListener('hashchange', async () => { await route(); main.focus({ preventScroll: true }); scrollTo(0, 0); });
	matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => state.reload?.());
	setInterval(() => { refreshStatus(); refreshFates().catch(() => {}); tickTimes(); drawClock(); }, 15000);
}

start();
