/* cli/cmd_submissions.c -- `tocsin submissions`: what readers sent in, read by hand or by cron
 * where no `tocsin watch` runs. */
#include "base/io.h"
#include "base/limits.h"
#include "base/log.h"
#include "cli/common.h"
#include "flow/submitted.h"
#include "text/date.h"

static bool list_state(struct store *s, struct arena *a, const char *state, struct err *err)
{
	const struct submission *one;
	size_t count;
	struct buf b;
	bool ok;

	if (!store_submissions(&one, &count, s, a, str_of(state), err))
		return false;
	buf_init(&b, LIMIT_RESPONSE);
	for (size_t i = 0; i < count; i++)
		buf_fmt(&b, "%lld  %.*s  %-8s %.*s\n", (long long)one[i].number,
			STR_ARG(date_day(a, one[i].at_ms)), state,
			STR_ARG(str_cut(one[i].url.len ? one[i].url : one[i].title, 0, 100)));
	ok = io_print(buf_view(&b), err);
	buf_free(&b);
	return ok;
}

static bool list(const struct options *o, struct err *err)
{
	struct store_options where = {.url = str_of(options_text(o, OPT_DB)), .mode = DB_READ};
	struct arena *a = arena_new();
	struct store *s = NULL;
	bool ok = store_open(&s, &where, err) && list_state(s, a, "held", err) &&
		  list_state(s, a, "waiting", err) && io_print_end(err);

	store_close(s);
	arena_free(a);
	return ok;
}

/* Rounds, a few pages at a time, until none is left that was not tried. */
static bool rounds(struct submitted *sent, struct polite *p, struct clerk *c, struct err *err)
{
	struct polite_answer answer;

	do {
		if (!submitted_start(sent, err))
			return false;
		while (submitted_pending(sent))
			if (polite_next(&answer, p, 1000) && !submitted_came(sent, &answer, err))
				return false;
		if (!clerk_flush(c, err) || !submitted_start(sent, err))
			return false;
	} while (submitted_pending(sent));
	return clerk_flush(c, err);
}

static bool process(const struct options *o, struct err *err)
{
	struct polite_options guest;
	struct submitted *sent = NULL;
	struct polite *polite = NULL;
	struct clerk *clerk = NULL;
	struct judge *judge = NULL;
	struct pack *pack = NULL;
	bool ok = common_polite(&guest, o, err) && common_pack(&pack, o, err) &&
		  clerk_open(&clerk, str_of(options_text(o, OPT_DB)), 0, err) &&
		  polite_open(&polite, &guest, err);

	if (ok) {
		judge = judge_new(pack);
		sent = submitted_new(clerk, judge, polite);
		ok = rounds(sent, polite, clerk, err);
		log_info("%lld submissions read, %lld known before, %lld refused",
			 (long long)submitted_sum(sent)->read,
			 (long long)submitted_sum(sent)->known,
			 (long long)submitted_sum(sent)->refused);
	}
	polite_close(polite);
	submitted_free(sent);
	clerk_close(clerk);
	judge_free(judge);
	pack_free(pack);
	return ok;
}

int cmd_submissions(const struct options *o)
{
	struct err err;

	if (o->operand_count == 1 && strcmp(o->operand[0], "list") == 0)
		return list(o, &err) ? EXIT_DONE : common_failed(&err);
	if (o->operand_count == 1 && strcmp(o->operand[0], "process") == 0)
		return process(o, &err) ? EXIT_DONE : common_failed(&err);
	return common_usage("submissions", "process or list");
}
