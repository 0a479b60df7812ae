/* flow/pictures.c -- an address becomes a picture, or the name of what stood in the way.
 *
 * What may pass is tried again after hours, LIMIT_PICTURE_TRIES times in all. A decoder that
 * is missing or that the kernel will not lock in is this machine's trouble, not the
 * picture's: such an address waits, however often. */
#include "flow/pictures.h"

#include "base/clock.h"
#include "base/limits.h"
#include "base/log.h"
#include "base/memory.h"
#include "flow/seats.h"

#define WAIT_MS INT64_C(3600000) /* until the second try; the third waits four times as long */

struct pictures {
	struct clerk *clerk;
	struct polite *polite;
	struct arena *arena; /* of one picture */
	struct seats seats;  /* the errand of each is a struct picture_due */
	struct pictures_summary sum;
	bool told; /* that there is no decoder */
};

struct pictures *pictures_new(struct clerk *c, struct polite *p)
{
	struct pictures *new = memory_zalloc(sizeof *new);

	new->clerk = c;
	new->polite = p;
	new->arena = arena_new();
	new->seats.count = STORE_PICTURES_DUE;
	return new;
}

void pictures_free(struct pictures *p)
{
	if (!p)
		return;
	seats_leave_all(&p->seats);
	arena_free(p->arena);
	memory_free(p);
}

size_t pictures_pending(const struct pictures *p)
{
	return p ? seats_taken(&p->seats) : 0;
}

bool pictures_is(const struct pictures *p, const void *ticket)
{
	return p && seats_is(&p->seats, ticket);
}

const struct pictures_summary *pictures_sum(const struct pictures *p)
{
	return &p->sum;
}

/* -- the end of one ------------------------------------------------------------------------ */

static int64_t again_ms(const struct picture_due *e, bool may_pass, int64_t now_ms)
{
	int64_t wait_ms = WAIT_MS;

	if (!may_pass || e->tries + 1 >= LIMIT_PICTURE_TRIES)
		return 0;
	for (int64_t i = 0; i < e->tries; i++)
		wait_ms *= 4;
	return now_ms + wait_ms;
}

static bool is_ours(enum child_end end)
{
	return end == CHILD_NO_DECODER || end == CHILD_NO_SANDBOX;
}

/* A busy machine lets a decoder be late, and kills what takes too much of it. */
static bool end_may_pass(enum child_end end)
{
	return end == CHILD_TIMED_OUT || end == CHILD_CRASHED;
}

static void read_picture(struct pictures *p, const struct picture_due *e, struct str body,
			 struct picture *picture, struct picture_tried *t)
{
	enum child_end end = picture_make(picture, p->arena, body, NULL);

	t->outcome = child_end_name(end);
	if (end == CHILD_OK)
		t->picture = picture;
	t->next_ms = is_ours(end) ? t->at_ms + WAIT_MS : again_ms(e, end_may_pass(end), t->at_ms);
	if (is_ours(end) && !p->told)
		log_warning("no pictures are made: %s", child_end_text(end));
	p->told = p->told || is_ours(end);
}

static bool came(struct pictures *p, const struct picture_due *e, const struct polite_answer *a,
		 struct err *err)
{
	struct picture_tried t = {.url = e->url, .at_ms = clock_now_ms()};
	struct picture picture;

	if (a->outcome == FETCH_OK_OUTCOME) {
		p->sum.fetched++;
		read_picture(p, e, a->body, &picture, &t);
	} else {
		t.outcome = fetch_outcome_name(a->outcome);
		t.next_ms = again_ms(e, fetch_outcome_may_pass(a->outcome), t.at_ms);
	}
	p->sum.kept += t.picture != NULL;
	p->sum.none += !t.picture;
	return clerk_begin(p->clerk, err) && store_picture_tried(p->clerk->store, &t, err) &&
	       clerk_step(p->clerk, err);
}

bool pictures_came(struct pictures *p, const struct polite_answer *a, struct err *err)
{
	struct seat *seat = a->ticket;
	bool ok;

	arena_reset(p->arena);
	ok = came(p, seat->errand, a, err);
	seats_leave(seat);
	return ok;
}

/* -- beginning ----------------------------------------------------------------------------- */

static void fetch(struct pictures *p, const struct picture_due *due)
{
	struct seat *seat = seats_take(&p->seats, due->url);
	struct picture_due *own;

	if (!seat)
		return;
	own = ARENA_NEW(seat->arena, struct picture_due);
	*own = (struct picture_due){.url = seat->key, .tries = due->tries};
	seat->errand = own;
	polite_start(p->polite, &(struct polite_request){.url = own->url,
							 .max_bytes = LIMIT_PICTURE,
							 .ticket = seat});
}

bool pictures_start(struct pictures *p, struct err *err)
{
	struct arena *list = arena_new();
	const struct picture_due *due;
	size_t count = 0;
	bool ok = clerk_begin(p->clerk, err) &&
		  store_pictures_due(&due, &count, p->clerk->store, list, clock_now_ms(), err) &&
		  clerk_step(p->clerk, err);

	for (size_t i = 0; ok && i < count; i++)
		fetch(p, &due[i]);
	arena_free(list);
	return ok;
}
