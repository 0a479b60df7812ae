/* serve/tried.c -- rows behind one lock, looked through from end to end: they are few. */
#include "serve/tried.h"

#include "base/buf.h"
#include "base/hash.h"
#include "base/limits.h"
#include "base/lock.h"
#include "base/memory.h"

#define SECOND_US INT64_C(1000000)
#define AGE_US (LIMIT_TRY_AGE * SECOND_US)
#define WAIT_US (LIMIT_TRY_WAIT * SECOND_US)

struct row {
	uint64_t number; /* 0: free */
	char id[SECRET_ID_SIZE];
	uint64_t who; /* hash of who asked; 0: this machine */
	int64_t asked_us;
	enum tried_state state;
	bool under_way;
	struct buf url, told;
};

struct tried {
	struct lock *lock;
	uint64_t last; /* number given */
	struct row row[LIMIT_TRY_PAGES];
};

struct tried *tried_new(void)
{
	struct tried *t = memory_zalloc(sizeof *t);

	t->lock = lock_new();
	return t;
}

static void forget(struct row *r)
{
	buf_free(&r->url);
	buf_free(&r->told);
	*r = (struct row){0};
}

void tried_free(struct tried *t)
{
	if (!t)
		return;
	for (size_t i = 0; i < LIMIT_TRY_PAGES; i++)
		if (t->row[i].number)
			forget(&t->row[i]);
	lock_free(t->lock);
	memory_free(t);
}

/* -- those who ask ----------------------------------------------------------------------------- */

static uint64_t who_is(struct str who)
{
	return who.len ? hash64(who, 0x7472696564000001) | 1 : 0;
}

static int64_t left_s(int64_t asked_us, int64_t now_us)
{
	return (asked_us + AGE_US - now_us + SECOND_US - 1) / SECOND_US;
}

/* A free row, once the old ones are forgotten; else NULL, and when the next is free. */
static struct row *place_for(enum tried_taken *why, int64_t *retry_s, struct tried *t, uint64_t who,
			     int64_t now_us)
{
	int64_t oldest = now_us, oldest_own = now_us;
	struct row *free_one = NULL;
	size_t own = 0;

	for (struct row *r = t->row; r < t->row + LIMIT_TRY_PAGES; r++) {
		if (r->number && now_us - r->asked_us >= AGE_US)
			forget(r);
		if (!r->number) {
			free_one = r;
			continue;
		}
		oldest = r->asked_us < oldest ? r->asked_us : oldest;
		if (!who || r->who != who)
			continue;
		own++;
		oldest_own = r->asked_us < oldest_own ? r->asked_us : oldest_own;
	}
	*why = own >= LIMIT_TRY_ADDRESS ? TRIED_TOO_MANY : free_one ? TRIED_TAKEN : TRIED_FULL;
	*retry_s = left_s(*why == TRIED_TOO_MANY ? oldest_own : oldest, now_us);
	return *why == TRIED_TAKEN ? free_one : NULL;
}

enum tried_taken tried_ask(struct tried_ticket *out, struct tried *t, struct str url,
			   struct str who, int64_t now_us)
{
	enum tried_taken taken;
	struct row *r;

	lock_write(t->lock);
	r = place_for(&taken, &out->retry_s, t, who_is(who), now_us);
	if (r) {
		*r = (struct row){.number = ++t->last,
				  .who = who_is(who),
				  .asked_us = now_us,
				  .state = TRIED_WAITING};
		secret_id(r->id);
		memcpy(out->id, r->id, sizeof out->id);
		out->retry_s = 0;
		buf_init(&r->url, LIMIT_FETCH_URL);
		buf_init(&r->told, LIMIT_TRY_ARTICLE);
		buf_str(&r->url, url); /* a longer one was refused before */
	}
	lock_release(t->lock);
	return taken;
}

static const struct row *row_of(const struct tried *t, struct str id, int64_t now_us)
{
	for (const struct row *r = t->row; r < t->row + LIMIT_TRY_PAGES; r++)
		if (r->number && now_us - r->asked_us < AGE_US && secret_equal(str_of(r->id), id))
			return r;
	return NULL;
}

void tried_look(struct tried_page *out, struct tried *t, struct arena *a, struct str id,
		int64_t now_us)
{
	const struct row *r;

	*out = (struct tried_page){.state = TRIED_UNKNOWN};
	lock_read(t->lock);
	r = row_of(t, id, now_us);
	if (r) {
		out->state = r->state;
		out->url = arena_copy(a, buf_view(&r->url));
		out->told = arena_copy(a, buf_view(&r->told));
		if (r->state == TRIED_WAITING && now_us - r->asked_us >= WAIT_US) {
			out->state = TRIED_FAILED;
			out->told = STR("the page did not come in time");
		}
	}
	lock_release(t->lock);
}

/* -- the one who fetches --------------------------------------------------------------- */

bool tried_next(struct tried_errand *out, struct tried *t, struct arena *a, int64_t now_us)
{
	struct row *first = NULL;

	lock_write(t->lock);
	for (struct row *r = t->row; r < t->row + LIMIT_TRY_PAGES; r++)
		if (r->number && r->state == TRIED_WAITING && !r->under_way &&
		    now_us - r->asked_us < WAIT_US && (!first || r->number < first->number))
			first = r;
	if (first) {
		first->under_way = true;
		*out = (struct tried_errand){first->number, arena_copy(a, buf_view(&first->url))};
	}
	lock_release(t->lock);
	return first != NULL;
}

static void write_down(struct row *r, enum tried_state state, struct str told)
{
	r->state = state;
	r->under_way = false;
	buf_str(&r->told, told);
	if (buf_ok(&r->told))
		return;
	r->state = TRIED_FAILED;
	buf_clear(&r->told);
	buf_z(&r->told, "the article is too long to be kept in memory; paste its text instead");
}

void tried_settle(struct tried *t, uint64_t number, enum tried_state state, struct str told)
{
	lock_write(t->lock);
	for (struct row *r = t->row; r < t->row + LIMIT_TRY_PAGES; r++)
		if (number && r->number == number)
			write_down(r, state, told);
	lock_release(t->lock);
}
