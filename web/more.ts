/* more.ts -- the list goes on as it is read; the pages stay pages.
 *
 * The link to the next page is fetched when it comes near, and its cards are put behind
 * ours. The address follows the page that is being read, so that it can be sent to
 * somebody and is where the reader comes back to. After AUTOMATIC pages the link waits
 * for a click, or nobody would ever see the foot of the site. */

const AUTOMATIC = 5;

let pages = 0;
let watcher: IntersectionObserver | undefined;
let reading: IntersectionObserver | undefined;

/* The first card of each page knows its address. */
function sign(list: Element, address: string, from: number): void {
	const first = list.children[from];
	if (!(first instanceof HTMLElement)) return;
	first.dataset["page"] = address;
	reading?.observe(first);
}

function follow(): void {
	if (document.querySelector("main[aria-busy]")) return; /* these cards are of the address before */
	const marks = [...document.querySelectorAll<HTMLElement>(".cards [data-page]")];
	const above = marks.filter((mark) => mark.getBoundingClientRect().top < innerHeight * 0.4);
	const here = (above[above.length - 1] ?? marks[0])?.dataset["page"];
	if (here && here !== location.pathname + location.search)
		history.replaceState(history.state, "", here + location.hash);
}

function count(list: Element, all: number): void {
	let told = document.querySelector<HTMLElement>(".paging .shown");
	if (!told) {
		told = document.createElement("p");
		told.className = "shown";
		told.setAttribute("role", "status");
		document.querySelector(".paging")?.prepend(told);
	}
	told.textContent = `${list.children.length} of ${all} shown`;
}

async function next(link: HTMLAnchorElement, focus: boolean): Promise<void> {
	const list = document.querySelector(".cards");
	const nav = link.closest(".paging");
	if (!list || !nav || link.getAttribute("aria-busy")) return;
	link.setAttribute("aria-busy", "true");
	try {
		const answer = await fetch(link.href, { headers: { Accept: "text/html" } });
		if (!answer.ok) throw new Error(String(answer.status));
		const page = new DOMParser().parseFromString(await answer.text(), "text/html");
		const cards = [...(page.querySelector(".cards")?.children ?? [])];
		if (!link.isConnected) return; /* a filter was faster */
		if (cards.length === 0) throw new Error("no cards");
		const had = list.children.length;
		const address = link.getAttribute("href") ?? "";
		list.append(...cards);
		sign(list, address, had);
		pages++;
		const further = page.querySelector<HTMLAnchorElement>(".paging a[rel=next]");
		if (further) link.replaceWith(further);
		else link.remove();
		wire();
		if (focus) list.children[had]?.querySelector<HTMLElement>("h3 a")?.focus({ preventScroll: true });
	} catch {
		location.assign(link.href);
	}
}

function wire(): void {
	const list = document.querySelector<HTMLElement>(".cards");
	const link = document.querySelector<HTMLAnchorElement>(".paging a[rel=next]");
	const all = Number(list?.dataset["total"] ?? 0);
	watcher?.disconnect();
	if (!list) return;
	if (!location.search.includes("cursor=") || pages > 0) {
		if (list.dataset["whole"]) count(list, all);
	}
	if (!link) return;
	link.textContent = "Show more";
	link.addEventListener("click", (event) => {
		if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
		event.preventDefault();
		pages = 0;
		void next(link, true);
	});
	watcher = new IntersectionObserver(
		(seen) => {
			if (seen.some((s) => s.isIntersecting) && pages < AUTOMATIC && scrollY > 0) void next(link, false);
		},
		{ rootMargin: "600px" },
	);
	watcher.observe(link);
}

let listening = false;

export function more(): void {
	const list = document.querySelector<HTMLElement>(".cards");
	if (!list || list.dataset["wired"]) return;
	list.dataset["wired"] = "1";
	pages = 0;
	reading?.disconnect();
	reading = new IntersectionObserver(follow, { rootMargin: "0px 0px -60% 0px" });
	if (!location.search.includes("cursor=")) list.dataset["whole"] = "1";
	sign(list, location.pathname + location.search, 0);
	wire();
	if (listening) return;
	listening = true;
	/* an observer that was told before the reader scrolled is not told again */
	addEventListener(
		"scroll",
		() => {
			const link = document.querySelector<HTMLAnchorElement>(".paging a[rel=next]");
			if (link && pages < AUTOMATIC && link.getBoundingClientRect().top < innerHeight + 600) void next(link, false);
		},
		{ passive: true },
	);
}
