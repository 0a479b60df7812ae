/* cli/cmd_drift.c -- `tocsin eval drift --db URL [--days N]`.
 *
 * Reads what came in during the last N days, newest first, as far as it names AI: the rest is not
 * scored by any model. The pack's cues read it again; label and doubt are the verdict's own. */
#include "cli/cmd_drift.h"

#include "base/clock.h"
#include "base/json.h"
#include "base/limits.h"
#include "judge/drift.h"
#include "judge/matcher.h"
#include "store/drift_kept.h"
#include "text/date.h"

#define MILLION 1e6

struct looking {
	struct profile *now;
	const struct pack *pack;
	struct matcher *matcher;
	struct arena *arena;
};

static void add_verdict(struct looking *l, const struct drift_article *from)
{
	const struct json *verdict;
	struct err ignored;
	enum label label;

	if (!label_parse(&label, from->label) ||
	    !json_read(&verdict, l->arena, from->verdict, &ignored))
		return;
	profile_add_verdict(l->now, label,
			    json_num(json_get(json_get(verdict, "probability"), label_name[label]),
				     0));
}

static bool look(const struct drift_article *from, void *payload, struct err *err)
{
	struct looking *l = payload;
	struct article a = {.field = {[FIELD_TITLE] = from->title, [FIELD_TEXT] = from->text}};
	struct reading reading;

	(void)err;
	arena_reset(l->arena);
	if (str_eq(from->label, STR(LABEL_NOT_ASSESSED)) || !reading_names_ai(&a, l->matcher))
		return true;
	reading_of(&reading, l->pack, l->matcher, l->arena, &a);
	profile_add(l->now, &reading, l->pack);
	add_verdict(l, from);
	return true;
}

/* -- telling ---------------------------------------------------------------------------------- */

static void tell_things(struct buf *out, const struct profile *now, const struct profile *trained,
			enum profile_kind kind, const char *what)
{
	struct drift_thing t[DRIFT_PHRASES];
	size_t n = drift_things(t, DRIFT_PHRASES, now, trained, kind);

	buf_fmt(out, "%s (articles of now, of training):\n", what);
	for (size_t i = 0; i < n; i++)
		buf_fmt(out, "  %-32.*s %6.0f %6.0f\n", STR_ARG(t[i].key), t[i].now, t[i].trained);
}

static void tell(struct buf *out, const struct drift *d, int64_t days)
{
	buf_fmt(out, "articles that name AI, of the last %lld days: %zu\n", (long long)days,
		d->articles);
	buf_fmt(out, "unknown words    %5.1f %%, %.1f %% when trained%s\n", 100 * d->unknown,
		100 * d->unknown_trained, d->words_warn ? "  WARNING" : "");
	buf_fmt(out, "confidence, PSI  %6.3f%s\n", d->confidence,
		d->confidence_warn ? "  WARNING" : "");
	buf_fmt(out, "labels, PSI      %6.3f\ncues, JS bits    %6.3f\n", d->labels, d->cues);
	if (!d->enough)
		buf_fmt(out, "fewer than %d articles: too few to tell\n", DRIFT_LEAST);
	else if (d->words_warn || d->confidence_warn)
		buf_z(out, "drift: these articles are unlike those that the models learned from\n");
	else
		buf_z(out, "no drift\n");
}

static bool keep(struct store *s, const struct drift *d, int64_t now_ms, struct err *err)
{
	struct drift_kept kept = {.at_ms = now_ms,
				  .articles = (int64_t)d->articles,
				  .unknown = (int64_t)(MILLION * d->unknown),
				  .unknown_trained = (int64_t)(MILLION * d->unknown_trained),
				  .confidence = (int64_t)(MILLION * d->confidence),
				  .labels = (int64_t)(MILLION * d->labels),
				  .cues = (int64_t)(MILLION * d->cues),
				  .warns = d->words_warn + 2 * d->confidence_warn};

	return store_drift_keep(s, &kept, err);
}

static bool compare(struct buf *out, struct store *s, struct looking *l,
		    const struct profile *trained, const struct options *o, struct err *err)
{
	int64_t days = options_number(o, OPT_DAYS), now_ms = clock_now_ms();
	struct drift d;

	if (!store_each_latest(s, now_ms - days * DATE_DAY_MS, LIMIT_DRIFT, look, l, err))
		return false;
	drift_of(&d, l->now, trained);
	tell(out, &d, days);
	tell_things(out, l->now, trained, PROFILE_WORD, "words that grew");
	tell_things(out, l->now, trained, PROFILE_PHRASE, "phrases that grew");
	tell_things(out, l->now, trained, PROFILE_CUE, "cues that grew");
	return keep(s, &d, now_ms, err);
}

static bool with_pack(struct buf *out, const struct options *o, const struct pack *pack,
		      struct err *err)
{
	struct store_options where = {.url = str_of(options_text(o, OPT_DB)), .mode = DB_WRITE};
	struct looking l = {.pack = pack};
	struct profile *trained;
	struct store *s = NULL;
	bool ok;

	if (!profile_load(&trained, pack, err))
		return false;
	l.now = profile_new();
	l.matcher = matcher_new(pack);
	l.arena = arena_new();
	ok = store_open(&s, &where, err) && compare(out, s, &l, trained, o, err);
	store_close(s);
	arena_free(l.arena);
	matcher_free(l.matcher);
	profile_free(l.now);
	profile_free(trained);
	return ok;
}

bool cmd_drift(struct buf *out, const struct options *o, struct err *err)
{
	struct pack *pack;
	bool ok;

	if (!common_pack(&pack, o, err))
		return false;
	ok = with_pack(out, o, pack, err);
	pack_free(pack);
	return ok;
}
