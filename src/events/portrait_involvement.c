/* portrait_involvement.c -- was AI part of it, by all articles of the event?
 *
 * What one article of four or more says alone is left out, unless nobody says anything
 * else. Articles that contradict each other make it disputed: one confirms or states it,
 * another denies it; so does an article that tells of both sides. Else a confirmation
 * stands above a guess, since it came from those who know, and a guess above a plain
 * statement when a third of the articles still guess: whoever copies a report leaves its
 * doubts out. */
#include "events/portrait_parts.h"

#define FEW 3 /* articles, of which each is believed alone */

struct heard {
	double weight;
	size_t articles;
};

static struct str value_of(const struct easel *w, size_t n)
{
	return json_get_str(json_get(w->verdict[n], "ai_involvement"), "value");
}

static bool says(const struct easel *w, size_t n, enum involvement value)
{
	return str_eq(value_of(w, n), str_of(verdict_involvement[value]));
}

static bool is_firm(const struct heard *h, const struct easel *w)
{
	return h->articles > 1 || (h->articles && w->count <= FEW);
}

static enum involvement compose(const struct heard heard[INVOLVEMENT_COUNT], const struct easel *w)
{
	const struct heard *confirmed = &heard[INVOLVEMENT_CONFIRMED];
	const struct heard *stated = &heard[INVOLVEMENT_STATED];
	const struct heard *unverified = &heard[INVOLVEMENT_UNVERIFIED];
	const struct heard *denied = &heard[INVOLVEMENT_DENIED];
	double all = 0;

	for (int v = INVOLVEMENT_CONFIRMED; v < INVOLVEMENT_COUNT; v++)
		all += heard[v].weight;
	if (is_firm(&heard[INVOLVEMENT_DISPUTED], w) ||
	    (is_firm(denied, w) && confirmed->articles + stated->articles > 0))
		return INVOLVEMENT_DISPUTED;
	if (is_firm(confirmed, w))
		return INVOLVEMENT_CONFIRMED;
	if (is_firm(denied, w))
		return INVOLVEMENT_DENIED;
	if (unverified->articles && unverified->weight >= PORTRAIT_SUPPORT * all)
		return INVOLVEMENT_UNVERIFIED;
	if (stated->articles)
		return INVOLVEMENT_STATED;
	for (int v = INVOLVEMENT_CONFIRMED; v < INVOLVEMENT_COUNT; v++)
		if (heard[v].articles)
			return (enum involvement)v;
	return INVOLVEMENT_NONE;
}

/* Of a dispute both sides are shown. */
static bool is_shown(const struct easel *w, size_t n, enum involvement value)
{
	if (value != INVOLVEMENT_DISPUTED)
		return says(w, n, value);
	return says(w, n, INVOLVEMENT_DISPUTED) || says(w, n, INVOLVEMENT_CONFIRMED) ||
	       says(w, n, INVOLVEMENT_DENIED);
}

static void quotes_of(struct emit *e, const struct easel *w, size_t n, size_t *written)
{
	const struct json *said = json_get(w->verdict[n], "ai_involvement");
	size_t count = json_len(json_get(said, "evidence"));

	for (size_t i = 0; i < count && *written < PORTRAIT_QUOTES; i++) {
		const struct json *evidence = verdict_evidence_of(w->verdict[n], said, i);

		if (!evidence)
			continue;
		portrait_quote(e, w, n, json_get_str(evidence, "quote"));
		++*written;
		if (w->count > 1) /* each of another article */
			return;
	}
}

static struct str who(const struct easel *w, enum involvement value)
{
	for (size_t n = 0; n < w->count; n++) {
		struct str by = json_get_str(json_get(w->verdict[n], "ai_involvement"), "by");

		if (says(w, n, value) && by.len)
			return value == INVOLVEMENT_STATED && w->count > 1 ? STR("the articles")
									   : by;
	}
	return STR_NONE;
}

void portrait_involvement(struct emit *e, struct easel *w)
{
	struct heard heard[INVOLVEMENT_COUNT] = {0};
	enum involvement value;
	size_t written = 0;

	for (size_t n = 0; n < w->count; n++)
		for (int v = INVOLVEMENT_CONFIRMED; v < INVOLVEMENT_COUNT; v++)
			if (says(w, n, (enum involvement)v)) {
				heard[v].weight += w->standing[n].weight;
				heard[v].articles++;
			}
	w->out->involvement = value = compose(heard, w);
	emit_key(e, "ai_involvement");
	emit_object(e);
	emit_pair(e, "value",
		  value ? str_of(verdict_involvement[value]) : STR(UNKNOWN_NOT_ASSESSED));
	emit_pair(e, "by", who(w, value));
	emit_key(e, "articles");
	emit_object(e);
	for (int v = INVOLVEMENT_CONFIRMED; v < INVOLVEMENT_COUNT; v++)
		if (heard[v].articles)
			emit_pair_int(e, verdict_involvement[v], (int64_t)heard[v].articles);
	emit_end(e);
	emit_key(e, "evidence");
	emit_array(e);
	for (size_t n = 0; n < w->count; n++)
		if (is_shown(w, n, value))
			quotes_of(e, w, n, &written);
	emit_end(e);
	emit_end(e);
}
