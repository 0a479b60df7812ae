/* portrait_ruled.c -- finds the ruling that binds: of one kind the last.
 *
 * An event has a handful of rulings, so they are looked through each time. */
#include "events/portrait_ruled.h"

#include "text/date.h"

struct str portrait_ruled_value(const struct portrait_sitting *s, const char *what)
{
	struct str value = STR("");

	for (size_t i = 0; i < s->ruling_count; i++)
		if (s->ruling[i].of_event && str_eq(s->ruling[i].what, str_of(what)))
			value = s->ruling[i].value;
	return value;
}

struct str portrait_ruled_article(const struct portrait_sitting *s, struct str id)
{
	struct str label = STR("");

	for (size_t i = 0; i < s->ruling_count; i++)
		if (!s->ruling[i].of_event && str_eq(s->ruling[i].article, id) &&
		    str_eq(s->ruling[i].what, STR("label")))
			label = s->ruling[i].value;
	return label;
}

int portrait_ruled_tag(const struct portrait_sitting *s, struct str facet, struct str value)
{
	int said = 0;

	for (size_t i = 0; i < s->ruling_count; i++) {
		const struct portrait_ruling *r = &s->ruling[i];

		if (!r->of_event || !str_eq(r->facet, facet) || !str_eq(r->value, value))
			continue;
		if (str_eq(r->what, STR("tag")))
			said = 1;
		else if (str_eq(r->what, STR("untag")))
			said = -1;
	}
	return said;
}

static bool is_rejected(const struct portrait_sitting *s, struct str article)
{
	for (size_t i = 0; i < s->ruling_count; i++)
		if (s->ruling[i].of_event && str_eq(s->ruling[i].what, STR("reject")) &&
		    str_eq(s->ruling[i].article, article))
			return true;
	return false;
}

bool portrait_ruled_off(const struct portrait_sitting *s)
{
	size_t rejected = 0;

	for (size_t n = 0; n < s->count; n++)
		rejected += is_rejected(s, s->article[n].id);
	return s->count && (rejected * 2 > s->count || is_rejected(s, s->article[0].id));
}

/* One act says one thing, on however many articles it hangs. */
static bool was_told(const struct portrait_sitting *s, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (s->ruling[k].act == s->ruling[i].act &&
		    str_eq(s->ruling[k].what, s->ruling[i].what))
			return true;
	return false;
}

void portrait_ruled_emit(struct emit *e, struct arena *arena, const struct portrait_sitting *s)
{
	emit_key(e, "reviewed");
	emit_array(e);
	for (size_t i = 0; i < s->ruling_count; i++) {
		const struct portrait_ruling *r = &s->ruling[i];

		if (was_told(s, i))
			continue;
		emit_object(e);
		emit_pair(e, "of", r->of_event ? STR("event") : STR("article"));
		emit_pair_or_null(e, "article", r->of_event ? STR("") : r->article);
		emit_pair(e, "what", r->what);
		emit_pair_or_null(e, "facet", r->facet);
		emit_pair_or_null(e, "value", r->value);
		emit_pair_or_null(e, "before", r->was);
		emit_pair(e, "by", r->who);
		emit_key(e, "at");
		emit_str(e, date_iso(arena, r->at_ms));
		emit_pair(e, "why", r->why);
		emit_pair_int(e, "act", r->act);
		emit_end(e);
	}
	emit_end(e);
}
