/* trends.ts -- the server's chart, made alive: point at a month, switch lines, drag a time.
 *
 * The server's page is the truth for everything but which lines are drawn: that is switched
 * here, from one answer of the API, and written into the address. Numbers are computed as
 * src/serve/trend.c does; the browser suite compares the two. */
import uPlot from "uplot";
import { ink, onTheme, saves, widthOf, type Drawing, type Pen } from "./pen";
import { copying } from "./small";

interface Month {
	month: string;
	denominator: number;
	values: Record<string, number>;
}

interface Series {
	months: Month[];
	values: { value: string; total: number }[];
}

interface Line {
	value: string;
	name: string;
	colour: string;
	dash: readonly number[];
	y: (number | null)[];
}

const MOST = 40; // lines in one address
const dashes: readonly (readonly number[])[] = [[], [7, 4], [2, 4], [9, 3, 2, 3]];
const names = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

function monthName(month: string): string {
	return `${names[Number(month.slice(5, 7)) - 1] ?? ""} ${month.slice(0, 4)}`;
}

function whole(n: number): string {
	return String(n).replace(/\B(?=(\d{3})+(?!\d))/g, "\u202f");
}

/* A name in a picture, where nothing wraps. */
function short(name: string): string {
	return name.length > 60 ? `${name.slice(0, 59)}\u2026` : name;
}

/* The smallest of ... 0.5, 1, 2, 5, 10 ... of which five reach the top; as in plot.c. */
function stepTo(top: number): number {
	if (!(top > 0)) return 1;
	const least = top / 5;
	let unit = 1;
	while (unit * 10 < least) unit *= 10;
	while (unit > least) unit /= 10;
	for (const nice of [1, 2, 2.5, 5, 10]) if (unit * nice >= least * (1 - 1e-9)) return unit * nice;
	return unit * 10;
}

function tick(value: number, step: number, share: boolean): string {
	const by = share ? step * 100 : step;
	const decimals = by >= 1 && Math.abs(by - Math.round(by)) < 1e-9 ? 0 : by >= 0.1 ? 1 : 2;
	return share ? `${(value * 100).toFixed(decimals)}\u202f%` : value.toFixed(decimals);
}

/* Months between two names on the axis; as in plot.c, but for the width there is. */
function pace(months: number, names: number): number {
	if (months <= names) return 1;
	for (const every of [3, 12, 24, 60, 120, 240, 600]) if (months <= every * names) return every;
	return 1200;
}

/* A line, interrupted where there is no value; a point by itself is a dot. uPlot's own path
 * runs through and is cut, which leaves slivers at the cuts. */
function paths(u: uPlot, series: number, from: number, upto: number): uPlot.Series.Paths {
	const stroke = new Path2D();
	const y = u.data[series] ?? [];
	let down = false;
	for (let i = from; i <= upto; i++) {
		const value = y[i];
		if (value === null || value === undefined) {
			down = false;
			continue;
		}
		const [px, py] = [u.valToPos(i, "x", true), u.valToPos(value, "y", true)];
		if (down) stroke.lineTo(px, py);
		else stroke.moveTo(px, py);
		if (!down && (y[i + 1] === null || i === upto)) stroke.lineTo(px + 0.01, py);
		down = true;
	}
	return { stroke };
}

class Trend {
	private readonly share: boolean;
	private readonly average: number;
	private readonly boxes: HTMLInputElement[];
	private chart: uPlot | null = null;
	private at: number | null = null;
	private spoken = "";
	private readonly box = document.createElement("div");
	private readonly readout = document.createElement("div");
	private readonly live = document.createElement("p");

	constructor(
		private readonly section: HTMLElement,
		private readonly holder: HTMLElement,
		private readonly data: Series,
		private readonly visit: (change: (url: URL) => void) => void,
	) {
		const query = new URLSearchParams(location.search);
		const asked = Number(query.get("average") ?? 6);
		this.share = query.get("as") === "share";
		this.average = data.months.length < 2 * asked ? 1 : asked;
		this.boxes = [...section.querySelectorAll<HTMLInputElement>('.trend-legend input[name="show"]')];
		this.box.className = "live-chart";
		this.box.tabIndex = 0;
		this.box.setAttribute("role", "group");
		this.box.setAttribute("aria-label", `${this.title}. Arrow keys read it month by month; the table has all months.`);
		this.readout.className = "readout";
		this.readout.hidden = true;
		this.readout.setAttribute("aria-hidden", "true");
		this.live.className = "sr";
		this.live.setAttribute("role", "status");
		for (const input of this.boxes) {
			const row = input.closest("li");
			input.addEventListener("change", () => this.toggle(input));
			row?.addEventListener("pointerenter", () => this.only(input));
			row?.addEventListener("pointerleave", () => this.only(null));
			input.addEventListener("focus", () => input.matches(":focus-visible") && this.only(input));
			input.addEventListener("blur", () => this.only(null));
		}
		this.box.addEventListener("keydown", (event) => this.key(event));
		this.box.addEventListener("blur", () => this.point(null));
		section.querySelector(".draw")?.remove();
		holder.style.minHeight = `${holder.offsetHeight}px`; // nothing jumps when they change places
		holder.replaceChildren(this.box, this.live);
		this.draw();
		new ResizeObserver(() => this.fit()).observe(holder);
		const place = section.querySelector(".saves");
		if (place) saves(place, () => `tocsin-${section.dataset["series"]}`, () => this.drawing());
	}

	private get title(): string {
		return this.section.querySelector("h2")?.textContent ?? "";
	}
	private get says(): string {
		return this.section.querySelector(".says")?.textContent ?? "";
	}

	/* -- numbers ---------------------------------------------------------------------- */

	private value(value: string, month: number): number | null {
		if (month + 1 < this.average) return null;
		let events = 0;
		let by = 0;
		for (const m of this.data.months.slice(month + 1 - this.average, month + 1)) {
			events += m.values[value] ?? 0;
			by += m.denominator;
		}
		if (!this.share) return events / this.average;
		return by ? events / by : null;
	}

	private lines(): Line[] {
		return this.boxes
			.filter((input) => input.checked)
			.map((input) => {
				const row = input.closest("li");
				const dash = Number(/dashed-(\d)/.exec(row?.className ?? "")?.[1] ?? 0);
				return {
					value: input.value,
					name: row?.querySelector(".name")?.textContent ?? input.value,
					colour: row ? getComputedStyle(row).color : "",
					dash: dashes[dash] ?? [],
					y: this.data.months.map((_, m) => this.value(input.value, m)),
				};
			});
	}

	private shown(value: number | null): string {
		if (value === null) return "\u2013";
		if (this.share) return `${(value * 100).toFixed(1)}\u202f%`;
		return this.average === 1 ? whole(value) : value.toFixed(1);
	}

	/* -- the chart -------------------------------------------------------------------- */

	private rem(): number {
		return parseFloat(getComputedStyle(document.documentElement).fontSize);
	}

	private size(): { width: number; height: number } {
		const look = getComputedStyle(this.holder);
		const width = this.holder.clientWidth - parseFloat(look.paddingLeft) - parseFloat(look.paddingRight);
		return { width: Math.max(160, width), height: Math.round(this.rem() * (width < 480 ? 18.5 : 26)) };
	}

	draw(): void {
		const lines = this.lines();
		const { rem, size } = { rem: this.rem(), size: this.size() };
		this.chart?.destroy();
		this.chart = null;
		this.box.replaceChildren();
		this.readout.hidden = true;
		if (!lines.length) {
			const say = document.createElement("p");
			say.className = "pick";
			say.textContent = "Choose what to draw.";
			this.box.append(say);
			return;
		}
		const top = Math.max(0, ...lines.flatMap((l) => l.y.map((y) => y ?? 0)));
		const step = stepTo(top);
		const steps = Math.max(1, Math.ceil(top / step - 1e-9));
		const font = `${Math.round(rem * 0.8)}px ${getComputedStyle(this.box).fontFamily}`;
		const widest = Math.max(...Array.from({ length: steps + 1 }, (_, i) => widthOf(tick(i * step, step, this.share), rem * 0.8)));
		const axis = { stroke: ink("--soft"), font, ticks: { show: false } };
		const months = this.data.months;
		const every = pace(months.length, Math.max(2, Math.floor(size.width / (rem * 5))));
		this.chart = new uPlot(
			{
				...size,
				padding: [rem * 0.7, rem * 1.2, 0, 0],
				legend: { show: false },
				scales: {
					x: { time: false, range: () => (months.length > 1 ? [0, months.length - 1] : [-1, 1]) },
					y: { range: () => [0, steps * step] },
				},
				axes: [
					{
						...axis,
						size: rem * 2,
						grid: { show: false },
						border: { show: true, stroke: ink("--line-strong"), width: 1 },
						splits: () => months.flatMap((m, i) => (this.month(m) % every ? [] : [i])),
						values: (_, at) => at.map((i) => this.named(i, every)),
					},
					{
						...axis,
						size: widest + rem * 1.2,
						grid: { stroke: ink("--line"), width: 1 },
						splits: () => Array.from({ length: steps + 1 }, (_, i) => i * step),
						values: (_, at) => at.map((y) => tick(y, step, this.share)),
					},
				],
				series: [
					{},
					...lines.map((l) => ({
						label: l.name,
						stroke: l.colour,
						width: 2,
						cap: "round" as CanvasLineCap,
						dash: [...l.dash],
						paths,
						points: { show: months.length <= 30, size: 6, fill: l.colour },
					})),
				],
				cursor: {
					y: false,
					drag: { x: true, y: false, setScale: false },
					points: { size: 8 },
				},
				focus: { alpha: 0.16 },
				hooks: {
					setCursor: [(u) => this.tell(u, lines)],
					setSelect: [(u) => this.select(u)],
				},
			},
			[months.map((_, i) => i), ...lines.map((l) => l.y)],
			this.box,
		);
		this.chart.over.append(this.readout);
	}

	private month(m: Month): number {
		return Number(m.month.slice(0, 4)) * 12 + Number(m.month.slice(5, 7)) - 1;
	}

	private named(i: number, every: number): string {
		const month = this.data.months[i]?.month ?? "";
		return every < 12 ? monthName(month) : month.slice(0, 4);
	}

	private fit(): void {
		const size = this.size();
		if (this.chart && size.width !== this.chart.width) this.draw();
	}

	/* Its line stands out among the others. */
	private only(input: HTMLInputElement | null): void {
		const at = input?.checked ? this.boxes.filter((b) => b.checked).indexOf(input) : -1;
		this.chart?.setSeries(at < 0 ? null : at + 1, { focus: true });
	}

	private tell(u: uPlot, lines: Line[]): void {
		const i = u.cursor.idx;
		const month = i === null || i === undefined ? undefined : this.data.months[i];
		this.readout.hidden = !month;
		if (!month || i === null || i === undefined) return;
		const rows = lines
			.map((l) => ({ l, now: month.values[l.value] ?? 0 }))
			.sort((a, b) => (b.l.y[i] ?? 0) - (a.l.y[i] ?? 0))
			.slice(0, 12);
		const plain = this.average === 1 && !this.share;
		const table = document.createElement("table");
		const head = table.createTHead().insertRow();
		const body = table.createTBody();
		const add = (row: HTMLTableRowElement, kind: "th" | "td", text: string, look = "") => {
			const cell = document.createElement(kind);
			cell.textContent = text;
			cell.className = look;
			row.append(cell);
			return cell;
		};
		add(head, "th", monthName(month.month));
		if (!plain) add(head, "th", this.share ? "share" : "average");
		add(head, "th", this.share ? `of ${whole(month.denominator)}` : plain ? "" : "month");
		for (const { l, now } of rows) {
			const row = body.insertRow();
			const stroke = document.createElement("span");
			const name = document.createElement("span");
			stroke.className = "stroke";
			stroke.style.color = l.colour;
			name.className = "name";
			name.textContent = l.name;
			add(row, "th", "").append(stroke, name);
			if (!plain) add(row, "td", this.shown(l.y[i] ?? null));
			add(row, "td", whole(now), plain ? "" : "month");
		}
		this.readout.replaceChildren(table);
		this.spoken = `${monthName(month.month)}: ${rows
			.map(({ l, now }) => (plain ? `${l.name} ${whole(now)}` : `${l.name} ${this.shown(l.y[i] ?? null)}, ${whole(now)} in the month`))
			.join("; ")}`;
		const x = u.valToPos(i, "x");
		const wide = this.readout.offsetWidth;
		const room = u.over.clientWidth;
		this.readout.style.left = `${x + 14 + wide < room ? x + 14 : Math.max(0, x - 14 - wide)}px`;
	}

	private select(u: uPlot): void {
		if (u.select.width < 8) return;
		const a = this.data.months[Math.max(0, Math.ceil(u.posToVal(u.select.left, "x")))];
		const b = this.data.months[Math.floor(u.posToVal(u.select.left + u.select.width, "x"))];
		u.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
		if (a && b && a.month <= b.month)
			this.visit((url) => {
				url.searchParams.set("from", a.month);
				url.searchParams.set("to", b.month);
			});
	}

	/* -- keyboard --------------------------------------------------------------------- */

	private key(event: KeyboardEvent): void {
		const last = this.data.months.length - 1;
		const moves: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, PageUp: -12, PageDown: 12, Home: -last - 1, End: last + 1 };
		const move = moves[event.key];
		if (event.key === "Escape") this.point(null);
		if (move === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
		event.preventDefault();
		const from = this.at ?? (move < 0 ? last + 1 : -1);
		this.point(Math.max(0, Math.min(last, from + move)));
		this.live.textContent = this.spoken;
	}

	private point(at: number | null): void {
		this.at = at;
		if (!this.chart) return;
		const left = at === null ? -10 : this.chart.valToPos(at, "x");
		this.chart.setCursor({ left, top: at === null ? -10 : 4 });
	}

	/* -- switching lines -------------------------------------------------------------- */

	private toggle(input: HTMLInputElement): void {
		const on = this.boxes.filter((b) => b.checked).map((b) => b.value);
		if (on.length > MOST) {
			input.checked = false;
			this.live.textContent = `At most ${MOST} lines.`;
			return;
		}
		const url = new URL(location.href);
		url.searchParams.delete("show");
		for (const value of on.length ? on : ["-"]) url.searchParams.append("show", value);
		history.replaceState(null, "", url);
		const code = document.getElementById("embed");
		if (code)
			code.textContent = (code.textContent ?? "").replace(/src="[^"]*"/, `src="${location.origin}/embed/trends${url.search}"`);
		this.draw();
		this.table();
	}

	private table(): void {
		const table = this.section.querySelector<HTMLTableElement>("table.months");
		const head = table?.tHead?.rows[0];
		const body = table?.tBodies[0];
		if (!table || !head || !body) return;
		const on = this.lines();
		const first = head.cells[0];
		const last = head.cells[head.cells.length - 1];
		if (!first || !last) return;
		const cell = (kind: "th" | "td", text: string) => {
			const c = document.createElement(kind);
			c.textContent = text;
			if (kind === "th") c.setAttribute("scope", "col");
			return c;
		};
		head.replaceChildren(first, ...on.map((l) => cell("th", l.name)), last);
		for (const row of body.rows) {
			const name = row.cells[0];
			const by = row.cells[row.cells.length - 1];
			const month = this.data.months.find((m) => m.month === name?.dataset["month"]);
			if (!name || !by || !month) continue;
			const figure = (l: Line): string => {
				const n = month.values[l.value] ?? 0;
				if (!this.share) return whole(n);
				return month.denominator ? `${((100 * n) / month.denominator).toFixed(1)}\u202f%` : "\u2013";
			};
			row.replaceChildren(name, ...on.map((l) => cell("td", figure(l))), by);
		}
	}

	/* -- files ------------------------------------------------------------------------ */

	private drawing(): Drawing {
		const width = 960;
		const plot = { left: 64, top: 84, right: 936, bottom: 444 };
		const lines = this.lines();
		const chips = [...document.querySelectorAll(".chips .chip")].map(
			(chip) => `${chip.querySelector(".chip-name")?.textContent}: ${chip.querySelector(".chip-value")?.textContent}`,
		);
		const keys: { line: Line; x: number; y: number }[] = [];
		let [x, y] = [plot.left, plot.bottom + 58];
		for (const line of lines) {
			const needed = 34 + widthOf(short(line.name), 13) + 22;
			if (x > plot.left && x + needed > plot.right) [x, y] = [plot.left, y + 22];
			keys.push({ line, x, y });
			x += needed;
		}
		const height = y + 48;
		const draw = (pen: Pen): void => {
			pen.rect(0, 0, width, height, ink("--paper"));
			pen.text(24, 36, this.title, { size: 22, fill: ink("--ink"), bold: true });
			pen.text(24, 58, [this.says, ...chips].join(" · "), { size: 13, fill: ink("--soft") });
			this.plot(pen, plot, lines);
			for (const key of keys) {
				pen.line(key.x, key.y - 4, key.x + 26, key.y - 4, { stroke: key.line.colour, width: 3, dash: key.line.dash });
				pen.text(key.x + 34, key.y, short(key.line.name), { size: 13, fill: ink("--ink") });
			}
			pen.text(24, height - 16, `Tocsin, ${location.host}, ${new Date().toISOString().slice(0, 10)}`, { size: 12, fill: ink("--soft") });
		};
		return { width, height, title: this.title, draw };
	}

	private plot(pen: Pen, p: { left: number; top: number; right: number; bottom: number }, lines: Line[]): void {
		const top = Math.max(0, ...lines.flatMap((l) => l.y.map((v) => v ?? 0)));
		const step = stepTo(top);
		const steps = Math.max(1, Math.ceil(top / step - 1e-9));
		const months = this.data.months;
		const round = (n: number) => Math.round(n * 10) / 10;
		const xOf = (i: number) => round(p.left + (months.length > 1 ? i / (months.length - 1) : 0.5) * (p.right - p.left));
		const yOf = (v: number) => round(p.bottom - (v / (steps * step)) * (p.bottom - p.top));
		for (let i = 0; i <= steps; i++) {
			const y = yOf(i * step);
			pen.line(p.left, y, p.right, y, { stroke: ink(i ? "--line" : "--line-strong"), width: 1 });
			pen.text(p.left - 8, y + 4, tick(i * step, step, this.share), { size: 12, fill: ink("--soft"), anchor: "end" });
		}
		const every = pace(months.length, 12);
		months.forEach((m, i) => {
			if (this.month(m) % every === 0)
				pen.text(xOf(i), p.bottom + 20, this.named(i, every), { size: 12, fill: ink("--soft"), anchor: "middle" });
		});
		for (const l of lines) {
			let d = "";
			let down = false;
			l.y.forEach((v, i) => {
				if (v !== null) d += `${down ? "L" : "M"}${xOf(i)} ${yOf(v)}`;
				if (v !== null && months.length <= 30) d += "h0";
				down = v !== null;
			});
			if (d) pen.path(d, { stroke: l.colour, width: 2, dash: l.dash });
		}
	}
}

/* -- the page ---------------------------------------------------------------------------- */

let current: Trend | null = null;
let turn = 0;

async function enhance(): Promise<void> {
	const section = document.getElementById("trend");
	const holder = section?.querySelector<HTMLElement>(".trend-chart");
	const from = section?.dataset["from"];
	const mine = turn;
	current = null;
	if (!section || !holder || !from) return;
	const url = new URL(from, location.href);
	url.searchParams.delete("as"); // shares are computed here, so that they can be averaged
	const answer = await fetch(url);
	if (!answer.ok || mine !== turn) return; // the server's chart stands
	current = new Trend(section, holder, (await answer.json()) as Series, visit);
	section.dataset["drawn"] = "1";
}

function visit(change: (url: URL) => void): void {
	const url = new URL(location.href);
	change(url);
	void show(url.href, true);
}

/* Another state of the page: its <main> takes the place of ours, as on the list. */
async function show(address: string, push: boolean): Promise<void> {
	const mine = ++turn;
	const main = document.getElementById("main");
	const focused = document.activeElement?.id ?? "";
	try {
		const answer = await fetch(address, { headers: { Accept: "text/html" } });
		const page = new DOMParser().parseFromString(await answer.text(), "text/html");
		const next = page.getElementById("main");
		if (mine !== turn) return;
		if (!main || !next) throw new Error("no page");
		main.replaceChildren(...next.childNodes);
		document.title = page.title;
		if (push) history.pushState(null, "", address);
		copying();
		document.getElementById(focused)?.focus();
		await enhance();
	} catch {
		location.assign(address);
	}
}

function addressOf(form: HTMLFormElement): string {
	const url = new URL("/trends", location.href);
	for (const [name, value] of new FormData(form))
		if (typeof value === "string" && value.trim()) url.searchParams.append(name, value);
	return url.href;
}

document.addEventListener("change", (event) => {
	const field = event.target as HTMLElement;
	const form = field.closest<HTMLFormElement>("form#filters");
	if (form && field instanceof HTMLSelectElement) void show(addressOf(form), true);
});
addEventListener("popstate", () => void show(location.href, false));
onTheme(() => current?.draw());
void enhance();
