/* pen.ts -- one drawing, two files: SVG as text and PNG by a canvas.
 *
 * A drawing is a function of a pen, so both files show the same. Neither needs an image that
 * is loaded, which the content policy would forbid. */

export interface Stroke {
	stroke?: string;
	fill?: string;
	width?: number;
	dash?: readonly number[];
	/** The whole path, so much further down. */
	down?: number;
}

export interface Letters {
	size: number;
	fill: string;
	anchor?: "start" | "middle" | "end";
	bold?: boolean;
}

export interface Pen {
	/** `d` as in SVG. */
	path(d: string, how: Stroke): void;
	rect(x: number, y: number, width: number, height: number, fill: string): void;
	line(x1: number, y1: number, x2: number, y2: number, how: Stroke): void;
	text(x: number, y: number, text: string, how: Letters): void;
}

const FACE = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif';

function escaped(text: string): string {
	return text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
}

function attributes(how: Stroke): string {
	let text = ` fill="${escaped(how.fill ?? "none")}"`;
	if (how.stroke)
		text += ` stroke="${escaped(how.stroke)}" stroke-width="${how.width ?? 1}" stroke-linejoin="round" stroke-linecap="round"`;
	if (how.dash?.length) text += ` stroke-dasharray="${how.dash.join(" ")}"`;
	if (how.down) text += ` transform="translate(0 ${how.down})"`;
	return text;
}

class SvgPen implements Pen {
	body = "";
	path(d: string, how: Stroke): void {
		this.body += `<path d="${escaped(d)}"${attributes(how)}/>\n`;
	}
	rect(x: number, y: number, width: number, height: number, fill: string): void {
		this.body += `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="${escaped(fill)}"/>\n`;
	}
	line(x1: number, y1: number, x2: number, y2: number, how: Stroke): void {
		this.body += `<line x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}"${attributes(how)}/>\n`;
	}
	text(x: number, y: number, text: string, how: Letters): void {
		const bold = how.bold ? ' font-weight="600"' : "";
		this.body += `<text x="${x}" y="${y}" font-size="${how.size}" fill="${escaped(how.fill)}" text-anchor="${how.anchor ?? "start"}"${bold}>${escaped(text)}</text>\n`;
	}
}

class CanvasPen implements Pen {
	constructor(private readonly to: CanvasRenderingContext2D) {}
	private draw(path: Path2D, how: Stroke): void {
		this.to.save();
		this.to.translate(0, how.down ?? 0);
		this.fillAndStroke(path, how);
		this.to.restore();
	}
	private fillAndStroke(path: Path2D, how: Stroke): void {
		if (how.fill && how.fill !== "none") {
			this.to.fillStyle = how.fill;
			this.to.fill(path);
		}
		if (!how.stroke) return;
		this.to.strokeStyle = how.stroke;
		this.to.lineWidth = how.width ?? 1;
		this.to.lineJoin = this.to.lineCap = "round";
		this.to.setLineDash([...(how.dash ?? [])]);
		this.to.stroke(path);
	}
	path(d: string, how: Stroke): void {
		this.draw(new Path2D(d), how);
	}
	rect(x: number, y: number, width: number, height: number, fill: string): void {
		this.to.fillStyle = fill;
		this.to.fillRect(x, y, width, height);
	}
	line(x1: number, y1: number, x2: number, y2: number, how: Stroke): void {
		this.draw(new Path2D(`M${x1} ${y1}L${x2} ${y2}`), how);
	}
	text(x: number, y: number, text: string, how: Letters): void {
		this.to.font = `${how.bold ? 600 : 400} ${how.size}px ${FACE}`;
		this.to.fillStyle = how.fill;
		this.to.textAlign = how.anchor === "middle" ? "center" : how.anchor ?? "start";
		this.to.fillText(text, x, y);
	}
}

export interface Drawing {
	width: number;
	height: number;
	title: string;
	draw(pen: Pen): void;
}

function svg(d: Drawing): Blob {
	const pen = new SvgPen();
	d.draw(pen);
	return new Blob(
		[
			`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${d.width} ${d.height}" width="${d.width}" height="${d.height}" font-family="${escaped(FACE)}">\n`,
			`<title>${escaped(d.title)}</title>\n<desc>${escaped(location.href)}</desc>\n${pen.body}</svg>\n`,
		],
		{ type: "image/svg+xml" },
	);
}

function png(d: Drawing): Promise<Blob | null> {
	const canvas = document.createElement("canvas");
	canvas.width = d.width * 2; // sharp in print and on dense screens
	canvas.height = d.height * 2;
	const to = canvas.getContext("2d");
	if (!to) return Promise.resolve(null);
	to.scale(2, 2);
	d.draw(new CanvasPen(to));
	return new Promise((done) => canvas.toBlob(done, "image/png"));
}

function save(blob: Blob, name: string): void {
	const link = document.createElement("a");
	link.href = URL.createObjectURL(blob);
	link.download = name;
	link.click();
	setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** Two buttons into `place`; what is drawn is asked for when one is pressed. */
export function saves(place: Element, name: () => string, drawing: () => Drawing): void {
	const button = (text: string, press: () => void) => {
		const b = document.createElement("button");
		b.type = "button";
		b.className = "save";
		b.textContent = text;
		b.setAttribute("aria-label", `Save as ${text}`);
		b.addEventListener("click", press);
		place.append(b, " ");
	};
	button("SVG", () => save(svg(drawing()), `${name()}.svg`));
	button("PNG", () => {
		void png(drawing()).then((blob) => blob && save(blob, `${name()}.png`));
	});
}

let ruler: CanvasRenderingContext2D | null = null;
/** Width of a text, for laying out what cannot wrap by itself. */
export function widthOf(text: string, size: number, bold = false): number {
	ruler ??= document.createElement("canvas").getContext("2d");
	if (!ruler) return text.length * size * 0.55;
	ruler.font = `${bold ? 600 : 400} ${size}px ${FACE}`;
	return ruler.measureText(text).width;
}

/** The value of a colour of the style sheet, as it is now (light or dark). */
export function ink(name: string): string {
	return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

/** Runs when the theme changes, by our button or by the system. */
export function onTheme(run: () => void): void {
	new MutationObserver(run).observe(document.documentElement, { attributeFilter: ["data-theme"] });
	matchMedia("(prefers-color-scheme: dark)").addEventListener("change", run);
}
