/* chart.ts -- what a month holds, on hover or tap; and a range of months by drawing it with
 * mouse or finger, or by two sliders, which take arrow keys and say their month aloud.
 *
 * The server drew the chart; here is only what moves. A range goes out as the event "go"
 * with its address, filters.ts does the rest. */

const NAMES = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const MOVED = 8; /* px: less is a tap */
const SETTLE_MS = 600; /* between an arrow key and the list that follows it */

interface Month {
	id: string; /* "2025-06" */
	name: string;
	says: string;
}

function monthsOf(plot: HTMLElement): Month[] {
	const [year = 0, month = 1] = (plot.dataset["first"] ?? "").split("-").map(Number);
	const rows = (plot.dataset["months"] ?? "").split(" ").map((row) => row.split(",").map(Number));
	return rows.map(([incidents = 0, hazards = 0, articles = 0], n) => {
		const at = year * 12 + month - 1 + n;
		const name = `${NAMES[at % 12]} ${Math.floor(at / 12)}`;
		const six = rows.slice(Math.max(0, n - 5), n + 1);
		const sum = six.reduce((all, [i = 0, h = 0]) => all + i + h, 0);
		const read = six.reduce((all, row) => all + (row[2] ?? 0), 0);
		const average = n >= 5 ? `; six months: ${(sum / 6).toFixed(1)} a month` : "";
		const share = n >= 5 && read ? `, ${Math.round((sum / read) * 100)} % of AI news` : "";
		return {
			id: `${Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, "0")}`,
			name,
			says: `${name}: ${plural(incidents, "incident")}, ${plural(hazards, "hazard")} in ${plural(
				articles,
				"AI article",
			)}${average}${share}`,
		};
	});
}

function plural(n: number, word: string): string {
	return `${n} ${word}${n === 1 ? "" : "s"}`;
}

/* Sends the reader to the list of these months; `whole` when they are all. */
function go(plot: HTMLElement, months: Month[], from: number, upto: number): void {
	const link = new URL(plot.dataset["base"] ?? "/", location.href);
	if (from > 0 || upto < months.length - 1) {
		link.searchParams.set("from", months[from]?.id ?? "");
		link.searchParams.set("to", months[upto]?.id ?? "");
	}
	plot.dispatchEvent(new CustomEvent("go", { bubbles: true, detail: link.href }));
}

function slider(id: string, label: string, months: Month[], value: number): HTMLInputElement {
	const input = document.createElement("input");
	input.type = "range";
	input.id = id;
	input.max = String(months.length - 1);
	input.value = String(value);
	input.setAttribute("aria-label", label);
	input.setAttribute("aria-valuetext", months[value]?.name ?? "");
	return input;
}

export function chart(): void {
	const plot = document.querySelector<HTMLElement>(".plot");
	const bars = plot?.querySelector("svg.bars");
	if (!plot || !bars || plot.dataset["wired"]) return;
	plot.dataset["wired"] = "1";
	const months = monthsOf(plot);
	const [chosen = 0, behind = months.length] = (plot.dataset["range"] ?? "").split(" ").filter(Boolean).map(Number);

	const tip = document.createElement("p");
	tip.className = "tip";
	tip.hidden = true;
	const brush = document.createElement("div");
	brush.className = "brush";
	brush.hidden = true;
	const sliders = document.createElement("div");
	sliders.className = "sliders";
	const first = slider("first-month", "First month of the list", months, chosen);
	const last = slider("last-month", "Last month of the list", months, behind - 1);
	sliders.append(first, last);
	plot.append(tip, brush, sliders);

	const at = (x: number): number => {
		const box = bars.getBoundingClientRect();
		return Math.max(0, Math.min(months.length - 1, Math.floor(((x - box.left) / box.width) * months.length)));
	};
	/* style by script, as the content policy allows: the sheet can not know the numbers */
	const mark = (from: number, upto: number) => {
		const box = bars.getBoundingClientRect();
		const left = box.left - plot.getBoundingClientRect().left;
		brush.hidden = false;
		brush.style.left = `${left + (from / months.length) * box.width}px`;
		brush.style.width = `${((upto - from + 1) / months.length) * box.width}px`;
	};
	const tell = (text: string, n: number) => {
		tip.textContent = text;
		tip.hidden = false;
		const box = bars.getBoundingClientRect();
		const left = box.left - plot.getBoundingClientRect().left;
		const x = left + ((n + 0.5) / months.length) * box.width - tip.offsetWidth / 2;
		tip.style.left = `${Math.max(0, Math.min(plot.clientWidth - tip.offsetWidth, x))}px`;
	};
	const range = (from: number, upto: number) => {
		mark(from, upto);
		const name = `${months[from]?.name ?? ""} to ${months[upto]?.name ?? ""}`;
		tell(from === upto ? (months[from]?.says ?? "") : name, (from + upto) / 2);
	};
	const rest = () => {
		tip.hidden = true;
		brush.hidden = true;
	};

	pointer(plot, bars, at, {
		over: (n) => {
			mark(n, n);
			tell(months[n]?.says ?? "", n);
		},
		draw: range,
		rest,
		done: (from, upto) => go(plot, months, from, upto),
	});

	let timer = 0;
	const slid = (moved: HTMLInputElement) => {
		const low = Number(first.value);
		const high = Number(last.value);
		if (low > high) moved.value = moved === first ? last.value : first.value;
		moved.setAttribute("aria-valuetext", months[Number(moved.value)]?.name ?? "");
		range(Number(first.value), Number(last.value));
		clearTimeout(timer);
	};
	for (const input of [first, last]) {
		input.addEventListener("input", () => slid(input));
		input.addEventListener("change", () => {
			clearTimeout(timer);
			timer = window.setTimeout(() => {
				if (input.isConnected) go(plot, months, Number(first.value), Number(last.value));
			}, SETTLE_MS);
		});
		input.addEventListener("blur", rest);
	}
}

interface Moves {
	over(n: number): void;
	draw(from: number, upto: number): void;
	rest(): void;
	done(from: number, upto: number): void;
}

/* A mouse hovers, clicks one month or draws several; a finger taps to see and draws to
 * filter, while moving up and down scrolls the page (touch-action in app.css). */
function pointer(plot: HTMLElement, bars: Element, at: (x: number) => number, moves: Moves): void {
	let start = -1;
	let startX = 0;
	let drawing = false;
	const within = (event: PointerEvent) => (event.target as Element).closest("svg") !== null;

	plot.addEventListener("pointerdown", (event) => {
		if (event.button !== 0 || !within(event)) return;
		start = at(event.clientX);
		startX = event.clientX;
		drawing = false;
		plot.setPointerCapture(event.pointerId);
	});
	plot.addEventListener("pointermove", (event) => {
		if (start < 0) {
			if (within(event)) moves.over(at(event.clientX));
			return;
		}
		drawing = drawing || Math.abs(event.clientX - startX) >= MOVED;
		const n = at(event.clientX);
		if (drawing) moves.draw(Math.min(start, n), Math.max(start, n));
	});
	plot.addEventListener("pointerup", (event) => {
		if (start < 0) return;
		const [from, n] = [start, at(event.clientX)];
		start = -1;
		if (drawing || event.pointerType === "mouse") moves.done(Math.min(from, n), Math.max(from, n));
		else moves.over(n);
	});
	plot.addEventListener("pointercancel", () => {
		start = -1;
		moves.rest();
	});
	plot.addEventListener("pointerleave", (event) => {
		if (start < 0 && event.pointerType === "mouse") moves.rest();
	});
	bars.addEventListener("dragstart", (event) => event.preventDefault());
}
