/* small.ts -- the theme switch, copy buttons, and two keys. */

function isDark(): boolean {
	const chosen = document.documentElement.dataset["theme"];
	return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

export function theme(): void {
	const button = document.getElementById("theme");
	if (!button || !button.hidden) return;
	const show = () => button.setAttribute("aria-pressed", String(isDark()));
	button.hidden = false;
	show();
	button.addEventListener("click", () => {
		const next = isDark() ? "light" : "dark";
		document.documentElement.dataset["theme"] = next;
		localStorage.setItem("theme", next);
		show();
	});
}

export function copying(): void {
	for (const button of document.querySelectorAll<HTMLButtonElement>("button[data-copy]")) {
		if (!navigator.clipboard || !button.hidden) continue;
		button.hidden = false;
		button.addEventListener("click", async () => {
			const text = document.getElementById(button.dataset["copy"] ?? "")?.textContent ?? "";
			try {
				await navigator.clipboard.writeText(text);
				button.textContent = "Copied";
			} catch {
				button.textContent = "Select and copy";
			}
			setTimeout(() => (button.textContent = "Copy"), 2000);
		});
	}
}

/* The platform's own way to send an address, where it has one. */
export function sharing(): void {
	const button = document.querySelector<HTMLButtonElement>("button#share");
	if (!button || !button.hidden || typeof navigator.share !== "function") return;
	button.hidden = false;
	button.addEventListener("click", () => {
		const url = document.querySelector<HTMLLinkElement>("link[rel=canonical]")?.href ?? location.href;
		navigator.share({ title: document.title, url }).catch(() => undefined);
	});
}

/* "/" goes to the search, as on other sites; "j" and "k" walk the list. */
export function keyboard(): void {
	document.addEventListener("keydown", (event) => {
		const target = event.target as HTMLElement;
		if (event.ctrlKey || event.metaKey || event.altKey) return;
		if (/^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) return;
		if (event.key === "/") {
			const search = document.getElementById("q");
			if (search) {
				search.focus();
				event.preventDefault();
			}
		}
		if (event.key === "j" || event.key === "k") walk(event.key === "j" ? 1 : -1);
	});
}

function walk(step: number): void {
	const links = [...document.querySelectorAll<HTMLAnchorElement>(".card h3 a")];
	const here = links.indexOf(document.activeElement as HTMLAnchorElement);
	const next = links[here < 0 ? 0 : here + step];
	next?.focus();
	next?.closest(".card")?.scrollIntoView({ block: "nearest" });
}
