/* cli/cmd_pictures.c -- `tocsin pictures`: pictures by hand or by cron, where no `tocsin watch`
 * runs. */
#include "base/clock.h"
#include "base/io.h"
#include "base/limits.h"
#include "base/log.h"
#include "cli/common.h"
#include "flow/pictures.h"

static bool print(struct store *s, struct arena *a, struct err *err)
{
	struct picture_count row[STORE_PICTURE_COUNTS];
	size_t count;
	struct buf b;
	bool ok;

	if (!store_picture_counts(row, &count, s, a, err))
		return false;
	buf_init(&b, LIMIT_RESPONSE);
	for (size_t i = 0; i < count; i++)
		buf_fmt(&b, "%8lld  %.*s\n", (long long)row[i].number,
			STR_ARG(row[i].outcome.len ? row[i].outcome : STR("(waits)")));
	ok = io_print(buf_view(&b), err) && io_print_end(err);
	buf_free(&b);
	return ok;
}

static bool list(const struct options *o, struct err *err)
{
	struct store_options where = {.url = str_of(options_text(o, OPT_DB)), .mode = DB_READ};
	struct arena *a = arena_new();
	struct store *s = NULL;
	bool ok = store_open(&s, &where, err) && print(s, a, err);

	store_close(s);
	arena_free(a);
	return ok;
}

static bool take_out(const struct options *o, struct err *err)
{
	const char *who = options_text(o, OPT_WHO);
	struct store_options where = {.url = str_of(options_text(o, OPT_DB)), .mode = DB_WRITE};
	struct doer by = {.who = str_of(*who ? who : "operator"),
			  .why = str_of(options_text(o, OPT_WHY)),
			  .at_ms = clock_now_ms()};
	struct picture_removal r;
	struct arena *a = arena_new();
	struct store *s = NULL;
	bool ok = store_open(&s, &where, err) &&
		  store_picture_remove(&r, s, a, str_of(o->operand[1]), &by, err);

	if (ok)
		log_info("act %lld of the trail: %s, and %zu addresses are not asked again",
			 (long long)r.act, r.hash.len ? "the picture is gone" : "there was none",
			 r.addresses);
	store_close(s);
	arena_free(a);
	return ok;
}

/* Until nothing is due: what failed for a while is due in an hour. */
static bool rounds(struct pictures *pictures, struct polite *p, struct clerk *c, struct err *err)
{
	struct polite_answer answer;

	for (;;) {
		if (!clerk_flush(c, err) || !pictures_start(pictures, err) || !clerk_flush(c, err))
			return false;
		if (!pictures_pending(pictures))
			return true;
		while (pictures_pending(pictures))
			if (polite_next(&answer, p, 1000) && !pictures_came(pictures, &answer, err))
				return false;
	}
}

static bool fetch(const struct options *o, struct err *err)
{
	struct polite_options guest;
	struct pictures *pictures = NULL;
	struct polite *polite = NULL;
	struct clerk *clerk = NULL;
	bool ok = common_polite(&guest, o, err) &&
		  clerk_open(&clerk, str_of(options_text(o, OPT_DB)), 0, err) &&
		  polite_open(&polite, &guest, err);

	if (ok) {
		pictures = pictures_new(clerk, polite);
		ok = rounds(pictures, polite, clerk, err);
		log_info("%lld pictures kept, %lld addresses lead to none",
			 (long long)pictures_sum(pictures)->kept,
			 (long long)pictures_sum(pictures)->none);
	}
	polite_close(polite);
	pictures_free(pictures);
	clerk_close(clerk);
	return ok;
}

int cmd_pictures(const struct options *o)
{
	struct err err;

	if (o->operand_count == 1 && strcmp(o->operand[0], "list") == 0)
		return list(o, &err) ? EXIT_DONE : common_failed(&err);
	if (o->operand_count == 1 && strcmp(o->operand[0], "fetch") == 0)
		return fetch(o, &err) ? EXIT_DONE : common_failed(&err);
	if (o->operand_count == 2 && strcmp(o->operand[0], "remove") == 0)
		return take_out(o, &err) ? EXIT_DONE : common_failed(&err);
	return common_usage("pictures", "fetch, list, or remove PICTURE");
}
