// app.js -- one page: routes by the fragment, keeps the live lists, follows the event stream.
import { all, get, stream } from './api.js';
import { el, foreign } from './dom.js';
import { worldMap } from './map.js';
import { timeline } from './timeline.js';
import * as views from './views.js';

const main = document.getElementById('main');
const health = document.getElementById('health');
const state = { alerts: [], paused: false, severity: '', hours: 168, redraw: null };

function setHealth(kind, words) {
	health.className = kind;
	health.querySelector('.words').textContent = words;
}

async function refreshStatus() {
	try {
		const s = await get('status');
		setHealth(s.state, s.state === 'ok' ? 'all is well' : s.reason || s.state);
		document.getElementById('figures').replaceChildren(...views.figures(s));
		document.getElementById('version').textContent = `tocsind ${s.version}`;
		document.title = s.state === 'ok' ? 'Tocsin' : 'Tocsin (degraded)';
	} catch {
		setHealth('offline', 'the daemon does not answer');
	}
}

function alertList() {
	const list = el('ul', { class: 'alerts', 'aria-live': 'polite', 'aria-relevant': 'additions' });
	const shown = state.alerts.filter((a) => !state.severity || a.data.severity === state.severity);
	list.append(...shown.slice(0, 200).map((a) => views.alertItem(a, a.fresh)));
	if (!shown.length)
		list.append(el('li', { class: 'empty' }, 'No alert yet.'));
	return list;
}

function alertSection() {
	const holder = el('div', {}, alertList());
	const pause = el('button', { type: 'button', 'aria-pressed': String(state.paused), onclick: () => {
		state.paused = !state.paused;
		pause.setAttribute('aria-pressed', String(state.paused));
		if (!state.paused)
			holder.replaceChildren(alertList());
	} }, 'Pause');
	const pick = el('select', { 'aria-label': 'Severity', onchange: () => {
		state.severity = pick.value;
		holder.replaceChildren(alertList());
	} }, ['', 'critical', 'warning', 'notice', 'info'].map((s) => el('option', { value: s }, s || 'all severities')));
	state.redraw = () => state.paused || holder.replaceChildren(alertList());
	return el('section', {}, el('h2', {}, 'Alerts'), el('div', { class: 'tools' }, pick, pause), holder);
}

async function showNow() {
	main.className = '';
	const mapNode = el('div', { id: 'map', role: 'application', tabindex: '0' });
	const unplacedNode = el('p', { class: 'meta' });
	const tableNode = el('div');
	const span = el('select', { 'aria-label': 'Window' }, [[24, '24 hours'], [168, '7 days'], [720, '30 days'], [0, 'all']].map(([h, t]) => el('option', { value: h, selected: h === state.hours }, t)));
	main.replaceChildren(
		el('div', { class: 'side' }, el('section', {}, el('h2', {}, 'Incidents'), el('div', { class: 'tools' }, span), mapNode, unplacedNode), el('section', {}, el('h2', {}, 'The same as a table'), tableNode)),
		alertSection());
	const draw = await worldMap(mapNode, (id) => { location.hash = '#/incident/' + id; });
	async function load() {
		const since = state.hours ? '?updated_since=' + new Date(Date.now() - state.hours * 36e5).toISOString().slice(0, 19) + 'Z' : '';
		const [incidents, control] = await Promise.all([all('incidents' + since), all('control')]);
		const unplaced = draw(incidents, control);
		unplacedNode.replaceChildren(...(unplaced.length ? ['Without coordinates: ', ...unplaced.flatMap((i, k) => [k ? ', ' : '', el('a', { href: '#/incident/' + i.id }, foreign(i.title || i.id))])] : []));
		tableNode.replaceChildren(views.incidentTable(incidents));
	}
	span.addEventListener('change', () => {
		state.hours = Number(span.value);
		load();
	});
	state.reload = load;
	await load();
}

async function showIncident(id) {
	main.className = 'single';
	const i = await get('incidents/' + encodeURIComponent(id));
	main.replaceChildren(...views.incidentView(i));
	timeline(document.getElementById('chart'), i.history ?? []);
	state.reload = () => showIncident(id);
}

const lists = { feeds: ['Feeds', views.feedTable], rules: ['Rules', views.ruleTable], receivers: ['Receivers', views.receiverTable] };

async function showList(name) {
	const [head, render] = lists[name];
	main.className = 'single';
	main.replaceChildren(el('section', {}, el('h2', {}, head), render(await all(name))));
	state.reload = () => showList(name);
}

async function route() {
	const [, name = '', id] = location.hash.split('/');
	state.redraw = state.reload = null;
	for (const a of document.querySelectorAll('nav a'))
		a.getAttribute('href') === '#/' + name ? a.setAttribute('aria-current', 'page') : a.removeAttribute('aria-current');
	try {
		if (name === 'incident')
			await showIncident(decodeURIComponent(id));
		else if (lists[name])
			await showList(name);
		else
			await showNow();
	} catch (error) {
		main.replaceChildren(el('section', {}, el('p', {}, `That could not be loaded (${error.message}). The daemon may be restarting; this page tries again.`)));
	}
}

let soon = null;
function reloadSoon() {
	clearTimeout(soon);
	soon = setTimeout(() => { refreshStatus(); state.reload?.(); }, 400);
}

function onAlert(a) {
	if (state.alerts.some((b) => b.data.alert === a.data.alert))
		return;
	a.fresh = true;
	state.alerts.unshift(a);
	state.alerts.length = Math.min(state.alerts.length, 1000);
	state.redraw?.();
	reloadSoon();
}

async function start() {
	await refreshStatus();
	try {
		state.alerts = (await get('alerts?limit=200')).items;
	} catch { /* the health line already says so */ }
	await route();
	stream({ alert: onAlert, incident: reloadSoon, feed: reloadSoon, reset: () => location.reload() }, (up) => (up ? refreshStatus() : setHealth('offline', 'the connection was lost; trying again')));
	addEventListener('hashchange', route);
	setInterval(refreshStatus, 15000);
}

start();
