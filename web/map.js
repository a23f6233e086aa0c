// map.js -- incidents and control on Natural Earth's polygons; no tiles, no request leaves the origin.
/* global L */
import { count, el, foreign, toll } from './dom.js';
import { holders, located, placeOf, ring, sideOf } from './sides.js';

// How far around its point a place may lie, in metres, by the precision it was found with; others are points.
const softness = { country: 180000, admin1: 60000, admin2: 25000, text: 60000 };
const DAY = 864e5;

// Numbers as text (web/world.mjs).
function numbers(text) {
	const out = [];
	let z = 0, unit = 1;
	for (let i = 0; i < text.length; i++) {
		const digit = text.charCodeAt(i) - 35;
		z += (digit % 46) * unit;
		unit *= 46;
		if (digit < 46) {
			out.push(z % 2 ? -(z + 1) / 2 : z / 2);
			z = 0;
			unit = 1;
		}
	}
	return out;
}

// Lines are told once and shared by their neighbours.
function coast({ unit, arcs, rings }) {
	const lines = arcs.split(' ').map((text) => {
		const a = numbers(text), points = [];
		for (let i = 0, x = 0, y = 0; i < a.length; i += 2)
			points.push([(y += a[i + 1]) / unit, (x += a[i]) / unit]);
		return points;
	});
	return rings.split(' ').map((ring) => across(numbers(ring).flatMap((i) => (i < 0 ? [...lines[~i]].reverse() : lines[i]))));
}

// A ring that goes over the date line goes on beyond it, instead of back around the earth; one around a pole stays.
export function across(ring) {
	let turn = 0;
	const out = ring.map(([y, x], i) => {
		const step = i ? x - ring[i - 1][1] : 0;
		turn -= Math.abs(step) > 180 ? 360 * Math.sign(step) : 0;
		return [y, x + turn];
	});
	return turn ? ring : out;
}

const regions = new Intl.DisplayNames('en', { type: 'region' });
export const regionName = (code) => (/^[A-Z]{2}$/.test(code) ? regions.of(code) : code);

// Names of countries, as far as there is room for them at this zoom.
function names(map, { unit, names, spots }) {
	const at = numbers(spots), layer = L.layerGroup().addTo(map);
	const all = names.match(/.../g).map((n, i) => ({ zoom: Number(n[2]), marker: L.marker([at[2 * i + 1] / unit, at[2 * i] / unit], { interactive: false, keyboard: false,
		icon: L.divIcon({ className: 'country', iconSize: [120, 16], html: el('span', { 'aria-hidden': 'true' }, regionName(n.slice(0, 2))) }) }) }));
	const show = () => all.forEach((n) => (map.getZoom() >= n.zoom ? layer.addLayer(n.marker) : layer.removeLayer(n.marker)));
	map.on('zoomend', show);
	show();
}

// A shape of Leaflet as a button: reached by Tab, pressed by Enter or Space.
function pressable(layer, label, act) {
	layer.on('click', act);
	layer.on('add', () => {
		const node = layer.getElement();
		for (const [k, v] of Object.entries({ tabindex: 0, role: 'button', 'aria-label': label, focusable: 'true' }))
			node.setAttribute(k, v);
		node.addEventListener('keydown', (e) => {
			if (e.key !== 'Enter' && e.key !== ' ')
				return;
			e.preventDefault();
			act();
		});
	});
	return layer.bindTooltip(foreign(label), { direction: 'top', offset: [0, -6] });
}

const at = (place) => [place.lat, place.lon];
const dead = (incident) => incident.toll?.killed?.best ?? 0;

// What stands at a place: a circle, larger with the dead, its outline who holds the place; a ring around it if it changed of late.
function shapes({ place, updated, label, side, look, radius = 6, act }) {
	const soft = softness[place.precision];
	const circle = (more, options) => (soft ? L.circle(at(place), { radius: soft * (1 + more / 50), ...options }) : L.circleMarker(at(place), { radius: radius + more, ...options }));
	const shape = pressable(circle(0, { className: `${look} ${side.mark} ${soft ? 'soft' : ''}` }), label, act);
	return Date.now() - Date.parse(updated) < DAY ? [circle(5, { className: 'changed', interactive: false }), shape] : [shape];
}

function incidentShapes(incident, control, open) {
	const place = placeOf(incident), side = sideOf(control);
	return shapes({ place, side, look: 'incident', updated: incident.updated, radius: Math.min(34, 6 + 1.6 * Math.sqrt(dead(incident))), act: () => open('incident', incident.id),
		label: `${incident.title || place.name}: ${toll(incident.toll?.killed)} killed${control ? `; ${place.name} ${side.label}` : ''}` });
}

function controlShapes({ place, key, updated }, side, open) {
	return shapes({ place, side, look: 'place', updated, label: `${place.name}: ${side.label}`, act: () => open('control', key) });
}

// Areas lie below, then the larger below the smaller, so that each can be pressed.
const below = (i) => (softness[placeOf(i).precision] ? 1e9 : dead(i));

function allShapes(incidents, controls, open) {
	const holder = holders(controls), shown = incidents.filter(placeOf).sort((a, b) => below(b) - below(a));
	const told = new Set(shown.map(holder));
	return [...controls.filter((c) => located(c.place) && !told.has(c)).map((c) => controlShapes(c, sideOf(c), open)),
		...shown.map((i) => incidentShapes(i, holder(i), open))].flat();
}

export function legend(controls) {
	const sides = new Map(controls.map(sideOf).map((s) => [s.label, s]));
	return el('ul', { class: 'legend' },
		el('li', {}, ring('incident unheld'), 'incident, larger with the dead'),
		el('li', {}, ring('changed', 7), 'changed in the last day'),
		el('li', {}, ring('incident unheld soft', 7), 'somewhere in this area'),
		[...sides.values()].map((s) => el('li', {}, ring('place ' + s.mark), foreign(s.label))));
}

const plain = (answer) => (answer.headers.get('content-type') ?? '').split(';')[0];

// The coasts of Natural Earth, or what the operator put in their place (web.basemap): shapes, or a picture in plain degrees.
async function ground(map, answer) {
	if (plain(answer) === 'image/svg+xml')
		return L.imageOverlay(answer.url, [[-90, -180], [90, 180]]).addTo(map);
	const world = await answer.json();
	if (plain(answer) === 'application/geo+json')
		return L.geoJSON(world, { interactive: false, style: { className: 'land' }, filter: (f) => !/Point/.test(f.geometry?.type) }).addTo(map);
	for (const ring of coast(world))
		L.polygon(ring, { className: 'land', interactive: false, smoothFactor: 0.6 }).addTo(map);
	return names(map, world);
}

export async function worldMap(node, open) {
	const answer = await fetch('basemap');
	const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
	const crs = plain(answer) === 'image/svg+xml' ? L.CRS.EPSG4326 : L.CRS.EPSG3857;
	const map = L.map(node, { crs, attributionControl: false, zoomSnap: 0.5, minZoom: 1, maxZoom: 8, worldCopyJump: true, zoomAnimation: !still, fadeAnimation: !still, markerZoomAnimation: !still });
	map.setView([25, 30], 2);
	await ground(map, answer);
	const layer = L.layerGroup().addTo(map);
	let drawn = '';

	// Draws what has coordinates; gives back what has none, to be listed beside the map.
	return function draw(incidents, controls) {
		const key = JSON.stringify([incidents, controls]);
		const spots = [...incidents.map(placeOf), ...controls.map((c) => c.place)].filter(located).map(at);
		if (key !== drawn) {
			layer.clearLayers();
			allShapes(incidents, controls, open).forEach((s) => s.addTo(layer));
		}
		if (!drawn.includes('"lat"') && spots.length)
			map.fitBounds(L.latLngBounds(spots).pad(0.6), { maxZoom: 6.5, animate: false });
		drawn = key;
		node.setAttribute('aria-label', `Map of ${count(incidents.length)} incidents and ${count(controls.length)} places; the same are in the tables`);
		return [...incidents.filter((i) => !placeOf(i)).map((i) => ['incident', i.id, i.title]), ...controls.filter((c) => c.place && !located(c.place)).map((c) => ['control', c.key, c.place.name])];
	};
}
