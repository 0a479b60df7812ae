/* cli/cmd_export.c -- `tocsin export` and `tocsin backup`: what leaves the store. */
#include "base/clock.h"
#include "base/log.h"
#include "cli/common.h"
#include "serve/call.h"
#include "serve/export.h"
#include "store/dump.h"

static struct str text(const struct options *o, enum option which)
{
	return str_of(options_text(o, which));
}

static bool day(int64_t *from, int64_t *upto, const struct options *o, enum option which,
		struct err *err)
{
	struct str given = text(o, which);

	if (given.len == 0 || call_day(from, upto, given))
		return true;
	return err_set(err, ERR_CONFIG, "--%s: write a date as 2025-06-16, 2025-06 or 2025",
		       option_row[which].name);
}

static bool filter(struct event_query *q, const struct options *o, struct err *err)
{
	int64_t ignored;

	*q = (struct event_query){.q = text(o, OPT_SEARCH),
				  .label = text(o, OPT_LABEL),
				  .severity = text(o, OPT_SEVERITY),
				  .country = text(o, OPT_COUNTRY)};
	return day(&q->from_ms, &ignored, o, OPT_FROM, err) &&
	       day(&ignored, &q->upto_ms, o, OPT_TO, err);
}

static bool is_filtered(const struct event_query *q)
{
	return q->q.len || q->label.len || q->severity.len || q->country.len || q->from_ms ||
	       q->upto_ms;
}

static int run(const struct options *o, const struct export_options *export)
{
	struct store_options where = {.url = text(o, OPT_DB), .mode = DB_READ};
	struct arena *arena = arena_new();
	struct str path = STR("");
	struct store *s = NULL;
	struct err err;
	bool ok = store_open(&s, &where, &err) && export_run(&path, s, arena, export, &err);

	store_close(s);
	if (ok && path.len)
		log_info("wrote %.*s", STR_ARG(path));
	arena_free(arena);
	return ok ? EXIT_DONE : common_failed(&err);
}

int cmd_export(const struct options *o)
{
	struct export_options export = {.format = text(o, OPT_FORMAT),
					.out = options_text(o, OPT_OUT),
					.texts = !options_flag(o, OPT_NO_TEXTS),
					.pictures = options_flag(o, OPT_PICTURES),
					.now_ms = clock_now_ms()};
	struct err err;

	if (o->operand_count)
		return common_usage("export", "no operands");
	if (!filter(&export.filter, o, &err)) {
		log_error("export: %s", err.text);
		return EXIT_USAGE;
	}
	if (export.format.len == 0)
		return common_usage("export", export_formats);
	if ((str_eq(export.format, STR("jsonl")) || str_eq(export.format, STR("warc"))) &&
	    is_filtered(&export.filter))
		return common_usage("export", "no filter with jsonl or warc, which are all of it");
	return run(o, &export);
}

int cmd_backup(const struct options *o)
{
	struct store_options where = {.url = text(o, OPT_DB), .mode = DB_READ};
	const char *path = options_text(o, OPT_OUT);
	struct store *s = NULL;
	int64_t bytes = 0;
	struct err err;
	bool ok;

	if (o->operand_count || !*path)
		return common_usage("backup", "--out FILE");
	ok = store_open(&s, &where, &err) && store_backup(&bytes, s, path, &err);
	store_close(s);
	if (!ok)
		return common_failed(&err);
	log_info("%s: %.1f MB, sound", path, (double)bytes / 1e6);
	return EXIT_DONE;
}
