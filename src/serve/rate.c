/* serve/rate.c -- the generic cell rate algorithm: one number for each address, the moment
 * at which all of its units would be free again.
 *
 * A request moves that moment by its cost and is refused if it would then lie more than a
 * minute ahead. So there is nothing to count down, and one atomic exchange does it. An
 * address has a set of four places by its hash; when all are taken, the one whose moment
 * is the earliest goes. */
#include "serve/rate.h"

#include <stdatomic.h>

#include "base/check.h"
#include "base/clock.h"
#include "base/hash.h"
#include "base/limits.h"
#include "base/memory.h"
#include "ingest/address.h"
#include "serve/route.h"

#define WINDOW_US 60000000
#define WAYS 4
#define SETS (LIMIT_RATE_ADDRESSES / WAYS)

struct place {
	_Atomic uint64_t address;    /* hash; 0: free */
	_Atomic int64_t all_free_us; /* when */
};

struct rate {
	int64_t units, unit_us;
	struct place place[SETS][WAYS];
};

struct rate_left {
	int64_t limit, left; /* units: of a full minute; still free now */
	int64_t reset_s;     /* until all are free again */
	int64_t retry_s;     /* when refused: until the cost is free; else 0 */
};

struct rate *rate_new(int64_t units_a_minute)
{
	struct rate *r = memory_zalloc(sizeof *r);

	CHECK(units_a_minute >= 1);
	r->units = units_a_minute;
	r->unit_us = WINDOW_US / units_a_minute > 0 ? WINDOW_US / units_a_minute : 1;
	return r;
}

void rate_free(struct rate *r)
{
	memory_free(r);
}

static struct place *place_of(struct rate *r, struct str address)
{
	uint64_t h = hash64(address, 0x7261746500000001) | 1;
	struct place *set = r->place[(h >> 8) % SETS], *oldest = set;

	for (int i = 0; i < WAYS; i++)
		if (atomic_load_explicit(&set[i].address, memory_order_relaxed) == h)
			return &set[i];
	for (int i = 1; i < WAYS; i++)
		if (atomic_load_explicit(&set[i].all_free_us, memory_order_relaxed) <
		    atomic_load_explicit(&oldest->all_free_us, memory_order_relaxed))
			oldest = &set[i];
	atomic_store(&oldest->all_free_us, 0);
	atomic_store(&oldest->address, h);
	return oldest;
}

static int64_t seconds(int64_t us)
{
	return (us + 999999) / 1000000;
}

/* Takes `cost` units for that address; false, and takes nothing, when there are too few. */
static bool take(struct rate_left *out, struct rate *r, struct str address, int64_t cost,
		 int64_t now_us)
{
	struct place *p = place_of(r, address);
	int64_t was = atomic_load(&p->all_free_us), next;

	*out = (struct rate_left){.limit = r->units};
	do {
		int64_t from = was > now_us ? was : now_us;

		next = from + cost * r->unit_us;
		if (next - now_us > WINDOW_US) {
			out->left = (WINDOW_US - (from - now_us)) / r->unit_us;
			out->reset_s = seconds(from - now_us);
			out->retry_s = seconds(next - now_us - WINDOW_US);
			return false;
		}
	} while (!atomic_compare_exchange_weak(&p->all_free_us, &was, next));
	out->left = (WINDOW_US - (next - now_us)) / r->unit_us;
	out->reset_s = seconds(next - now_us);
	return true;
}

/* -- who asks ----------------------------------------------------------------------------- */

static bool is_own(const uint8_t byte[16])
{
	static const uint8_t loopback[16] = {[15] = 1};
	static const uint8_t mapped[13] = {[10] = 0xff, [11] = 0xff, [12] = 127};

	return memcmp(byte, loopback, 16) == 0 || memcmp(byte, mapped, 13) == 0;
}

/* "" is this machine. */
static struct str address_of(struct str text, struct arena *arena)
{
	uint8_t byte[16];
	bool v4;

	if (!address_parse(byte, text))
		return arena_copy(arena, text);
	if (is_own(byte))
		return STR("");
	v4 = byte[10] == 0xff && byte[11] == 0xff && byte[0] == 0;
	return arena_copy(arena, (struct str){(const char *)byte, v4 ? 16 : 8});
}

/* -- the call ----------------------------------------------------------------------------- */

/* Judging a text is some 0.2 ms, a list 0.1, counts and series look at all events. */
static int64_t cost_of(const struct call *c)
{
	static const char *const dear[] = {"/api/v1/judge", "/try", NULL};
	static const char *const free_of_charge[] = {"/healthz", "/readyz", "/metrics", NULL};
	struct str pattern = str_of(c->route->pattern);

	if (c->route->method == METHOD_POST)
		return str_is_one_of(pattern, dear) ? 20 : 5;
	if ((c->route->sets & SET_ASSET) || str_is_one_of(pattern, free_of_charge))
		return 0;
	if (str_find(c->req->query, STR("counts=1")) != STR_NPOS ||
	    str_find(c->req->query, STR("full=1")) != STR_NPOS)
		return 5;
	return (c->route->sets & SET_SERIES) ? 3 : 1;
}

struct str rate_who(const struct call *c)
{
	return address_of(call_client(c), c->arena);
}

bool rate_check(struct call *c)
{
	int64_t cost = cost_of(c);
	struct rate_left left;
	struct str address;
	bool ok;

	if (!c->options->rate || !cost)
		return true;
	address = rate_who(c);
	if (!address.len)
		return true;
	ok = take(&left, c->options->rate, address, cost, clock_ticks_us());
	c->out->rate = (struct response_rate){left.limit, left.left, left.reset_s};
	if (ok)
		return true;
	call_problem(c, 429, NULL,
		     "that is more than %lld units in a minute; this request costs %lld of them, "
		     "come again in %lld s",
		     (long long)left.limit, (long long)cost, (long long)left.retry_s);
	c->out->retry_s = (int)left.retry_s;
	return false;
}
