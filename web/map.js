// map.js -- incidents and control on Natural Earth's polygons; no tiles, no request leaves the origin.
/* global L */
import { count, toll } from './dom.js';

const outline = { held: null, contested: '2 4', unknown: '6 4' };

function polygons(rings) {
	return rings.map((r) => {
		const points = [];
		let x = 0, y = 0;
		for (let i = 0; i < r.length; i += 2) {
			x += r[i];
			y += r[i + 1];
			points.push([y / 10, x / 10]);
		}
		return points;
	});
}

export async function worldMap(node, onIncident) {
	const rings = await (await fetch('world.json')).json();
	const map = L.map(node, { attributionControl: false, zoomSnap: 0.5, minZoom: 1, maxZoom: 9, worldCopyJump: true, preferCanvas: false });
	for (const p of polygons(rings))
		L.polygon(p, { className: 'land', interactive: false, weight: 0.6 }).addTo(map);
	map.setView([25, 30], 2);
	const layer = L.layerGroup().addTo(map);
	let fitted = false;

	function marker(incident, place) {
		const killed = incident.toll?.killed?.best ?? 0;
		const soft = place.precision !== 'place';
		const m = L.circleMarker([place.lat, place.lon], {
			radius: Math.min(30, 5 + Math.sqrt(killed)), weight: Date.now() - Date.parse(incident.updated) < 864e5 ? 3 : 1,
			color: 'var(--critical)', fillColor: 'var(--critical)', fillOpacity: soft ? 0.12 : 0.35, dashArray: soft ? '3 4' : null,
		});
		const words = document.createElement('span');
		words.dir = 'auto';
		words.textContent = `${place.name}: ${toll(incident.toll?.killed)} killed`;
		m.bindTooltip(words);
		m.on('click', () => onIncident(incident.id));
		return m;
	}

	function control(entry) {
		const words = document.createElement('span');
		words.dir = 'auto';
		words.textContent = `${entry.place.name}: ${entry.state === 'held' ? 'held by ' + entry.holder : entry.state}`;
		return L.circleMarker([entry.place.lat, entry.place.lon], { radius: 4, weight: 2, color: 'var(--accent)', fillOpacity: 0, dashArray: outline[entry.state] }).bindTooltip(words);
	}

	// Draws what has coordinates; gives back what has none, to be listed beside the map.
	return function draw(incidents, controls) {
		layer.clearLayers();
		const unplaced = [], spots = [];
		for (const c of controls)
			if (c.place.lat !== undefined)
				control(c).addTo(layer);
		for (const incident of incidents) {
			const placed = (incident.places ?? []).filter((p) => p.lat !== undefined && p.lat !== null);
			if (!placed.length)
				unplaced.push(incident);
			for (const p of placed.slice(0, 1)) {
				marker(incident, p).addTo(layer);
				spots.push([p.lat, p.lon]);
			}
		}
		if (!fitted && spots.length) {
			map.fitBounds(L.latLngBounds(spots).pad(0.5), { maxZoom: 6, animate: false });
			fitted = true;
		}
		node.setAttribute('aria-label', `Map of ${count(incidents.length)} incidents; the same are in the table below`);
		return unplaced;
	};
}
