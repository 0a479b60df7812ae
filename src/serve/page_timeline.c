/* serve/page_timeline.c -- an ordered list, so that it reads well aloud and without style.
 *
 * Each step: its day, its stage in a word, what was done, and the words that say so with a
 * link to their article. The line and dots are drawn by the style sheet. */
#include "serve/page_timeline.h"

#include "serve/page.h"
#include "text/date.h"

struct drawing {
	struct html *h;
	struct proof *p;
	const struct page_claims_place *place;
	size_t places;
};

static const char *const stage_word[][2] = {{"reported", "Reported"},
					    {"confirmed", "Confirmed"},
					    {"response", "Response"},
					    {"resolved", "Resolved"}};

struct str page_timeline_stage(struct str stage)
{
	for (size_t i = 0; i < sizeof stage_word / sizeof *stage_word; i++)
		if (str_eq(stage, str_of(stage_word[i][0])))
			return str_of(stage_word[i][1]);
	return STR_NONE;
}

static void day(const struct drawing *d, struct str value)
{
	struct date date;

	if (value.len > 7 && date_parse(&date, value))
		page_time(d->h, d->p->arena, date.ms);
	else
		html_element(d->h, "span", NULL, value.len ? value : STR("day not stated"));
}

static struct str path_of(const struct drawing *d, struct str article)
{
	return page_claims_path(d->place, d->places, article);
}

/* -- when it was ---------------------------------------------------------------------------- */

static void quotes(const struct drawing *d, const struct json *list)
{
	struct proof_box box = {.class = "said-value small",
				.text = STR("quotes"),
				.label = "What the reports say",
				.title = "What the reports say of the day",
				.quotes = json_len(list)};

	if (box.quotes == 0 || !proof_open(d->h, d->p, &box))
		return;
	for (size_t i = 0; i < box.quotes; i++) {
		const struct json *q = json_at(list, i);

		html_open(d->h, "li");
		html_enter(d->h, "a", "quote");
		html_href(d->h, "href", path_of(d, json_get_str(q, "article")));
		html_element(d->h, "q", NULL, json_get_str(q, "quote"));
		html_end(d->h);
		html_end(d->h);
	}
	html_end(d->h);
	html_end(d->h);
}

static void entry(const struct drawing *d, const char *name, struct str value)
{
	html_open(d->h, "div");
	html_element_z(d->h, "dt", NULL, name);
	html_open(d->h, "dd");
	day(d, value);
}

static void days(const struct drawing *d, const struct json *portrait)
{
	const struct json *happened = json_get(portrait, "happened");
	struct str first = json_get_str(portrait, "first_reported");
	struct str last = json_get_str(portrait, "last_reported");

	html_enter(d->h, "dl", "facets-of when");
	entry(d, "Happened", json_get_str(happened, "day"));
	html_z(d->h, " ");
	quotes(d, json_get(happened, "evidence"));
	html_end(d->h);
	html_end(d->h);
	entry(d, "First reported", first);
	html_end(d->h);
	html_end(d->h);
	if (!str_eq(first, last)) {
		entry(d, "Last reported", last);
		html_end(d->h);
		html_end(d->h);
	}
	html_end(d->h);
}

/* -- steps ----------------------------------------------------------------------------------- */

static void step(const struct drawing *d, const struct json *s)
{
	struct str stage = json_get_str(s, "stage"), article = json_get_str(s, "article");
	struct str path = path_of(d, article), who = json_get_str(s, "publisher");
	struct html *h = d->h;

	html_enter(h, "li", arena_fmt(d->p->arena, "step %.*s", STR_ARG(stage)).at);
	html_enter(h, "p", "step-top");
	day(d, json_get_str(s, "date"));
	html_z(h, " ");
	html_element(h, "b", "stage", page_timeline_stage(stage));
	html_z(h, " ");
	html_element(h, "span", "step-what", json_get_str(s, "what"));
	html_end(h);
	html_enter(h, path.len ? "a" : "span", "quote");
	if (path.len)
		html_href(h, "href", path);
	page_claims_words(h, s);
	html_z(h, " ");
	html_element(h, "cite", NULL, who.len ? who : article);
	html_end(h);
	html_element(h, "p", "sayers", json_get_str(s, "reason"));
	html_end(h);
}

void page_timeline(struct html *h, struct proof *p, const struct json *portrait,
		   const struct page_claims_place *place, size_t places)
{
	const struct drawing d = {h, p, place, places};
	const struct json *list = json_get(portrait, "timeline");

	if (json_len(list) == 0)
		return;
	page_section(h, "timeline", STR("When it was, and what became of it"));
	days(&d, portrait);
	html_enter(h, "ol", "timeline");
	html_attr_z(h, "role", "list"); /* some readers forget it without bullets */
	for (size_t i = 0; i < json_len(list); i++)
		step(&d, json_at(list, i));
	html_end(h);
	html_end(h);
}
