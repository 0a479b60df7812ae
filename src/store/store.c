/* store/store.c -- opening the house's memory, batches, and small counts.
 *
 * A batch is one transaction: hundreds of commits share one fsync, and either all
 * of them are there after a crash or none, together with the cursors that say
 * where their sources go on. So a document is never lost and never counted twice,
 * whatever the instant of the crash.
 *
 * Kept counts live in `counters`; `version` grows with every change and is what
 * ETags and the delta sync stand on; polls of sources, which come every few seconds and
 * mostly find nothing, have a counter of their own. What is kept is checked against what is
 * counted by store_check(). */
#include "store/store.h"

#include "base/check.h"
#include "base/memory.h"
#include "store/db_url.h"
#include "store/migrate.h"
#include "store/shelf.h"
#include "store/store_locker.h"

#ifdef TOCSIN_DEBUG
void (*store_crash_point)(const char *place);
#endif

static const struct {
	const char *scheme;
	const struct db_ops *ops;
} db_kind[] = {
	{"sqlite:", &db_sqlite}, {"postgresql://", &db_postgres}, {"postgres://", &db_postgres}};

static bool connect(struct store **out, const struct store_options *options, struct err *err)
{
	struct str url = options->url.len ? options->url : STR("sqlite:tocsin.db");
	struct db_url shown;
	struct store *s;

	for (size_t i = 0; i < sizeof db_kind / sizeof db_kind[0]; i++) {
		struct str scheme = str_of(db_kind[i].scheme);

		if (!str_starts(url, scheme))
			continue;
		s = memory_zalloc(sizeof *s);
		s->ops = db_kind[i].ops;
		s->mode = options->mode;
		if (!s->ops->open(&s->db, str_cut(url, scheme.len, url.len), options->mode,
				  options->busy_ms > 0 ? options->busy_ms : 5000, err)) {
			memory_free(s);
			return false;
		}
		if (options->patience_ms && s->ops->patience &&
		    !s->ops->patience(s->db, options->patience_ms, err)) {
			store_close(s);
			return false;
		}
		*out = s;
		return true;
	}
	return err_set(err, ERR_CONFIG,
		       "no such database: %s; write sqlite:FILE or postgresql://HOST/DATABASE",
		       db_url_shown(&shown, url));
}

bool store_open(struct store **out, const struct store_options *options, struct err *err)
{
	struct store *s = NULL;
	int64_t have, newest = migrate_newest();
	struct db_url shown;

	if (!connect(&s, options, err))
		return false;
	if (!migrate_version(&have, s, err))
		goto failed;
	if (have > newest) {
		err_set(err, ERR_CONFIG,
			"%s has schema %lld, made by a newer tocsin; this one knows up to %lld",
			db_url_shown(&shown, options->url), (long long)have, (long long)newest);
		goto failed;
	}
	if (have < newest && !(options->may_migrate && options->mode == DB_WRITE)) {
		err_set(err, ERR_CONFIG, "%s has schema %lld, %lld is needed; run `tocsin migrate`",
			db_url_shown(&shown, options->url), (long long)have, (long long)newest);
		goto failed;
	}
	if (have < newest && !migrate_run(s, err))
		goto failed;
	if (options->mode == DB_WRITE && !reputation_builtin(&s->own_reputation, err))
		goto failed;
	s->reputation = s->own_reputation;
	*out = s;
	return true;
failed:
	store_close(s);
	return false;
}

bool store_migrate(int64_t *from, int64_t *upto, const struct store_options *options,
		   struct err *err)
{
	struct store_options writing = *options;
	struct store *s = NULL;

	writing.mode = DB_WRITE;
	writing.may_migrate = true;
	if (!connect(&s, &writing, err))
		return false;
	if (!migrate_version(from, s, err)) {
		store_close(s);
		return false;
	}
	store_close(s);
	if (!store_open(&s, &writing, err))
		return false;
	store_close(s);
	*upto = migrate_newest();
	return true;
}

void store_use_reputation(struct store *s, const struct reputation *r)
{
	s->reputation = r;
}

void store_close(struct store *s)
{
	if (!s)
		return;
	if (s->in_batch)
		store_abandon(s);
	for (size_t i = 0; i < QUERY_COUNT; i++)
		s->ops->finish(s->statement[i]);
	s->ops->close(s->db);
	reputation_free(s->own_reputation);
	shelf_match_free(s->match);
	store_locker_forget(s);
	memory_free(s);
}

bool store_begin(struct store *s, struct err *err)
{
	CHECK(!s->in_batch);
	if (!ask_do(s, s->mode == DB_WRITE ? Q_BEGIN_WRITE : Q_BEGIN_READ, err))
		return false;
	s->in_batch = true;
	return true;
}

bool store_end(struct store *s, struct err *err)
{
	CHECK(s->in_batch);
	STORE_CRASH_POINT("before end");
	if (!ask_do(s, Q_END, err)) {
		store_abandon(s);
		return false;
	}
	s->in_batch = false;
	STORE_CRASH_POINT("after end");
	return true;
}

void store_abandon(struct store *s)
{
	struct err ignored; /* a full disk has rolled back by itself already */

	s->in_batch = false;
	(void)!ask_do(s, Q_ROLLBACK, &ignored);
}

bool store_change_begin(bool *own, struct store *s, struct err *err)
{
	*own = !s->in_batch;
	return *own ? store_begin(s, err) : ask_do(s, Q_SAVE, err);
}

bool store_change_end(struct store *s, bool own, bool ok, struct err *err)
{
	struct err ignored;

	if (own && ok)
		return store_end(s, err);
	if (own) {
		store_abandon(s);
		return false;
	}
	if (!ok)
		(void)!ask_do(s, Q_SAVE_UNDO, &ignored);
	return ask_do(s, Q_SAVE_KEEP, ok ? err : &ignored) && ok;
}

bool store_view_begin(bool *own, struct store *s, struct err *err)
{
	*own = !s->in_batch;
	if (!*own)
		return true;
	s->in_batch = ask_do(s, Q_BEGIN_READ, err);
	return s->in_batch;
}

bool store_view_end(struct store *s, bool own, bool ok, struct err *err)
{
	struct err ignored;

	if (own)
		s->in_batch = false;
	if (own && !ask_do(s, Q_END, ok ? err : &ignored)) {
		(void)!ask_do(s, Q_ROLLBACK, &ignored);
		return false;
	}
	return ok;
}

bool store_count(int64_t *now, struct store *s, struct str counter, int64_t more, struct err *err)
{
	struct ask a;

	ask_open(&a, s, Q_COUNTER_ADD, err);
	ask_str(&a, counter);
	ask_int(&a, more);
	return ask_one(now, &a, 0);
}

bool store_count_more(struct store *s, struct str counter, int64_t more, struct err *err)
{
	struct ask a;

	if (more == 0)
		return true;
	ask_open(&a, s, Q_COUNTER_ADD, err);
	ask_str(&a, counter);
	ask_int(&a, more);
	return ask_run(&a);
}

bool store_counter(int64_t *out, struct store *s, struct str counter, struct err *err)
{
	struct ask a;

	ask_open(&a, s, Q_COUNTER, err);
	ask_str(&a, counter);
	return ask_one(out, &a, 0);
}

static int64_t counter_or_0(struct store *s, struct str counter)
{
	struct err ignored;
	int64_t now;

	return store_counter(&now, s, counter, &ignored) ? now : 0;
}

bool store_listen(struct store *s, struct err *err)
{
	if (!s->ops->listen)
		return err_set(err, ERR_CONFIG, "this database tells nobody of changes");
	return s->ops->listen(s->db, err);
}

enum heard store_hear(struct store *s, int wait_ms)
{
	return s->ops->hear(s->db, wait_ms);
}

int64_t store_version(struct store *s)
{
	return counter_or_0(s, STR("version"));
}

int64_t store_polls(struct store *s)
{
	return counter_or_0(s, STR("polls"));
}
