/* map.ts -- colours the world by the list beside it.
 *
 * The list has the numbers, their classes and links; the map repeats them for the eye and is
 * hidden from screen readers but for one sentence. Pointing at a country shows its row's
 * number, focus on a row shows its country. */
import { geoEqualEarth, geoPath, type GeoGeometryObjects, type GeoPermissibleObjects, type GeoProjection } from "d3-geo";
import { feature } from "topojson-client";
import type { Topology, GeometryCollection } from "topojson-specification";
import { ink, saves, type Drawing, type Pen } from "./pen";

interface World extends Topology<{ countries: GeometryCollection }> {
	points: Record<string, [number, number]>;
}

interface Row {
	line: HTMLTableRowElement;
	link: HTMLAnchorElement;
	name: string;
	count: number;
	class: number;
}

interface Shape {
	code: string;
	outline: GeoGeometryObjects | null; // null: a point
	at: [number, number];
	drawn: SVGPathElement;
}

const WIDTH = 960;
const HEIGHT = 446;
const NS = "http://www.w3.org/2000/svg";

/* West, south, east, north, in degrees; of the world: what there is, but for Antarctica. */
type Box = [number, number, number, number];
const regions: Record<string, Box> = {
	Africa: [-20, -36, 55, 38],
	Asia: [58, -11, 150, 56],
	Europe: [-25, 34, 45, 71],
	"Middle East": [25, 12, 66, 43],
	"North America": [-168, 7, -52, 73],
	"South America": [-84, -56, -33, 14],
	Oceania: [109, -48, 180, 4],
};

function rows(): Map<string, Row> {
	const found = new Map<string, Row>();
	for (const line of document.querySelectorAll<HTMLTableRowElement>("tr[data-code]")) {
		const link = line.querySelector("a");
		const code = line.dataset["code"];
		if (!link || !code) continue;
		found.set(code, {
			line,
			link,
			name: link.textContent ?? "",
			count: Number(line.dataset["count"]),
			class: Number(line.dataset["class"]),
		});
	}
	return found;
}

/* The frame of a region as a shape to fit: many points on each side, as they are curved. */
function frame([west, south, east, north]: Box): GeoPermissibleObjects {
	const points: [number, number][] = [];
	for (let i = 0; i <= 20; i++) {
		const x = west + ((east - west) * i) / 20;
		const y = south + ((north - south) * i) / 20;
		points.push([x, south], [x, north], [west, y], [east, y]);
	}
	return { type: "MultiPoint", coordinates: points };
}

function projectionOf(region: string, all: GeoPermissibleObjects): GeoProjection {
	const box = regions[region];
	const middle = box ? (box[0] + box[2]) / 2 : 11; // the edge then lies in the Bering Strait
	return geoEqualEarth()
		.rotate([-middle, 0])
		.fitExtent([[4, 4], [WIDTH - 4, HEIGHT - 4]], box ? frame(box) : all)
		.clipExtent([[0, 0], [WIDTH, HEIGHT]]);
}

function circle(x: number, y: number, r: number): string {
	return `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0Z`;
}

function shapesOf(world: World, known: Map<string, Row>): Shape[] {
	const shapes: Shape[] = [];
	const add = (code: string, outline: GeoGeometryObjects | null, at: [number, number]) => {
		const drawn = document.createElementNS(NS, "path");
		const row = known.get(code);
		drawn.setAttribute("class", `country class-${row?.class ?? 0}${outline ? "" : " point"}`);
		if (row?.line.classList.contains("on")) drawn.classList.add("on");
		shapes.push({ code, outline, at, drawn });
	};
	for (const one of feature(world, world.objects.countries).features) {
		const code = String(one.id ?? "");
		if (code !== "AQ" || known.has(code)) add(code, one.geometry, [0, 0]);
	}
	for (const [code, at] of Object.entries(world.points)) if (known.has(code)) add(code, null, at);
	return shapes;
}

class WorldMap {
	private readonly svg = document.createElementNS(NS, "svg");
	private readonly tip = document.createElement("p");
	private shapes: Shape[] = [];
	private readonly worlds = new Map<string, Promise<World>>();
	private region = "World"; // that is drawn
	private wanted = "World";
	private touched = "";

	constructor(
		private readonly figure: HTMLElement,
		private readonly canvas: HTMLElement,
		private readonly known: Map<string, Row>,
	) {
		this.svg.setAttribute("viewBox", `0 0 ${WIDTH} ${HEIGHT}`);
		this.svg.setAttribute("role", "img");
		this.svg.setAttribute("aria-label", "Events by country; the list has the same numbers");
		this.tip.className = "tip";
		this.tip.hidden = true;
		this.tip.setAttribute("aria-hidden", "true");
		canvas.append(this.svg, this.tip);
		for (const [code, row] of known) {
			const show = () => this.point(code, true);
			const hide = () => this.point(code, false);
			row.line.addEventListener("pointerenter", show);
			row.line.addEventListener("pointerleave", hide);
			row.link.addEventListener("focus", show);
			row.link.addEventListener("blur", hide);
		}
	}

	/* Outlines are fetched once; finer ones only when somebody looks closer. */
	private world(name: string): Promise<World> {
		let world = this.worlds.get(name);
		if (!world) {
			world = fetch(this.figure.dataset[name] ?? "").then((answer) => {
				if (!answer.ok) throw new Error(`${answer.status}`);
				return answer.json() as Promise<World>;
			});
			this.worlds.set(name, world);
		}
		return world;
	}

	async fit(region: string): Promise<void> {
		const zoomed = region !== "World";
		this.wanted = region;
		const world = await this.world(zoomed ? "regions" : "world");
		if (region !== this.wanted) return; // another was chosen meanwhile
		this.region = region;
		this.shapes = shapesOf(world, this.known);
		this.svg.replaceChildren(...this.shapes.map((s) => s.drawn));
		for (const shape of this.shapes) this.wire(shape);
		const outlines = this.shapes.flatMap((s) => (s.outline && s.code !== "AQ" ? [s.outline] : []));
		const projection = projectionOf(region, { type: "GeometryCollection", geometries: outlines });
		const path = geoPath(projection).digits(1);
		for (const shape of this.shapes) shape.drawn.setAttribute("d", this.outline(shape, projection, path, zoomed));
		this.tip.hidden = true;
		this.figure.dataset["region"] = region;
	}

	private outline(s: Shape, projection: GeoProjection, path: (o: GeoPermissibleObjects) => string | null, zoomed: boolean): string {
		if (s.outline) return path(s.outline) ?? "";
		const at = projection(s.at);
		if (!at) return "";
		const [x, y] = at;
		if (x < 0 || y < 0 || x > WIDTH || y > HEIGHT) return "";
		return circle(Math.round(x * 10) / 10, Math.round(y * 10) / 10, zoomed ? 6 : 4);
	}

	private wire(shape: Shape): void {
		const row = this.known.get(shape.code);
		if (!row) return;
		shape.drawn.addEventListener("pointerenter", () => this.point(shape.code, true));
		shape.drawn.addEventListener("pointerleave", () => this.point(shape.code, false));
		shape.drawn.addEventListener("click", (event) => {
			const first = (event as PointerEvent).pointerType === "touch" && this.touched !== shape.code;
			this.touched = shape.code;
			if (first) this.point(shape.code, true); // the number; a second touch goes there
			else row.link.click();
		});
	}

	private point(code: string, on: boolean): void {
		const shape = this.shapes.find((s) => s.code === code);
		const row = this.known.get(code);
		row?.line.classList.toggle("pointed", on);
		shape?.drawn.classList.toggle("pointed", on);
		this.tip.hidden = true;
		if (!on || !shape || !row || !shape.drawn.getAttribute("d")) return;
		this.svg.append(shape.drawn); // on top, so that its edge is whole
		this.tip.textContent = `${row.name}: ${row.count}`;
		this.tip.hidden = false;
		const frame = this.canvas.getBoundingClientRect();
		const box = shape.drawn.getBoundingClientRect();
		const x = box.left + box.width / 2 - frame.left - this.tip.offsetWidth / 2;
		this.tip.style.left = `${Math.max(0, Math.min(frame.width - this.tip.offsetWidth, x))}px`;
		this.tip.style.top = `${Math.max(this.tip.offsetHeight, box.top - frame.top - 4)}px`;
	}

	drawing(title: string, says: string): Drawing {
		const top = 66;
		const foot = 74;
		const draw = (pen: Pen): void => {
			pen.rect(0, 0, WIDTH, HEIGHT + top + foot, ink("--paper"));
			pen.text(20, 34, title, { size: 22, fill: ink("--ink"), bold: true });
			pen.text(20, 55, says, { size: 13, fill: ink("--soft") });
			for (const shape of this.shapes) {
				const d = shape.drawn.getAttribute("d");
				const look = getComputedStyle(shape.drawn);
				if (d) pen.path(d, { fill: look.fill, stroke: look.stroke, width: 0.5, down: top });
			}
			let x = 20;
			for (const item of this.figure.querySelectorAll(".map-legend li")) {
				const square = item.querySelector(".swatch");
				const text = item.textContent?.trim() ?? "";
				pen.rect(x, HEIGHT + top + 18, 14, 14, square ? getComputedStyle(square).backgroundColor : "none");
				pen.text(x + 20, HEIGHT + top + 30, text, { size: 13, fill: ink("--ink") });
				x += 42 + text.length * 8;
			}
			pen.text(20, HEIGHT + top + 58, `Tocsin, ${location.host}, ${new Date().toISOString().slice(0, 10)}. Outlines: Natural Earth.`, {
				size: 12,
				fill: ink("--soft"),
			});
		};
		return { width: WIDTH, height: HEIGHT + top + foot, title, draw };
	}

	get shown(): string {
		return this.region;
	}
}

async function map(): Promise<void> {
	const figure = document.getElementById("map");
	const canvas = figure?.querySelector<HTMLElement>(".map-canvas");
	const tools = figure?.querySelector<HTMLElement>(".map-tools");
	if (!figure || !canvas || !tools) return;
	const known = rows();
	const world = new WorldMap(figure, canvas, known);
	await world.fit("World");
	const select = tools.querySelector("select");
	select?.addEventListener("change", () => {
		world.fit(select.value).catch(() => (select.value = world.shown));
	});
	const chips = [...document.querySelectorAll(".chips .chip")].map(
		(chip) => `${chip.querySelector(".chip-name")?.textContent}: ${chip.querySelector(".chip-value")?.textContent}`,
	);
	const says = () => [`${known.size} countries`, ...(world.shown === "World" ? [] : [world.shown]), ...chips].join(" · ");
	const place = tools.querySelector(".saves");
	if (place) saves(place, () => `tocsin-map-${world.shown.toLowerCase().replace(/ /g, "-")}`, () => world.drawing("Events by country", says()));
	tools.hidden = false;
	figure.dataset["drawn"] = "1";
}

map().catch(() => undefined); // the list stands
