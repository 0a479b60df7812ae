/* flow/freight_finding.c -- article, verdict, story, round-up: every field, both ways.
 *
 * Reading checks what others index by: spans lie in their fields, numbers of evidence and facts
 * in their lists. */
#include "flow/freight_finding.h"

static void span(struct wire *w, const struct article *a, enum field *field, uint32_t *from,
		 uint32_t *upto)
{
	WIRE_ENUM(w, field, FIELD_COUNT);
	wire_u32(w, from, UINT32_MAX);
	wire_u32(w, upto, UINT32_MAX);
	if (*from > *upto || *upto > a->field[*field].len)
		wire_spoil(w);
}

static void inside(struct wire *w, const struct article *a, enum field field, uint32_t *from,
		   uint32_t *upto)
{
	wire_u32(w, from, UINT32_MAX);
	wire_u32(w, upto, UINT32_MAX);
	if (*from > *upto || *upto > a->field[field].len)
		wire_spoil(w);
}

/* The number of something in a list. */
static void index_of(struct wire *w, uint16_t *n, size_t count)
{
	wire_u16(w, n, UINT16_MAX);
	if (*n >= count)
		wire_spoil(w);
}

static void article(struct wire *w, struct article *a)
{
	int64_t zone = a->date_zone;

	wire_str(w, &a->id);
	wire_str(w, &a->url);
	for (int i = 0; i < FIELD_COUNT; i++)
		wire_str(w, &a->field[i]);
	wire_int(w, &a->date_ms);
	wire_int(w, &zone);
	if (zone < -1500 || zone > 1500)
		wire_spoil(w);
	else
		a->date_zone = (int)zone;
	wire_str(w, &a->author);
	wire_str(w, &a->publisher);
	wire_str(w, &a->lang);
	wire_str(w, &a->image);
	wire_str(w, &a->origin);
	wire_u64(w, &a->content.hi);
	wire_u64(w, &a->content.lo);
	a->sealed = true;
}

/* -- the verdict's lists ------------------------------------------------------------------ */

static void evidence(struct wire *w, struct verdict *v, const struct article *a)
{
	struct evidence *e = wire_array(w, v->evidence, &v->evidence_count, sizeof *e);

	v->evidence = e;
	for (size_t i = 0; i < v->evidence_count && !w->broken; i++) {
		wire_str(w, &e[i].purpose);
		span(w, a, &e[i].field, &e[i].from, &e[i].upto);
	}
}

static void facet_value(struct wire *w, struct facet_value *f, size_t evidence_count)
{
	uint32_t count = f->evidence_count;

	wire_str(w, &f->value);
	wire_float(w, &f->p);
	wire_u32(w, &count, FACET_EVIDENCE_MAX);
	if (!wire_writes(w))
		f->evidence_count = (uint8_t)count;
	for (uint32_t i = 0; i < count && !w->broken; i++)
		index_of(w, &f->evidence[i], evidence_count);
}

static void facets(struct wire *w, struct verdict *v)
{
	struct facet *f = wire_array(w, v->facet, &v->facet_count, sizeof *f);

	v->facet = f;
	for (size_t i = 0; i < v->facet_count && !w->broken; i++) {
		struct facet_value *value;

		wire_str(w, &f[i].name);
		value = wire_array(w, f[i].value, &f[i].count, sizeof *value);
		if (!wire_writes(w))
			f[i].value = value;
		for (size_t n = 0; n < f[i].count && !w->broken; n++)
			facet_value(w, &value[n], v->evidence_count);
	}
}

static void names(struct wire *w, struct verdict *v)
{
	struct str *country = wire_array(w, v->country, &v->country_count, sizeof *country);
	struct actor *actor;

	v->country = country;
	for (size_t i = 0; i < v->country_count && !w->broken; i++)
		wire_str(w, &country[i]);
	actor = wire_array(w, v->actor, &v->actor_count, sizeof *actor);
	v->actor = actor;
	for (size_t i = 0; i < v->actor_count && !w->broken; i++) {
		wire_str(w, &actor[i].name);
		wire_str(w, &actor[i].role);
	}
}

static void fact(struct wire *w, struct fact *f, const struct article *a)
{
	wire_double(w, &f->quantity);
	wire_double(w, &f->quantity_upto);
	wire_str(w, &f->unit);
	wire_str(w, &f->of);
	wire_str(w, &f->role);
	wire_bool(w, &f->approximate);
	wire_bool(w, &f->each);
	WIRE_ENUM(w, &f->bound, BOUND_COUNT);
	span(w, a, &f->field, &f->from, &f->upto);
	inside(w, a, f->field, &f->said_from, &f->said_upto);
}

static void facts(struct wire *w, struct verdict *v, const struct article *a)
{
	struct fact *f = wire_array(w, v->fact, &v->fact_count, sizeof *f);
	struct stated *s;

	v->fact = f;
	for (size_t i = 0; i < v->fact_count && !w->broken; i++)
		fact(w, &f[i], a);
	s = wire_array(w, v->stated, &v->stated_count, sizeof *s);
	v->stated = s;
	for (size_t i = 0; i < v->stated_count && !w->broken; i++) {
		wire_str(w, &s[i].kind);
		wire_str(w, &s[i].value);
		wire_bool(w, &s[i].relative);
		span(w, a, &s[i].field, &s[i].from, &s[i].upto);
		inside(w, a, s[i].field, &s[i].said_from, &s[i].said_upto);
	}
}

static void stages(struct wire *w, struct verdict *v, const struct article *a)
{
	struct staged *s = wire_array(w, v->staged, &v->staged_count, sizeof *s);

	v->staged = s;
	for (size_t i = 0; i < v->staged_count && !w->broken; i++) {
		WIRE_ENUM(w, &s[i].stage, STAGE_COUNT);
		wire_str(w, &s[i].kind);
		wire_str(w, &s[i].what);
		wire_str(w, &s[i].day);
		span(w, a, &s[i].field, &s[i].from, &s[i].upto);
		inside(w, a, s[i].field, &s[i].said_from, &s[i].said_upto);
	}
}

static void checks(struct wire *w, struct verdict *v)
{
	struct check *c = wire_array(w, v->check, &v->check_count, sizeof *c);

	v->check = c;
	for (size_t i = 0; i < v->check_count && !w->broken; i++) {
		uint32_t count = c[i].fact_count;

		wire_str(w, &c[i].reading);
		wire_bool(w, &c[i].holds);
		wire_u32(w, &count, sizeof c->fact / sizeof *c->fact);
		if (!wire_writes(w))
			c[i].fact_count = (uint8_t)count;
		for (uint32_t n = 0; n < count && !w->broken; n++)
			index_of(w, &c[i].fact[n], v->fact_count);
	}
}

/* -- the verdict ---------------------------------------------------------------------------- */

static void involved(struct wire *w, struct verdict *v)
{
	WIRE_ENUM(w, &v->involvement, INVOLVEMENT_COUNT);
	wire_str(w, &v->involvement_by);
	wire_size(w, &v->involvement_evidence_count, INVOLVEMENT_EVIDENCE_MAX);
	for (size_t i = 0; i < v->involvement_evidence_count && !w->broken; i++)
		index_of(w, &v->involvement_evidence[i], v->evidence_count);
	WIRE_ENUM(w, &v->realised, REALISED_COUNT);
	if (v->realised != REALISED_NONE)
		index_of(w, &v->realised_evidence, v->evidence_count);
}

static void verdict(struct wire *w, struct verdict *v, const struct article *a)
{
	WIRE_ENUM(w, &v->label, LABEL_COUNT);
	for (int i = 0; i < LABEL_COUNT; i++)
		wire_float(w, &v->probability[i]);
	wire_bool(w, &v->abstain);
	wire_bool(w, &v->assessed);
	wire_bool(w, &v->names_ai);
	wire_str(w, &v->severity);
	wire_str(w, &v->severity_rule);
	wire_str(w, &v->limb);
	wire_str(w, &v->role);
	wire_str(w, &v->rationale);
	evidence(w, v, a);
	involved(w, v);
	facets(w, v);
	names(w, v);
	facts(w, v, a);
	stages(w, v, a);
	checks(w, v);
	wire_str(w, &v->pack);
	wire_str(w, &v->model);
}

/* -- the story ------------------------------------------------------------------------------ */

static void story(struct wire *w, struct story *s)
{
	struct str bytes = STR_NONE;
	struct buf packed;

	buf_init(&packed, STORY_BYTES);
	if (wire_writes(w)) {
		story_pack(&packed, s);
		bytes = buf_view(&packed);
		if (!buf_ok(&packed))
			wire_spoil(w);
	}
	wire_str(w, &bytes);
	if (!wire_writes(w) && !story_unpack(s, w->arena, bytes))
		wire_spoil(w);
	buf_free(&packed);
}

static void roundup(struct wire *w, struct finding *f)
{
	bool there = f->roundup != NULL;

	wire_bool(w, &there);
	if (!there)
		return;
	if (!wire_writes(w))
		f->roundup = ARENA_NEW(w->arena, struct roundup);
	wire_size(w, &f->roundup->count, ROUNDUP_PARTS);
	for (size_t i = 0; i < f->roundup->count && !w->broken; i++) {
		story(w, &f->roundup->part[i].story);
		wire_float(w, &f->roundup->part[i].share);
	}
}

void freight_finding(struct wire *w, struct finding *f)
{
	article(w, &f->article);
	verdict(w, &f->verdict, &f->article);
	wire_bool(w, &f->is_story);
	if (!f->is_story)
		return;
	story(w, &f->story);
	roundup(w, f);
}
