/* serve/page_form.c -- search, days and one choice a facet; chips for what is on. */
#include "serve/page_form.h"

#include "serve/filter.h"
#include "serve/form.h"
#include "serve/page.h"
#include "text/date.h"

struct str page_form_value(struct str facet, struct str value)
{
	static const char *const label[][2] = {
		{"incident", "Incident"}, {"hazard", "Hazard"}, {"complementary", "Complementary"}};

	for (size_t i = 0; str_eq(facet, STR("label")) && i < sizeof label / sizeof *label; i++)
		if (str_eq(value, str_of(label[i][0])))
			return str_of(label[i][1]);
	if (str_eq(value, STR("confirmed_victim")))
		return STR("confirmed victim");
	return str_eq(facet, STR("lang")) ? page_language(value) : value;
}

void page_form_day(struct html *h, struct call *c, const char *name, const char *text)
{
	struct str value = call_get(c, name);
	int64_t from, upto;

	/* the browser's own field takes whole days only */
	if (value.len && call_day(&from, &upto, value))
		value = date_day(c->arena, strcmp(name, "to") == 0 ? upto - 1 : from);
	form_label(h, NULL, str_of(name), text);
	html_open(h, "input");
	html_attr_z(h, "type", "date");
	html_attr_z(h, "id", name);
	html_attr_z(h, "name", name);
	html_attr(h, "value", value);
	html_end(h);
}

static void day_field(struct html *h, struct call *c, const char *name, const char *text)
{
	html_enter(h, "span", "field");
	page_form_day(h, c, name, text);
	html_end(h);
}

static void select_begin(struct html *h, const char *name, const char *label)
{
	html_enter(h, "span", "field");
	form_label(h, NULL, str_of(name), label);
	html_open(h, "select");
	html_attr_z(h, "id", name);
	html_attr_z(h, "name", name);
}

static void select_end(struct html *h)
{
	html_end(h);
	html_end(h);
}

void page_form_select(struct html *h, struct call *c, const char *name, const char *label,
		      const struct page_choice *choice)
{
	struct str now = call_get(c, name);

	select_begin(h, name, label);
	for (size_t i = 0; choice[i].value; i++) /* the default needs no word in the address */
		form_option(h, i ? str_of(choice[i].value) : STR(""), str_of(choice[i].text),
			    str_eq(now, str_of(choice[i].value)));
	select_end(h);
}

static size_t times_on(const struct call *c, struct str name)
{
	size_t n = 0;

	for (size_t i = 0; i < c->params.len; i++)
		n += str_eq(c->params.at[i].name, name);
	return n;
}

/* One of these has a field unless several of its values are on. */
static void facet_select(struct html *h, struct call *c, const char *name,
			 const struct value_count *value, size_t count)
{
	struct str now = call_get(c, name);
	bool seen = false;

	if (times_on(c, str_of(name)) > 1)
		return;
	select_begin(h, name, filter_title(str_of(name)));
	form_option(h, STR(""), STR("any"), !now.len);
	for (size_t i = 0; i < count; i++) {
		const struct value_count *v = &value[i];
		bool on;

		if (!str_eq(v->facet, str_of(name)))
			continue;
		on = str_eq(v->value, now);
		seen = seen || on;
		form_option(h, v->value,
			    arena_fmt(c->arena, "%.*s (%lld)",
				      STR_ARG(page_form_value(v->facet, v->value)),
				      (long long)v->count),
			    on);
	}
	if (now.len && !seen) /* on, and leaves nothing */
		form_option(h, now, page_form_value(str_of(name), now), true);
	select_end(h);
}

void page_form_begin(struct html *h, struct call *c, const char *action,
		     const struct value_count *value, size_t count)
{
	html_enter(h, "form", "search filters");
	html_attr_z(h, "role", "search");
	html_attr_z(h, "id", "filters");
	html_attr_z(h, "method", "get");
	html_href(h, "action", str_of(action));
	html_enter(h, "div", "search-row");
	form_label(h, "sr", STR("q"), "Only events with these words");
	html_open(h, "input");
	html_attr_z(h, "type", "search");
	html_attr_z(h, "id", "q");
	html_attr_z(h, "name", "q");
	html_attr(h, "value", call_get(c, "q"));
	html_attr_z(h, "placeholder", "Only events with these words: deepfake AND election");
	html_attr_z(h, "autocomplete", "off");
	html_end(h);
	form_button(h, "primary", "Show");
	html_end(h);
	html_enter(h, "div", "fields");
	day_field(h, c, "from", "From");
	day_field(h, c, "to", "Until");
	facet_select(h, c, "label", value, count);
}

/* Those of the list's filters that are choices, as the form shows them; the first stands
 * in front, the others under "More filters". */
static const char *const choice_of[] = {
	"label",   "severity",          "harm_types", "principles", "industries", "stakeholders",
	"ai_task", "business_function", "autonomy",   "country",    "publisher",  "lang",
	NULL};

static bool has_field(const struct call *c, struct str name)
{
	static const char *const always[] = {"q", "from", "to", NULL};

	if (str_is_one_of(name, always))
		return true;
	return str_is_one_of(name, choice_of) && times_on(c, name) == 1;
}

void page_form_end(struct html *h, struct call *c, const struct value_count *value, size_t count)
{
	bool any = false;

	for (int i = 1; choice_of[i]; i++)
		any = any || times_on(c, str_of(choice_of[i]));
	html_end(h); /* fields */
	html_enter(h, "details", "more-filters");
	if (any)
		html_flag(h, "open");
	html_element_z(h, "summary", NULL, "More filters");
	html_enter(h, "div", "fields");
	for (int i = 1; choice_of[i]; i++)
		facet_select(h, c, choice_of[i], value, count);
	html_end(h);
	html_end(h);
	for (size_t i = 0; i < c->params.len; i++) {
		const struct params_pair *p = &c->params.at[i];

		if (filter_is_narrowing(p->name) && !has_field(c, p->name))
			form_hidden(h, arena_z(c->arena, p->name), p->value);
	}
	html_end(h);
}

static void chip(struct html *h, struct call *c, const char *path, const struct params_pair *p)
{
	html_open(h, "li");
	html_enter(h, "a", "chip");
	html_href(h, "href", params_without(c->arena, str_of(path), &c->params, p->name, p->value));
	html_attr_z(h, "rel", "nofollow");
	html_element_z(h, "span", "sr", "Take away the filter ");
	html_element_z(h, "span", "chip-name", filter_title(p->name));
	html_z(h, " ");
	html_element(h, "span", "chip-value", page_form_value(p->name, p->value));
	html_end(h);
	html_end(h);
}

void page_form_chips(struct html *h, struct call *c, const char *path)
{
	struct params none = c->params;

	if (!filter_is_on(c))
		return;
	html_enter(h, "ul", "chips");
	html_attr_z(h, "aria-label", "Filters that are on");
	for (size_t i = 0; i < c->params.len; i++) {
		if (!filter_is_narrowing(c->params.at[i].name))
			continue;
		none = params_drop(c->arena, &none, c->params.at[i].name);
		chip(h, c, path, &c->params.at[i]);
	}
	html_open(h, "li");
	html_link(h, "clear", params_with(c->arena, str_of(path), &none, STR(""), STR("")),
		  STR("Clear all"));
	html_end(h);
	html_end(h);
}

void page_form_views(struct html *h, struct call *c, const char *here)
{
	static const char *const view[][2] = {
		{"/", "List"}, {"/trends", "Trends"}, {"/map", "Map"}};
	struct params kept = filter_kept(c);

	html_enter(h, "nav", "views");
	html_attr_z(h, "aria-label", "These events as");
	for (size_t i = 0; i < sizeof view / sizeof *view; i++) {
		html_open(h, "a");
		html_href(h, "href",
			  params_with(c->arena, str_of(view[i][0]), &kept, STR(""), STR("")));
		if (kept.len)
			html_attr_z(h, "rel", "nofollow");
		if (strcmp(here, view[i][0]) == 0)
			html_attr_z(h, "aria-current", "page");
		html_z(h, view[i][1]);
		html_end(h);
	}
	html_end(h);
}
