// api.js -- the daemon's API (doc/http.md) and its event stream.  One stream a page; the browser sends Last-Event-ID by
// itself when it comes back.  The token to act with stays in this tab's session storage.

const kept = (name) => sessionStorage.getItem(name) ?? '';
export const token = () => kept('token');
export const author = () => kept('author');
export function sign(value, name) {
	sessionStorage.setItem('token', value);
	sessionStorage.setItem('author', name);
}
export const forget = () => sessionStorage.clear();

export async function get(path) {
	const answer = await fetch('api/v1/' + path, { headers: { accept: 'application/json' } });
	if (!answer.ok)
		throw Object.assign(new Error(`${path}: ${answer.status}`), { status: answer.status });
	return answer.json();
}

export async function all(path, most = 1000) {
	const items = [];
	let after = '';
	while (items.length < most) {
		const page = await get(path + (path.includes('?') ? '&' : '?') + 'limit=200' + (after && '&after=' + encodeURIComponent(after)));
		items.push(...page.items);
		if (!page.next)
			break;
		after = page.next;
	}
	return items;
}

// What came of it, or an error that says why it was refused.
export async function act(name, args) {
	const answer = await fetch('api/v1/act/' + name, { method: 'POST', body: JSON.stringify({ ...args, author: author() }),
		headers: { authorization: 'Bearer ' + token(), 'content-type': 'application/json' } });
	const said = await answer.json();
	if (!answer.ok)
		throw new Error(said.detail ?? said.title);
	return said;
}

// Handlers by an event's name, or else by its type, as the daemon's table has them.  What answers with an error, as a proxy
// does while the daemon starts, the browser leaves for good: it is asked again.
export async function stream(handlers, onState) {
	const lost = (forGood) => {
		onState(false);
		if (forGood)
			setTimeout(stream, 3000, handlers, onState);
	};
	const table = await get('events').catch(() => null);
	if (!table)
		return lost(true);
	const source = new EventSource('events');
	source.onopen = () => onState(true);
	source.onerror = () => lost(source.readyState === EventSource.CLOSED);
	for (const { name, type } of [...table.items, { name: 'reset' }])
		source.addEventListener(name, (event) => (handlers[name] ?? handlers[type])(JSON.parse(event.data)));
}
