/* serve/acts.c -- the fields of an act by their names, the same in forms and in JSON.
 *
 * An article that the judge took for unrelated is in no event and has no story. When a person
 * says otherwise it is judged again here, only to have a story to group by: the label is the
 * person's. */
#include "serve/acts.h"

#include "base/clock.h"
#include "base/limits.h"
#include "judge/judge.h"
#include "serve/filter.h"
#include "serve/route.h"

#define WHAT_MOST LIMIT_EVENT_ARTICLES

static void from_person(struct act *a, struct call *c)
{
	a->by.who = c->person.name;
	a->by.at_ms = clock_now_ms();
}

void acts_of_form(struct act *out, struct call *c)
{
	struct str *what = ARENA_ARRAY(c->arena, struct str, c->form.len + 1);

	*out = (struct act){.name = call_field(c, "act"),
			    .event = call_field(c, "event"),
			    .article = call_field(c, "article"),
			    .other = call_field(c, "other"),
			    .label = call_field(c, "label"),
			    .severity = call_field(c, "severity"),
			    .title = call_field(c, "title"),
			    .summary = call_field(c, "summary"),
			    .facet = call_field(c, "facet"),
			    .value = call_field(c, "value"),
			    .what = what};
	for (size_t i = 0; i < c->form.len; i++)
		if (str_eq(c->form.at[i].name, STR("what")))
			what[out->count++] = c->form.at[i].value;
	str_int(&out->undoes, call_field(c, "undoes"));
	out->by.why = call_field(c, "why");
	from_person(out, c);
}

bool acts_of_json(struct act *out, struct call *c, struct str json, struct err *err)
{
	struct json *o;
	const struct json *list;
	struct str *what;

	if (!json_parse(&o, json, err))
		return false;
	if (!json_is_object(o)) {
		json_free(o);
		return err_set(err, ERR_INPUT, "an act is one JSON object");
	}
	list = json_get(o, "what");
	what = ARENA_ARRAY(c->arena, struct str, WHAT_MOST);
	*out = (struct act){.name = call_json_field(c, o, "act"),
			    .event = call_json_field(c, o, "event"),
			    .article = call_json_field(c, o, "article"),
			    .other = call_json_field(c, o, "other"),
			    .label = call_json_field(c, o, "label"),
			    .severity = call_json_field(c, o, "severity"),
			    .title = call_json_field(c, o, "title"),
			    .summary = call_json_field(c, o, "summary"),
			    .facet = call_json_field(c, o, "facet"),
			    .value = call_json_field(c, o, "value"),
			    .what = what,
			    .undoes = json_int(json_get(o, "undoes"), 0)};
	for (size_t i = 0; i < json_len(list) && out->count < WHAT_MOST; i++)
		what[out->count++] = arena_copy(c->arena, json_str(json_at(list, i)));
	out->by.why = call_json_field(c, o, "why");
	from_person(out, c);
	json_free(o);
	return true;
}

/* -- what the taxonomy knows ------------------------------------------------------------------ */

static bool holds(const struct json *values, struct str value)
{
	for (size_t i = 0; i < json_len(values); i++)
		if (str_eq(json_str(json_at(values, i)), value))
			return true;
	return false;
}

static bool is_value(struct call *c, const struct act *a)
{
	const struct json *facet;
	bool known = false;

	facet = json_get(json_get(c->taxonomy, "facets"), arena_z(c->arena, a->facet));
	for (const struct filter_facet *f = filter_facet; f->name; f++)
		known = known || (str_eq(a->facet, str_of(f->name)) && (facet || !f->some));
	if (!known) {
		call_problem(c, 422, "facet", "there is no such facet");
		return false;
	}
	if (!facet || str_eq(a->name, STR("untag")) || holds(json_get(facet, "values"), a->value))
		return true;
	call_problem(c, 422, "value", "no such value; /api/v1/taxonomy lists those of %s",
		     arena_z(c->arena, a->facet));
	return false;
}

/* -- an article that nobody grouped ------------------------------------------------------------ */

struct again { /* judged once more, to be grouped */
	struct article article;
	struct verdict verdict;
	struct story story;
	struct placement placement;
	struct outcome outcome;
};

static bool judge_again(struct act *a, struct call *c)
{
	struct again *g = ARENA_NEW(c->arena, struct again);
	struct article_row row;
	struct err err;

	if (!store_article(&row, c->store, c->arena, a->article, &err))
		return true; /* the act itself says so */
	if (row.event.len || !c->judge)
		return true;
	g->article = (struct article){.id = row.id,
				      .url = row.url,
				      .date_ms = row.date_ms,
				      .author = row.author,
				      .publisher = row.publisher,
				      .lang = row.lang,
				      .image = row.image,
				      .origin = row.source};
	g->article.field[FIELD_TITLE] = row.title;
	g->article.field[FIELD_TEXT] = row.text;
	if (!article_seal(&g->article, c->arena, &err)) {
		call_error(c, &err);
		return false;
	}
	judge_article(&g->verdict, c->judge, c->arena, &g->article);
	if (!label_parse(&g->verdict.label, a->label))
		return true;
	story_of(&g->story, c->arena, &g->article, &g->verdict);
	g->outcome = (struct outcome){.article = &g->article,
				      .verdict = &g->verdict,
				      .story = &g->story,
				      .placement = &g->placement,
				      .source = row.source,
				      .seen_ms = row.seen_ms};
	a->outcome = &g->outcome;
	return true;
}

/* -- done ------------------------------------------------------------------------------ */

static void problem(struct call *c, const struct err *err)
{
	if (err->code == ERR_INPUT || err->code == ERR_LIMIT)
		call_problem(c, 422, NULL, "%s", err->text);
	else
		call_error(c, err);
}

static bool look(struct acted *out, struct call *c, const struct act *a, acts_look_fn *preview)
{
	struct store *s = *c->writer;
	struct err err;
	bool ok;

	if (!store_begin(s, &err)) {
		call_error(c, &err);
		return false;
	}
	ok = store_act(out, s, c->arena, a, &err);
	if (ok)
		preview(c, s, out);
	else
		problem(c, &err);
	store_abandon(s);
	return ok;
}

bool acts_do(struct acted *out, struct call *c, struct act *a, acts_look_fn *preview)
{
	bool tags = str_eq(a->name, STR("tag")) || str_eq(a->name, STR("untag"));
	struct store *s;
	struct err err;

	if (!call_writer(&s, c) || (tags && !is_value(c, a)))
		return false;
	if (str_eq(a->name, STR("relabel")) && a->article.len && !judge_again(a, c))
		return false;
	if (preview)
		return look(out, c, a, preview);
	if (store_act(out, s, c->arena, a, &err))
		return true;
	problem(c, &err);
	return false;
}
