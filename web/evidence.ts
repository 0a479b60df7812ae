/* evidence.ts -- shows the quotes beside a tag on hover and focus, places the box
 * beside its button, and opens the article's evidence when a quote is followed.
 *
 * The boxes are the platform's popovers; a tap or Enter opens them without us. */

interface Popover extends HTMLElement {
	showPopover(): void;
	hidePopover(): void;
}

const WAIT_MS = 180;

function place(button: HTMLElement, box: HTMLElement): void {
	const b = button.getBoundingClientRect();
	const margin = 8;
	const width = Math.min(420, innerWidth - 2 * margin);
	box.style.width = `${width}px`;
	box.style.left = `${Math.max(margin, Math.min(b.left, innerWidth - width - margin))}px`;
	const height = box.offsetHeight;
	const below = b.bottom + 6;
	const fits = below + height < innerHeight - margin || b.top < height + 14;
	box.style.top = `${fits ? below : b.top - height - 6}px`;
}

function isOpen(box: HTMLElement): boolean {
	return box.matches(":popover-open");
}

function wire(button: HTMLButtonElement): void {
	const box = document.getElementById(button.getAttribute("popovertarget") ?? "") as Popover | null;
	if (!box || typeof box.showPopover !== "function") return;
	let timer = 0;
	let hovering = false;
	const soon = (run: () => void) => {
		clearTimeout(timer);
		timer = window.setTimeout(run, WAIT_MS);
	};
	const show = () => {
		if (!isOpen(box) && button.isConnected) box.showPopover();
	};
	const hide = () => {
		if (isOpen(box) && hovering && !box.matches(":hover") && !button.matches(":hover"))
			box.hidePopover();
	};
	box.addEventListener("toggle", () => {
		if (isOpen(box)) place(button, box);
		else hovering = false;
	});
	button.addEventListener("pointerenter", (event) => {
		if (event.pointerType !== "mouse") return;
		hovering = true;
		soon(show);
	});
	button.addEventListener("pointerleave", () => soon(hide));
	box.addEventListener("pointerleave", () => soon(hide));
	/* a click on what hovering has opened keeps it open, instead of closing it */
	button.addEventListener("click", (event) => {
		clearTimeout(timer);
		if (hovering && isOpen(box)) {
			event.preventDefault();
			hovering = false;
		}
	});
	button.addEventListener("focus", () => {
		if (button.matches(":focus-visible")) soon(show);
	});
	button.addEventListener("blur", () => clearTimeout(timer));
	for (const link of box.querySelectorAll("a")) link.addEventListener("click", () => box.hidePopover());
}

function openTarget(): void {
	if (!/^#a\d+/.test(location.hash)) return;
	const target = document.getElementById(location.hash.slice(1));
	const details = target?.closest("details");
	if (!target || !details) return;
	details.open = true;
	target.scrollIntoView({ block: "center" });
}

let listening = false;

export function evidence(): void {
	for (const button of document.querySelectorAll<HTMLButtonElement>("button[data-proof]")) {
		if (button.dataset["proof"] === "wired") continue;
		button.dataset["proof"] = "wired";
		wire(button);
	}
	openTarget();
	if (listening) return;
	listening = true;
	addEventListener("hashchange", openTarget);
	document.addEventListener("click", (event) => {
		const link = (event.target as Element).closest<HTMLAnchorElement>("a.quote");
		if (link && link.hash === location.hash) openTarget();
	});
}
