/* portrait_realised.c -- was somebody harmed, by all articles of the event?
 *
 * Each article's value weighs as its publisher does. The gravest value that has a third of the
 * weight stands: a victim before an allegation, that before what was shown, that before what is
 * only thought of. */
#include "events/portrait_parts.h"

static bool says(const struct easel *w, size_t n, enum realised value)
{
	return str_eq(json_get_str(json_get(w->verdict[n], "realised"), "value"),
		      str_of(verdict_realised[value]));
}

static void quotes(struct emit *e, const struct easel *w, enum realised value)
{
	size_t written = 0;

	for (size_t n = 0; n < w->count && written < PORTRAIT_QUOTES; n++) {
		const struct json *evidence =
			verdict_evidence_of(w->verdict[n], json_get(w->verdict[n], "realised"), 0);

		if (!says(w, n, value) || !evidence)
			continue;
		portrait_quote(e, w, n, json_get_str(evidence, "quote"));
		written++;
	}
}

void portrait_realised(struct emit *e, struct easel *w)
{
	double weight[REALISED_COUNT] = {0}, all = 0, above = 0;
	int64_t articles[REALISED_COUNT] = {0};
	enum realised value = REALISED_NONE;

	for (size_t n = 0; n < w->count; n++)
		for (int v = REALISED_VICTIM; v < REALISED_COUNT; v++)
			if (says(w, n, (enum realised)v)) {
				weight[v] += w->standing[n].weight;
				all += w->standing[n].weight;
				articles[v]++;
			}
	for (int v = REALISED_VICTIM; v < REALISED_COUNT && !value && all > 0; v++) {
		above += weight[v];
		if (articles[v] && above >= PORTRAIT_SUPPORT * all)
			value = (enum realised)v;
	}
	w->out->realised = value;
	emit_key(e, "realised");
	emit_object(e);
	emit_pair(e, "value", value ? str_of(verdict_realised[value]) : STR(UNKNOWN_NOT_STATED));
	emit_key(e, "articles");
	emit_object(e);
	for (int v = REALISED_VICTIM; v < REALISED_COUNT; v++)
		if (articles[v])
			emit_pair_int(e, verdict_realised[v], articles[v]);
	emit_end(e);
	emit_key(e, "evidence");
	emit_array(e);
	if (value)
		quotes(e, w, value);
	emit_end(e);
	emit_end(e);
}
