/* filters.ts -- a filter changes the list in place.
 *
 * The server's page is the single truth: it is fetched, and its <main> takes the
 * place of ours; the address, the title and the back button stay right. Anything
 * that goes wrong falls back to an ordinary visit. */

function samePage(address: string): boolean {
	const url = new URL(address, location.href);
	return url.origin === location.origin && url.pathname === "/" && location.pathname === "/";
}

/* Which facets stood open, so that they still do. */
function openFacets(): Set<string> {
	const open = new Set<string>();
	for (const facet of document.querySelectorAll<HTMLDetailsElement>("details.facet[open]"))
		open.add(facet.dataset["facet"] ?? "");
	return open;
}

/* An element is known again by its id, a value of a facet by its name. */
function whatHasFocus(): string {
	const element = document.activeElement;
	if (!element || element === document.body) return "";
	const facet = element.closest<HTMLElement>("details.facet")?.dataset["facet"];
	const name = element.querySelector(".name")?.textContent;
	return element.id ? `#${element.id}` : facet && name ? `${facet}\n${name}` : "?";
}

function focusAgain(what: string): void {
	if (!what) return;
	const [facet = "", name = ""] = what.split("\n");
	const same = what.startsWith("#")
		? document.getElementById(what.slice(1))
		: [...document.querySelectorAll<HTMLElement>("details.facet a.value")].find(
				(link) =>
					link.closest<HTMLElement>("details.facet")?.dataset["facet"] === facet &&
					link.querySelector(".name")?.textContent === name,
			);
	const element = same ?? document.getElementById("results-title");
	element?.focus({ preventScroll: true });
}

let turn = 0;

async function show(address: string, push: boolean, enhance: () => void): Promise<void> {
	const mine = ++turn;
	const main = document.getElementById("main");
	main?.setAttribute("aria-busy", "true");
	try {
		const answer = await fetch(address, { headers: { Accept: "text/html" } });
		const page = new DOMParser().parseFromString(await answer.text(), "text/html");
		const next = page.getElementById("main");
		if (mine !== turn) return;
		if (!main || !next) throw new Error("no page");
		const open = openFacets();
		const focused = whatHasFocus();
		const collapsed = !document.querySelector<HTMLDetailsElement>("details.all-facets")?.open;
		main.replaceChildren(...next.childNodes);
		main.removeAttribute("aria-busy");
		document.title = page.title;
		for (const facet of document.querySelectorAll<HTMLDetailsElement>("details.facet"))
			if (open.has(facet.dataset["facet"] ?? "")) facet.open = true;
		const all = document.querySelector<HTMLDetailsElement>("details.all-facets");
		if (all && collapsed) all.open = false;
		if (push) history.pushState(null, "", address);
		const head = document.querySelector(".results-head");
		if (push && head && head.getBoundingClientRect().bottom < 0) head.scrollIntoView();
		enhance();
		phone();
		focusAgain(focused);
		say(document.getElementById("results-title")?.textContent ?? "");
	} catch {
		location.assign(address);
	}
}

function say(text: string): void {
	let live = document.getElementById("live");
	if (!live) {
		live = document.createElement("p");
		live.id = "live";
		live.className = "sr";
		live.setAttribute("role", "status");
		document.body.append(live);
	}
	live.textContent = text;
}

/* The filters fill a phone's screen before the list; there they begin closed. */
let phoneDone = false;
function phone(): void {
	const all = document.querySelector<HTMLDetailsElement>("details.all-facets");
	if (all && !phoneDone && matchMedia("(max-width: 56rem)").matches) all.open = false;
	phoneDone = true;
}

function addressOf(form: HTMLFormElement): string {
	const url = new URL("/", location.href);
	for (const [name, value] of new FormData(form))
		if (typeof value === "string" && value.trim()) url.searchParams.append(name, value);
	return url.href;
}

export function filters(enhance: () => void): void {
	phone();
	document.addEventListener("click", (event) => {
		if (event.defaultPrevented || event.button !== 0) return;
		if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
		const link = (event.target as Element).closest("a.value, a.chip, a.clear, a.example, .figures th a");
		const address =
			link instanceof HTMLAnchorElement ? link.href : link?.getAttribute("href") ?? "";
		if (!link || !samePage(address)) return;
		event.preventDefault();
		void show(address, true, enhance);
	});
	document.addEventListener("submit", (event) => {
		const form = event.target as HTMLFormElement;
		if (form.id !== "search" || location.pathname !== "/") return;
		event.preventDefault();
		void show(addressOf(form), true, enhance);
	});
	document.addEventListener("change", (event) => {
		const field = event.target as HTMLElement;
		const form = field.closest<HTMLFormElement>("form#search");
		if (form && field.id !== "q") void show(addressOf(form), true, enhance);
	});
	document.addEventListener("go", (event) => {
		void show((event as CustomEvent<string>).detail, true, enhance);
	});
	addEventListener("popstate", () => {
		if (location.pathname === "/" && document.getElementById("results-title"))
			void show(location.href, false, enhance);
	});
}
