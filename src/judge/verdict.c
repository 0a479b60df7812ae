/* verdict.c -- names of labels, and a verdict as one JSON object.
 *
 * The form is DESIGN.md section 4: keys in that order, numbers with fixed
 * decimals, so that the same verdict is always the same bytes. Quotes are cut
 * here from the article's own bytes and nowhere else. */
#include "judge/verdict.h"

#include "base/emit.h"
#include "base/json.h"

const char *const label_name[LABEL_COUNT] = {
	"incident",
	"hazard",
	"complementary",
	"unrelated",
};

const char *const verdict_involvement[INVOLVEMENT_COUNT] = {
	"", "confirmed", "stated", "disputed", "unverified", "denied",
};

const char *const verdict_realised[REALISED_COUNT] = {
	"", "confirmed_victim", "alleged", "demonstrated", "theoretical",
};

const char *const verdict_bound[BOUND_COUNT] = {"", "about", "at least", "at most", "nearly"};

static const char *const field_name[FIELD_COUNT] = {"title", "text"};

bool label_parse(enum label *out, struct str name)
{
	for (int i = 0; i < LABEL_COUNT; i++)
		if (str_eq(name, str_of(label_name[i]))) {
			*out = (enum label)i;
			return true;
		}
	return false;
}

bool verdict_is_unknown(struct str value)
{
	static const char *const unknown[] = {UNKNOWN_NOT_STATED, UNKNOWN_NOT_APPLICABLE,
					      UNKNOWN_NOT_ASSESSED, NULL};

	return str_is_one_of(value, unknown);
}

static struct str known(struct str s)
{
	return s.len ? s : STR(UNKNOWN_NOT_ASSESSED);
}

/* "field", "from", "upto", "quote" of an open object. */
static void span(struct emit *e, const struct article *a, enum field field, uint32_t from,
		 uint32_t upto)
{
	emit_pair(e, "field", str_of(field_name[field]));
	emit_pair_int(e, "from", from);
	emit_pair_int(e, "upto", upto);
	emit_pair(e, "quote", str_cut(a->field[field], from, upto));
}

static void context(struct emit *e, const struct article *a, enum field field, uint32_t from,
		    uint32_t upto)
{
	emit_key(e, "context");
	emit_object(e);
	emit_pair_int(e, "from", from);
	emit_pair_int(e, "upto", upto);
	emit_pair(e, "quote", str_cut(a->field[field], from, upto));
	emit_end(e);
}

static void evidence(struct emit *e, const struct verdict *v, const struct article *a)
{
	emit_key(e, "evidence");
	emit_array(e);
	for (size_t i = 0; i < v->evidence_count; i++) {
		const struct evidence *one = &v->evidence[i];

		emit_object(e);
		emit_pair(e, "for", one->purpose);
		span(e, a, one->field, one->from, one->upto);
		emit_end(e);
	}
	emit_end(e);
}

static void facets(struct emit *e, const struct verdict *v)
{
	emit_key(e, "facets");
	emit_object(e);
	for (size_t f = 0; f < v->facet_count; f++) {
		emit_key_str(e, v->facet[f].name);
		emit_array(e);
		for (size_t i = 0; i < v->facet[f].count; i++) {
			const struct facet_value *value = &v->facet[f].value[i];

			emit_object(e);
			emit_pair(e, "value", value->value);
			emit_pair_num(e, "p", (double)value->p, 3);
			emit_key(e, "evidence");
			emit_array(e);
			for (size_t k = 0; k < value->evidence_count; k++)
				emit_int(e, value->evidence[k]);
			emit_end(e);
			emit_end(e);
		}
		emit_end(e);
	}
	emit_end(e);
}

static void facts(struct emit *e, const struct verdict *v, const struct article *a)
{
	emit_key(e, "facts");
	emit_array(e);
	for (size_t i = 0; i < v->fact_count; i++) {
		const struct fact *fact = &v->fact[i];

		emit_object(e);
		emit_pair_num(e, "quantity", fact->quantity, 6);
		if (fact->quantity_upto != fact->quantity)
			emit_pair_num(e, "quantity_upto", fact->quantity_upto, 6);
		emit_pair(e, "unit", fact->unit);
		emit_pair(e, "of", fact->of);
		if (fact->role.len)
			emit_pair(e, "role", fact->role);
		if (fact->approximate) {
			emit_key(e, "approximate");
			emit_bool(e, true);
			emit_pair(e, "bound", str_of(verdict_bound[fact->bound]));
		}
		if (fact->each) {
			emit_key(e, "each");
			emit_bool(e, true);
		}
		span(e, a, fact->field, fact->from, fact->upto);
		context(e, a, fact->field, fact->said_from, fact->said_upto);
		emit_end(e);
	}
	emit_end(e);
}

static void stated(struct emit *e, const struct verdict *v, const struct article *a)
{
	emit_key(e, "stated");
	emit_array(e);
	for (size_t i = 0; i < v->stated_count; i++) {
		const struct stated *s = &v->stated[i];

		emit_object(e);
		emit_pair(e, "kind", s->kind);
		emit_pair(e, "value", s->value);
		if (s->relative) {
			emit_key(e, "relative");
			emit_bool(e, true);
		}
		span(e, a, s->field, s->from, s->upto);
		context(e, a, s->field, s->said_from, s->said_upto);
		emit_end(e);
	}
	emit_end(e);
}

static void stages(struct emit *e, const struct verdict *v, const struct article *a)
{
	emit_key(e, "stages");
	emit_array(e);
	for (size_t i = 0; i < v->staged_count; i++) {
		const struct staged *s = &v->staged[i];

		emit_object(e);
		emit_pair(e, "stage", str_of(stage_name[s->stage]));
		emit_pair(e, "kind", s->kind);
		emit_pair(e, "what", s->what);
		if (s->day.len)
			emit_pair(e, "day", s->day);
		span(e, a, s->field, s->from, s->upto);
		context(e, a, s->field, s->said_from, s->said_upto);
		emit_end(e);
	}
	emit_end(e);
}

static void checks(struct emit *e, const struct verdict *v)
{
	emit_key(e, "checks");
	emit_array(e);
	for (size_t i = 0; i < v->check_count; i++) {
		const struct check *check = &v->check[i];

		emit_object(e);
		emit_pair(e, "reading", check->reading);
		emit_key(e, "holds");
		emit_bool(e, check->holds);
		emit_key(e, "facts");
		emit_array(e);
		for (size_t k = 0; k < check->fact_count; k++)
			emit_int(e, check->fact[k]);
		emit_end(e);
		emit_end(e);
	}
	emit_end(e);
}

static void names(struct emit *e, const struct verdict *v)
{
	emit_key(e, "countries");
	emit_array(e);
	for (size_t i = 0; i < v->country_count; i++)
		emit_str(e, v->country[i]);
	emit_end(e);
	emit_key(e, "actors");
	emit_array(e);
	for (size_t i = 0; i < v->actor_count; i++) {
		emit_object(e);
		emit_pair(e, "name", v->actor[i].name);
		emit_pair(e, "role", v->actor[i].role);
		emit_end(e);
	}
	emit_end(e);
}

const char *verdict_kind(size_t n)
{
	return n < LABEL_COUNT ? label_name[n] : LABEL_NOT_ASSESSED;
}

struct str verdict_label(const struct verdict *v)
{
	return str_of(verdict_kind(v->assessed ? v->label : LABEL_COUNT));
}

static void judgement(struct emit *e, const struct verdict *v)
{
	emit_pair(e, "label", verdict_label(v));
	emit_key(e, "probability");
	emit_object(e);
	for (int i = 0; i < LABEL_COUNT; i++)
		emit_pair_num(e, label_name[i], (double)v->probability[i], 4);
	emit_end(e);
	emit_key(e, "abstain");
	emit_bool(e, v->abstain);
	emit_key(e, "assessed");
	emit_bool(e, v->assessed);
	emit_key(e, "severity");
	emit_object(e);
	emit_pair(e, "value", known(v->severity));
	emit_pair(e, "rule", v->severity_rule);
	emit_end(e);
	emit_pair(e, "limb", known(v->limb));
	emit_pair(e, "role", known(v->role));
	emit_pair(e, "rationale", v->rationale);
}

static void involvement(struct emit *e, const struct verdict *v)
{
	const char *unknown = v->assessed ? UNKNOWN_NOT_APPLICABLE : UNKNOWN_NOT_ASSESSED;

	emit_key(e, "ai_involvement");
	emit_object(e);
	emit_pair(e, "value",
		  str_of(v->involvement ? verdict_involvement[v->involvement] : unknown));
	emit_pair(e, "by", v->involvement_by);
	emit_key(e, "evidence");
	emit_array(e);
	for (size_t i = 0; i < v->involvement_evidence_count; i++)
		emit_int(e, v->involvement_evidence[i]);
	emit_end(e);
	emit_end(e);
}

static struct str realised_word(const struct verdict *v)
{
	if (v->realised)
		return str_of(verdict_realised[v->realised]);
	if (!v->assessed)
		return STR(UNKNOWN_NOT_ASSESSED);
	return v->label == LABEL_UNRELATED ? STR(UNKNOWN_NOT_APPLICABLE) : STR(UNKNOWN_NOT_STATED);
}

static void realised(struct emit *e, const struct verdict *v)
{
	emit_key(e, "realised");
	emit_object(e);
	emit_pair(e, "value", realised_word(v));
	emit_key(e, "evidence");
	emit_array(e);
	if (v->realised)
		emit_int(e, v->realised_evidence);
	emit_end(e);
	emit_end(e);
}

static void second(struct emit *e, const struct verdict *v, const struct article *a)
{
	const struct second_opinion *o = v->second;

	emit_object(e);
	if (o->failed.len) {
		emit_pair(e, "failed", o->failed);
		emit_end(e);
		return;
	}
	emit_pair(e, "label", str_of(label_name[o->label]));
	emit_pair_num(e, "probability", (double)o->probability, 4);
	emit_key(e, "agrees");
	emit_bool(e, v->assessed && o->label == v->label);
	emit_pair(e, "rationale", o->rationale);
	emit_key(e, "evidence");
	emit_array(e);
	for (size_t i = 0; i < o->evidence_count; i++) {
		emit_object(e);
		span(e, a, o->evidence[i].field, o->evidence[i].from, o->evidence[i].upto);
		emit_end(e);
	}
	emit_end(e);
	emit_pair_int(e, "quotes_dropped", o->quotes_dropped);
	emit_pair(e, "model", o->model);
	emit_pair(e, "prompt", o->prompt);
	emit_end(e);
}

void verdict_to_json(struct buf *out, const struct verdict *v, const struct article *a)
{
	struct emit e;

	emit_open(&e, out);
	emit_object(&e);
	emit_pair(&e, "id", a->id);
	judgement(&e, v);
	involvement(&e, v);
	realised(&e, v);
	evidence(&e, v, a);
	facets(&e, v);
	names(&e, v);
	facts(&e, v, a);
	stated(&e, v, a);
	stages(&e, v, a);
	checks(&e, v);
	emit_pair(&e, "pack", v->pack);
	emit_pair(&e, "model", v->model);
	emit_key(&e, "second_opinion");
	if (v->second)
		second(&e, v, a);
	else
		emit_null(&e);
	emit_end(&e);
}

const struct json *verdict_evidence_of(const struct json *verdict, const struct json *said,
				       size_t i)
{
	int64_t at = json_int(json_at(json_get(said, "evidence"), i), -1);

	return at < 0 ? NULL : json_at(json_get(verdict, "evidence"), (size_t)at);
}
