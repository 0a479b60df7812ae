/* cli/cmd_locker.c -- `tocsin locker`: documents as they were fetched. */
#include "base/clock.h"
#include "base/emit.h"
#include "base/io.h"
#include "base/limits.h"
#include "base/log.h"
#include "cli/common.h"
#include "flow/retention.h"
#include "text/date.h"

struct work {
	const struct options *options;
	struct store *store;
	struct arena *arena;
};

/* -- list, show ----------------------------------------------------------------------- */

static bool sums(struct work *w, struct err *err)
{
	struct locker_sums s;

	if (!store_locker_sums(&s, w->store, w->arena, err))
		return false;
	log_info("%lld documents for %lld verdicts in %s%.*s: %.1f MB, packed %.1f MB, %lld bytes "
		 "each; addresses and headers %.1f MB; %lld are held for ever",
		 (long long)s.objects, (long long)s.captures,
		 str_eq(s.keeps, STR("sqlite")) ? "the store"
		 : s.folder.len                 ? ""
						: "nothing",
		 STR_ARG(str_eq(s.keeps, STR("sqlite")) ? STR("") : s.folder),
		 (double)s.bytes / 1e6, (double)s.packed / 1e6,
		 (long long)(s.objects ? s.packed / s.objects : 0), (double)s.told / 1e6,
		 (long long)s.held);
	return true;
}

static bool list(struct work *w, struct err *err)
{
	int64_t limit = options_number(w->options, OPT_LIMIT);
	const struct locker_row *row;
	struct locker_sums s;
	size_t count;
	struct buf b;
	bool ok;

	if (limit > LIMIT_PAGE_ROWS)
		limit = LIMIT_PAGE_ROWS;
	if (!store_locker_sums(&s, w->store, w->arena, err) ||
	    !store_locker_rows(&row, &count, w->store, w->arena,
			       s.last > limit ? s.last - limit : 0, err))
		return false;
	buf_init(&b, LIMIT_RESPONSE);
	for (size_t i = 0; i < count && (int64_t)i < limit; i++)
		buf_fmt(&b, "%.*s  %-5s %8lld %7lld  %.16s  %.*s  %.*s\n",
			STR_ARG(date_day(w->arena, row[i].capture.seen_ms)),
			capture_kind[row[i].capture.kind], (long long)row[i].size,
			(long long)row[i].packed, row[i].sha256.at, STR_ARG(row[i].article),
			STR_ARG(str_cut(row[i].title, 0, 80)));
	ok = io_print(buf_view(&b), err) && io_print_end(err);
	buf_free(&b);
	return ok && sums(w, err);
}

static void show_row(struct buf *b, struct arena *arena, const struct locker_row *r)
{
	struct buf inner;
	struct emit e;

	buf_init(&inner, LIMIT_LINE);
	capture_to_json(&inner, &r->capture);
	emit_open(&e, b);
	emit_object(&e);
	emit_pair(&e, "article", r->article);
	emit_pair_int(&e, "version", r->version);
	emit_pair(&e, "sha256", r->sha256);
	emit_pair(&e, "at", date_iso(arena, r->capture.seen_ms));
	emit_pair_int(&e, "bytes", r->size);
	emit_pair_int(&e, "packed", r->packed);
	emit_pair_int(&e, "dictionary", r->dictionary);
	emit_key(&e, "capture");
	emit_raw(&e, buf_view(&inner));
	emit_end(&e);
	buf_char(b, '\n');
	buf_free(&inner);
}

static bool body_out(struct work *w, const struct locker_row *r, const char *path, struct err *err)
{
	struct buf body;
	bool ok;

	buf_init(&body, LIMIT_CAPTURE + 1);
	ok = store_locker_body(&body, w->store, r->sha256, err);
	if (ok && strcmp(path, "-") == 0)
		ok = io_print(buf_view(&body), err) && io_print_end(err);
	else if (ok)
		ok = io_write(path, buf_view(&body), err);
	buf_free(&body);
	return ok;
}

static bool show(struct work *w, struct err *err)
{
	struct str id = str_of(w->options->operand[1]);
	const char *out = options_text(w->options, OPT_OUT);
	const struct locker_row *row;
	int64_t act;
	size_t count;
	struct buf b;
	bool ok;

	if (!store_locker_of(&row, &count, w->store, w->arena, id, err) ||
	    !store_locker_removed(&act, w->store, id, err))
		return false;
	if (act)
		return err_set(err, ERR_MISSING,
			       "what was kept of %.*s was removed on request: act %lld of the "
			       "trail",
			       STR_ARG(id), (long long)act);
	if (!count)
		return err_set(err, ERR_MISSING, "nothing is kept of an article %.*s", STR_ARG(id));
	if (*out)
		return body_out(w, &row[count - 1], out, err);
	buf_init(&b, LIMIT_RESPONSE);
	for (size_t i = 0; i < count; i++)
		show_row(&b, w->arena, &row[i]);
	ok = io_print(buf_view(&b), err) && io_print_end(err);
	buf_free(&b);
	return ok;
}

/* -- verify ------------------------------------------------------------------------------- */

static void told(const char *line, void *payload)
{
	(void)payload;
	log_error("%s", line);
}

static bool verify(struct work *w, struct err *err)
{
	if (!store_locker_verify(w->store, told, NULL, err) || !sums(w, err))
		return false;
	log_info("every byte is as it was kept");
	return true;
}

/* -- prune -------------------------------------------------------------------------------- */

static bool prune(struct work *w, struct err *err)
{
	bool dry_run = options_flag(w->options, OPT_DRY_RUN);
	struct retention r;
	int64_t gone;

	if (!retention_parse(&r, str_of(options_text(w->options, OPT_KEEP)), err) ||
	    !retention_prune(&gone, w->store, &r, clock_now_ms(), dry_run, err))
		return false;
	log_info("%lld documents %s", (long long)gone, dry_run ? "would go: --dry-run" : "went");
	return sums(w, err);
}

/* -- train, remove -------------------------------------------------------------------------- */

static bool train(struct work *w, struct err *err)
{
	return store_locker_train(w->store, clock_now_ms(), err) && sums(w, err);
}

static bool take_out(struct work *w, struct err *err)
{
	const char *who = options_text(w->options, OPT_WHO);
	struct doer by = {.who = str_of(*who ? who : "operator"),
			  .why = str_of(options_text(w->options, OPT_WHY)),
			  .at_ms = clock_now_ms()};

	return store_locker_remove(w->store, w->arena, str_of(w->options->operand[1]), &by, err);
}

static const struct action {
	const char *name;
	int operands;
	bool writes;
	bool (*run)(struct work *w, struct err *err);
} action[] = {{"list", 1, false, list},  {"show", 2, false, show},  {"verify", 1, false, verify},
	      {"prune", 1, true, prune}, {"train", 1, true, train}, {"remove", 2, true, take_out}};

static const struct action *action_of(const struct options *o)
{
	for (size_t i = 0; i < sizeof action / sizeof *action; i++)
		if (o->operand_count == action[i].operands &&
		    strcmp(o->operand[0], action[i].name) == 0)
			return &action[i];
	return NULL;
}

int cmd_locker(const struct options *o)
{
	struct str place = str_of(options_text(o, OPT_LOCKER));
	const struct action *wanted = action_of(o);
	struct store_options where = {.url = str_of(options_text(o, OPT_DB))};
	struct work w = {.options = o, .arena = arena_new()};
	struct err err;
	bool ok;

	if (!wanted) {
		arena_free(w.arena);
		return common_usage("locker", "list, show ARTICLE, verify, prune, train or remove "
					      "ARTICLE");
	}
	where.mode = wanted->writes || place.len ? DB_WRITE : DB_READ;
	ok = store_open(&w.store, &where, &err) && store_locker_place(w.store, place, &err) &&
	     wanted->run(&w, &err);
	store_close(w.store);
	arena_free(w.arena);
	return ok ? EXIT_DONE : common_failed(&err);
}
