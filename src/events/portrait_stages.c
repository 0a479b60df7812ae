/* portrait_stages.c -- when it was, and what became of it.
 *
 * The timeline begins with the first report. A later step (an investigation, a recall, a
 * fine) is one for each kind; it stands on the earliest day on which an article has it: the
 * day that its sentence states, else that of the article. What one article of four or more
 * says, and not in its headline, may be background and is left out. The event's stage is
 * the furthest that a step has reached. */
#include <stdlib.h>

#include "base/limits.h"
#include "events/portrait_parts.h"
#include "text/date.h"

#define FEW 3          /* articles, of which each is believed alone */
#define DAYS_BEFORE 60 /* the first report, that a day lies which one article states */

struct step {
	enum stage stage;
	struct str kind, what;
	const struct json *said; /* of the verdict; NULL: the first report */
	size_t article, articles, last;
	int64_t at_ms;
	bool stated, titled;
};

struct line {
	struct step step[LIMIT_TIMELINE];
	size_t len;
};

static enum stage stage_named(struct str name)
{
	for (int i = 0; i < STAGE_COUNT; i++)
		if (str_eq(name, str_of(stage_name[i])))
			return (enum stage)i;
	return STAGE_REPORTED;
}

/* -- gathering ---------------------------------------------------------------------------- */

static struct step *step_of(struct line *l, enum stage stage, struct str kind)
{
	for (size_t i = 0; i < l->len; i++)
		if (l->step[i].stage == stage && str_eq(l->step[i].kind, kind))
			return &l->step[i];
	return NULL;
}

/* Unknown days stand behind known ones. */
static bool is_earlier(int64_t a_ms, int64_t b_ms)
{
	return a_ms && (!b_ms || a_ms < b_ms);
}

static void hear(struct line *l, const struct easel *w, size_t n, const struct json *said)
{
	struct step now = {.stage = stage_named(json_get_str(said, "stage")),
			   .kind = json_get_str(said, "kind"),
			   .what = json_get_str(said, "what"),
			   .said = said,
			   .article = n,
			   .last = n,
			   .articles = 1,
			   .at_ms = w->article[n].date_ms};
	struct step *had = step_of(l, now.stage, now.kind);
	struct date day;

	if (now.stage == STAGE_REPORTED || now.kind.len == 0)
		return;
	if (date_parse(&day, json_get_str(said, "day"))) {
		now.at_ms = day.ms;
		now.stated = true;
	}
	now.titled = str_eq(json_get_str(said, "field"), STR("title"));
	if (!had && l->len == LIMIT_TIMELINE)
		return;
	if (had) {
		now.articles = had->articles + (had->last != n);
		now.titled = now.titled || had->titled;
		if (!is_earlier(now.at_ms, had->at_ms)) {
			had->articles = now.articles;
			had->titled = now.titled;
			had->last = n;
			return;
		}
	}
	if (!had)
		had = &l->step[l->len++];
	*had = now;
}

static void first_report(struct line *l, const struct easel *w)
{
	size_t first = 0;

	for (size_t n = 1; n < w->count; n++) {
		int64_t had = w->article[first].date_ms, now = w->article[n].date_ms;
		bool weightier = w->standing[n].weight > w->standing[first].weight;

		if (is_earlier(now, had) || (now == had && weightier))
			first = n;
	}
	l->step[l->len++] = (struct step){.stage = STAGE_REPORTED,
					  .kind = STR("report"),
					  .what = STR("first report"),
					  .article = first,
					  .articles = w->count,
					  .at_ms = w->article[first].date_ms};
}

static bool is_firm(const struct step *s, const struct easel *w)
{
	return s->stage == STAGE_REPORTED || s->titled || s->articles > 1 || w->count <= FEW;
}

static int by_day(const void *a, const void *b)
{
	const struct step *x = a, *y = b;
	int64_t p = x->at_ms / DATE_DAY_MS, q = y->at_ms / DATE_DAY_MS;

	if (p != q)
		return !p ? 1 : !q ? -1 : p < q ? -1 : 1;
	if (x->stage != y->stage)
		return x->stage < y->stage ? -1 : 1;
	return str_cmp(x->kind, y->kind);
}

/* -- telling ------------------------------------------------------------------------------- */

static struct str reason(const struct easel *w, const struct step *s)
{
	struct str who = w->article[s->article].publisher;
	const char *day = s->stated ? "its text states the day" : "the day is that of the report";

	if (s->stage == STAGE_REPORTED)
		return arena_fmt(w->arena, "The earliest of %zu article%s.", w->count,
				 w->count == 1 ? "" : "s");
	return arena_fmt(w->arena, "%zu of %zu article%s say%s so, first %.*s; %s.", s->articles,
			 w->count, w->count == 1 ? "" : "s", s->articles == 1 ? "s" : "",
			 STR_ARG(who.len ? who : STR("a report")), day);
}

static void span(struct emit *e, const struct json *said)
{
	emit_pair_int(e, "from", json_int(json_get(said, "from"), 0));
	emit_pair_int(e, "upto", json_int(json_get(said, "upto"), 0));
	emit_pair(e, "quote", json_get_str(said, "quote"));
}

static void quote(struct emit *e, const struct easel *w, const struct step *s)
{
	struct str title = w->article[s->article].title;
	const struct json *context = json_get(s->said, "context");

	if (s->said) {
		emit_pair(e, "field", json_get_str(s->said, "field"));
		span(e, s->said);
	} else {
		emit_pair(e, "field", STR("title"));
		emit_pair_int(e, "from", 0);
		emit_pair_int(e, "upto", (int64_t)title.len);
		emit_pair(e, "quote", title);
	}
	if (json_is_object(context)) {
		emit_key(e, "context");
		emit_object(e);
		span(e, context);
		emit_end(e);
	}
}

static void tell(struct emit *e, const struct easel *w, const struct step *s)
{
	emit_object(e);
	emit_pair(e, "stage", str_of(stage_name[s->stage]));
	emit_pair(e, "kind", s->kind);
	emit_pair(e, "what", s->what);
	emit_pair_or_null(e, "date", date_known_day(w->arena, s->at_ms));
	emit_pair(e, "dated", s->stated ? STR("stated") : STR("published"));
	emit_pair_int(e, "articles", (int64_t)s->articles);
	emit_pair(e, "reason", reason(w, s));
	emit_pair(e, "article", w->article[s->article].id);
	emit_pair(e, "publisher", w->article[s->article].publisher);
	quote(e, w, s);
	emit_end(e);
}

void portrait_stages(struct emit *e, struct easel *w)
{
	struct line *l = ARENA_NEW(w->arena, struct line);

	first_report(l, w);
	for (size_t n = 0; n < w->count; n++) {
		const struct json *list = json_get(w->verdict[n], "stages");

		for (size_t i = 0; i < json_len(list); i++)
			hear(l, w, n, json_at(list, i));
	}
	qsort(l->step, l->len, sizeof *l->step, by_day);
	w->out->stage = STAGE_REPORTED;
	for (size_t i = 0; i < l->len; i++)
		if (is_firm(&l->step[i], w) && l->step[i].stage > w->out->stage)
			w->out->stage = l->step[i].stage;
	emit_pair(e, "stage", str_of(stage_name[w->out->stage]));
	emit_key(e, "timeline");
	emit_array(e);
	for (size_t i = 0; i < l->len; i++)
		if (is_firm(&l->step[i], w))
			tell(e, w, &l->step[i]);
	emit_end(e);
}

/* -- the day --------------------------------------------------------------------------------- */

/* Is it likely the day of this matter? Not one after the first report, unless it is the next
 * by another clock; and one article alone is believed for a day of the weeks before. */
static bool is_likely(const struct claim_value *v, int64_t first)
{
	if (first && v->low > (double)first + 1)
		return false;
	return v->articles > 1 ||
	       (v->low >= v->high && first && v->low >= (double)(first - DAYS_BEFORE));
}

/* The ledger's row of days, which has the day that most articles state first. */
void portrait_happened(struct emit *e, const struct easel *w)
{
	const struct claim *c = w->claims->len ? &w->claims->row[0] : NULL;
	const struct claim_value *v = c && c->kind == CLAIM_DATE ? &c->value[0] : NULL;
	int64_t first = w->out->first_ms / DATE_DAY_MS;

	if (v && !is_likely(v, first))
		v = NULL;
	emit_key(e, "happened");
	emit_object(e);
	emit_pair(e, "day", v ? v->text : STR(UNKNOWN_NOT_STATED));
	if (v) {
		emit_pair_int(e, "articles", v->articles);
		emit_pair(e, "state", str_of(claim_state_name[c->state]));
		emit_key(e, "evidence");
		emit_array(e);
		for (size_t i = 0; i < v->quotes && i < PORTRAIT_QUOTES; i++)
			portrait_quote(e, w, v->quote[i].source,
				       v->quote[i].context.len ? v->quote[i].context
							       : v->quote[i].quote);
		emit_end(e);
	}
	emit_end(e);
}
