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

#define AT_A_TIME STORE_PICTURES_DUE
#define WAIT_MS INT64_C(3600000) /* until the second try; the third waits four times as long */

struct errand {
	struct arena *arena; /* of url; NULL: the seat is free */
	struct str url;
	int64_t tries;
};

struct pictures {
	struct clerk *clerk;
	struct polite *polite;
	struct arena *arena; /* of one picture */
	struct errand errand[AT_A_TIME];
	struct pictures_summary sum;
	bool told; /* that there is no decoder */
};

struct pictures *pictures_new(struct clerk *c, struct polite *p)
{
	struct pictures *new = memory_zalloc(sizeof *new);

	new->clerk = c;
	new->polite = p;
	new->arena = arena_new();
	return new;
}

void pictures_free(struct pictures *p)
{
	if (!p)
		return;
	for (size_t i = 0; i < AT_A_TIME; i++)
		arena_free(p->errand[i].arena);
	arena_free(p->arena);
	memory_free(p);
}

size_t pictures_pending(const struct pictures *p)
{
	size_t n = 0;

	for (size_t i = 0; p && i < AT_A_TIME; i++)
		n += p->errand[i].arena != NULL;
	return n;
}

bool pictures_is(const struct pictures *p, const void *ticket)
{
	for (size_t i = 0; p && i < AT_A_TIME; i++)
		if (ticket == &p->errand[i])
			return true;
	return false;
}

const struct pictures_summary *pictures_sum(const struct pictures *p)
{
	return &p->sum;
}

/* -- the end of one ------------------------------------------------------------------------ */

static int64_t again_ms(const struct errand *e, bool may_pass, int64_t now_ms)
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

static void read_picture(struct pictures *p, const struct errand *e, struct str body,
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

static bool came(struct pictures *p, const struct errand *e, const struct polite_answer *a,
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
	struct errand *e = a->ticket;
	bool ok;

	arena_reset(p->arena);
	ok = came(p, e, a, err);
	arena_free(e->arena);
	*e = (struct errand){0};
	return ok;
}

/* -- beginning ----------------------------------------------------------------------------- */

static struct errand *seat_of(struct pictures *p, struct str url)
{
	struct errand *found = NULL;

	for (size_t i = 0; i < AT_A_TIME; i++) {
		if (p->errand[i].arena && str_eq(p->errand[i].url, url))
			return NULL; /* it is under way */
		if (!p->errand[i].arena)
			found = &p->errand[i];
	}
	return found;
}

bool pictures_start(struct pictures *p, struct err *err)
{
	struct arena *list = arena_new();
	const struct picture_due *due;
	size_t count = 0;
	bool ok = clerk_begin(p->clerk, err) &&
		  store_pictures_due(&due, &count, p->clerk->store, list, clock_now_ms(), err) &&
		  clerk_step(p->clerk, err);

	for (size_t i = 0; ok && i < count; i++) {
		struct errand *e = seat_of(p, due[i].url);

		if (!e)
			continue;
		e->arena = arena_new();
		e->url = arena_copy(e->arena, due[i].url);
		e->tries = due[i].tries;
		polite_start(p->polite, &(struct polite_request){.url = e->url,
								 .max_bytes = LIMIT_PICTURE,
								 .ticket = e});
	}
	arena_free(list);
	return ok;
}
