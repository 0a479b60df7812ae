/* store/store_drift.c -- the latest articles with their texts, and what was measured of them. */
#include "store/drift_kept.h"
#include "store/store_parts.h"

bool store_each_latest(struct store *s, int64_t since_ms, int64_t most, drift_article_fn *fn,
		       void *payload, struct err *err)
{
	struct ask a;
	bool fine = true;

	ask_open(&a, s, Q_ARTICLES_LATEST, err);
	ask_int(&a, most);
	while (fine && ask_row(&a)) {
		struct drift_article one = {.seen_ms = ask_int_at(&a, 0),
					    .label = ask_str_at(&a, 1),
					    .verdict = ask_str_at(&a, 2),
					    .title = ask_str_at(&a, 3),
					    .text = ask_str_at(&a, 4)};

		if (one.seen_ms < since_ms)
			break;
		fine = fn(&one, payload, err);
	}
	return ask_close(&a) && fine;
}

static const struct kept_field {
	const char *name;
	size_t at;
} field[] = {
	{"drift_at_ms", offsetof(struct drift_kept, at_ms)},
	{"drift_articles", offsetof(struct drift_kept, articles)},
	{"drift_unknown", offsetof(struct drift_kept, unknown)},
	{"drift_unknown_trained", offsetof(struct drift_kept, unknown_trained)},
	{"drift_confidence", offsetof(struct drift_kept, confidence)},
	{"drift_labels", offsetof(struct drift_kept, labels)},
	{"drift_cues", offsetof(struct drift_kept, cues)},
	{"drift_warns", offsetof(struct drift_kept, warns)},
};
#define FIELDS (sizeof field / sizeof *field)

static bool put(struct store *s, const char *name, int64_t value, struct err *err)
{
	struct ask a;

	ask_open(&a, s, Q_COUNTER_SET, err);
	ask_str(&a, str_of(name));
	ask_int(&a, value);
	return ask_run(&a);
}

static bool keep(struct store *s, const struct drift_kept *kept, struct err *err)
{
	for (size_t i = 0; i < FIELDS; i++) {
		int64_t value;

		memcpy(&value, (const char *)kept + field[i].at, sizeof value);
		if (!put(s, field[i].name, value, err))
			return false;
	}
	/* pages that show it are drawn anew */
	return store_count_more(s, STR("version"), 1, err);
}

bool store_drift_keep(struct store *s, const struct drift_kept *kept, struct err *err)
{
	bool own;

	return store_change_begin(&own, s, err) &&
	       store_change_end(s, own, keep(s, kept, err), err);
}

bool store_drift(struct drift_kept *out, struct store *s, struct err *err)
{
	for (size_t i = 0; i < FIELDS; i++) {
		int64_t value;

		if (!store_counter(&value, s, str_of(field[i].name), err))
			return false;
		memcpy((char *)out + field[i].at, &value, sizeof value);
	}
	return true;
}
