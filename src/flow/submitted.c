/* flow/submitted.c -- a reader's address or text becomes an article like any other.
 *
 * An address is fetched as `watch` fetches pages: robots.txt, pace, public addresses only. A
 * text has no publisher but "sent in by a reader", and says so wherever it is shown. What is
 * refused is told to whoever sent it, in words; sending it again tries again. */
#include "flow/submitted.h"

#include "base/clock.h"
#include "base/limits.h"
#include "base/memory.h"
#include "flow/pipeline.h"

#define SOURCE "submissions"
#define AT_A_TIME 8

struct errand {
	int64_t number;
	struct arena *arena; /* of the submission; NULL: the seat is free */
	struct submission one;
};

struct submitted {
	struct clerk *clerk;
	struct judge *judge;
	struct polite *polite;
	struct arena *arena; /* of one document */
	struct errand errand[AT_A_TIME];
	struct submitted_summary sum;
};

struct submitted *submitted_new(struct clerk *c, struct judge *j, struct polite *p)
{
	struct submitted *s = memory_zalloc(sizeof *s);

	s->clerk = c;
	s->judge = j;
	s->polite = p;
	s->arena = arena_new();
	return s;
}

void submitted_free(struct submitted *s)
{
	if (!s)
		return;
	for (size_t i = 0; i < AT_A_TIME; i++)
		arena_free(s->errand[i].arena);
	arena_free(s->arena);
	memory_free(s);
}

size_t submitted_pending(const struct submitted *s)
{
	size_t n = 0;

	for (size_t i = 0; i < AT_A_TIME; i++)
		n += s->errand[i].arena != NULL;
	return n;
}

bool submitted_is(const struct submitted *s, const void *ticket)
{
	for (size_t i = 0; i < AT_A_TIME; i++)
		if (ticket == &s->errand[i])
			return true;
	return false;
}

const struct submitted_summary *submitted_sum(const struct submitted *s)
{
	return &s->sum;
}

static void free_seat(struct errand *e)
{
	arena_free(e->arena);
	*e = (struct errand){0};
}

/* -- the end of one ------------------------------------------------------------------------ */

static bool end(struct submitted *s, struct submission one, const char *state, struct str detail,
		struct err *err)
{
	one.state = str_of(state);
	one.detail = detail;
	one.done_ms = clock_now_ms();
	s->sum.refused += strcmp(state, "refused") == 0;
	return clerk_begin(s->clerk, err) && store_submission_done(s->clerk->store, &one, err) &&
	       clerk_step(s->clerk, err);
}

static bool settle(struct submitted *s, const struct submission *one, const struct document *doc,
		   struct err *err)
{
	struct finding *f = ARENA_NEW(s->arena, struct finding);
	struct submission done = *one;
	struct err why;
	enum fate fate = pipeline_read(f, s->judge, s->arena, doc, &why);

	if (fate != FATE_DONE)
		return end(s, done, "refused", str_of(why.text), err);
	if (!clerk_begin(s->clerk, err))
		return false;
	fate = pipeline_settle(s->clerk, s->arena, f, STR(SOURCE), NULL, &why);
	if (fate == FATE_RETRY) {
		*err = why;
		return false;
	}
	if (fate == FATE_REFUSED)
		return end(s, done, "refused", str_of(why.text), err);
	s->sum.read += fate == FATE_DONE;
	s->sum.known += fate == FATE_KNOWN;
	return store_article_with(&done.article, s->clerk->store, s->arena, f->article.content,
				  err) &&
	       end(s, done, "read", fate == FATE_KNOWN ? STR("it was known before") : STR(""), err);
}

/* -- texts --------------------------------------------------------------------------------------
 */

static bool read_text(struct submitted *s, const struct submission *one, struct err *err)
{
	struct document doc = {.kind = DOCUMENT_JSON, .origin = STR(SOURCE)};
	struct article a = {.origin = STR(SOURCE), .publisher = STR("sent in by a reader")};
	struct buf json;
	struct err why;
	bool ok;

	a.field[FIELD_TITLE] = one->title;
	a.field[FIELD_TEXT] = one->text;
	a.date_ms = one->at_ms;
	if (!article_seal(&a, s->arena, &why))
		return end(s, *one, "refused", str_of(why.text), err);
	buf_init(&json, LIMIT_LINE);
	article_to_json(&json, &a);
	doc.bytes = buf_view(&json);
	ok = settle(s, one, &doc, err);
	buf_free(&json);
	return ok;
}

/* -- pages ----------------------------------------------------------------------------------------
 */

static bool came(struct submitted *s, struct errand *e, const struct polite_answer *a,
		 struct err *err)
{
	struct document doc = {.kind = DOCUMENT_PAGE,
			       .bytes = a->body,
			       .origin = e->one.url,
			       .url = a->url,
			       .head = a->head,
			       .redirects = a->redirects,
			       .live = true,
			       .etag = a->etag,
			       .modified = a->modified,
			       .content_type = a->type};

	if (a->outcome == FETCH_OK_OUTCOME)
		return settle(s, &e->one, &doc, err);
	return end(s, e->one, "refused",
		   arena_fmt(s->arena, "the page could not be fetched: %s",
			     fetch_outcome_text(a->outcome)),
		   err);
}

bool submitted_came(struct submitted *s, const struct polite_answer *a, struct err *err)
{
	struct errand *e = a->ticket;
	bool ok;

	arena_reset(s->arena);
	ok = came(s, e, a, err);
	free_seat(e);
	return ok;
}

static struct errand *seat_of(struct submitted *s, int64_t number)
{
	struct errand *found = NULL;

	for (size_t i = 0; i < AT_A_TIME; i++) {
		if (s->errand[i].arena && s->errand[i].number == number)
			return NULL; /* it is under way */
		if (!s->errand[i].arena)
			found = &s->errand[i];
	}
	return found;
}

static void fetch(struct submitted *s, const struct submission *one)
{
	struct errand *e = seat_of(s, one->number);

	if (!e)
		return;
	e->arena = arena_new();
	e->number = one->number;
	e->one = *one;
	e->one.url = arena_copy(e->arena, one->url);
	e->one.id = arena_copy(e->arena, one->id);
	e->one.title = e->one.note = e->one.text = e->one.who = e->one.article = STR("");
	polite_start(s->polite, &(struct polite_request){
					.url = e->one.url, .max_bytes = LIMIT_PAGE, .ticket = e});
}

bool submitted_start(struct submitted *s, struct err *err)
{
	struct arena *list = arena_new();
	const struct submission *one;
	size_t count = 0;
	bool ok = store_submissions(&one, &count, s->clerk->store, list, STR("waiting"), err);

	for (size_t i = 0; ok && i < count; i++) {
		arena_reset(s->arena);
		if (!one[i].url.len)
			ok = read_text(s, &one[i], err);
		else
			fetch(s, &one[i]);
	}
	arena_free(list);
	return ok;
}
