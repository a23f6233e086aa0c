// alerts.js -- alerts as they ring: the list with its filters, and what became of each message.
import { count, el, foreign, link, plural, time, words } from './dom.js';

const KINDS = { sent: ['good', 'delivered'], dead: ['bad', 'failed'], pending: ['', 'on its way'], suppressed: ['', 'kept back'] };
const SEVERITIES = ['critical', 'warning', 'notice', 'info', 'test'];
const SHOWN = 150;

export const fate = (d) => {
	const [kind, said] = d.state === 'pending' && !d.attempts && d.error ? ['warn', /^review/.test(d.error) ? 'waits for review' : 'held back'] : KINDS[d.state];
	return el('span', { class: `tag ${kind}`, title: d.error }, d.receiver ? `${d.receiver}: ${said}` : said);
};

// Who has it, in few words; what is not there yet, or never will be, message by message.
function deliveries(rows = []) {
	const told = new Set(rows.filter((d) => d.state === 'sent').map((d) => d.receiver));
	return [told.size > 0 && el('span', { class: 'told' }, 'delivered to ', foreign([...told].join(', '))), ...rows.filter((d) => d.state !== 'sent').map(fate)];
}

export const byAlert = (outbox) => Map.groupBy(outbox, (d) => d.alert);

// "toll raised 8 → 12"
export const reason = (d) => words(d.reason) + (d.toll && d.previous > 0 ? ` ${count(d.previous)} → ${count(d.toll.best)}` : '');

function alertItem(a, { outbox, acks }) {
	const d = a.data, ack = acks.get(d.incident);
	return el('li', { class: `${d.severity}${a.fresh ? ' new' : ''}`, 'data-alert': d.alert },
		el('p', { class: 'meta top' }, el('strong', { class: 'severity' }, d.severity), el('span', {}, reason(d)), el('span', { class: 'push' }, time(a.timestamp))),
		el('p', { class: 'summary' }, d.incident ? el('a', { href: '#/incident/' + d.incident, dir: 'auto' }, d.summary) : foreign(d.summary)),
		(d.quotes ?? []).slice(0, 1).map((q) => el('blockquote', { dir: 'auto' }, `“${q.text}” `, el('cite', {}, link(q.url, q.feed || 'source')))),
		d.disagree && el('p', { class: 'meta' }, 'Others say: ', foreign(d.disagree)),
		el('p', { class: 'meta tags' }, foreign(d.rule), '· ', plural(d.sources?.length ?? 0, 'source'), deliveries(outbox.get(d.alert)), ack && el('span', { class: 'tag good', dir: 'auto' }, `seen by ${ack.author || 'somebody'}`)));
}

const matches = (a, f) => (!f.severity || a.data.severity === f.severity) && (!f.rule || a.data.rule === f.rule) &&
	(!f.place || JSON.stringify([a.data.places, a.data.summary]).toLowerCase().includes(f.place.toLowerCase()));

function picker(label, first, values, f, key, changed) {
	const pick = el('select', { 'aria-label': label, onchange: () => { f[key] = pick.value; changed(); } },
		['', ...values].map((v) => el('option', { value: v, selected: v === (f[key] ?? '') }, v || first)));
	return pick;
}

// state: alerts (newest first), outbox, acks, filter; gives the section, and draw() for when they changed.
export function alertSection(state, rules) {
	const list = el('ul', { class: 'alerts', 'aria-label': 'Alerts, the newest first' });
	const held = el('span', { class: 'meta', role: 'status' });
	let stopped = null;
	function draw() {
		const all = stopped ?? state.alerts;
		const shown = all.filter((a) => matches(a, state.filter));
		list.replaceChildren(...shown.slice(0, SHOWN).map((a) => alertItem(a, state)));
		if (!shown.length)
			list.append(el('li', { class: 'empty' }, all.length ? 'None of this kind.' : 'All quiet. Alerts appear here as they ring.'));
		held.textContent = stopped && state.alerts.length > stopped.length ? `${plural(state.alerts.length - stopped.length, 'alert')} waiting` : '';
	}
	const pause = el('button', { type: 'button', 'aria-pressed': 'false', onclick: () => {
		stopped = stopped ? null : [...state.alerts];
		pause.setAttribute('aria-pressed', String(stopped !== null));
		draw();
	} }, 'Pause');
	const place = el('input', { type: 'search', 'aria-label': 'Place or words', placeholder: 'Place …', dir: 'auto', value: state.filter.place, oninput: () => { state.filter.place = place.value; draw(); } });
	draw();
	return { draw, section: el('section', { class: 'bell' }, el('h2', {}, 'Alerts'),
		el('div', { class: 'tools' }, picker('Severity', 'every severity', SEVERITIES, state.filter, 'severity', draw), picker('Rule', 'every rule', rules, state.filter, 'rule', draw), place, pause, held), list) };
}
