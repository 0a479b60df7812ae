/* cli/cmd_sources.c -- `tocsin sources`: which are watched, and how that goes. */
#include "base/clock.h"
#include "base/io.h"
#include "base/limits.h"
#include "base/log.h"
#include "cli/common.h"
#include "cli/sources_find.h"
#include "ingest/opml.h"
#include "store/store.h"
#include "text/date.h"

static bool import_one(struct store *s, struct arena *a, const char *path, struct err *err)
{
	struct source_list list;
	struct buf text;
	bool ok;

	buf_init(&text, LIMIT_FETCH_FEED);
	ok = io_read(&text, path, err);
	if (ok && !source_list_read(&list, a, buf_view(&text), err)) {
		err_at(err, path);
		ok = false;
	}
	ok = ok && store_begin(s, err);
	for (size_t i = 0; ok && i < list.count; i++)
		ok = store_watch_add(s,
				     &(struct watched){.name = list.item[i].name,
						       .given = list.item[i].url,
						       .lang = list.item[i].lang,
						       .kind = list.item[i].kind},
				     err);
	ok = ok && store_end(s, err);
	if (ok)
		log_info("%s: %zu sources", path, list.count);
	buf_free(&text);
	return ok;
}

static bool import(struct store *s, struct arena *a, const struct options *o, struct err *err)
{
	for (int i = 1; i < o->operand_count; i++)
		if (!import_one(s, a, o->operand[i], err))
			return false;
	return true;
}

/* Where they are now, which may be elsewhere than where they were written down. */
static bool export(struct store *s, struct arena *a, const struct options *o, struct err *err)
{
	const char *format = common_format(o);
	const struct watched *row;
	struct source_list list;
	struct buf out;
	bool ok;

	if (!store_watched(&row, &list.count, s, a, err))
		return false;
	list.item = ARENA_ARRAY(a, struct source_item, list.count + 1);
	for (size_t i = 0; i < list.count; i++)
		list.item[i] =
			(struct source_item){row[i].name, row[i].url, row[i].lang, row[i].kind};
	buf_init(&out, LIMIT_FILE);
	if (format && strcmp(format, "opml") == 0)
		opml_write(&out, &list);
	else
		source_list_write(&out, &list);
	ok = io_print(buf_view(&out), err) && io_print_end(err);
	buf_free(&out);
	return ok;
}

static struct str when(struct arena *a, int64_t ms)
{
	return ms ? date_iso(a, ms) : STR("never");
}

static bool list(struct store *s, struct arena *a, const struct options *o, struct err *err)
{
	const struct watched *row;
	struct buf out;
	size_t count;
	bool ok;

	(void)o;
	if (!store_watched(&row, &count, s, a, err))
		return false;
	buf_init(&out, LIMIT_FILE);
	for (size_t i = 0; i < count; i++)
		buf_fmt(&out,
			"%-18.*s  last success %-20.*s  %lld failures, %lld of %lld entries "
			"new  %.*s%s%.*s\n",
			STR_ARG(row[i].outcome.len ? row[i].outcome : STR("-")),
			STR_ARG(when(a, row[i].last_success_ms)), (long long)row[i].failures,
			(long long)row[i].fresh, (long long)row[i].entries, STR_ARG(row[i].name),
			row[i].detail.len ? ": " : "", STR_ARG(row[i].detail));
	ok = io_print(buf_view(&out), err) && io_print_end(err);
	buf_free(&out);
	return ok;
}

/* Without a store. */
static int discover(const struct options *o)
{
	struct arena *a = arena_new();
	struct err err;
	bool ok = sources_find_print(a, o, &err);

	arena_free(a);
	return ok ? EXIT_DONE : common_failed(&err);
}

int cmd_sources(const struct options *o)
{
	static const struct {
		const char *name;
		bool (*run)(struct store *s, struct arena *a, const struct options *o,
			    struct err *err);
		bool writes;
	} action[] = {{"import", import, true},
		      {"export", export, false},
		      {"list", list, false},
		      {"add", sources_find_add, true}};
	const size_t actions = sizeof action / sizeof *action;
	struct store_options options = {.url = str_of(options_text(o, OPT_DB))};
	size_t n = 0;
	struct arena *a;
	struct store *s;
	struct err err;
	bool ok;

	if (o->operand_count > 1 && strcmp(o->operand[0], "discover") == 0)
		return discover(o);
	while (n < actions && (!o->operand_count || strcmp(o->operand[0], action[n].name) != 0))
		n++;
	if (n == actions || (o->operand_count > 1) != action[n].writes)
		return common_usage("sources", "import FILE..., export, list, discover PAGE... "
					       "or add URL...");
	options.mode = action[n].writes ? DB_WRITE : DB_READ;
	options.may_migrate = action[n].writes;
	if (!store_open(&s, &options, &err))
		return common_failed(&err);
	a = arena_new();
	ok = action[n].run(s, a, o, &err);
	arena_free(a);
	store_close(s);
	return ok ? EXIT_DONE : common_failed(&err);
}
