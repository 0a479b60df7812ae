/* chart.ts -- what a month holds, on hover; and a range of months by dragging. */

export function chart(): void {
	const plot = document.querySelector<HTMLElement>(".plot");
	const svg = plot?.querySelector("svg");
	if (!plot || !svg || plot.dataset["wired"]) return;
	plot.dataset["wired"] = "1";
	const bars = [...svg.querySelectorAll<SVGAElement>("a.bar")];
	const tip = document.createElement("p");
	tip.className = "tip";
	tip.hidden = true;
	tip.setAttribute("aria-hidden", "true");
	plot.append(tip);
	for (const bar of bars) {
		const title = bar.querySelector("title");
		bar.dataset["says"] = title?.textContent ?? "";
		title?.remove();
		bar.setAttribute("aria-label", bar.dataset["says"]);
	}

	const at = (x: number): number => {
		const box = svg.getBoundingClientRect();
		const n = Math.floor(((x - box.left) / box.width) * bars.length);
		return Math.max(0, Math.min(bars.length - 1, n));
	};
	let from = -1;
	let upto = -1;
	const paint = () => {
		const low = Math.min(from, upto);
		const high = Math.max(from, upto);
		bars.forEach((bar, n) => bar.classList.toggle("picked", from >= 0 && n >= low && n <= high));
	};
	svg.addEventListener("pointermove", (event) => {
		const n = at(event.clientX);
		const bar = bars[n];
		if (!bar) return;
		if (from >= 0) {
			upto = n;
			paint();
		}
		tip.textContent = bar.dataset["says"] ?? "";
		tip.hidden = false;
		const box = plot.getBoundingClientRect();
		const x = event.clientX - box.left;
		tip.style.left = `${Math.max(0, Math.min(box.width - tip.offsetWidth, x - tip.offsetWidth / 2))}px`;
	});
	svg.addEventListener("pointerleave", () => (tip.hidden = true));
	svg.addEventListener("dragstart", (event) => event.preventDefault());
	svg.addEventListener("pointerdown", (event) => {
		if (event.button !== 0 || event.pointerType !== "mouse") return;
		from = upto = at(event.clientX);
	});
	addEventListener("pointerup", () => {
		const [a, b] = [bars[Math.min(from, upto)], bars[Math.max(from, upto)]];
		const moved = from !== upto;
		from = upto = -1;
		paint();
		if (!moved || !a || !b) return;
		svg.addEventListener("click", (event) => event.preventDefault(), { once: true, capture: true });
		const link = new URL(a.href.baseVal, location.href);
		link.searchParams.set("to", b.dataset["month"] ?? "");
		plot.dispatchEvent(new CustomEvent("go", { bubbles: true, detail: link.href }));
	});
}
