/* suggest.ts -- the search as a combobox: what may be meant, while it is typed.
 *
 * WAI-ARIA's pattern with a list box: the focus stays in the field, arrow keys walk the
 * list, Enter takes the marked one or searches when none is, Escape closes. A value sets
 * its filter and keeps the others; an event is gone to. All text is set as text. */

interface Suggestion {
	kind: string;
	title: string;
	value: string;
	events?: number;
	label?: string;
	url: string;
}

const WAIT_MS = 120;

function option(s: Suggestion, n: number): HTMLLIElement {
	const item = document.createElement("li");
	const value = document.createElement("bdi");
	const kind = document.createElement("span");
	item.id = `suggestion-${n}`;
	item.setAttribute("role", "option");
	item.setAttribute("aria-selected", "false");
	value.className = "suggestion-value";
	value.textContent = s.value;
	kind.className = "suggestion-kind";
	kind.textContent = s.events === undefined ? `${s.title}, ${s.label ?? ""}` : `${s.title} ${s.events}`;
	item.append(value, " ", kind);
	return item;
}

/* Where a suggestion leads: the list as it is, without the words, with this filter. */
function addressOf(s: Suggestion): string {
	if (s.kind === "event") return s.url;
	const url = new URL("/", location.href);
	const now = new URLSearchParams(location.pathname === "/" ? location.search : "");
	for (const [name, value] of now)
		if (name !== "q" && name !== "cursor" && !(name === s.kind && value === s.value))
			url.searchParams.append(name, value);
	const repeats = ["harm_types", "principles", "industries", "stakeholders", "ai_task", "business_function", "autonomy"];
	if (!repeats.includes(s.kind)) url.searchParams.delete(s.kind);
	url.searchParams.append(s.kind, s.value);
	return url.href;
}

export function suggest(): void {
	const field = document.querySelector<HTMLInputElement>("#search #q");
	if (!field || field.getAttribute("role") === "combobox") return;
	const list = document.createElement("ul");
	list.id = "suggestions";
	list.className = "suggestions";
	list.hidden = true;
	list.setAttribute("role", "listbox");
	list.setAttribute("aria-label", "Suggestions");
	field.after(list);
	field.setAttribute("role", "combobox");
	field.setAttribute("aria-autocomplete", "list");
	field.setAttribute("aria-controls", list.id);
	field.setAttribute("aria-expanded", "false");

	let found: Suggestion[] = [];
	let at = -1;
	let timer = 0;
	let turn = 0;

	const close = () => {
		turn++;
		clearTimeout(timer);
		list.hidden = true;
		found = [];
		at = -1;
		field.setAttribute("aria-expanded", "false");
		field.removeAttribute("aria-activedescendant");
	};
	const choose = (n: number) => {
		at = n;
		[...list.children].forEach((item, k) => item.setAttribute("aria-selected", String(k === n)));
		const item = list.children[n];
		if (item) {
			field.setAttribute("aria-activedescendant", item.id);
			item.scrollIntoView({ block: "nearest" });
		} else field.removeAttribute("aria-activedescendant");
	};
	const take = (n: number) => {
		const s = found[n];
		if (!s) return;
		close();
		if (s.kind === "event") location.assign(s.url);
		else field.dispatchEvent(new CustomEvent("go", { bubbles: true, detail: addressOf(s) }));
	};
	const ask = async () => {
		const mine = ++turn;
		const typed = field.value.trim();
		if (typed.length < 2) {
			close();
			return;
		}
		try {
			const answer = await fetch(`/api/v1/suggest?q=${encodeURIComponent(typed)}`);
			if (!answer.ok) return;
			const got = ((await answer.json()) as { suggestions: Suggestion[] }).suggestions;
			if (mine !== turn || document.activeElement !== field) return;
			found = got;
			at = -1;
			list.replaceChildren(...found.map(option));
			list.hidden = found.length === 0;
			field.setAttribute("aria-expanded", String(found.length > 0));
			field.removeAttribute("aria-activedescendant");
		} catch {
			/* suggestions are a help; without them the search works as before */
		}
	};

	field.addEventListener("input", () => {
		clearTimeout(timer);
		timer = window.setTimeout(() => void ask(), WAIT_MS);
	});
	field.addEventListener("keydown", (event) => {
		if (event.key === "Escape" && !list.hidden) {
			event.preventDefault();
			close();
		} else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
			event.preventDefault();
			if (list.hidden) void ask();
			else {
				const step = event.key === "ArrowDown" ? 1 : -1;
				const round = found.length + 1; /* one place is the field itself */
				choose(((at + 1 + step + round) % round) - 1);
			}
		} else if (event.key === "Enter" && at >= 0) {
			event.preventDefault();
			take(at);
		}
	});
	field.addEventListener("blur", close);
	field.form?.addEventListener("submit", close);
	/* before the field loses the focus */
	list.addEventListener("pointerdown", (event) => event.preventDefault());
	list.addEventListener("click", (event) => {
		const item = (event.target as Element).closest("[role=option]");
		if (item) take([...list.children].indexOf(item));
	});
}
