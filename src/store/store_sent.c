/* store/store_sent.c -- what readers send: addresses and texts, and requests for a correction.
 *
 * Whoever sends gets a page of their own behind an id that nobody can guess; that is all the
 * account they need. What strangers send is bounded in size by whoever calls and in number
 * here: beyond LIMIT_SENT that wait nothing more is taken. */
#include "base/limits.h"
#include "base/secret.h"
#include "store/store_review.h"

static bool room_for_one(struct store *s, enum query_id waiting, struct err *err)
{
	int64_t count;
	struct ask a;

	ask_open(&a, s, waiting, err);
	if (!ask_one(&count, &a, 0))
		return false;
	return count < LIMIT_SENT ||
	       err_set(err, ERR_BUSY, "%lld of these wait already; come back tomorrow",
		       (long long)count);
}

/* -- submissions --------------------------------------------------------------------------- */

static bool put_submission(struct submission *one, struct store *s, struct err *err)
{
	struct ask a;

	if (!room_for_one(s, Q_SUBMISSIONS_WAIT, err))
		return false;
	ask_open(&a, s, Q_SUBMISSION_NEW, err);
	ask_str(&a, one->id);
	ask_int(&a, one->at_ms);
	ask_str(&a, one->who);
	ask_str(&a, one->state);
	ask_str(&a, one->url);
	ask_str(&a, one->title);
	ask_str(&a, one->note);
	ask_str(&a, one->text);
	return ask_one(&one->number, &a, 0);
}

bool store_submit(struct submission *one, struct store *s, struct arena *arena, struct err *err)
{
	bool own;

	one->id = secret_new(arena);
	return store_change_begin(&own, s, err) &&
	       store_change_end(s, own, put_submission(one, s, err), err);
}

static void submission_row(struct submission *out, struct ask *a, struct arena *arena)
{
	*out = (struct submission){.number = ask_int_at(a, 0),
				   .id = arena_copy(arena, ask_str_at(a, 1)),
				   .at_ms = ask_int_at(a, 2),
				   .who = arena_copy(arena, ask_str_at(a, 3)),
				   .state = arena_copy(arena, ask_str_at(a, 4)),
				   .detail = arena_copy(arena, ask_str_at(a, 5)),
				   .article = arena_copy(arena, ask_str_at(a, 6)),
				   .done_ms = ask_int_at(a, 7),
				   .url = arena_copy(arena, ask_str_at(a, 8)),
				   .title = arena_copy(arena, ask_str_at(a, 9)),
				   .note = arena_copy(arena, ask_str_at(a, 10)),
				   .text = arena_copy(arena, ask_str_at(a, 11))};
}

bool store_submission(struct submission *out, struct store *s, struct arena *arena, struct str id,
		      struct err *err)
{
	bool found = false;
	struct ask a;

	ask_open(&a, s, Q_SUBMISSION, err);
	ask_str(&a, id);
	if (ask_row(&a)) {
		submission_row(out, &a, arena);
		found = true;
	}
	return ask_close(&a) && (found || err_set(err, ERR_MISSING, "there is no such submission"));
}

#define LISTED 100 /* of what waits; the others come when these are done */

bool store_submissions(const struct submission **out, size_t *count, struct store *s,
		       struct arena *arena, struct str state, struct err *err)
{
	struct submission *row = ARENA_ARRAY(arena, struct submission, LISTED);
	struct ask a;

	*out = row;
	*count = 0;
	ask_open(&a, s, Q_SUBMISSIONS, err);
	ask_str(&a, state);
	ask_int(&a, LISTED);
	while (*count < LISTED && ask_row(&a))
		submission_row(&row[(*count)++], &a, arena);
	return ask_close(&a);
}

bool store_submission_done(struct store *s, const struct submission *one, struct err *err)
{
	struct ask a;

	ask_open(&a, s, Q_SUBMISSION_DONE, err);
	ask_int(&a, one->number);
	ask_str(&a, one->state);
	ask_str(&a, one->detail);
	ask_str(&a, one->article);
	ask_int(&a, one->done_ms);
	return ask_run(&a);
}

static bool decide(struct store *s, struct arena *arena, struct str id, bool let_in,
		   const struct doer *by, struct err *err)
{
	struct trail_row r = {.at_ms = by->at_ms, .who = by->who, .why = by->why};
	struct submission one;

	if (!store_submission(&one, s, arena, id, err))
		return false;
	if (!str_eq(one.state, STR("held")))
		return err_set(err, ERR_CONFLICT, "that submission is %.*s, nothing to decide",
			       STR_ARG(one.state));
	one.state = let_in ? STR("waiting") : STR("refused");
	one.detail = let_in ? STR("") : by->why;
	one.done_ms = let_in ? 0 : by->at_ms;
	r.act = let_in ? STR("let a submission in") : STR("refuse a submission");
	r.subject = arena_fmt(arena, "submission %lld", (long long)one.number);
	r.was = STR("held");
	r.became = one.state;
	return store_submission_done(s, &one, err) && store_trail_add(&r, s, err);
}

bool store_submission_decide(struct store *s, struct arena *arena, struct str id, bool let_in,
			     const struct doer *by, struct err *err)
{
	bool own;

	if (!str_trim(by->why).len)
		return err_set(err, ERR_INPUT, "say why");
	return store_change_begin(&own, s, err) &&
	       store_change_end(s, own, decide(s, arena, id, let_in, by, err), err);
}

bool store_article_with(struct str *id, struct store *s, struct arena *arena,
			struct hash128 content, struct err *err)
{
	char hex[HASH_HEX_SIZE];
	struct ask a;

	*id = STR("");
	hash128_hex(hex, content);
	ask_open(&a, s, Q_ARTICLE_ID_OF, err);
	ask_str(&a, str_of(hex));
	if (ask_row(&a))
		*id = arena_copy(arena, ask_str_at(&a, 0));
	return ask_close(&a);
}

/* -- corrections ------------------------------------------------------------------------------- */

/* The article on which it hangs. */
static bool anchor(int64_t *article, struct store *s, const struct correction *one, struct err *err)
{
	bool of_article = one->article.len > 0;
	struct ask a;

	*article = 0;
	ask_open(&a, s, of_article ? Q_ACT_ARTICLE : Q_ACT_EVENT, err);
	ask_str(&a, of_article ? one->article : one->event);
	if (ask_row(&a))
		*article = ask_int_at(&a, of_article ? 0 : 6);
	return ask_close(&a) &&
	       (*article || err_set(err, ERR_MISSING, "there is no such event or article"));
}

static bool put_correction(struct correction *one, struct store *s, struct err *err)
{
	int64_t article;
	struct ask a;

	if (!room_for_one(s, Q_CORRECTIONS_WAIT, err) || !anchor(&article, s, one, err))
		return false;
	ask_open(&a, s, Q_CORRECTION_NEW, err);
	ask_str(&a, one->id);
	ask_int(&a, one->at_ms);
	ask_str(&a, one->article.len ? STR("article") : STR("event"));
	ask_int(&a, article);
	ask_str(&a, one->name);
	ask_str(&a, one->contact);
	ask_str(&a, one->what);
	ask_str(&a, one->why);
	return ask_one(&one->number, &a, 0);
}

bool store_correction_ask(struct correction *one, struct store *s, struct arena *arena,
			  struct err *err)
{
	bool own;

	one->id = secret_new(arena);
	return store_change_begin(&own, s, err) &&
	       store_change_end(s, own, put_correction(one, s, err), err);
}

static void correction_row(struct correction *out, struct ask *a, struct arena *arena)
{
	*out = (struct correction){.number = ask_int_at(a, 0),
				   .at_ms = ask_int_at(a, 1),
				   .answered_ms = ask_int_at(a, 2),
				   .id = arena_copy(arena, ask_str_at(a, 3)),
				   .state = arena_copy(arena, ask_str_at(a, 4)),
				   .event = arena_copy(arena, ask_str_at(a, 5)),
				   .article = arena_copy(arena, ask_str_at(a, 6)),
				   .name = arena_copy(arena, ask_str_at(a, 7)),
				   .contact = arena_copy(arena, ask_str_at(a, 8)),
				   .what = arena_copy(arena, ask_str_at(a, 9)),
				   .why = arena_copy(arena, ask_str_at(a, 10)),
				   .answer = arena_copy(arena, ask_str_at(a, 11)),
				   .answered_by = arena_copy(arena, ask_str_at(a, 12))};
}

static bool one_correction(struct correction *out, struct ask *a, struct arena *arena,
			   struct err *err)
{
	bool found = ask_row(a);

	if (found)
		correction_row(out, a, arena);
	return ask_close(a) &&
	       (found || err_set(err, ERR_MISSING, "there is no such request for a correction"));
}

bool store_correction(struct correction *out, struct store *s, struct arena *arena, struct str id,
		      struct err *err)
{
	struct ask a;

	ask_open(&a, s, Q_CORRECTION, err);
	ask_str(&a, id);
	return one_correction(out, &a, arena, err);
}

bool store_corrections(const struct correction **out, size_t *count, struct store *s,
		       struct arena *arena, struct str event, struct err *err)
{
	struct correction *row = ARENA_ARRAY(arena, struct correction, LISTED);
	struct ask a;

	*out = row;
	*count = 0;
	ask_open(&a, s, event.len ? Q_CORRECTIONS_OF : Q_CORRECTIONS_OPEN, err);
	ask_int(&a, LISTED);
	if (event.len)
		ask_str(&a, event);
	while (*count < LISTED && ask_row(&a))
		correction_row(&row[(*count)++], &a, arena);
	return ask_close(&a);
}

/* In the history of the event where its article is now. */
static bool tell(struct store *s, struct arena *arena, const struct correction *one,
		 const struct correction_answer *a, struct err *err)
{
	struct store_history h = {.at_ms = a->by.at_ms, .who = a->by.who};
	int64_t version;
	struct ask where;

	if (!one->event.len)
		return true;
	ask_open(&where, s, Q_EVENT_WHERE, err);
	ask_str(&where, one->event);
	if (!ask_one(&h.event, &where, 0))
		return false;
	h.what = a->accepted ? STR("correction accepted") : STR("correction declined");
	h.detail = arena_fmt(arena, "asked by %.*s: %.*s", STR_ARG(one->name), STR_ARG(a->by.why));
	return store_history_add(s, &h, err) && store_count(&version, s, STR("version"), 1, err) &&
	       store_draw(s, arena, h.event, version, err);
}

static bool answer(struct store *s, struct arena *arena, const struct correction_answer *a,
		   struct err *err)
{
	struct trail_row r = {.at_ms = a->by.at_ms, .who = a->by.who, .why = a->by.why};
	struct correction one;
	int64_t article;
	struct ask ask;

	ask_open(&ask, s, Q_CORRECTION_AT, err);
	ask_int(&ask, a->number);
	if (!one_correction(&one, &ask, arena, err))
		return false;
	ask_open(&ask, s, Q_CORRECTION_ANSWER, err);
	ask_int(&ask, a->number);
	ask_str(&ask, a->accepted ? STR("accepted") : STR("declined"));
	ask_str(&ask, a->by.why);
	ask_str(&ask, a->by.who);
	ask_int(&ask, a->by.at_ms);
	if (!ask_one(&article, &ask, 0))
		return false;
	if (!article)
		return err_set(err, ERR_CONFLICT, "that request was answered already");
	r.act = a->accepted ? STR("accept a correction") : STR("decline a correction");
	r.subject = one.article.len ? arena_fmt(arena, "article %.*s", STR_ARG(one.article))
				    : arena_fmt(arena, "event %.*s", STR_ARG(one.event));
	r.was = one.what;
	r.became = a->accepted ? STR("accepted") : STR("declined");
	return store_trail_add(&r, s, err) && tell(s, arena, &one, a, err);
}

bool store_correction_answer(struct store *s, struct arena *arena,
			     const struct correction_answer *a, struct err *err)
{
	bool own;

	if (!str_trim(a->by.why).len)
		return err_set(err, ERR_INPUT, "an answer has words");
	return store_change_begin(&own, s, err) &&
	       store_change_end(s, own, answer(s, arena, a, err), err);
}
