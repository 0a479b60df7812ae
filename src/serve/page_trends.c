/* serve/page_trends.c -- how many events a month, split by any one facet.
 *
 * One form and plain links, as on the list: the address says which series, which of its
 * values are drawn, and how. The chart is drawn here; web/trends.ts replaces it by one that
 * can be pointed at, from the same numbers of the API. */
#include "serve/form.h"
#include "serve/page.h"
#include "serve/page_form.h"
#include "serve/plot.h"
#include "serve/route.h"
#include "serve/trend.h"

#define SPARKS 40 /* rows of the legend with a small picture */
#define SPARK_BINS 36

struct trends {
	struct trend t;
	const struct value_count *value;
	size_t values;
};

static void kinds(struct html *h, struct call *c, const struct trend *t)
{
	struct params kept = params_drop(c->arena, &c->params, STR("show"));

	html_enter(h, "nav", "kinds");
	html_attr_z(h, "aria-label", "Split by");
	for (const struct trend_kind *k = trend_kind; k->name; k++) {
		html_open(h, "a");
		html_href(h, "href",
			  params_with(c->arena, STR("/trends"), &kept, STR("series"),
				      k == trend_kind ? STR("") : str_of(k->name)));
		if (k == t->kind)
			html_attr_z(h, "aria-current", "true");
		html_z(h, k->title);
		html_end(h);
	}
	html_end(h);
}

static void form(struct html *h, struct call *c, const struct trends *all)
{
	static const struct page_choice as[] = {
		{"count", "Counts"}, {"share", "Shares"}, {NULL, NULL}};
	static const struct page_choice of[] = {{"events", "all events"},
						{"ai_articles", "AI articles"},
						{"pages_read", "all that was read"},
						{NULL, NULL}};
	static const struct page_choice average[] = {{"6", "6-month average"},
						     {"1", "Each month"},
						     {"3", "3-month average"},
						     {"12", "12-month average"},
						     {NULL, NULL}};

	page_form_begin(h, c, "/trends", all->value, all->values);
	page_form_select(h, c, "average", "Lines", average);
	page_form_select(h, c, "as", "As", as);
	page_form_select(h, c, "denominator", "Shares of", of);
	if (call_get(c, "series").len)
		form_hidden(h, "series", call_get(c, "series"));
	page_form_end(h, c, all->value, all->values);
}

/* -- the legend: every value, to be chosen ----------------------------------------------- */

/* The months of a value in few bins, as an area. */
static void spark(struct html *h, struct call *c, const struct trend *t, size_t value)
{
	const size_t bins = t->s.months < SPARK_BINS ? t->s.months : SPARK_BINS;
	int64_t sum[SPARK_BINS] = {0}, top = 1;
	struct buf path;

	for (size_t m = 0; m < t->s.months; m++)
		sum[m * bins / t->s.months] += t->s.value[value].count[m];
	for (size_t i = 0; i < bins; i++)
		top = sum[i] > top ? sum[i] : top;
	buf_init(&path, KIB(4));
	for (size_t i = 0; i < bins; i++)
		if (sum[i])
			buf_fmt(&path, "M%zu 20v-%.1fh.8V20z", i,
				(double)sum[i] / (double)top * 20);
	html_enter(h, "svg", "spark");
	html_attr(h, "viewBox", arena_fmt(c->arena, "0 0 %zu 20", bins));
	html_attr_z(h, "preserveAspectRatio", "none");
	html_attr_z(h, "aria-hidden", "true");
	html_open(h, "path");
	html_attr(h, "d", buf_view(&path));
	html_end(h);
	html_end(h);
	buf_free(&path);
}

static void legend_row(struct html *h, struct call *c, const struct trend *t, size_t i)
{
	const struct series_value *v = &t->s.value[i];
	const char *facet = t->kind->facet;

	html_open(h, "li");
	html_attr(h, "class", trend_look(c->arena, t, i));
	html_open(h, "label");
	html_open(h, "input");
	html_attr_z(h, "type", "checkbox");
	html_attr_z(h, "name", "show");
	html_attr_z(h, "form", "filters");
	html_attr_z(h, "autocomplete", "off");
	html_attr(h, "value", v->value);
	if (t->shown[i])
		html_flag(h, "checked");
	html_end(h);
	html_element_z(h, "span", "stroke", "");
	html_element(h, "span", "name", trend_name(t, i));
	html_end(h);
	if (i < SPARKS)
		spark(h, c, t, i);
	/* values of one facet are alternatives in the list, so no list has just these */
	if (call_get(c, facet).len) {
		html_enter(h, "span", "total");
		html_int(h, v->total);
		html_end(h);
	} else {
		html_enter(h, "a", "total");
		html_href(h, "href", trend_list_path(c, facet, v->value));
		html_int(h, v->total);
		html_element_z(h, "span", "sr", " events");
		html_end(h);
	}
	html_end(h);
}

static void legend(struct html *h, struct call *c, const struct trend *t)
{
	html_enter(h, "fieldset", "trend-legend");
	html_element(h, "legend", NULL, str_of(t->kind->title));
	html_enter(h, "ul", NULL);
	for (size_t i = 0; i < t->s.values; i++)
		legend_row(h, c, t, i);
	html_end(h);
	if (t->s.values_left_out) {
		html_enter(h, "p", "note");
		html_text(h, page_plural(c->arena, t->s.values_left_out, "smaller one",
					 "smaller ones"));
		html_z(h, " left out here.");
		html_end(h);
	}
	html_enter(h, "button", "button quiet draw");
	html_attr_z(h, "type", "submit");
	html_attr_z(h, "form", "filters");
	html_z(h, "Draw these");
	html_end(h);
	html_end(h);
}

/* -- the figures ------------------------------------------------------------------------- */

static void head_cell(struct html *h, struct str text)
{
	html_open(h, "th");
	html_attr_z(h, "scope", "col");
	html_text(h, text);
	html_end(h);
}

static const char *whole(const struct trend *t)
{
	return strcmp(t->denominator, "ai_articles") == 0  ? "Articles about AI"
	       : strcmp(t->denominator, "pages_read") == 0 ? "All that was read"
							   : "All events";
}

static void cell(struct html *h, struct call *c, const struct trend *t, int64_t count, int64_t by)
{
	html_open(h, "td");
	if (!t->share)
		html_int(h, count);
	else if (by)
		html_text(h, arena_fmt(c->arena, "%.1f\xe2\x80\xaf%%",
				       100 * (double)count / (double)by));
	else
		html_z(h, "\xe2\x80\x93");
	html_end(h);
}

static void figures_row(struct html *h, struct call *c, const struct trend *t, size_t month)
{
	struct str name = t->s.month[month].month;
	int64_t by = trend_denominator(t, month);

	html_open(h, "tr");
	html_open(h, "th");
	html_attr_z(h, "scope", "row");
	html_attr(h, "data-month", name);
	html_text(h, plot_month(c->arena, name));
	html_end(h);
	for (size_t i = 0; i < t->s.values; i++)
		if (t->shown[i])
			cell(h, c, t, t->s.value[i].count[month], by);
	html_open(h, "td");
	html_int(h, by);
	html_end(h);
	html_end(h);
}

static void figures(struct html *h, struct call *c, const struct trend *t)
{
	html_enter(h, "details", "figures");
	html_element_z(h, "summary", NULL, "The months as a table");
	page_scroll(h, "scroll", STR("Monthly figures"));
	html_enter(h, "table", "months");
	html_open(h, "thead");
	html_open(h, "tr");
	head_cell(h, STR("Month"));
	for (size_t i = 0; i < t->s.values; i++)
		if (t->shown[i])
			head_cell(h, trend_name(t, i));
	head_cell(h, str_of(whole(t)));
	html_end(h);
	html_end(h);
	html_open(h, "tbody");
	for (size_t m = t->s.months; m-- > 0;)
		figures_row(h, c, t, m);
	html_end(h);
	html_end(h);
	html_end(h);
	html_end(h);
}

static void embed(struct html *h, struct call *c)
{
	html_enter(h, "details", "embed");
	html_element_z(h, "summary", NULL, "Put this chart on a page of yours");
	html_element_z(h, "p", NULL,
		       "It stays up to date, needs no script, sets no cookie, and asks no other "
		       "host. Add theme=light or theme=dark to its address to settle its colours.");
	html_enter(h, "p", "copy-head");
	html_element_z(h, "span", NULL, "HTML");
	html_enter(h, "button", "copy");
	html_attr_z(h, "type", "button");
	html_attr_z(h, "data-copy", "embed");
	html_flag(h, "hidden");
	html_z(h, "Copy");
	html_end(h);
	html_end(h);
	html_open(h, "pre");
	html_open(h, "code");
	html_attr_z(h, "id", "embed");
	html_text(h, arena_fmt(c->arena,
			       "<iframe src=\"%.*s\" title=\"AI incidents and hazards\" "
			       "width=\"100%%\" height=\"460\" loading=\"lazy\"></iframe>",
			       STR_ARG(page_absolute(c, trend_path(c, "/embed/trends", "", "")))));
	html_end(h);
	html_end(h);
	html_end(h);
}

/* -- the whole --------------------------------------------------------------------------- */

static void chart_head(struct html *h, struct call *c, const struct trend *t)
{
	html_enter(h, "div", "trend-head");
	html_open(h, "div");
	html_open(h, "h2");
	html_attr_z(h, "id", "trend-title");
	html_z(h, t->kind->by);
	html_end(h);
	html_enter(h, "p", "says");
	html_attr_z(h, "id", "says");
	html_text(h, trend_says(c->arena, t));
	html_end(h);
	html_end(h);
	html_enter(h, "p", "saves");
	html_enter(h, "a", "save csv");
	html_href(h, "href", trend_stats_path(c, t, ".csv"));
	html_z(h, "CSV");
	html_end(h);
	html_z(h, " ");
	html_end(h);
	html_end(h);
}

static void chart(struct html *h, struct call *c, const struct trend *t)
{
	html_enter(h, "section", "trend");
	html_attr_z(h, "aria-labelledby", "trend-title");
	html_attr_z(h, "id", "trend");
	html_attr_z(h, "data-series", t->kind->name);
	html_attr_z(h, "data-denominator", t->denominator);
	html_attr(h, "data-from", trend_stats_path(c, t, ""));
	chart_head(h, c, t);
	html_enter(h, "div", "trend-columns");
	html_enter(h, "div", "trend-chart");
	trend_draw(h, c, t);
	html_end(h);
	legend(h, c, t);
	html_end(h);
	figures(h, c, t);
	embed(h, c);
	html_end(h);
}

static void nothing(struct html *h)
{
	html_enter(h, "div", "empty");
	html_element_z(h, "h2", NULL, "No event passes these filters");
	html_enter(h, "p", NULL);
	html_z(h, "Take a filter away above, widen the dates, or search for fewer words. ");
	html_link(h, NULL, STR("/trends"), STR("All trends"));
	html_end(h);
	html_end(h);
}

static bool load(struct trends *all, struct call *c, struct err *err)
{
	if (!store_begin(c->store, err))
		return false;
	if (!trend_load(&all->t, c, err) || !store_event_counts(&all->value, &all->values, c->store,
								c->arena, &all->t.query, err)) {
		store_abandon(c->store);
		return false;
	}
	return store_end(c->store, err);
}

void page_trends(struct call *c)
{
	struct page_head head = {.description = STR("AI incidents and hazards by month: labels, "
						    "severity, harms, industries, countries."),
				 .here = "/trends",
				 .script = "trends.js",
				 .style = "charts.css"};
	struct trends all = {.values = 0};
	struct html h;
	struct err err;

	if (!trend_ask(&all.t, c))
		return;
	if (!load(&all, c, &err)) {
		call_error(c, &err);
		return;
	}
	head.title = arena_fmt(c->arena, "%s - Trends - Tocsin", all.t.kind->by);
	head.path = trend_path(c, "/trends", "", "");
	head.json_path = trend_stats_path(c, &all.t, "");
	page_begin(&h, c, &head);
	html_enter(&h, "div", "intro");
	html_element_z(&h, "h1", NULL, "Trends");
	html_element_z(&h, "p", "lead",
		       "Each event counts once, in the month in which it was first reported. What "
		       "rises may be harm, or the news about it: shares tell the two apart.");
	html_end(&h);
	kinds(&h, c, &all.t);
	form(&h, c, &all);
	page_form_chips(&h, c, "/trends");
	page_form_views(&h, c, "/trends");
	if (all.t.s.months && all.t.s.values)
		chart(&h, c, &all.t);
	else
		nothing(&h);
	page_end(&h, c);
}
