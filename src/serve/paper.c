/* serve/paper.c -- what a portrait can say on a form, and nothing more.
 *
 * Lists are gathered first, since an empty one is written as null: a form must not look
 * answered where nothing was found. */
#include "serve/paper.h"

#include "text/date.h"

#define LIST_MOST 200

bool paper_open(struct paper *p, struct emit *e, struct arena *arena, const struct shape_source *s,
		struct err *err)
{
	struct json *portrait;

	if (!json_parse(&portrait, s->event->portrait, err))
		return false;
	*p = (struct paper){
		.e = e, .arena = arena, .s = s, .row = &s->event->row, .portrait = portrait};
	return true;
}

void paper_close(struct paper *p)
{
	json_free((struct json *)(uintptr_t)p->portrait);
}

/* Whether a value came of it stands beside it: a reader should not have to know that a null
 * of ours means "nobody said so in what was read". */
static void value(struct paper *p, const struct paper_field *f)
{
	struct str written;
	size_t before, after;

	emit_key(p->e, "value");
	before = p->e->out->len;
	if (f->value)
		f->value(p);
	else
		emit_null(p->e);
	after = p->e->out->len;
	emit_key(p->e, "state");
	written = str_cut(buf_view(p->e->out), before, after);
	emit_z(p->e, str_eq(written, STR("null")) ? "unknown" : "stated");
}

void paper_fields(struct paper *p, const struct paper_field *rows)
{
	struct emit *e = p->e;

	emit_key(e, "fields");
	emit_array(e);
	for (int i = 0; rows[i].name; i++) {
		emit_object(e);
		emit_pair_int(e, "number", i + 1);
		emit_pair(e, "section", str_of(rows[i].section));
		emit_pair(e, "field", str_of(rows[i].name));
		emit_pair(e, "mapping", str_of(rows[i].mapping));
		emit_pair(e, "made_of", str_of(rows[i].made_of));
		value(p, &rows[i]);
		emit_end(e);
	}
	emit_end(e);
}

/* -- lists ------------------------------------------------------------------------------ */

struct list {
	struct str at[LIST_MOST];
	size_t len;
};

static void add(struct list *l, struct str text)
{
	if (l->len == LIST_MOST || !shape_is_told(text))
		return;
	for (size_t i = 0; i < l->len; i++)
		if (str_eq(l->at[i], text))
			return;
	l->at[l->len++] = text;
}

static void write(struct paper *p, const struct list *l)
{
	if (l->len == 0) {
		emit_null(p->e);
		return;
	}
	emit_array(p->e);
	for (size_t i = 0; i < l->len; i++)
		emit_str(p->e, l->at[i]);
	emit_end(p->e);
}

static void one(struct paper *p, struct str text)
{
	if (shape_is_told(text))
		emit_str(p->e, text);
	else
		emit_null(p->e);
}

static void facet(struct paper *p, const char *name)
{
	const struct json *values = json_get(json_get(p->portrait, "facets"), name);
	struct list l = {.len = 0};

	for (size_t i = 0; i < json_len(values); i++)
		add(&l, json_get_str(json_at(values, i), "value"));
	write(p, &l);
}

static void actors(struct paper *p, const char *role)
{
	const struct json *list = json_get(p->portrait, "actors");
	struct list l = {.len = 0};

	for (size_t i = 0; i < json_len(list); i++)
		if (str_eq(json_get_str(json_at(list, i), "role"), str_of(role)))
			add(&l, json_get_str(json_at(list, i), "name"));
	write(p, &l);
}

/* -- values ----------------------------------------------------------------------------- */

void paper_title(struct paper *p)
{
	one(p, p->row->title);
}

void paper_summary(struct paper *p)
{
	one(p, p->row->summary);
}

void paper_first_day(struct paper *p)
{
	one(p, date_known_day(p->arena, p->row->first_ms));
}

void paper_countries(struct paper *p)
{
	const struct json *list = json_get(p->portrait, "countries");
	struct list l = {.len = 0};

	for (size_t i = 0; i < json_len(list); i++)
		add(&l, json_str(json_at(list, i)));
	write(p, &l);
}

void paper_sources(struct paper *p)
{
	const struct event_detail *d = p->s->event;
	struct list l = {.len = 0};

	for (size_t i = 0; i < d->article_count; i++)
		add(&l, d->article[i].url);
	write(p, &l);
}

void paper_developers(struct paper *p)
{
	actors(p, "developer");
}

void paper_deployers(struct paper *p)
{
	actors(p, "deployer");
}

void paper_harmed(struct paper *p)
{
	actors(p, "harmed");
}

/* The words in which the articles name it; which product and version that is stays open. */
void paper_systems(struct paper *p)
{
	const struct json *list = json_get(p->portrait, "evidence");
	struct list l = {.len = 0};

	for (size_t i = 0; i < json_len(list); i++)
		if (str_eq(json_get_str(json_at(list, i), "for"), STR("system")))
			add(&l, json_get_str(json_at(list, i), "quote"));
	write(p, &l);
}

void paper_severity(struct paper *p)
{
	const struct json *s = json_get(p->portrait, "severity");
	struct str value = json_get_str(s, "value");

	if (!shape_is_told(value)) {
		emit_null(p->e);
		return;
	}
	emit_object(p->e);
	emit_pair(p->e, "value", value);
	emit_pair_or_null(p->e, "rule", json_get_str(s, "rule"));
	emit_end(p->e);
}

void paper_harm_types(struct paper *p)
{
	facet(p, "harm_types");
}

void paper_stakeholders(struct paper *p)
{
	facet(p, "stakeholders");
}

void paper_principles(struct paper *p)
{
	facet(p, "principles");
}

void paper_industries(struct paper *p)
{
	facet(p, "industries");
}

void paper_functions(struct paper *p)
{
	facet(p, "business_function");
}

void paper_tasks(struct paper *p)
{
	facet(p, "ai_task");
}

void paper_autonomy(struct paper *p)
{
	facet(p, "autonomy");
}

/* People and money of the ledger, as stated: a form's reader sees who disagrees. */
void paper_figures(struct paper *p)
{
	const struct json *claims = json_get(p->portrait, "claims");
	static const char *const kinds[] = {"people", "money", NULL};
	bool any = false;

	for (size_t i = 0; i < json_len(claims); i++) {
		const struct json *c = json_at(claims, i), *v = json_get(c, "values");

		if (!str_is_one_of(json_get_str(c, "kind"), kinds))
			continue;
		if (!any)
			emit_array(p->e);
		any = true;
		emit_object(p->e);
		emit_pair(p->e, "of", json_get_str(c, "what"));
		emit_pair_or_null(p->e, "role", json_get_str(c, "role"));
		emit_pair(p->e, "state", json_get_str(c, "state"));
		emit_key(p->e, "stated");
		emit_array(p->e);
		for (size_t k = 0; k < json_len(v); k++)
			emit_str(p->e, json_get_str(json_at(v, k), "value"));
		emit_end(p->e);
		emit_end(p->e);
	}
	if (any)
		emit_end(p->e);
	else
		emit_null(p->e);
}

static bool limb_is(const struct paper *p, const char *limb)
{
	return str_eq(json_get_str(p->portrait, "limb"), str_of(limb));
}

void paper_rights(struct paper *p)
{
	if (limb_is(p, "rights"))
		emit_z(p->e, "breach of obligations meant to protect rights is reported");
	else
		emit_null(p->e);
}

void paper_infrastructure(struct paper *p)
{
	if (limb_is(p, "infrastructure"))
		emit_z(p->e, "disruption of critical infrastructure is reported");
	else
		emit_null(p->e);
}

void paper_role(struct paper *p)
{
	one(p, json_get_str(p->portrait, "role"));
}

void paper_happened(struct paper *p)
{
	if (str_eq(p->row->label, STR("incident")))
		emit_z(p->e, "harm is reported to have happened");
	else if (str_eq(p->row->label, STR("hazard")))
		emit_z(p->e, "harm is reported to be plausible, not to have happened");
	else
		emit_null(p->e);
}
