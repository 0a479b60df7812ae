/* cli/cmd_import.c -- `tocsin import`: reads a dump back, or ties events to incidents of
 * AIID and AIM.
 *
 * Each address that such an incident cites and an article of the store has is a vote for the
 * article's event. Most votes win; an id whose votes are tied is told and left alone. All
 * ties are written at once. */
#include <stdlib.h>

#include "base/log.h"
#include "base/vec.h"
#include "cli/common.h"
#include "ingest/references.h"
#include "serve/import.h"
#include "store/store.h"

struct vote {
	uint32_t incident;
	int64_t event;
	size_t url;
};

struct import {
	enum archive archive;
	struct references *references;
	struct store *store;
	struct arena *arena;
	VEC(struct vote) votes;
	int64_t tied, changed, split;
};

static void told(const struct err *why, void *payload)
{
	(void)payload;
	log_error("%s", why->text);
}

static bool vote(struct str url, int64_t event, void *payload)
{
	struct import *m = payload;
	const uint32_t *incident;
	size_t number = 0;
	size_t count = references_citing(&incident, &number, m->references, m->arena, url);

	for (size_t i = 0; i < count; i++)
		VEC_PUSH(&m->votes, ((struct vote){incident[i], event, number}));
	arena_reset(m->arena);
	return true;
}

static int by_vote(const void *a, const void *b)
{
	const struct vote *x = a, *y = b;

	if (x->incident != y->incident)
		return x->incident < y->incident ? -1 : 1;
	if (x->event != y->event)
		return x->event < y->event ? -1 : 1;
	return (x->url > y->url) - (x->url < y->url);
}

/* The votes of one incident, those from `from`: its event, or none; gives where they end.
 * An address that was edited has two articles and one vote. */
static size_t count_votes(struct tie *t, bool *split, const struct import *m, size_t from)
{
	const struct vote *v = m->votes.at;
	size_t i = from;

	*t = (struct tie){0};
	*split = false;
	while (i < m->votes.len && v[i].incident == v[from].incident) {
		int64_t event = v[i].event, votes = 0;

		for (; i < m->votes.len && v[i].incident == v[from].incident && v[i].event == event;
		     i++)
			votes += i == from || v[i - 1].event != event || v[i - 1].url != v[i].url;
		*split = votes == t->articles || (*split && votes < t->articles);
		if (votes > t->articles)
			*t = (struct tie){.event = event, .articles = votes};
	}
	return i;
}

static bool tie_all(struct import *m, struct err *err)
{
	if (m->votes.len)
		qsort(m->votes.at, m->votes.len, sizeof *m->votes.at, by_vote);
	for (size_t from = 0, upto; from < m->votes.len; from = upto) {
		struct str id = references_id(m->references, m->votes.at[from].incident);
		bool split, changed;
		struct tie t;

		upto = count_votes(&t, &split, m, from);
		if (split) {
			log_warning("%s %.*s is not tied: several events have %lld of its articles "
				    "each",
				    references_archive[m->archive], STR_ARG(id),
				    (long long)t.articles);
			m->split++;
			continue;
		}
		t.archive = str_of(references_archive[m->archive]);
		t.id = id;
		if (!store_tie(&changed, m->store, &t, err))
			return false;
		m->tied++;
		m->changed += changed;
	}
	return true;
}

static bool write_ties(struct import *m, struct err *err)
{
	if (!store_each_url(m->store, vote, m, err) || !store_begin(m->store, err))
		return false;
	if (!tie_all(m, err)) {
		store_abandon(m->store);
		return false;
	}
	return store_end(m->store, err);
}

static int import_into(struct import *m, const struct options *o)
{
	int status = EXIT_DONE;
	struct err err;

	for (int i = 1; i < o->operand_count; i++) {
		size_t refused = 0;

		if (!references_read(&refused, m->references, o->operand[i], told, NULL, &err))
			status = common_failed(&err);
		else if (refused)
			status = EXIT_REFUSED;
	}
	references_settle(m->references);
	if (!write_ties(m, &err))
		return common_failed(&err);
	log_info("%zu incidents of %s: %lld tied to events, %lld of them new or changed, "
		 "%lld undecided",
		 references_count(m->references), references_archive[m->archive],
		 (long long)m->tied, (long long)m->changed, (long long)m->split);
	return status;
}

static int import_archive(const struct options *o, enum archive archive)
{
	struct store_options where = {.url = str_of(options_text(o, OPT_DB)), .mode = DB_WRITE};
	struct import m = {.archive = archive};
	struct err err;
	int status;

	where.may_migrate = true;
	if (!store_open(&m.store, &where, &err))
		return common_failed(&err);
	m.references = references_new(m.archive);
	m.arena = arena_new();
	status = import_into(&m, o);
	VEC_FREE(&m.votes);
	arena_free(m.arena);
	references_free(m.references);
	store_close(m.store);
	return status;
}

static int import_dump(const struct options *o, const char *path)
{
	struct store_options where = {.url = str_of(options_text(o, OPT_DB)), .mode = DB_WRITE};
	struct store *s = NULL;
	int64_t rows = 0;
	struct err err;
	bool ok;

	where.may_migrate = true;
	ok = store_open(&s, &where, &err) && import_run(&rows, s, path, &err);
	store_close(s);
	if (!ok)
		return common_failed(&err);
	log_info("%lld rows of %s are in %s", (long long)rows, path, common_store(o));
	return EXIT_DONE;
}

int cmd_import(const struct options *o)
{
	const char *what = o->operand_count ? o->operand[0] : "";

	if (o->operand_count >= 2 && strcmp(what, "aiid") == 0)
		return import_archive(o, ARCHIVE_AIID);
	if (o->operand_count >= 2 && strcmp(what, "aim") == 0)
		return import_archive(o, ARCHIVE_AIM);
	if (o->operand_count == 2 && strcmp(what, "jsonl") == 0)
		return import_dump(o, o->operand[1]);
	if (o->operand_count == 1 && strcmp(what, "aiid") && strcmp(what, "aim") &&
	    strcmp(what, "jsonl"))
		return import_dump(o, what);
	return common_usage("import", "a dump; or aiid or aim, and their files");
}
