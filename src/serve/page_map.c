/* serve/page_map.c -- events by country: a map, and beside it the same numbers as a list.
 *
 * The list is the truth: it is here without JavaScript, it is what the keyboard walks, and
 * web/map.ts colours the map by it. Counts are those of the list's facet "Countries", so each
 * of them equals the list that it links to. Classes grow like 1, 2, 5, 10 ..., as countries
 * differ by orders of magnitude; the legend states them. */
#include "base/limits.h"
#include "judge/places.h"
#include "serve/assets.h"
#include "serve/csv.h"
#include "serve/filter.h"
#include "serve/form.h"
#include "serve/page.h"
#include "serve/page_form.h"
#include "serve/route.h"

#define CLASSES 7 /* colours that can be told apart */

struct scale { /* class i: from[i] to from[i + 1] - 1; the last up to top */
	int64_t from[CLASSES], top;
	size_t count;
};

struct map {
	struct event_query query;
	struct event_page page;
	const struct value_count *value;
	size_t values;
	struct scale scale;
};

static bool is_country(const struct value_count *v)
{
	return str_eq(v->facet, STR("country"));
}

/* With the steps 1, 2, 5 a decade when these are few enough, else 1, 3, else 1; beyond
 * that the last class is wide. */
static struct scale scale_to(int64_t top)
{
	static const int step[3][4] = {{1, 2, 5, 0}, {1, 3, 0, 0}, {1, 0, 0, 0}};
	struct scale s = {.count = 0};

	for (int fine = 0; fine < 3; fine++) {
		int64_t unit = 1;

		s = (struct scale){.top = top};
		while (unit <= top && s.count <= CLASSES) {
			for (int i = 0; step[fine][i] && unit * step[fine][i] <= top; i++) {
				if (s.count < CLASSES)
					s.from[s.count] = unit * step[fine][i];
				s.count++;
			}
			unit *= 10;
		}
		if (s.count <= CLASSES)
			return s;
	}
	s.count = CLASSES;
	return s;
}

/* 1 to CLASSES; 0 nothing. */
static size_t class_of(const struct scale *s, int64_t n)
{
	size_t rung = 0;

	while (rung < s->count && n >= s->from[rung])
		rung++;
	return rung;
}

static const char *code_of(struct str name)
{
	for (size_t i = 0; i < places_countries; i++)
		if (str_eq(name, str_of(places_country[i].name)))
			return places_country[i].code;
	return "";
}

static struct str class_name(struct call *c, size_t rung)
{
	return arena_fmt(c->arena, "swatch class-%zu", rung);
}

static void swatch(struct html *h, struct call *c, size_t rung)
{
	html_open(h, "span");
	html_attr(h, "class", class_name(c, rung));
	html_attr_z(h, "aria-hidden", "true");
	html_end(h);
}

static void legend(struct html *h, struct call *c, const struct scale *s)
{
	html_enter(h, "div", "map-legend");
	html_element_z(h, "p", NULL, "Events");
	html_open(h, "ul");
	for (size_t i = 0; i < s->count; i++) {
		int64_t upto = i + 1 < s->count ? s->from[i + 1] - 1 : s->top;

		html_open(h, "li");
		swatch(h, c, i + 1);
		html_z(h, " ");
		html_int(h, s->from[i]);
		if (upto > s->from[i]) {
			html_z(h, "\xe2\x80\x93");
			html_int(h, upto);
		}
		html_end(h);
	}
	html_open(h, "li");
	swatch(h, c, 0);
	html_z(h, " none reported");
	html_end(h);
	html_end(h);
	html_end(h);
}

/* Hidden until web/map.ts has drawn into it: without it there is nothing to see. */
static void figure(struct html *h, struct call *c, const struct map *m)
{
	static const char *const region[] = {"World",         "Africa",      "Asia",
					     "Europe",        "Middle East", "North America",
					     "South America", "Oceania"};

	html_enter(h, "figure", "map");
	html_attr_z(h, "id", "map");
	html_attr(h, "data-world", assets_path(c->arena, c, "world.json"));
	html_attr(h, "data-regions", assets_path(c->arena, c, "regions.json"));
	html_enter(h, "div", "map-tools");
	html_flag(h, "hidden");
	form_label(h, NULL, STR("region"), "Region");
	html_z(h, " ");
	html_open(h, "select");
	html_attr_z(h, "id", "region");
	html_attr_z(h, "autocomplete", "off");
	for (size_t i = 0; i < sizeof region / sizeof *region; i++)
		html_element_z(h, "option", NULL, region[i]);
	html_end(h);
	html_enter(h, "span", "saves");
	html_end(h);
	html_end(h);
	html_enter(h, "div", "map-canvas");
	html_end(h);
	html_open(h, "figcaption");
	legend(h, c, &m->scale);
	html_enter(h, "p", "note");
	html_z(h, "An event counts in each country that its reports name as a place of it. Dots "
		  "are countries too small to draw. Equal Earth projection; outlines by Natural "
		  "Earth, which draws borders as they are controlled, whoever claims what.");
	html_end(h);
	html_end(h);
	html_end(h);
}

static void row(struct html *h, struct call *c, const struct map *m, const struct value_count *v)
{
	bool on = str_eq(call_get(c, "country"), v->value);
	size_t rung = class_of(&m->scale, v->count);

	html_enter(h, "tr", on ? "on" : NULL);
	html_attr_z(h, "data-code", code_of(v->value));
	html_attr_int(h, "data-class", (int64_t)rung);
	html_attr_int(h, "data-count", v->count);
	html_open(h, "th");
	html_attr_z(h, "scope", "row");
	swatch(h, c, rung);
	html_open(h, "a");
	html_href(h, "href", params_with(c->arena, STR("/"), &c->params, STR("country"), v->value));
	html_text(h, v->value);
	html_end(h);
	html_end(h);
	html_open(h, "td");
	html_int(h, v->count);
	html_end(h);
	html_end(h);
}

static void list(struct html *h, struct call *c, const struct map *m, size_t countries)
{
	html_enter(h, "section", "map-list");
	html_attr_z(h, "aria-labelledby", "map-list");
	html_enter(h, "div", "map-list-head");
	html_open(h, "h2");
	html_attr_z(h, "id", "map-list");
	html_text(h, page_plural(c->arena, (int64_t)countries, "country", "countries"));
	html_end(h);
	html_link(h, "save csv",
		  params_with(c->arena, STR("/map.csv"), &c->params, STR(""), STR("")), STR("CSV"));
	html_end(h);
	page_scroll(h, "scroll", STR("Events by country"));
	html_enter(h, "table", "ranked");
	html_open(h, "thead");
	html_open(h, "tr");
	html_element_z(h, "th", NULL, "Country");
	html_element_z(h, "th", NULL, "Events");
	html_end(h);
	html_end(h);
	html_open(h, "tbody");
	for (size_t i = 0; i < m->values; i++)
		if (is_country(&m->value[i]))
			row(h, c, m, &m->value[i]);
	html_end(h);
	html_end(h);
	html_end(h);
	html_end(h);
}

static bool load(struct map *m, struct call *c, struct err *err)
{
	m->query.limit = 1; /* only how many there are */
	if (!store_begin(c->store, err))
		return false;
	if (!store_events(&m->page, c->store, c->arena, &m->query, err) ||
	    !store_event_counts(&m->value, &m->values, c->store, c->arena, &m->query, err)) {
		store_abandon(c->store);
		return false;
	}
	return store_end(c->store, err);
}

static void content(struct html *h, struct call *c, struct map *m)
{
	int64_t top = 0;
	size_t countries = 0;

	for (size_t i = 0; i < m->values; i++) {
		if (!is_country(&m->value[i]))
			continue;
		countries++;
		top = m->value[i].count > top ? m->value[i].count : top;
	}
	if (!countries) {
		html_enter(h, "div", "empty");
		html_element_z(h, "h2", NULL, "No country is named here");
		html_element_z(h, "p", NULL,
			       "Take a filter away above, or search for fewer words.");
		html_end(h);
		return;
	}
	m->scale = scale_to(top);
	html_enter(h, "div", "map-columns");
	figure(h, c, m);
	list(h, c, m, countries);
	html_end(h);
}

void page_map(struct call *c)
{
	struct page_head head = {.title = STR("Map - Tocsin"),
				 .description = STR("AI incidents and hazards by the countries "
						    "that their reports name."),
				 .here = "/map",
				 .script = "map.js",
				 .style = "charts.css"};
	struct map m = {.values = 0};
	struct html h;
	struct err err;

	if (!filter_events(&m.query, c))
		return;
	if (!load(&m, c, &err)) {
		call_error(c, &err);
		return;
	}
	head.path = params_with(c->arena, STR("/map"), &c->params, STR(""), STR(""));
	page_begin(&h, c, &head);
	html_enter(&h, "div", "intro");
	html_element_z(&h, "h1", NULL, "Where it happens");
	html_enter(&h, "p", "lead");
	html_int(&h, m.page.total);
	html_z(&h, m.page.total == 1 ? " event" : " events");
	html_z(&h, ", by the countries that their reports name. This maps what was reported in the "
		   "languages that are read here, not how safe a place is.");
	html_end(&h);
	html_end(&h);
	page_form_begin(&h, c, "/map", m.value, m.values);
	page_form_end(&h, c, m.value, m.values);
	page_form_chips(&h, c, "/map");
	page_form_views(&h, c, "/map");
	content(&h, c, &m);
	page_end(&h, c);
}

void page_map_csv(struct call *c)
{
	struct buf *b = &c->out->body;
	struct map m = {.values = 0};
	struct err err;

	if (!filter_events(&m.query, c))
		return;
	if (!load(&m, c, &err)) {
		call_error(c, &err);
		return;
	}
	call_type(c, "text/csv; charset=utf-8");
	buf_z(b, "code,country,events\r\n");
	for (size_t i = 0; i < m.values; i++) {
		if (!is_country(&m.value[i]))
			continue;
		buf_fmt(b, "%s,", code_of(m.value[i].value));
		csv_field(b, m.value[i].value);
		buf_fmt(b, ",%lld\r\n", (long long)m.value[i].count);
	}
}
