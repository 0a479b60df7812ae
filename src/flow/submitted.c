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
#include "flow/seats.h"

#define SOURCE "submissions"
#define AT_A_TIME 8

struct submitted {
	struct clerk *clerk;
	struct judge *judge;
	struct polite *polite;
	struct arena *arena; /* of one document */
	struct seats seats;  /* the errand of each is a struct submission */
	struct submitted_summary sum;
};

struct submitted *submitted_new(struct clerk *c, struct judge *j, struct polite *p)
{
	struct submitted *s = memory_zalloc(sizeof *s);

	s->clerk = c;
	s->judge = j;
	s->polite = p;
	s->arena = arena_new();
	s->seats.count = AT_A_TIME;
	return s;
}

void submitted_free(struct submitted *s)
{
	if (!s)
		return;
	seats_leave_all(&s->seats);
	arena_free(s->arena);
	memory_free(s);
}

size_t submitted_pending(const struct submitted *s)
{
	return seats_taken(&s->seats);
}

bool submitted_is(const struct submitted *s, const void *ticket)
{
	return seats_is(&s->seats, ticket);
}

const struct submitted_summary *submitted_sum(const struct submitted *s)
{
	return &s->sum;
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

/* -- texts ----------------------------------------------------------------------------- */

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

/* -- pages ----------------------------------------------------------------------------- */

static bool came(struct submitted *s, const struct submission *one, const struct polite_answer *a,
		 struct err *err)
{
	struct document doc = {.kind = DOCUMENT_PAGE,
			       .bytes = a->body,
			       .origin = one->url,
			       .url = a->url,
			       .head = a->head,
			       .redirects = a->redirects,
			       .live = true,
			       .etag = a->etag,
			       .modified = a->modified,
			       .content_type = a->type};

	if (a->outcome == FETCH_OK_OUTCOME)
		return settle(s, one, &doc, err);
	return end(s, *one, "refused",
		   arena_fmt(s->arena, "the page could not be fetched: %s",
			     fetch_outcome_text(a->outcome)),
		   err);
}

bool submitted_came(struct submitted *s, const struct polite_answer *a, struct err *err)
{
	struct seat *seat = a->ticket;
	bool ok;

	arena_reset(s->arena);
	ok = came(s, seat->errand, a, err);
	seats_leave(seat);
	return ok;
}

static void fetch(struct submitted *s, const struct submission *one)
{
	struct seat *seat = seats_take(&s->seats, one->id);
	struct submission *own;

	if (!seat)
		return;
	own = ARENA_NEW(seat->arena, struct submission);
	*own = *one;
	own->id = seat->key;
	own->url = arena_copy(seat->arena, one->url);
	own->title = own->note = own->text = own->who = own->article = STR("");
	seat->errand = own;
	polite_start(s->polite, &(struct polite_request){
					.url = own->url, .max_bytes = LIMIT_PAGE, .ticket = seat});
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
