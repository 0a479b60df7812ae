/* serve/page_sources.c -- what is read, and how that goes.
 *
 * Sources in trouble stand first, since this is the page that somebody looks at when
 * something seems to be missing. A source that nobody polls (an archive, a folder) has
 * no health; what came of it is counted alike. */
#include "serve/page.h"
#include "serve/route.h"
#include "text/date.h"

/* "2026-11-30 12:05", UTC */
static void moment(struct html *h, struct arena *a, int64_t ms)
{
	struct str iso = date_iso(a, ms);

	if (!ms) {
		html_element_z(h, "span", "muted", "never");
		return;
	}
	html_open(h, "time");
	html_attr(h, "datetime", iso);
	html_text(h, arena_fmt(a, "%.*s %.*s", STR_ARG(str_cut(iso, 0, 10)),
			       STR_ARG(str_cut(iso, 11, 16))));
	html_end(h);
}

/* "no_connection" is "no connection". */
static struct str in_words(struct arena *a, struct str name)
{
	char *s = arena_alloc(a, name.len + 1);

	for (size_t i = 0; i < name.len; i++)
		s[i] = name.at[i] == '_' ? ' ' : name.at[i];
	return (struct str){s, name.len};
}

static bool in_trouble(const struct source_row *s)
{
	return s->watched.failures > 0;
}

static void state(struct html *h, struct call *c, const struct source_row *s)
{
	const struct watched *w = &s->watched;

	html_open(h, "td");
	if (in_trouble(s)) {
		html_element(h, "b", "trouble", in_words(c->arena, w->outcome));
		html_enter(h, "p", "muted");
		html_text(h, arena_fmt(c->arena, "%.*s in a row; last success: ",
				       STR_ARG(page_plural(c->arena, w->failures, "failure",
							   "failures"))));
		moment(h, c->arena, w->last_success_ms);
		html_end(h);
		if (w->detail.len)
			html_element(h, "p", "muted", w->detail);
	} else if (w->polls) {
		html_element_z(h, "b", "well", "well");
		html_element(
			h, "p", "muted",
			arena_fmt(c->arena, "%lld of %.*s new", (long long)w->fresh,
				  STR_ARG(page_plural(c->arena, w->entries, "entry", "entries"))));
	} else if (w->name.len) {
		html_z(h, "not polled yet");
	} else {
		html_element_z(h, "span", "muted", "not polled");
	}
	if (s->last_error.len)
		html_element(h, "p", "trouble", s->last_error);
	html_end(h);
}

static void row(struct html *h, struct call *c, const struct source_row *s)
{
	const int64_t value[] = {s->documents, s->ai_articles, s->not_assessed,
				 s->passed,    s->known,       s->refused};

	html_open(h, "tr");
	html_open(h, "th");
	html_attr_z(h, "scope", "row");
	html_text(h, s->name);
	if (s->watched.url.len)
		html_element(h, "p", "muted", s->watched.url);
	html_end(h);
	state(h, c, s);
	for (size_t i = 0; i < sizeof value / sizeof *value; i++) {
		html_enter(h, "td", "number");
		html_int(h, value[i]);
		html_end(h);
	}
	html_open(h, "td");
	moment(h, c->arena, s->last_ms);
	html_end(h);
	html_open(h, "td");
	if (s->watched.next_try_ms)
		moment(h, c->arena, s->watched.next_try_ms);
	html_end(h);
	html_end(h);
}

static void table(struct html *h, struct call *c, const struct source_row *s, size_t count)
{
	static const struct {
		const char *name;
		bool number;
	} column[] = {{"Source", false},        {"State", false},       {"Documents", true},
		      {"About AI", true},       {"Not assessed", true}, {"Passed over", true},
		      {"Seen before", true},    {"Refused", true},      {"Last read, UTC", false},
		      {"Next poll, UTC", false}};

	page_scroll(h, "scroll tall", STR("Sources"));
	html_enter(h, "table", "sources");
	html_open(h, "thead");
	html_open(h, "tr");
	for (size_t i = 0; i < sizeof column / sizeof *column; i++) {
		html_enter(h, "th", column[i].number ? "number" : NULL);
		html_attr_z(h, "scope", "col");
		html_z(h, column[i].name);
		html_end(h);
	}
	html_end(h);
	html_end(h);
	html_open(h, "tbody");
	for (int trouble = 1; trouble >= 0; trouble--)
		for (size_t i = 0; i < count; i++)
			if (in_trouble(&s[i]) == trouble)
				row(h, c, &s[i]);
	html_end(h);
	html_end(h);
	html_end(h);
}

static void health(struct html *h, struct call *c, const struct source_row *s, size_t count)
{
	int64_t polled = 0, trouble = 0;

	for (size_t i = 0; i < count; i++) {
		polled += s[i].watched.name.len > 0;
		trouble += in_trouble(&s[i]);
	}
	if (!polled)
		return;
	html_enter(h, "p", "health");
	html_text(h, page_plural(c->arena, polled, "source is polled", "sources are polled"));
	html_z(h, ": ");
	html_element(h, "b", "well",
		     arena_fmt(c->arena, "%lld well", (long long)(polled - trouble)));
	html_z(h, ", ");
	html_element(h, "b", trouble ? "trouble" : NULL,
		     arena_fmt(c->arena, "%lld in trouble", (long long)trouble));
	html_z(h, ".");
	html_end(h);
}

static void lead(struct html *h, struct call *c, const struct store_totals *t)
{
	struct arena *a = c->arena;

	html_enter(h, "p", "lead");
	html_z(h,
	       "What this monitor reads, how much of it is about AI, and what it had to refuse. ");
	html_int(h, t->articles);
	html_z(h, t->articles == 1 ? " article is kept; " : " articles are kept; ");
	html_int(h, t->unrelated);
	html_z(h, t->unrelated == 1 ? " of them is unrelated and counted only"
				    : " of them are unrelated and counted only");
	if (t->not_assessed) {
		html_z(h, ", ");
		html_link(h, NULL, STR("/api/v1/articles?label=not_assessed"),
			  arena_fmt(a, "%lld not assessed", (long long)t->not_assessed));
		html_z(h, t->not_assessed == 1
				  ? ", since it is in a language that the judge does not read"
				  : ", since they are in languages that the judge does not read");
	}
	html_z(h, ". ");
	if (t->passed) {
		html_int(h, t->passed);
		html_z(h, t->passed == 1 ? " more page of an archive names no AI and was passed "
					   "over; it counts"
					 : " more pages of archives name no AI and were passed "
					   "over; they count");
		html_z(h, " where a share of all that was read is told. ");
	}
	html_z(h, "Read ");
	html_link(h, NULL, STR("/api/v1/stats/read.csv"), STR("by day"));
	html_z(h, " and ");
	html_link(h, NULL, STR("/api/v1/stats/sites"), STR("by site"));
	html_z(h, ".");
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
	lead(&h, c, &t);
	health(&h, c, s, count);
	if (count)
		table(&h, c, s, count);
	else
		html_element_z(&h, "p", "empty", "Nothing has been read yet.");
	page_end(&h, c);
}
