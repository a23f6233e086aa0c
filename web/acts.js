// acts.js -- what a person may do about an incident or a receiver, with the token of http.token (doc/http.md).
import { act, author, forget, get, sign, token } from './api.js';
import { el, foreign, plural, time } from './dom.js';
import { table } from './table.js';

const HOUR = 36e5;
const note = { key: 'note', label: 'Note' };
const values = (form) => Object.fromEntries([...new Set(new FormData(form).keys())].map((k) => [k, new FormData(form).getAll(k).join(',')]));
const corrected = (said) => `Done: ${said.corrections ? `${plural(said.corrections, 'correction')} on the way` : 'nobody had to be told'}.`;

// Each act: what its form asks for, and the arguments that makes of it.
const ACTS = [
	{ name: 'alert/ack', head: 'Acknowledge', about: 'You have it. Escalations of what has rung so far stop.', fields: [note],
		args: (i, v) => ({ id: i.id, note: v.note }) },
	{ name: 'alert/release', head: 'Release', about: 'You have reviewed it. What a receiver holds for review goes out.', fields: [note],
		args: (i, v) => ({ id: i.id, note: v.note }), tell: (said) => `Done: ${said.messages ? `${plural(said.messages, 'message')} on the way` : 'nothing waited for review'}.` },
	{ name: 'silence/add', head: 'Silence', about: 'Alerts of this incident are kept back for a while.',
		fields: [{ key: 'hours', label: 'For', choices: [[1, '1 hour'], [4, '4 hours'], [24, 'a day'], [168, 'a week']] }, { key: 'comment', label: 'Why', required: true }],
		args: (i, v) => ({ matchers: `incident=${i.id}`, for_ms: v.hours * HOUR, comment: v.comment }) },
	{ name: 'incident/merge', head: 'Merge', about: 'The other one is the same event and goes into this one.',
		fields: [{ key: 'other', label: 'With', required: true, choices: (i, others) => others.map((o) => [o.id, `${o.title} · ${o.since ?? 'undated'}`]) }, note],
		args: (i, v) => ({ id: i.id, other: v.other, note: v.note }), tell: corrected },
	{ name: 'incident/split', head: 'Split', about: 'Some reports tell of another event: they become an incident of their own.',
		fields: [{ key: 'entries', label: 'Reports', required: true, many: true, choices: (i) => i.joined.map((r) => [r.entry, `${r.feed}: ${r.title || r.entry}`]) }, note],
		args: (i, v) => ({ id: i.id, entries: v.entries, note: v.note }), tell: corrected },
	{ name: 'incident/retract', head: 'Retract', about: 'It was no incident. Who was told is told so.', danger: true, fields: [{ key: 'note', label: 'Why', required: true }],
		args: (i, v) => ({ id: i.id, note: v.note }), tell: corrected },
];

function control(f, incident, others) {
	if (!f.choices)
		return el('input', { name: f.key, required: f.required, dir: 'auto', autocomplete: 'off' });
	const choices = typeof f.choices === 'function' ? f.choices(incident, others) : f.choices;
	return el('select', { name: f.key, required: f.required, multiple: f.many }, choices.map(([value, text]) => el('option', { value }, text)));
}

// Runs it and says beneath what came of it; tell makes words of the answer, or throws what is wrong with it.
async function carryOut(said, name, args, tell = () => 'Done.') {
	said.className = '';
	said.textContent = 'working …';
	try {
		said.textContent = tell(await act(name, args));
	} catch (error) {
		said.className = 'bad';
		said.textContent = `Refused: ${error.message}`;
	}
}

// Its fields are made when it is opened, of what is known then.
function actForm(a, incident, after) {
	const said = el('output', { 'aria-live': 'polite' }), fields = el('div', { class: 'fields' });
	const fill = async () => {
		const [i, all] = a.fields.some((f) => typeof f.choices === 'function') ? await Promise.all([get('incidents/' + incident.id), get('incidents')]) : [incident, { items: [] }];
		fields.replaceChildren(...a.fields.map((f) => el('label', {}, f.label, control(f, i, all.items.filter((o) => o.id !== i.id)))));
	};
	const send = (event) => {
		event.preventDefault();
		carryOut(said, a.name, a.args(incident, values(event.target)), (answer) => {
			after();
			return a.tell?.(answer) ?? 'Done.';
		});
	};
	return el('details', { class: 'act', name: 'act', 'data-act': a.name, ontoggle: (event) => event.target.open && fill() }, el('summary', {}, a.head),
		el('form', { onsubmit: send }, el('p', { class: 'meta' }, a.about), fields, el('button', { class: a.danger ? 'danger' : 'primary' }, a.head), said));
}

function signForm(signed) {
	return el('form', { class: 'sign', onsubmit: (event) => {
		event.preventDefault();
		const v = values(event.target);
		sign(v.token, v.author);
		signed();
	} },
	el('p', { class: 'meta' }, 'Acting takes the token of this service (http.token). It stays in this tab and is gone when you close it.'),
	el('label', {}, 'Your name', el('input', { name: 'author', required: true, autocomplete: 'name', dir: 'auto' })),
	el('label', {}, 'Token', el('input', { name: 'token', type: 'password', required: true, autocomplete: 'off' })),
	el('button', { class: 'primary' }, 'Use this token'));
}

function signedLine(changed) {
	return el('p', { class: 'meta' }, 'As ', foreign(author()), ' ', el('button', { type: 'button', class: 'quiet', onclick: () => { forget(); changed(); } }, 'Forget the token'));
}

export function incidentActs(incident, after) {
	const box = el('section', { class: 'acts' });
	const draw = () => box.replaceChildren(el('h2', {}, 'Act'), ...(token() ? [...ACTS.map((a) => actForm(a, incident, after)), signedLine(draw)] : [signForm(draw)]));
	draw();
	return box;
}

export function signSection(changed) {
	return el('section', { class: 'acts' }, el('h2', {}, 'Act'), token() ? signedLine(changed) : signForm(changed));
}

function testSaid(tries) {
	const failed = tries.find((t) => !t.delivered);
	if (failed)
		throw new Error(failed.answer || `status ${failed.status}`);
	return `delivered in ${Math.max(...tries.map((t) => t.ms))} ms`;
}

// What a test said outlives the table, which is drawn anew at each event.
const outputs = new Map();
function outputOf(name) {
	if (!outputs.has(name))
		outputs.set(name, el('output', { 'aria-live': 'polite' }));
	return outputs.get(name);
}

export function testButton(name) {
	const said = outputOf(name);
	return token() ? el('span', { class: 'test' }, el('button', { type: 'button', 'aria-label': `Test ${name}`, onclick: () => carryOut(said, 'receiver/test', { name }, testSaid) }, 'Test'), said)
		: el('span', { class: 'meta' }, 'needs the token');
}

// What the rules would have rung over what the store holds; rings nothing.
export function replaySection() {
	const said = el('output', { 'aria-live': 'polite' }), found = el('div');
	const days = el('select', { 'aria-label': 'Over' }, [1, 7, 30].map((n) => el('option', { value: n, selected: n === 7 }, plural(n, 'day'))));
	const tell = (answer) => {
		found.replaceChildren(
			table([{ head: 'Rule', value: (r) => r.name, cell: (r) => foreign(r.name) }, { head: 'Would have rung', n: true, value: (r) => r.alerts }], answer.rules, { caption: 'What each rule would have rung' }),
			table([{ head: 'When', value: (a) => a.timestamp, cell: (a) => time(a.timestamp) }, { head: 'Rule', value: (a) => a.data.rule, cell: (a) => foreign(a.data.rule) },
				{ head: 'Alert', value: (a) => a.data.summary, cell: (a) => foreign(a.data.summary) }], answer.items, { caption: 'The alerts it would have rung', file: 'replay.csv' }));
		return `${plural(answer.alerts, 'alert')} would have rung.`;
	};
	return el('section', { class: 'replay' }, el('h2', {}, 'Replay'), el('p', { class: 'meta' }, 'What would these rules have rung over what was read? Nothing rings, nothing is sent; the same as ', el('code', {}, 'tocsin rule test --replay 7d'), '.'),
		token() ? el('div', { class: 'tools' }, days, el('button', { type: 'button', onclick: () => carryOut(said, 'rule/test', { days: Number(days.value) }, tell) }, 'Replay'), said) : el('p', { class: 'meta' }, 'It needs the token: give it under Receivers.'), found);
}
