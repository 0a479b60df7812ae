/* store/store_check.c -- does the store still agree with itself?
 *
 * Everything that is kept twice (counts, filters, the full text index) is counted
 * anew and compared; everything that must point somewhere is followed. It reads the
 * whole file: minutes on a large one. It repairs nothing. */
#include "store/store_parts.h"

#include "base/json.h"
#include "store/text_index.h"

struct teller {
	void (*told)(const char *line, void *payload);
	void *payload;
	int64_t troubles;
};

static void tell(const char *line, void *payload)
{
	struct teller *t = payload;

	t->troubles++;
	t->told(line, t->payload);
}

/* Each row of the statement is a trouble, in its own words. */
static bool rows(struct teller *t, struct store *s, enum query_id id, struct arena *arena,
		 struct err *err)
{
	struct ask a;

	ask_open(&a, s, id, err);
	while (ask_row(&a))
		tell(arena_z(arena, ask_str_at(&a, 0)), t);
	return ask_close(&a);
}

static bool portraits(struct teller *t, struct store *s, struct arena *arena, struct err *err)
{
	struct ask a;

	ask_open(&a, s, Q_CHECK_PORTRAITS, err);
	while (ask_row(&a)) {
		for (int column = 1; column <= 2; column++) {
			struct json *json;
			struct err why;

			if (json_parse(&json, ask_str_at(&a, column), &why))
				json_free(json);
			else
				tell(arena_fmt(arena, "event %.*s: %s", STR_ARG(ask_str_at(&a, 0)),
					       why.text)
					     .at,
				     t);
		}
	}
	return ask_close(&a);
}

bool store_check(struct store *s, void (*told)(const char *line, void *payload), void *payload,
		 struct err *err)
{
	static const enum query_id question[] = {
		Q_CHECK_STORIES,   Q_CHECK_STRAYS,  Q_CHECK_PLACED,    Q_CHECK_UNPLACED,
		Q_CHECK_ROUND_UPS, Q_CHECK_SIZES,   Q_CHECK_FACETS,    Q_CHECK_LABELS,
		Q_CHECK_COUNTERS,  Q_CHECK_DAYS,    Q_CHECK_PASSED,    Q_CHECK_SITE_DAYS,
		Q_CHECK_SITES,     Q_CHECK_SOURCES, Q_CHECK_REDIRECTS, Q_CHECK_APART,
		Q_CHECK_TOGETHER};
	struct teller t = {.told = told, .payload = payload};
	struct arena *arena = arena_new();
	bool ok = s->ops->check(s->db, tell, &t, err);

	for (size_t i = 0; ok && i < sizeof question / sizeof question[0]; i++)
		ok = rows(&t, s, question[i], arena, err);
	ok = ok && portraits(&t, s, arena, err);
	if (ok)
		text_index_check(s, tell, &t);
	arena_free(arena);
	if (!ok)
		return false;
	return t.troubles == 0 ||
	       err_set(err, ERR_CONFLICT, "the store has %lld troubles", (long long)t.troubles);
}
