/* serve/trier.c -- takes errands from the table, a few at a time, and brings articles back. */
#include "serve/trier.h"

#include <stdatomic.h>

#include "base/ascii.h"
#include "base/clock.h"
#include "base/limits.h"
#include "base/memory.h"
#include "base/threads.h"
#include "ingest/extract.h"

#define LOOK_MS 100 /* until a new errand is seen; a reader does not notice */

struct seat {
	uint64_t number; /* of the errand under way; 0: free */
	struct arena *arena;
	struct str url;
};

struct trier {
	struct tried *table;
	struct polite *polite;
	struct arena *arena; /* of one page */
	struct buf json;
	struct seat seat[LIMIT_TRY_FETCHES];
	size_t busy;
	atomic_bool stop;
	struct thread *thread;
};

/* -- what came ----------------------------------------------------------------------------- */

static void fail(struct trier *t, const struct seat *s, struct str why)
{
	tried_settle(t->table, s->number, TRIED_FAILED, why);
}

/* "text/html; charset=utf-8" -> "text/html" */
static struct str media_type(struct str type)
{
	return str_trim(str_cut(type, 0, str_chr(type, ';')));
}

/* What the server calls it decides, not what it looks like; "" may be a page. */
static bool kind_of(enum document_kind *out, struct str type)
{
	*out = str_eq_nocase(type, STR("text/plain")) ? DOCUMENT_TEXT : DOCUMENT_PAGE;
	return !type.len || *out == DOCUMENT_TEXT || str_eq_nocase(type, STR("text/html")) ||
	       str_eq_nocase(type, STR("application/xhtml+xml")) ||
	       str_eq_nocase(type, STR("application/pdf"));
}

/* A stranger's word is repeated only when it is one. */
static struct str in_words(struct str type)
{
	for (size_t i = 0; i < type.len; i++)
		if (!ascii_is_alnum(type.at[i]) && !strchr("/.+-", type.at[i]))
			return STR("something else");
	return type.len <= 80 ? type : STR("something else");
}

static void read_page(struct trier *t, const struct seat *s, const struct polite_answer *a)
{
	struct document doc = {
		.bytes = a->body, .origin = s->url, .url = a->url, .content_type = a->type};
	struct str type = media_type(a->type);
	struct article article;
	struct err why;

	if (!kind_of(&doc.kind, type)) {
		fail(t, s,
		     arena_fmt(t->arena, "there is no web page at this address but %.*s",
			       STR_ARG(in_words(type))));
		return;
	}
	if (!extract_article(&article, t->arena, &doc, &why)) {
		fail(t, s,
		     arena_fmt(t->arena, "the page came, but could not be read: %s", why.text));
		return;
	}
	buf_clear(&t->json);
	article_to_json(&t->json, &article);
	if (buf_ok(&t->json))
		tried_settle(t->table, s->number, TRIED_READ, buf_view(&t->json));
	else
		fail(t, s, STR("the article is too long; paste its text instead"));
}

static void came(struct trier *t, const struct polite_answer *a)
{
	struct seat *s = a->ticket;

	if (a->outcome == FETCH_OK_OUTCOME)
		read_page(t, s, a);
	else
		fail(t, s,
		     arena_fmt(t->arena, "the page could not be fetched: %s",
			       fetch_outcome_text(a->outcome)));
	arena_free(s->arena);
	*s = (struct seat){0};
	t->busy--;
	arena_reset(t->arena);
}

/* -- the thread ------------------------------------------------------------------------------ */

static bool sit_down(struct trier *t, struct seat *s)
{
	struct tried_errand errand;
	struct arena *arena = arena_new();

	if (!tried_next(&errand, t->table, arena, clock_ticks_us())) {
		arena_free(arena);
		return false;
	}
	*s = (struct seat){errand.number, arena, errand.url};
	t->busy++;
	polite_start(t->polite,
		     &(struct polite_request){.url = s->url, .max_bytes = LIMIT_PAGE, .ticket = s});
	return true;
}

static void run(void *payload)
{
	struct trier *t = payload;
	struct polite_answer answer;

	while (!atomic_load(&t->stop)) {
		for (size_t i = 0; i < LIMIT_TRY_FETCHES; i++)
			if (!t->seat[i].number && !sit_down(t, &t->seat[i]))
				break;
		if (!t->busy)
			clock_sleep_ms(LOOK_MS);
		else if (polite_next(&answer, t->polite, LOOK_MS))
			came(t, &answer);
	}
}

bool trier_start(struct trier **out, const struct polite_options *o, struct err *err)
{
	struct trier *t = memory_zalloc(sizeof *t);

	if (!polite_open(&t->polite, o, err)) {
		memory_free(t);
		return false;
	}
	t->table = tried_new();
	t->arena = arena_new();
	buf_init(&t->json, LIMIT_LINE);
	t->thread = thread_start("tries", run, t);
	*out = t;
	return true;
}

void trier_stop(struct trier *t)
{
	if (!t)
		return;
	atomic_store(&t->stop, true);
	thread_join(t->thread);
	polite_close(t->polite);
	for (size_t i = 0; i < LIMIT_TRY_FETCHES; i++)
		arena_free(t->seat[i].arena);
	tried_free(t->table);
	buf_free(&t->json);
	arena_free(t->arena);
	memory_free(t);
}

struct tried *trier_table(struct trier *t)
{
	return t->table;
}
