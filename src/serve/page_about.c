/* serve/page_about.c -- what is read, by which method, and how often it is wrong.
 *
 * The error rates are those that were measured when this program was built
 * (tests/quality/results.csv, bundled with the site's files); when it was built
 * without, the page says so instead of showing a figure. */
#include "serve/assets.h"
#include "serve/page.h"
#include "serve/route.h"
#include "text/date.h"

static void paragraph(struct html *h, const char *text)
{
	html_element_z(h, "p", NULL, text);
}

static void heading(struct html *h, const char *id, const char *text)
{
	html_open(h, "h2");
	html_attr_z(h, "id", id);
	html_z(h, text);
	html_end(h);
}

static void definitions(struct html *h)
{
	static const char *const label[][2] = {
		{"incident",
		 "The report says, or credibly and specifically alleges, that an AI system's "
		 "development, use or malfunction has led to harm: to people's health, to "
		 "critical infrastructure, to rights, or to property, communities or the "
		 "environment."},
		{"hazard",
		 "No harm is reported yet, but a specific system, plan, weakness or near miss is, "
		 "and the report itself names a credible way to such harm."},
		{"complementary",
		 "It is about AI's risks, harms or governance, but mainly neither of the "
		 "two: laws, responses, research, opinion."},
		{"unrelated",
		 "Everything else, launches and markets included. These are counted and not "
		 "shown."},
		{"not_assessed",
		 "No label: the report is in a language that the judge has no words for. It is "
		 "kept and counted, and nothing is said of it."}};

	heading(h, "definitions", "The four labels");
	paragraph(
		h,
		"They follow the OECD's definitions of 2024, in our words. When two fit, the main "
		"point of the report decides.");
	html_enter(h, "dl", "definitions");
	for (size_t i = 0; i < sizeof label / sizeof *label; i++) {
		html_open(h, "div");
		html_open(h, "dt");
		page_label(h, str_of(label[i][0]));
		html_end(h);
		html_element_z(h, "dd", NULL, label[i][1]);
		html_end(h);
	}
	html_end(h);
	heading(h, "severity", "Severity");
	paragraph(
		h,
		"Five rungs, each given by a rule that the page names: AI hazard, serious AI "
		"hazard, "
		"AI incident, serious AI incident (death, serious injury, serious violation of "
		"rights, irreversible disruption), AI disaster (beyond a society's means to cope). "
		"Where a report does not tell, the page says \"not stated\" or \"not assessed\".");
}

static void method(struct html *h)
{
	static const char *const step[] = {
		"Cues: thousands of patterns find AI systems, harms, and the words that tell how "
		"sure the "
		"report is.",
		"Assertions: sentence by sentence, which system is linked to which harm, and is it "
		"said to "
		"have happened, feared, denied, prevented, or recalled as background?",
		"Models: small, linear and open to inspection, they weigh what was found and state "
		"how sure "
		"they are. Where they are unsure they say so.",
		"Reasons: sentences made from the assertions that decided, each resting on a quote "
		"from the "
		"report, byte for byte."};

	heading(h, "method", "How an article is judged");
	html_enter(h, "ol", "steps");
	for (size_t i = 0; i < sizeof step / sizeof *step; i++)
		html_element_z(h, "li", NULL, step[i]);
	html_end(h);
	paragraph(
		h,
		"Articles that speak of the same event are joined. The event takes the label that "
		"its articles support, weighted by how sure each verdict is; each article's own "
		"label stays visible beside it. The same article and the same rules give the same "
		"verdict, on any machine.");
}

/* The file's names of measures, for people; another name stands as it is. */
static struct str measure_in_words(struct str name)
{
	static const char *const words[][2] = {
		{"measure", "Measure"},
		{"macro_f1", "F1, all labels alike"},
		{"accuracy", "Share that is right"},
		{"ece", "Error of the probabilities (0 is best)"},
		{"f1", "F1"},
		{"accuracy_when_sure", "Share that is right where it is sure"},
		{"incident_against_hazard", "Incident told from hazard"},
		{"micro_f1", "F1, all values together"},
		{"false_alarms", "False alarms in news of 2004 (0 is best)"},
		{"segments_f1", "Texts of a page rightly kept or left out, F1"},
		{"grams_f1", "Words of an article, in fours, F1"},
		{"bcubed_f1", "B-cubed F1"},
		{"fragmentation", "Pieces an event falls into (1 is best)"},
	};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (str_eq(name, str_of(words[i][0])))
			return str_of(words[i][1]);
	return name;
}

/* The next field of a line of CSV; quotes are doubled by nobody here. */
static bool next_cell(struct str *cell, struct str *line)
{
	size_t quote;

	if (!str_starts(*line, STR("\"")))
		return str_split(cell, line, ',');
	*cell = str_cut(*line, 1, line->len);
	quote = str_chr(*cell, '"');
	quote = quote == STR_NPOS ? cell->len : quote;
	*line = str_cut(*cell, quote + 2, cell->len); /* the comma goes too */
	*cell = str_cut(*cell, 0, quote);
	return true;
}

static void table_of(struct html *h, struct str csv)
{
	struct str line, cell;
	bool first = true;

	html_enter(h, "div", "scroll");
	html_attr_z(h, "tabindex", "0");
	html_attr_z(h, "role", "region");
	html_attr_z(h, "aria-label", "Measured figures");
	html_open(h, "table");
	while (str_split(&line, &csv, '\n')) {
		line = str_trim(line);
		if (line.len == 0 || line.at[0] == '#')
			continue;
		html_open(h, "tr");
		for (bool front = true; next_cell(&cell, &line); front = false) {
			cell = str_trim(cell);
			html_element(h, first ? "th" : "td", NULL,
				     front ? measure_in_words(cell) : cell);
		}
		html_end(h);
		first = false;
	}
	html_end(h);
	html_end(h);
}

static void error_rates(struct html *h)
{
	struct str csv = assets_file("results.csv");

	heading(h, "errors", "How often it is wrong");
	paragraph(h,
		  "A machine that labels reports makes mistakes of both kinds. These figures were "
		  "measured on news it was not trained on; 1 would be perfect where nothing else "
		  "is said. Low and high bound 95 % of what chance would give; a file's name tells "
		  "what else was measured.");
	if (csv.len)
		table_of(h, csv);
	else
		paragraph(h, "This copy of the program was built without measured figures.");
}

static void others(struct html *h)
{
	heading(h, "others", "Made with the work of others");
	html_enter(h, "p", NULL);
	html_z(h, "Charts are drawn with uPlot (MIT), the map with d3-geo, topojson-client and "
		  "world-atlas (ISC), whose outlines are Natural Earth's (public domain); headings "
		  "are set in Newsreader (");
	html_link(h, NULL, STR("/assets/newsreader-OFL.txt"), STR("OFL 1.1"));
	html_z(h, "). ");
	html_link(h, NULL, STR("/assets/notice.txt"), STR("Their licences in full"));
	html_z(h, ".");
	html_end(h);
}

void page_about(struct call *c)
{
	struct page_head head = {.title = STR("About - Tocsin"),
				 .description =
					 STR("Method, definitions, error rates, disclaimers."),
				 .path = STR("/about"),
				 .here = "/about"};
	struct html h;

	page_begin(&h, c, &head);
	html_enter(&h, "div", "prose");
	html_element_z(&h, "h1", NULL, "About Tocsin");
	html_element_z(
		&h, "p", "lead",
		"A tocsin is a bell that is rung to warn. This one reads the news, finds what "
		"reports an AI system doing harm or nearly so, and shows by which words it came "
		"to that view.");
	heading(&h, "disclaimer", "What a label means, and what not");
	paragraph(
		&h,
		"Labels, reasons, tags and summaries are made by a machine. They describe what was "
		"published; they are not findings of fact and accuse nobody. Every statement "
		"points to the quotes it rests on, so that you can judge for yourself.");
	paragraph(
		&h,
		"Articles are kept for analysis and never republished: pages show titles, links, "
		"short quotes as evidence, and our own words. Whoever is named in an event can ask "
		"for a correction, which stays on record.");
	definitions(&h);
	method(&h);
	error_rates(&h);
	heading(&h, "data", "Data and programs");
	html_enter(&h, "p", NULL);
	html_z(&h, "Everything on this site can be had as data: ");
	html_link(&h, NULL, STR("/openapi.json"), STR("the API's description"));
	html_z(&h, ", ");
	html_link(&h, NULL, STR("/api/v1/taxonomy"), STR("the taxonomy"));
	html_z(&h, ", ");
	html_link(&h, NULL, STR("/api/v1/stats/events.csv"), STR("monthly figures as CSV"));
	html_z(&h, ", and feeds for any filter. Tocsin is free software (Apache-2.0).");
	html_end(&h);
	others(&h);
	html_end(&h);
	page_end(&h, c);
}

/* -- sources --------------------------------------------------------------------------- */

/* "ok, 12 of 300 entries new, next ..." of a source that is polled. */
static void source_health(struct html *h, struct call *c, const struct watched *w)
{
	bool failed = w->failures > 0;

	if (!w->name.len)
		return;
	html_element(h, "code", failed ? "trouble" : NULL,
		     w->outcome.len ? w->outcome : STR("not polled yet"));
	if (failed)
		html_text(h, arena_fmt(c->arena, " %lld in a row, last success %.*s: %.*s",
				       (long long)w->failures,
				       STR_ARG(w->last_success_ms
						       ? date_iso(c->arena, w->last_success_ms)
						       : STR("never")),
				       STR_ARG(w->detail)));
	html_text(h, arena_fmt(c->arena, " %lld of %lld entries new", (long long)w->fresh,
			       (long long)w->entries));
	if (w->next_try_ms)
		html_text(h, arena_fmt(c->arena, ", next %.*s",
				       STR_ARG(date_iso(c->arena, w->next_try_ms))));
}

static void source_row(struct html *h, struct call *c, const struct source_row *s)
{
	const int64_t value[] = {s->documents, s->ai_articles, s->not_assessed,
				 s->passed,    s->known,       s->refused};

	html_open(h, "tr");
	html_open(h, "th");
	html_attr_z(h, "scope", "row");
	html_text(h, s->name);
	html_end(h);
	for (size_t i = 0; i < sizeof value / sizeof *value; i++) {
		html_open(h, "td");
		html_int(h, value[i]);
		html_end(h);
	}
	html_open(h, "td");
	if (s->last_ms)
		page_time(h, c->arena, s->last_ms);
	if (s->last_error.len)
		html_element(h, "p", "trouble", s->last_error);
	html_end(h);
	html_open(h, "td");
	source_health(h, c, &s->watched);
	html_end(h);
	html_end(h);
}

static void source_table(struct html *h, struct call *c, const struct source_row *s, size_t count)
{
	static const char *const column[] = {"Source",       "Documents",   "About AI",
					     "Not assessed", "Passed over", "Seen before",
					     "Refused",      "Last read",   "Polls"};

	html_enter(h, "div", "scroll");
	html_attr_z(h, "tabindex", "0");
	html_attr_z(h, "role", "region");
	html_attr_z(h, "aria-label", "Sources");
	html_enter(h, "table", "sources");
	html_open(h, "thead");
	html_open(h, "tr");
	for (size_t i = 0; i < sizeof column / sizeof *column; i++) {
		html_open(h, "th");
		html_attr_z(h, "scope", "col");
		html_z(h, column[i]);
		html_end(h);
	}
	html_end(h);
	html_end(h);
	html_open(h, "tbody");
	for (size_t i = 0; i < count; i++)
		source_row(h, c, &s[i]);
	html_end(h);
	html_end(h);
	html_end(h);
}

void page_sources(struct call *c)
{
	struct page_head head = {.title = STR("Sources - Tocsin"),
				 .description = STR("What this monitor reads, and how that goes."),
				 .path = STR("/sources"),
				 .json_path = STR("/api/v1/sources"),
				 .here = "/sources"};
	const struct source_row *s;
	struct store_totals t;
	size_t count;
	struct html h;
	struct err err;

	if (!store_sources(&s, &count, c->store, c->arena, &err) ||
	    !store_totals(&t, c->store, &err)) {
		call_error(c, &err);
		return;
	}
	page_begin(&h, c, &head);
	html_element_z(&h, "h1", NULL, "Sources");
	html_enter(&h, "p", "lead");
	html_z(&h,
	       "What this monitor reads, how much of it is about AI, and what it had to refuse. ");
	html_int(&h, t.articles);
	html_z(&h, " articles are kept; ");
	html_int(&h, t.unrelated);
	html_z(&h, " of them are unrelated and counted only, ");
	html_link(&h, NULL, STR("/api/v1/articles?label=not_assessed"),
		  arena_fmt(c->arena, "%lld not assessed", (long long)t.not_assessed));
	html_z(&h, ", since they are in languages that the judge does not read. ");
	if (t.passed) {
		html_int(&h, t.passed);
		html_z(&h, " more pages of archives name no AI and were passed over; they count "
			   "where a share of all that was read is told. ");
	}
	html_link(&h, NULL, STR("/api/v1/stats/read.csv"), STR("By day"));
	html_z(&h, ", ");
	html_link(&h, NULL, STR("/api/v1/stats/sites"), STR("by site"));
	html_z(&h, ".");
	html_end(&h);
	if (count)
		source_table(&h, c, s, count);
	else
		html_element_z(&h, "p", "empty", "Nothing has been read yet.");
	page_end(&h, c);
}
