/* review.ts -- keys for the queue of reviewers: j and k walk, 1 to 4 choose a label, r goes to
 * the reason, o opens. The page itself says so. Without it the forms work as they are. */
const labels = ["incident", "hazard", "complementary", "unrelated"];

function here(items: HTMLElement[]): HTMLElement | undefined {
	return items.find((item) => item.contains(document.activeElement));
}

function act(key: string, item: HTMLElement): boolean {
	const label = labels[Number(key) - 1];

	if (label) {
		const choice = item.querySelector<HTMLInputElement>(`input[name="label"][value="${label}"]`);
		if (choice) {
			choice.checked = true;
			choice.focus();
		}
		return Boolean(choice);
	}
	if (key === "r") item.querySelector<HTMLInputElement>('input[name="why"]')?.focus();
	else if (key === "o") item.querySelector<HTMLAnchorElement>("h2 a")?.click();
	else return false;
	return true;
}

export function review(): void {
	const items = [...document.querySelectorAll<HTMLElement>(".queue > .waiting")];
	if (!items.length) return;
	document.addEventListener("keydown", (event) => {
		const target = event.target as HTMLElement;
		if (event.ctrlKey || event.metaKey || event.altKey) return;
		if (/^(TEXTAREA|SELECT)$/.test(target.tagName) || target.matches('input:not([type="radio"])')) {
			if (event.key === "Escape") (target.closest(".waiting") as HTMLElement | null)?.focus();
			return;
		}
		const at = here(items);
		if (event.key === "j" || event.key === "k") {
			const next = items[at ? items.indexOf(at) + (event.key === "j" ? 1 : -1) : 0];
			next?.focus();
			next?.scrollIntoView({ block: "nearest" });
			event.preventDefault();
		} else if (at && act(event.key, at)) {
			event.preventDefault();
		}
	});
}
