// page.mjs -- the page in a real Chromium, while the bundled story unfolds five times as fast: alerts appear within a
// second of ringing, nothing leaves the origin, the stream resumes after the daemon was killed, axe-core finds nothing.
// Run by page.sh; PAGE_SHOTS=DIR keeps screenshots.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const require = createRequire(join(process.env.PAGE_MODULES, 'x.js'));
const { chromium } = require('playwright-core');
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const { top_srcdir: src, top_builddir: build } = process.env;
const dir = mkdtempSync(join(tmpdir(), 'page-'));
const children = [];
let failed = 0;

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

async function main() {
	const web = await freePort();
	const story = start('tocsin-story', [join(src, 'etc/story/story.yaml'), '127.0.0.1:0', '5']);
	const port = await new Promise((done) => story.stdout.once('data', (d) => done(String(d).trim())));
	const config = join(dir, 'tocsin.yaml');
	writeFileSync(config, readFileSync(join(src, 'etc/story/story-tocsin.yaml'), 'utf8')
		.replaceAll('@STATE@', dir).replaceAll('@PORT@', port)
		.replaceAll('@DATA@', [join(src, 'etc'), join(build, 'etc')].join(', '))
		.replace('127.0.0.1:8470', `127.0.0.1:${web}`).replace('every: 3s', 'every: 1s'));
	const run = () => start('tocsind', ['-f', '-c', config]);
	let daemon = run();
	const base = `http://127.0.0.1:${web}/`;
	await until(async () => (await fetch(base + 'readyz')).ok, 10000, 'the daemon gets ready');

	const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ['--no-sandbox', '--disable-gpu',
		'--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'] });
	const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, bypassCSP: true });
	const page = await context.newPage();
	const away = [], errors = [];
	let bytes = 0;
	page.on('request', (r) => r.url().startsWith(base) || r.url().startsWith('data:') || away.push(r.url()));
	page.on('pageerror', (e) => errors.push(e.message));
	page.on('response', async (r) => { bytes += Number(r.headers()['content-length'] ?? 0); });
	await page.goto(base);
	await page.waitForSelector('#map .leaflet-interactive, .alerts .empty', { timeout: 10000 });
	console.log(`transferred for the first view: ${bytes} bytes`);
	expect(bytes > 0 && bytes < 140 * 1024, 'the whole page stays within 140 kB compressed');

	const late = [];
	await page.exposeFunction('seen', (when) => late.push(Date.now() - Date.parse(when)));
	await page.evaluate(() => {
		const source = new EventSource('events?types=alert');
		source.addEventListener('alert', (e) => window.seen(JSON.parse(e.data).timestamp));
	});
	const shown = () => page.locator('.alerts li:not(.empty)').count();
	const stored = async () => (await (await fetch(base + 'api/v1/alerts?limit=200')).json()).items.length;
	await until(async () => (await shown()) >= 2, 30000, 'alerts appear on the page');
	expect(late.length > 0 && Math.max(...late) < 2000, `an alert is seen within a second of ringing (its time has whole seconds): ${late} ms`);

	const before = await stored();
	daemon.kill('SIGKILL');
	await new Promise((r) => daemon.once('exit', r));
	await until(async () => (await page.locator('#health.offline').count()) === 1, 10000, 'the page says that the daemon is gone');
	daemon = run();
	await until(async () => (await stored()) > before, 40000, 'it rings again after it came back');
	await until(async () => (await shown()) === (await stored()), 15000, 'the page shows every alert after the daemon came back');
	expect((await shown()) === (await stored()), 'nothing was lost on the page');

	expect(errors.length === 0, `no script fails: ${errors}`);
	await page.addScriptTag({ content: axe });
	const result = await page.evaluate(() => window.axe.run());
	const serious = result.violations.filter((v) => v.impact === 'serious' || v.impact === 'critical');
	expect(serious.length === 0, `axe-core finds nothing serious: ${serious.map((v) => v.id)}`);

	await page.locator('main table a').first().click();
	await page.waitForSelector('#chart canvas', { timeout: 5000 });
	expect((await page.locator('blockquote, td').allTextContents()).some((t) => t.includes('“')), 'the incident shows its evidence');
	for (const view of ['feeds', 'rules', 'receivers']) {
		await page.goto(base + '#/' + view);
		await page.waitForSelector('main table tbody tr');
		expect((await page.locator('main table tbody td:not(.empty)').count()) > 0, `the view of ${view} shows what there is`);
	}
	expect(away.length === 0, `no request leaves the origin: ${away}`);
	for (const [name, options] of [['light', { colorScheme: 'light' }], ['dark', { colorScheme: 'dark' }], ['phone', { colorScheme: 'dark', viewport: { width: 390, height: 844 } }]]) {
		if (!process.env.PAGE_SHOTS)
			break;
		const other = await browser.newPage({ viewport: { width: 1280, height: 800 }, ...options });
		await other.goto(base);
		await other.waitForTimeout(1500);
		await other.screenshot({ path: join(process.env.PAGE_SHOTS, `page-${name}.png`) });
	}
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
