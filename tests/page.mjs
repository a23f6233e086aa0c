// page.mjs -- the page in a real Chromium, while the bundled story unfolds five times as fast: every view shows what the
// store holds, alerts appear within a second of ringing, acting works, the stream resumes after the daemon was killed,
// nothing leaves the origin, axe-core finds nothing, Arabic runs from the right.  Run by page.sh; PAGE_SHOTS=DIR keeps
// screenshots.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer as createWeb } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const require = createRequire(join(process.env.PAGE_MODULES, 'x.js'));
const { chromium } = require('playwright-core');
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const { top_srcdir: src, top_builddir: build } = process.env;
const dir = mkdtempSync(join(tmpdir(), 'page-'));
const TOKEN = 'correct-horse-battery-staple';
const MOST = 140000; // bytes of the whole page, compressed
const PHONE = { width: 390, height: 844 };
const children = [];
const seen = { away: [], errors: [], refused: [], bytes: 0, files: 0 }; // what the browser asked, and what went wrong
let failed = 0, base = '';

function expect(good, what) {
	console.log(`${good ? 'ok' : 'FAILED'}: ${what}`);
	failed += good ? 0 : 1;
}

const freePort = () => new Promise((done) => {
	const s = createServer().listen(0, '127.0.0.1', () => {
		const { port } = s.address();
		s.close(() => done(port));
	});
});

function start(program, args) {
	const child = spawn(join(build, 'daemon', program), args, { stdio: ['ignore', 'pipe', 'pipe'] });
	child.stderr.on('data', (d) => process.env.PAGE_VERBOSE && process.stderr.write(d));
	child.on('error', (e) => expect(false, `${program} starts: ${e.message}`));
	children.push(child);
	return child;
}

async function until(test, ms, what) {
	const end = Date.now() + ms;
	while (Date.now() < end) {
		if (await test().catch(() => false))
			return true;
		await new Promise((r) => setTimeout(r, 50));
	}
	expect(false, what);
	return false;
}

const api = async (path) => (await fetch(`${base}api/v1/${path}`)).json();
const items = async (path) => (await api(path)).items;

const news = new Map(); // of a feed that is read from the right to the left; what is added here rings when the test wants it

// Told again of the same town: its article is edited.
function tell(town, killed) {
	news.set(town, { killed, published: news.get(town)?.published ?? new Date().toUTCString() });
}

const item = ([town, { killed, published }]) => `<item><guid>${town}</guid><title>قصف يقتل ${killed} مدنيا في ${town}</title><pubDate>${published}</pubDate>` +
	`<description>قتل ${killed} مدنيا وأصيب 25 آخرون في قصف على سوق في مدينة ${town} في سوريا، حسبما قال الدفاع المدني.</description></item>`;

async function arabicFeed(port) {
	const rss = () => `<?xml version="1.0"?><rss version="2.0"><channel><title>x</title>${[...news].map(item).join('')}</channel></rss>`;
	const server = createWeb((rq, answer) => answer.writeHead(200, { 'content-type': 'application/rss+xml' }).end(rss()));
	await new Promise((done) => server.listen(port, '127.0.0.1', done));
	server.unref();
	tell('حلب', 14);
}

async function daemonOfStory() {
	const web = await freePort(), arabic = await freePort();
	await arabicFeed(arabic);
	const story = start('tocsin-story', [join(src, 'etc/story/story.yaml'), '127.0.0.1:0', '5']);
	const port = await new Promise((done) => story.stdout.once('data', (d) => done(String(d).trim())));
	const config = join(dir, 'tocsin.yaml');
	writeFileSync(join(dir, 'token'), TOKEN + '\n', { mode: 0o600 });
	writeFileSync(config, readFileSync(join(src, 'etc/story/story-tocsin.yaml'), 'utf8')
		.replaceAll('@STATE@', dir).replaceAll('@PORT@', port)
		.replace('http: {listen: "127.0.0.1:8470"}', `http: {listen: "127.0.0.1:${web}", token: {file: "${dir}/token"}}`)
		.replace('every: 5s', 'every: 1s').replace('feeds:\n', `feeds:\n  - {name: sahafa, url: "http://127.0.0.1:${arabic}/", lang: ar}\n`));
	base = `http://127.0.0.1:${web}/`;
	return { run: () => start('tocsind', ['-f', '-c', config]), config };
}

const isReady = async () => (await fetch(base + 'readyz')).ok;

function watch(page) {
	page.on('request', (r) => r.url().startsWith(base) || /^(data|blob):/.test(r.url()) || seen.away.push(r.url()));
	page.on('pageerror', (e) => seen.errors.push(e.message));
	page.on('console', (m) => m.type() === 'error' && /Content Security Policy/.test(m.text()) && seen.refused.push(m.text()));
	page.on('response', (r) => {
		const size = r.url().includes('/api/') ? 0 : Number(r.headers()['content-length'] ?? 0);
		seen.bytes += size;
		seen.files += size > 0;
	});
}

// ---- what is shown is what the store holds ----

// What Lighthouse calls first and largest contentful paint, time to interactive, total blocking time, cumulative layout shift.
async function figures() {
	const shown = Math.round(performance.now());
	const of = (type) => new Promise((done) => {
		const seen = [];
		new PerformanceObserver((list) => seen.push(...list.getEntries())).observe({ type, buffered: true });
		setTimeout(() => done(seen), 100);
	});
	const [paint, largest, long, shift] = await Promise.all(['paint', 'largest-contentful-paint', 'longtask', 'layout-shift'].map(of));
	return { shown, interactive: Math.round(performance.getEntriesByType('navigation')[0].domInteractive),
		first: Math.round(paint.find((p) => p.name === 'first-contentful-paint')?.startTime), largest: Math.round(largest.at(-1)?.startTime),
		blocked: Math.round(long.reduce((n, l) => n + Math.max(0, l.duration - 50), 0)), shift: Number(shift.reduce((n, s) => n + s.value, 0).toFixed(3)) };
}

async function firstView(page) {
	await page.goto(base);
	await page.waitForSelector('.alerts li');
	await page.waitForSelector('#map .land', { state: 'attached' });
	const t = await page.evaluate(figures);
	console.log(`transferred for the page: ${seen.bytes} bytes in ${seen.files} files; first contentful paint ${t.first} ms, largest ${t.largest} ms, document interactive ${t.interactive} ms, ` +
		`map and alerts shown ${t.shown} ms, blocked ${t.blocked} ms, layout shift ${t.shift}`);
	expect(seen.bytes > 0 && seen.bytes <= MOST, `the whole page stays within ${MOST} bytes compressed`);
	expect(t.shift < 0.1, 'nothing jumps while it loads');
}

// The time in a ULID is when its alert rang, to the millisecond.
const rang = (ulid) => [...ulid.slice(0, 10)].reduce((n, c) => n * 32 + '0123456789ABCDEFGHJKMNPQRSTVWXYZ'.indexOf(c), 0);

async function alertsInTime(page) {
	const late = [];
	await page.exposeFunction('shown', (id) => late.push(Date.now() - rang(id)));
	await page.evaluate(() => {
		const known = new Set();
		const look = (tell) => document.querySelectorAll('.alerts li[data-alert]').forEach((li) => {
			const id = li.dataset.alert;
			if (!known.has(id) && tell)
				window.shown(id);
			known.add(id);
		});
		look(false);
		new MutationObserver(() => look(true)).observe(document.querySelector('.alerts'), { childList: true });
	});
	tell('حمص', 21);
	tell('درعا', 33);
	await until(async () => late.length >= 2, 60000, 'alerts appear on the page');
	expect(late.length > 0 && Math.max(...late) < 1000, `an alert is on the page within a second of ringing: ${late} ms`);
}

const located = (i) => i.places?.some((p) => typeof p.lat === 'number');
const rowsOf = (page, caption) => page.locator(`table:has(caption:text-is("${caption}")) tbody tr:not(:has(.empty))`).count();

async function tablesShow(page) {
	for (const [view, caption] of [['', 'Incidents'], ['control', 'Who holds which place'], ['feeds', 'Feeds'], ['rules', 'Rules'], ['receivers', 'Receivers']]) {
		await page.goto(`${base}#/${view}`);
		await page.waitForSelector(`table:has(caption:text-is("${caption}"))`);
		const path = view || 'incidents';
		const same = async () => (await rowsOf(page, caption)) === (await items(path)).length;
		expect(await until(same, 10000, `the table of ${path} has a row for each`) && (await rowsOf(page, caption)) > 0, `the view of ${path} shows the ${await rowsOf(page, caption)} that the store holds`);
	}
}

async function mapShows(page) {
	await page.goto(base + '#/');
	const there = async () => (await page.locator('#map path.incident').count()) === (await items('incidents')).filter(located).length;
	expect(await until(there, 10000, 'the map shows each incident that has coordinates'), 'the map shows the incidents');
	await outlines(page);
}

const idOf = (i) => i.places?.find((p) => typeof p.lat === 'number')?.id;
const drawn = (all) => all.map((node) => ({ classes: node.getAttribute('class'), label: node.getAttribute('aria-label'), colour: getComputedStyle(node).stroke, dashes: getComputedStyle(node).strokeDasharray }));

// Where there is no incident, a place has a mark of its own, which leads to the sentence that says who holds it.
async function barePlaces(browser) {
	const page = await browser.newPage();
	const control = (await items('control')).filter((c) => typeof c.place.lat === 'number');
	const nowhere = { ...control[0], key: 'nowhere', place: { name: 'Nowhere', precision: 'text' } }, area = { ...control[0], key: 'area', place: { ...control[0].place, precision: 'admin1' } };
	await page.route('**/api/v1/incidents*', (r) => r.fulfill({ json: { items: [], next: null } }));
	await page.route('**/api/v1/control*', (r) => r.fulfill({ json: { items: [...control, nowhere, area], next: null } }));
	await page.goto(base);
	await page.waitForSelector('#map path.place');
	expect((await page.locator('#map path.place').count()) === control.length + 1 && (await page.locator('#map path.place.soft').count()) === 1, `${control.length} places of no incident have a mark of their own, an area a soft one`);
	expect((await page.locator('#map path.changed').count()) === control.length + 1, 'and a ring, as they changed of late');
	expect((await page.locator('a[href="#/control/nowhere"]').textContent()) === 'Nowhere', 'a place without coordinates is listed beside the map');
	await page.locator('#map path.place').first().focus();
	await page.keyboard.press('Enter');
	await page.waitForSelector('tr.chosen .spans');
	await page.close();
}

// Who holds a place is the outline of the incidents that stand there.
async function outlines(page) {
	const [incidents, control] = [await items('incidents'), (await items('control')).filter((c) => typeof c.place.lat === 'number')];
	const marks = await page.locator('#map path.incident, #map path.place').evaluateAll(drawn);
	for (const c of control.filter((o) => o.state === 'held')) {
		const at = marks.filter((m) => m.label.includes(`${c.place.name} held by ${c.holder}`) || m.label.startsWith(`${c.place.name}: held by ${c.holder}`));
		expect(at.length > 0 && at.every((m) => /side-\d/.test(m.classes) && /alone/.test(m.classes) === c.sources < 2), `${c.place.name} is outlined as held by ${c.holder}, by ${c.sources} source(s)`);
	}
	expect(control.some((c) => c.state === 'held') && (await page.locator('#map .leaflet-marker-icon:not(.country)').count()) === 0, 'and nothing else is drawn for it');
	await page.locator('table:has(caption:text-is("Incidents")) a[href^="#/control/"]').first().click();
	await page.waitForSelector('tr.chosen .spans');
	expect(true, 'and the sentence that says so is one click away');
}

// Each outline of the style sheet differs from the others by its pattern and by its colour; one report gives no colour.
async function outlinesDiffer(page) {
	await page.evaluate(async () => {
		const { ring, sideOf } = await import('./sides.js');
		const entries = [...'ABCDE'].flatMap((holder) => [2, 1].map((sources) => ({ state: 'held', holder, sources }))).concat({ state: 'contested', sources: 2 }, undefined);
		document.querySelector('footer').append(...entries.map((e) => ring('place ' + sideOf(e).mark)));
	});
	const seen = await page.locator('footer circle').evaluateAll(drawn);
	const sure = seen.filter((m) => !/alone/.test(m.classes)), alone = seen.filter((m) => /alone/.test(m.classes));
	const different = (key) => new Set(sure.map((m) => m[key])).size;
	expect(different('colour') === 7 && different('dashes') === 6, `seven outlines, ${different('colour')} colours and ${different('dashes')} patterns (nobody's is thin)`);
	expect(alone.length === 5 && new Set(alone.map((m) => m.colour)).size === 1 && new Set(alone.map((m) => m.dashes)).size === 5, 'one report gives a pattern and no colour');
}

async function incidentShows(page, incident) {
	const whole = await api('incidents/' + incident.id);
	await page.goto(`${base}#/incident/${incident.id}`);
	await page.waitForSelector('.chart canvas');
	expect((await rowsOf(page, 'Every claim')) === whole.claims.length && whole.claims.length > 1, `each of ${whole.claims.length} claims is shown`);
	const said = (await page.locator('td').allTextContents()).join('\n');
	expect(whole.claims.every((c) => said.includes(c.quote)), 'each with the sentence that says so');
	const marked = await page.locator('td mark').allTextContents();
	const mark = (c, k) => (c.replaced ? marked.includes(String(c.best)) : c.quote.includes(whole.words[k]) && marked.includes(whole.words[k]));
	expect(whole.claims.every(mark) && marked.length === whole.claims.length, `and in it the words that say how many, or the figure of what was edited away: ${marked}`);
	expect((await rowsOf(page, 'Why these reports are one incident')) === whole.joined.length, 'why its reports joined');
	const alerts = await items('alerts?incident=' + incident.id);
	const sent = (await items('outbox')).filter((d) => alerts.some((a) => a.data.alert === d.alert));
	expect((await rowsOf(page, 'Notifications sent')) === sent.length && sent.length >= alerts.length, `each of ${sent.length} messages of ${alerts.length} alerts is told`);
	await page.waitForSelector('td .tag.good:text("delivered")');
	await page.locator('summary:text("1 try")').first().click();
	expect(await until(async () => (await page.locator('details[open] .tag.good:text("accepted")').count()) === 1, 10000, 'each try is told'), 'and each try');
	const fell = whole.history.filter((h, i) => i > 0 && h.best < whole.history[i - 1].best).length;
	expect((await page.locator('.chart .correction').count()) === fell && fell > 0, `the timeline marks ${fell} correction(s)`);
}

async function edited(page) {
	const about = async (toll) => {
		const found = (await items('incidents')).find((i) => i.places?.some((p) => p.country === 'SY') && i.toll?.killed?.best === toll);
		return found && api('incidents/' + found.id);
	};
	tell('منبج', 40);
	await until(async () => await about(40), 30000, 'an article tells of 40');
	tell('منبج', 19);
	await until(async () => await about(19), 30000, 'it is edited');
	const whole = await about(19);
	expect(whole.history.map((h) => h.best).join() === '40,19', `what was known stays: ${whole.history.map((h) => h.best)}`);
	await page.goto(`${base}#/incident/${whole.id}`);
	await page.waitForSelector('.chart .correction');
	expect((await page.locator('tr', { hasText: 'no longer says so' }).locator('strong').allTextContents()).includes('40'), 'the timeline falls when an article is edited, and what it said stays among the claims');
}

async function regionShows(page) {
	const here = (await items('incidents?country=SY')).length;
	await page.getByRole('link', { name: 'Syria' }).first().click();
	await page.waitForSelector('.title:text("Syria")');
	await page.waitForSelector('.chart canvas');
	expect(here > 0 && (await rowsOf(page, 'Incidents')) === here, `the region shows its ${here} incidents and its toll over time`);
	expect((await page.locator('.chart .correction').count()) > 0, 'with its corrections');
	const summed = await page.evaluate(async () => {
		const { together } = await import('./timeline.js');
		const toll = (at, min, best, max) => ({ at: `2026-11-0${at}`, min, best, max });
		const { history, claims } = together([{ history: [toll(1, 1, 2, null), toll(3, 5, 5, 5)], claims: [toll(1, 1, 2), toll(3, 5, 5)] },
			{ history: [toll(2, 10, 10, 12), toll(4, 8, 8, 8)], claims: [toll(2, 9, 9)] }]);
		return [history.map((h) => [h.min, h.best, h.max].join()).join(' '), claims.map((c) => c.best).join()].join('; ');
	});
	expect(summed === '1,2,2 11,12,14 15,15,17 13,13,13; 2,11,15', `tolls of a region add up as they were known: ${summed}`);
}

// A tab is known by its view; an address that anybody wrote ends nowhere but on the page.
async function addresses(page, browser, largest) {
	for (const [hash, title] of [['', /^Tocsin/], ['feeds', /^Feeds – Tocsin/], ['region/SY', /^Syria – Tocsin/], [`incident/${largest.id}`, /^.+ – Tocsin/], ['incident/%zz', /^Tocsin/]]) {
		await page.goto(`${base}#/${hash}`);
		await until(async () => title.test(await page.title()), 10000, `'${hash}' has its title`);
	}
	const page404 = await browser.newPage();
	await page404.goto(base + '#/incident/NOSUCH');
	await page404.waitForSelector('main :text("There is nothing by that name")');
	await page404.close();
	const bare = await browser.newContext({ javaScriptEnabled: false });
	const plain = await bare.newPage();
	await plain.goto(base);
	const links = await plain.locator('noscript a').count();
	expect(links === 4, `without scripts the page leads to the same in other forms: ${links}`);
	await bare.close();
}

async function healthShows(page) {
	await page.goto(base + '#/feeds');
	await page.waitForSelector('.spark');
	const feeds = await items('feeds');
	await page.waitForSelector('th:has-text("Parse warnings")');
	const told = await page.locator('.spark').evaluateAll((all) => all.map((s) => s.getAttribute('aria-label')));
	expect(feeds.every((f) => f.days.at(-1) > 0 && told.some((t) => t.endsWith(f.days.join(', ')))), 'the entries of each feed, day by day');
}

async function times(page) {
	await page.goto(base + '#/');
	await page.waitForSelector('.alerts time');
	const shown = () => page.locator('.alerts time').first().textContent();
	for (const end of [/UTC$/, /here$/, /ago$/]) {
		await page.locator('#clock').click();
		expect(end.test(await shown()) && end.test(await page.locator('#clock').textContent()), `times are shown as ${await shown()}`);
	}
	const figures = await page.locator('#figures').textContent(), { version, config } = await api('status');
	expect(figures.includes(version) && figures.includes(config.slice(0, 8)), 'the head says which version runs which configuration');
}

// Over the date line a ring goes on; around a pole it stays as it is.
async function dateLine(page) {
	const [over, around] = await page.evaluate(async () => {
		const { across } = await import('./map.js');
		return [across([[60, 179], [61, -179], [62, -178], [63, 178], [60, 179]]), across([[-80, -179], [-80, 0], [-80, 179], [-80, -179]])].map((r) => r.map((p) => p[1]).join());
	});
	expect(over === '179,181,182,178,179' && around === '-179,0,179,-179', `rings over the date line: ${over}; ${around}`);
}

// Where nobody is known to hold a place, what was said of it all the same.
async function saidShows(page) {
	const of = (await items('control')).find((c) => c.said);
	await page.goto(base + '#/control');
	await page.waitForSelector('.spans');
	expect(of && (await page.locator('.spans').allTextContents()).some((t) => t.includes('last said') && t.includes(of.said.quote)), 'a place that nobody is known to hold has its sentence');
}

// Arabic among English, and the whole page turned round.
async function fromTheRight(page, browser) {
	const incident = (await items('incidents')).find((i) => i.places.some((p) => p.name === 'Aleppo'));
	await page.goto(`${base}#/incident/${incident.id}`);
	await page.waitForSelector('.chart canvas');
	const said = page.locator('td span', { hasText: 'قتل 14' }).first();
	await until(async () => (await said.evaluate((n) => getComputedStyle(n).direction)) === 'rtl', 10000, 'an Arabic sentence runs from the right');
	const about = await page.locator('.head > p.meta').first().innerText();
	expect(about.startsWith('Aleppo, Syria ·'), `the country stands once: ${about}`);
	expect((await said.locator('mark').textContent()).includes('14'), 'and has its words marked');
	for (const [view, size] of [['', PHONE], ['feeds', PHONE], [`incident/${incident.id}`, { width: 1280, height: 900 }]]) {
		const turned = await browser.newPage({ viewport: size });
		await turned.goto(`${base}#/${view}`);
		await turned.waitForSelector(view.startsWith('incident') ? '.chart canvas' : 'main table');
		if (process.env.PAGE_SHOTS && view.startsWith('incident'))
			await turned.screenshot({ path: join(process.env.PAGE_SHOTS, 'page-rtl.png') });
		await turned.evaluate(() => { document.documentElement.dir = 'rtl'; });
		expect(await turned.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${view.split('/')[0] || 'now'} fits from the right`);
		await turned.close();
	}
}

// As a screen reader has it: landmarks, headings, and each alert said once.
async function spoken(page) {
	await page.goto(base + '#/');
	await page.waitForSelector('.alerts li[data-alert]');
	const tree = await page.locator('body').ariaSnapshot();
	const wanted = ['banner:', 'navigation "Views"', 'main:', 'contentinfo:', 'heading "Alerts"', 'heading "Incidents"', 'list "Alerts, the newest first"', 'table "Incidents"', 'columnheader "Killed"', 'status:'];
	const missing = wanted.filter((w) => !tree.includes(w));
	expect(missing.length === 0, `a screen reader finds its way; missing: ${missing}`);
	await page.reload();
	await page.waitForSelector('.alerts li[data-alert]');
	await page.keyboard.press('Tab');
	expect((await page.evaluate(() => document.activeElement.textContent)) === 'Skip to the content', 'the first stop of Tab skips to the content');
}

async function filters(page) {
	await page.goto(base + '#/');
	await page.waitForSelector('.alerts li[data-alert]');
	for (const [label, key] of [['Severity', 'severity'], ['Rule', 'rule']]) {
		const alerts = await items('alerts');
		const value = alerts[0].data[key];
		await page.getByLabel(label).selectOption(value);
		expect((await page.locator('.alerts li[data-alert]').count()) === alerts.filter((a) => a.data[key] === value).length, `alerts of ${key} ${value} alone`);
		await page.getByLabel(label).selectOption('');
	}
	await page.getByLabel('Place or words').fill('no such place');
	expect((await page.locator('.alerts .empty').count()) === 1, 'a place that rang nothing shows nothing');
	await page.getByLabel('Place or words').fill('');
}

async function keyboard(page) {
	await page.goto(base + '#/feeds');
	await page.waitForSelector('table');
	const head = page.locator('th button').first();
	await head.focus();
	await page.keyboard.press('Enter');
	expect((await page.locator('th[aria-sort=ascending]').count()) === 1, 'a table is sorted by keyboard');
	const waiting = page.waitForEvent('download');
	await page.getByText('Download as CSV').click();
	const text = readFileSync(await (await waiting).path(), 'utf8');
	expect(text.trim().split('\r\n').length === 1 + (await items('feeds')).length, 'the feeds as CSV');
	await page.goto(base + '#/');
	await page.locator('#map path.incident').first().focus();
	await page.keyboard.press('Enter');
	expect(await until(async () => page.url().includes('#/incident/'), 5000, 'Enter on the map opens the incident'), 'the map is used by keyboard');
}

// ---- acting ----

async function sign(page, token) {
	await page.getByLabel('Your name').fill('the desk');
	await page.getByLabel('Token', { exact: true }).fill(token);
	await page.getByText('Use this token').click();
}

// The incident's own page: what was there before, perhaps another incident's with forms of its own, is gone.
async function showIncident(page, incident) {
	const there = `#/incident/${incident.id}`;
	if ((await page.evaluate(() => location.hash)) !== there)
		await page.evaluate(() => document.querySelectorAll('main > *').forEach((e) => { e.dataset.before = 'yes'; }));
	await page.goto(base + there);
	await page.waitForFunction(() => document.querySelector('main .act, main .sign') && !document.querySelector('main > [data-before]'));
}

async function doAct(page, name, fill) {
	const form = page.locator(`details[data-act="${name}"]`);
	if (!(await form.getAttribute('open')) && !(await form.evaluate((d) => d.open)))
		await form.locator('summary').click();
	await fill(form);
	await form.locator('form button').click();
	await until(async () => /^(Done|Refused)/.test(await form.locator('output').textContent()), 10000, `${name} says what came of it`);
	return form.locator('output').textContent();
}

async function acting(page, incident, doubtful) {
	await showIncident(page, incident);
	await sign(page, 'a wrong one');
	const note = (form) => form.getByLabel('Note').fill('called the bureau');
	const colleague = await page.context().browser().newPage();
	await colleague.goto(base + '#/');
	await colleague.waitForSelector('.alerts li[data-alert]');
	expect((await doAct(page, 'alert/ack', note)).startsWith('Refused'), 'a wrong token is refused, and the page says so');
	await page.getByText('Forget the token').click();
	await sign(page, TOKEN);
	expect((await page.evaluate(() => localStorage.length)) === 0 && (await page.evaluate(() => document.cookie)) === '', 'the token is in this tab alone');
	expect((await doAct(page, 'alert/ack', note)).startsWith('Done'), 'an incident is acknowledged');
	await colleague.waitForSelector('.alerts .tag.good:text("seen by the desk")', { timeout: 4000 });
	expect(true, 'and a colleague sees it at once');
	await colleague.close();
	await page.waitForSelector('.note.good:has-text("called the bureau")');
	await page.goto(base + '#/');
	await page.waitForSelector('.alerts .tag.good:text("seen by the desk")');
	await showIncident(page, incident);
	expect((await api('incidents/' + incident.id)).acks[0].author === 'the desk', 'by whom is in the store');
	expect((await doAct(page, 'alert/release', note)).endsWith('nothing waited for review.'), 'a release says what it let go');
	await doAct(page, 'silence/add', (form) => form.getByLabel('Why').fill('an exercise'));
	expect((await items('silences')).some((s) => s.matchers.includes(incident.id)), 'an incident is silenced');
	await showIncident(page, doubtful);
	expect((await doAct(page, 'incident/retract', (form) => form.getByLabel('Why').fill('it was none'))).startsWith('Done'), 'an incident is retracted');
	expect((await items('incidents/deleted')).some((d) => d.id === doubtful.id), 'and withdrawn in the store');
	await page.goto(base + '#/rules');
	await page.getByRole('button', { name: 'Replay' }).click();
	await page.waitForSelector('table:has(caption:text-is("What each rule would have rung"))');
	const again = await page.locator('.replay td.n').allTextContents();
	expect(again.length === (await items('rules')).length && again.some((n) => Number(n) > 0), `the rules are replayed: ${again} alerts`);
	await page.goto(base + '#/receivers');
	await page.waitForSelector('table:has(caption:text-is("Messages, the newest first"))');
	const button = page.getByLabel('Test file'), told = async () => (await page.locator('output:text("delivered in")').count()) === 1;
	await button.click();
	expect(await until(told, 10000, 'the test of a receiver says what came of it'), 'a receiver is tested');
	await button.evaluate((b) => { b.dataset.first = 'yes'; });
	await page.evaluate(() => dispatchEvent(new Event('hashchange'))); // as any event does, it draws the table anew
	await until(async () => (await page.locator('[data-first]').count()) === 0, 10000, 'the table is drawn anew');
	expect(await told(), 'and what came of it stays');
}

async function splitsOne(page, incident) {
	await showIncident(page, incident);
	const before = (await items('incidents')).length, report = (await api('incidents/' + incident.id)).joined.at(-1).entry;
	const said = await doAct(page, 'incident/split', (form) => form.getByLabel('Reports').selectOption(report));
	expect(said.startsWith('Done') && (await items('incidents')).length === before + 1, 'an incident is split');
}

async function mergesTwo(page) {
	const [one, other] = await items('incidents');
	await showIncident(page, one);
	const said = await doAct(page, 'incident/merge', (form) => form.getByLabel('With').selectOption(other.id));
	expect(said.startsWith('Done') && (await api('incidents/' + other.id)).state === 'merged', 'two incidents are merged');
}

// ---- the rest ----

async function resumes(page, run, daemon) {
	const shown = () => page.locator('.alerts li[data-alert]').count();
	const stored = async () => (await items('alerts')).length;
	const before = await stored();
	daemon.kill('SIGKILL');
	await new Promise((r) => daemon.once('exit', r));
	await until(async () => (await page.locator('#health.offline').count()) === 1, 10000, 'the page says that the daemon is gone');
	const next = run();
	await until(isReady, 30000, 'the daemon comes back');
	tell('الرقة', 17);
	await until(async () => (await stored()) > before, 60000, 'it rings again after it came back');
	const same = async () => (await shown()) === (await stored());
	expect(await until(same, 30000, 'the page shows every alert after the daemon came back'), `nothing was lost on the page: ${await shown()} alerts`);
	return next;
}

// What stands before the daemon answers with an error while it starts, which a browser takes for the end of the stream.
async function refusedStream(browser) {
	const page = await browser.newPage();
	let refusals = 0;
	await page.route(base + 'events', (r) => (refusals++ ? r.continue() : r.fulfill({ status: 502 })));
	await page.goto(base);
	await page.waitForSelector('#health.offline');
	await page.waitForSelector('#health:is(.ok, .degraded)');
	expect(refusals === 2, 'a stream that was refused is asked for again');
	await page.close();
}

async function accessible(page, views) {
	for (const [how, set] of [['light', { colorScheme: 'light' }], ['dark', { colorScheme: 'dark' }], ['on a phone', { viewport: PHONE }]]) {
		if (set.viewport)
			await page.setViewportSize(set.viewport);
		else
			await page.emulateMedia(set);
		for (const view of views) {
			await page.goto(`${base}#/${view}`);
			await page.waitForSelector('main table');
			await page.evaluate(axe);
			const { violations } = await page.evaluate(() => window.axe.run());
			const serious = violations.filter((v) => v.impact === 'serious' || v.impact === 'critical');
			expect(serious.length === 0, `axe-core finds nothing serious in ${view.split('/')[0] || 'now'}, ${how}: ${serious.map((v) => v.id + ' ' + v.nodes[0].html)}`);
			expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${view.split('/')[0] || 'now'} fits, ${how}`);
		}
	}
}

async function shots(browser, incident) {
	const wide = { width: 1280, height: 860 };
	for (const [name, view, options] of [
		['light', '', { colorScheme: 'light', viewport: wide }], ['dark', '', { colorScheme: 'dark', viewport: wide }], ['phone', '', { colorScheme: 'dark', viewport: PHONE }],
		['incident', 'incident/' + incident.id, { colorScheme: 'light', viewport: { width: 1280, height: 1100 } }],
		['control', 'control', { colorScheme: 'dark', viewport: wide }], ['feeds', 'feeds', { colorScheme: 'dark', viewport: wide }]]) {
		const page = await browser.newPage(options);
		await page.goto(`${base}#/${view}`);
		await page.waitForSelector('main table');
		await page.waitForTimeout(800);
		await page.screenshot({ path: join(process.env.PAGE_SHOTS, `page-${name}.png`) });
		await page.close();
	}
}

async function still(browser) {
	const page = await browser.newPage({ reducedMotion: 'reduce' });
	await page.goto(base);
	await page.waitForSelector('#map.leaflet-container');
	expect((await page.locator('#map.leaflet-fade-anim').count()) === 0, 'nothing moves where motion is not wanted');
	await page.close();
}

// What the operator puts under the map, after a reload.
async function basemaps(browser, daemon, config) {
	const own = [['base.geojson', '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},"geometry":{"type":"Polygon","coordinates":[[[30,30],[45,30],[45,40],[30,30]]]}}]}', '#map path.land'],
		['base.svg', '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 360 180"><rect width="360" height="180" fill="#123"/></svg>', '#map img.leaflet-image-layer']];
	const was = readFileSync(config, 'utf8');
	for (const [name, text, shape] of own) {
		writeFileSync(join(dir, name), text);
		writeFileSync(config, `web: {basemap: ${name}}\n${was}`);
		daemon.kill('SIGHUP');
		await until(async () => (await (await fetch(base + 'basemap')).text()) === text, 10000, `${name} is served`);
		const page = await browser.newPage();
		watch(page);
		await page.goto(base);
		await page.waitForSelector('#map .incident');
		expect((await page.locator(shape).count()) === 1, `the map lies on ${name}`);
		await page.close();
	}
}

async function main() {
	const { run, config } = await daemonOfStory();
	const daemon = run();
	await until(isReady, 15000, 'the daemon gets ready');
	const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ['--no-sandbox', '--disable-gpu',
		'--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'] });
	const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
	watch(page);
	await firstView(page);
	await alertsInTime(page);
	const again = await resumes(page, run, daemon);
	await until(async () => (await items('alerts')).some((a) => a.data.reason === 'toll_lowered') && (await items('control')).length > 0, 60000, 'the story comes to its end');
	await tablesShow(page);
	await mapShows(page);
	const incidents = await items('incidents');
	const largest = incidents.reduce((a, b) => ((b.toll?.killed?.best ?? 0) > (a.toll?.killed?.best ?? 0) ? b : a));
	await incidentShows(page, largest);
	await edited(page);
	await regionShows(page);
	await addresses(page, browser, largest);
	await healthShows(page);
	await times(page);
	await dateLine(page);
	await outlinesDiffer(page);
	await barePlaces(browser);
	await refusedStream(browser);
	await saidShows(page);
	await fromTheRight(page, browser);
	await spoken(page);
	if (process.env.PAGE_SHOTS)
		await shots(browser, largest);
	await filters(page);
	await keyboard(page);
	await accessible(page, ['', `incident/${largest.id}`, 'control', 'feeds', 'rules', 'receivers']);
	await still(browser);
	await acting(page, largest, incidents.find((i) => i.id !== largest.id));
	await splitsOne(page, largest);
	await mergesTwo(page);
	await basemaps(browser, again, config);
	expect(seen.errors.length === 0, `no script fails: ${seen.errors}`);
	expect(seen.refused.length === 0, `the page keeps its own Content-Security-Policy: ${seen.refused}`);
	expect(seen.away.length === 0, `no request leaves the origin: ${seen.away}`);
	await browser.close();
}

try {
	await main();
} catch (e) {
	expect(false, e.stack);
} finally {
	for (const c of children)
		c.kill('SIGKILL');
	rmSync(dir, { recursive: true, force: true });
}
process.exit(failed ? 1 : 0);
