/* flow/look.c -- what to do with the answer to a look.
 *
 *   not modified, the same words ----------------------> same
 *   other words: far fewer of them, and no notice -----> wall
 *                of a feed's article, seen first --------> as look_basis.h says
 *                else ---------------------------------> version
 *   404, 410, a redirect to the front page ------------> gone
 *   401, 402, 403, 451 --------------------------------> wall
 *   a trouble that may pass ---------------------------> once more, a little later
 *
 * A page that is gone or behind a wall is looked at on as the schedule says: some come back. */
#include "flow/look.h"

#include "base/clock.h"
#include "base/limits.h"
#include "base/memory.h"
#include "flow/look_basis.h"
#include "flow/look_pace.h"
#include "flow/seats.h"
#include "text/url.h"

#define WALL_LEAST 300 /* bytes of text; of less it can not be told that most is missing */

struct look_desk {
	struct clerk *clerk;
	struct judge *judge;
	struct polite *polite;
	struct arena *arena; /* of one document */
	struct seats seats;  /* the errand of each is a struct look */
	struct look_summary sum;
};

struct look_desk *look_new(struct clerk *c, struct judge *j, struct polite *p)
{
	struct look_desk *l = memory_zalloc(sizeof *l);

	l->clerk = c;
	l->judge = j;
	l->polite = p;
	l->arena = arena_new();
	l->seats.count = LIMIT_LOOKS;
	return l;
}

void look_free(struct look_desk *l)
{
	if (!l)
		return;
	seats_leave_all(&l->seats);
	arena_free(l->arena);
	memory_free(l);
}

size_t look_pending(const struct look_desk *l)
{
	return seats_taken(&l->seats);
}

bool look_is(const struct look_desk *l, const void *ticket)
{
	return seats_is(&l->seats, ticket);
}

const struct look_summary *look_sum(const struct look_desk *l)
{
	return &l->sum;
}

/* -- the end of one ---------------------------------------------------------------------- */

static bool is_state(const struct look *k, const char *state)
{
	return str_eq(k->state, str_of(state));
}

static void take_step(struct look *k)
{
	k->step = look_pace_next(k->base_ms, k->step, k->last_ms);
	k->next_ms = look_pace_due(k->base_ms, k->step);
	k->tries = 0;
}

static bool end(struct look_desk *l, struct look *k, const char *state,
		const struct look_told *told, struct err *err)
{
	struct look_told none = {STR(""), STR("")};

	if (!is_state(k, state)) {
		k->state = str_of(state);
		k->since_ms = k->last_ms;
	} else {
		told = &none;
	}
	take_step(k);
	return store_look_done(l->clerk->store, l->arena, k, told, err);
}

/* As its newest version says. */
static bool same(struct look_desk *l, struct look *k, struct err *err)
{
	struct look_told back = {STR("page back"), k->url};

	l->sum.same++;
	return end(l, k, "live", &back, err);
}

static bool gone(struct look_desk *l, struct look *k, struct err *err)
{
	struct look_told told = {STR("page gone"), k->url};

	l->sum.gone++;
	return end(l, k, "gone", &told, err);
}

static bool wall(struct look_desk *l, struct look *k, struct err *err)
{
	struct look_told told = {STR("page behind a wall"), k->url};

	l->sum.walls++;
	return end(l, k, "wall", &told, err);
}

/* Nothing is known of the page; its state stays. */
static bool failed(struct look_desk *l, struct look *k, const struct polite_answer *a,
		   struct err *err)
{
	struct look_told none = {STR(""), STR("")};

	l->sum.failed++;
	if (fetch_outcome_may_pass(a->outcome) && k->tries + 1 < LOOK_PACE_TRIES) {
		k->tries++;
		k->next_ms = look_pace_again(k->last_ms, k->tries, a->retry_ms);
	} else {
		take_step(k);
	}
	return store_look_done(l->clerk->store, l->arena, k, &none, err);
}

/* -- pages ------------------------------------------------------------------------------- */

/* A piece that is taken off the site often leads to its front page. */
static bool leads_to_front(const struct look *k, const struct polite_answer *a)
{
	struct url was, now;

	if (!a->redirects.len || !url_parse(&was, k->url) || !url_parse(&now, a->url))
		return false;
	return was.path.len > 1 && now.path.len <= 1 && !now.has_query;
}

/* A page as it is now, beside the newest version of its article. */
struct seen {
	struct finding *f;
	struct newest_version was;
	struct changes_side before, now;
	struct changes changes;
	bool other; /* any word is */
};

static bool see(struct seen *out, struct look_desk *l, const struct look *k, struct finding *f,
		struct err *err)
{
	out->f = f;
	if (!store_version_newest(&out->was, l->clerk->store, l->arena, k->article, err))
		return false;
	out->before = (struct changes_side){out->was.title, out->was.text};
	out->now =
		(struct changes_side){f->article.field[FIELD_TITLE], f->article.field[FIELD_TEXT]};
	out->other = changes_of(&out->changes, l->arena, &out->before, &out->now, STR(""));
	return true;
}

static bool is_wall(const struct seen *s)
{
	return s->other && !s->changes.notice && s->before.text.len >= WALL_LEAST &&
	       s->now.text.len < s->before.text.len / 3;
}

/* The schedule begins anew: who changes a page once does it again. */
static bool version(struct look_desk *l, struct look *k, struct finding *f, struct err *err)
{
	struct changes changes;
	struct look now = *k;
	struct version_try t = {.article = k->article,
				.look = &now,
				.source = STR("looked at again"),
				.changes = &changes};
	struct err why;
	enum fate fate;

	now.base_ms = k->last_ms;
	now.step = 0;
	now.next_ms = look_pace_due(now.base_ms, 0);
	now.tries = 0;
	now.basis = k->basis = STR(""); /* its words are the page's now */
	if (!is_state(&now, "live")) {
		now.state = STR("live");
		now.since_ms = k->last_ms;
	}
	fate = version_settle(l->clerk, l->arena, f, &t, &why);
	if (fate == FATE_KNOWN)
		return same(l, k, err);
	if (fate == FATE_RETRY) {
		*err = why;
		return false;
	}
	if (fate == FATE_REFUSED) /* too many versions, or too long: no more of it */
		return failed(l, k, &(struct polite_answer){.outcome = FETCH_OK_OUTCOME}, err);
	l->sum.versions++;
	return true;
}

/* Of an article whose words are its feed's. */
static bool beside_feed(struct look_desk *l, struct look *k, struct seen *s, struct err *err)
{
	char hash[HASH_HEX_SIZE];

	look_basis_hash(hash, l->arena, &s->now);
	if (!str_eq(k->basis, STR(STORE_BASIS_FEED)))
		return str_eq(k->basis, str_of(hash)) ? same(l, k, err) : version(l, k, s->f, err);
	switch (look_basis_first(&s->changes, &s->before, &s->now)) {
	case LOOK_BASIS_OTHER:
		k->etag = k->modified = STR(""); /* it is to be seen whole */
		return failed(l, k, &(struct polite_answer){.outcome = FETCH_OK_OUTCOME}, err);
	case LOOK_BASIS_EDITED:
		return version(l, k, s->f, err);
	case LOOK_BASIS_ALIKE:
		break;
	}
	k->basis = arena_copy(l->arena, str_of(hash));
	return same(l, k, err);
}

static bool page(struct look_desk *l, struct look *k, const struct polite_answer *a,
		 struct err *err)
{
	struct finding *f = ARENA_NEW(l->arena, struct finding);
	struct document doc = {.kind = DOCUMENT_PAGE,
			       .url = a->url,
			       .bytes = a->body,
			       .content_type = a->type,
			       .head = a->head,
			       .redirects = a->redirects,
			       .id = k->id,
			       .origin = k->url};
	struct seen *s = ARENA_NEW(l->arena, struct seen);
	struct err why;

	if (leads_to_front(k, a))
		return gone(l, k, err);
	if (pipeline_read(f, l->judge, l->arena, &doc, &why) != FATE_DONE)
		return wall(l, k, err); /* there is no article in it any more */
	if (!see(s, l, k, f, err))
		return false;
	if (is_wall(s))
		return wall(l, k, err);
	k->etag = a->etag;
	k->modified = a->modified;
	return k->basis.len && s->other ? beside_feed(l, k, s, err) : version(l, k, f, err);
}

static bool came(struct look_desk *l, struct look *k, const struct polite_answer *a,
		 struct err *err)
{
	k->last_ms = l->clerk->seen_ms;
	k->outcome = str_of(fetch_outcome_name(a->outcome));
	switch (a->outcome) {
	case FETCH_OK_OUTCOME:
		return page(l, k, a, err);
	case FETCH_NOT_MODIFIED_OUTCOME:
		return same(l, k, err);
	case FETCH_GONE_OUTCOME:
	case FETCH_NOT_FOUND_OUTCOME:
		return gone(l, k, err);
	case FETCH_FORBIDDEN_OUTCOME:
		return wall(l, k, err);
	default:
		if (a->status == 402) /* to be paid for */
			return wall(l, k, err);
		return failed(l, k, a, err);
	}
}

bool look_came(struct look_desk *l, const struct polite_answer *a, struct err *err)
{
	struct seat *seat = a->ticket;
	bool ok;

	arena_reset(l->arena);
	l->sum.looks++;
	/* durable at once: it cost a publisher a request */
	ok = clerk_begin(l->clerk, err) && came(l, seat->errand, a, err) &&
	     clerk_flush(l->clerk, err);
	seats_leave(seat);
	return ok;
}

/* -- the beginning ----------------------------------------------------------------------- */

/* A page that was gone is asked for whole: what the server knows of it then says nothing. */
static void fetch(struct look_desk *l, const struct look *k)
{
	struct seat *seat = seats_take(&l->seats, k->id);
	struct polite_request r = {.max_bytes = LIMIT_PAGE, .ticket = seat};
	struct look *own;

	if (!seat)
		return;
	own = ARENA_NEW(seat->arena, struct look);
	*own = *k;
	for (struct str *const *text =
		     (struct str *[]){&own->id, &own->url, &own->state, &own->modified, &own->etag,
				      &own->outcome, &own->basis, NULL};
	     *text; text++)
		**text = arena_copy(seat->arena, **text);
	seat->errand = own;
	r.url = own->url;
	if (is_state(k, "live")) {
		r.etag = own->etag;
		r.modified = own->modified;
	}
	polite_start(l->polite, &r);
}

bool look_start(struct look_desk *l, struct err *err)
{
	struct arena *list = arena_new();
	const struct look *due;
	size_t count = 0;
	bool ok = store_looks_due(&due, &count, l->clerk->store, list, clock_now_ms(), err);

	for (size_t i = 0; ok && i < count; i++)
		fetch(l, &due[i]);
	arena_free(list);
	return ok;
}
