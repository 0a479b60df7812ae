/* app.ts -- makes whole pages quicker to use; nothing here is needed to read them.
 *
 * Each feature is a function of the document that is run again when a part of the
 * page has been replaced. */
import { chart } from "./chart";
import { evidence } from "./evidence";
import { filters } from "./filters";
import { more } from "./more";
import { review } from "./review";
import { copying, keyboard, sharing, theme } from "./small";
import { suggest } from "./suggest";

function enhance(): void {
	theme();
	copying();
	evidence();
	chart();
	suggest();
	more();
	sharing();
}

enhance();
keyboard();
review();
filters(enhance);
