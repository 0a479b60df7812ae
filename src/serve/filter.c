/* serve/filter.c -- list, chart, counts and feeds all take the same filters, so
 * they are read in one place: what one of them counts, the others show. */
#include "serve/filter.h"

#include "base/limits.h"
#include "serve/route.h"

const struct filter_facet filter_facet[] = {
	{"harm_types", "Harm types", "Harm type", false},
	{"principles", "AI principles", "AI principle", false},
	{"industries", "Industries", "Industry", false},
	{"stakeholders", "Affected stakeholders", "Affected stakeholder", false},
	{"ai_task", "AI system task", "AI system task", false},
	{"business_function", "Business function", "Business function", false},
	{"autonomy", "Autonomy", "Autonomy", false},
	{"agent_action", "What the agent did", "What the agent did", true},
	{"way_in", "How trouble came in", "How trouble came in", true},
	{NULL, NULL, NULL, false}};

static const struct filter_facet other[] = {
	{"label", "Label", "Label", false},
	{"severity", "Severity", "Severity", false},
	{"stage", "Stage", "Stage", false},
	{"ai_involvement", "AI's part", "AI's part", false},
	{"realised", "Harm done", "Harm done", false},
	{"country", "Countries", "Country", false},
	{"lang", "Languages", "Language", false},
	{"publisher", "Publishers", "Publisher", false},
	{"from", "From", "From", false},
	{"to", "Until", "Until", false},
	{"q", "Search", "Search", false},
	{"min_articles", "Articles, at least", "Articles, at least", false},
	{"system", "Products and systems", "Product or system", false},
	{"developer", "Developers", "Developer", false},
	{"deployer", "Deployers", "Deployer", false},
	{NULL, NULL, NULL, false}};

static const struct filter_facet *in(const struct filter_facet *f, struct str name)
{
	while (f->name && !str_eq(name, str_of(f->name)))
		f++;
	return f->name ? f : NULL;
}

static const struct filter_facet *named(struct str name)
{
	const struct filter_facet *f = in(filter_facet, name);

	return f ? f : in(other, name);
}

bool filter_is_facet(struct str name)
{
	return in(filter_facet, name);
}

const char *filter_title(struct str name)
{
	const struct filter_facet *f = named(name);

	return f ? f->title : name.at;
}

const char *filter_one(struct str name)
{
	const struct filter_facet *f = named(name);

	return f ? f->one : name.at;
}

bool filter_is_narrowing(struct str name)
{
	for (const struct param *p = route_param; p->name; p++)
		if ((p->sets & SET_FILTER) && str_eq(name, str_of(p->name)))
			return true;
	return false;
}

bool filter_is_on(const struct call *c)
{
	for (size_t i = 0; i < c->params.len; i++)
		if (filter_is_narrowing(c->params.at[i].name))
			return true;
	return false;
}

struct params filter_kept(const struct call *c)
{
	struct params kept = {.at = ARENA_ARRAY(c->arena, struct params_pair, c->params.len + 1)};

	for (size_t i = 0; i < c->params.len; i++)
		if (filter_is_narrowing(c->params.at[i].name))
			kept.at[kept.len++] = c->params.at[i];
	return kept;
}

static bool range(int64_t *from_ms, int64_t *upto_ms, struct call *c)
{
	struct str from = call_get(c, "from"), to = call_get(c, "to");
	int64_t unused;

	if (from.len && !call_day(from_ms, &unused, from))
		return false;
	if (to.len && !call_day(&unused, upto_ms, to))
		return false;
	if (*upto_ms && *from_ms >= *upto_ms) {
		call_problem(c, 400, "from", "`from` lies after `to`; swap them");
		return false;
	}
	return true;
}

/* Names in the reports filter as facets do; they are too many to stand beside the list. What
 * an event is said to be (its stage, AI's part, harm done) is kept like a facet. */
static bool is_like_facet(struct str name)
{
	static const char *const like[] = {"system", "developer", "deployer", "ai_involvement",
					   "realised", "stage", NULL};

	return filter_is_facet(name) || str_is_one_of(name, like);
}

bool filter_events(struct event_query *out, struct call *c)
{
	const size_t most = sizeof out->facet / sizeof *out->facet;

	*out = (struct event_query){
		.q = call_get(c, "q"),
		.label = call_get(c, "label"),
		.severity = call_get(c, "severity"),
		.country = call_get(c, "country"),
		.lang = call_get(c, "lang"),
		.publisher = call_get(c, "publisher"),
		.sort = call_get(c, "sort"),
		.cursor = call_get(c, "cursor"),
		.min_articles = call_int(c, "min_articles", 0),
		.limit = (uint32_t)call_int(c, "limit", 20),
	};
	for (size_t i = 0; i < c->params.len; i++) {
		const struct params_pair *p = &c->params.at[i];

		if (!is_like_facet(p->name))
			continue;
		if (out->facet_count == most) {
			call_problem(c, 400, arena_z(c->arena, p->name),
				     "at most %zu facet values at a time", most);
			return false;
		}
		out->facet[out->facet_count++] = (struct facet_filter){p->name, p->value};
	}
	return range(&out->from_ms, &out->upto_ms, c);
}

bool filter_articles(struct article_query *out, struct call *c)
{
	*out = (struct article_query){
		.q = call_get(c, "q"),
		.label = call_get(c, "label"),
		.lang = call_get(c, "lang"),
		.publisher = call_get(c, "publisher"),
		.source = call_get(c, "source"),
		.cursor = call_get(c, "cursor"),
		.limit = (uint32_t)call_int(c, "limit", 20),
	};
	return range(&out->from_ms, &out->upto_ms, c);
}

bool filter_reads(struct read_query *out, struct call *c)
{
	*out = (struct read_query){
		.site = call_get(c, "site"),
		.cursor = call_get(c, "cursor"),
		.limit = (uint32_t)call_int(c, "limit", 20),
	};
	return range(&out->from_ms, &out->upto_ms, c);
}
