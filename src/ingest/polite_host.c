/* ingest/polite_host.c -- a list that is looked through by hash; some thousand at most. */
#include "ingest/polite_host.h"

#include "base/clock.h"
#include "base/hash.h"
#include "base/limits.h"
#include "base/vec.h"

#define QUIET_LEAST_MS INT64_C(30000)
#define QUIET_MOST_MS INT64_C(3600000)

struct polite_hosts {
	VEC(struct polite_host *) host;
	struct arena *arena; /* of one look-up */
};

struct polite_hosts *polite_hosts_new(void)
{
	struct polite_hosts *h = memory_zalloc(sizeof *h);

	h->arena = arena_new();
	return h;
}

static void host_free(struct polite_host *h)
{
	arena_free(h->arena);
	memory_free((void *)(uintptr_t)h->origin.at);
	memory_free(h);
}

void polite_hosts_free(struct polite_hosts *h)
{
	for (size_t i = 0; i < h->host.len; i++)
		host_free(h->host.at[i]);
	VEC_FREE(&h->host);
	arena_free(h->arena);
	memory_free(h);
}

size_t polite_hosts_count(const struct polite_hosts *h)
{
	return h->host.len;
}

struct polite_host *polite_hosts_at(const struct polite_hosts *h, size_t n)
{
	return h->host.at[n];
}

/* Its place is free afterwards; NULL when all have something to do. */
static struct polite_host **forget_one(struct polite_hosts *h)
{
	struct polite_host **oldest = NULL;

	for (size_t i = 0; i < h->host.len; i++) {
		struct polite_host **at = &h->host.at[i];

		if (!(*at)->first && !(*at)->busy && !(*at)->asking &&
		    (!oldest || (*at)->used_us < (*oldest)->used_us))
			oldest = at;
	}
	if (oldest)
		host_free(*oldest);
	return oldest;
}

static struct polite_host *host_new(struct str origin, uint64_t hash)
{
	struct polite_host *h = memory_zalloc(sizeof *h);
	char *copy = memory_alloc(origin.len);

	memcpy(copy, origin.at, origin.len);
	h->origin = (struct str){copy, origin.len};
	h->arena = arena_new();
	h->hash = hash;
	return h;
}

static struct str effective_port(const struct url *u)
{
	if (u->port.len)
		return u->port;
	return str_eq_nocase(u->scheme, STR("https")) ? STR("443") : STR("80");
}

struct polite_host *polite_host_of(struct polite_hosts *h, const struct url *u)
{
	struct polite_host *found = NULL, **place;
	struct str origin;
	uint64_t hash;

	arena_reset(h->arena);
	origin = arena_fmt(h->arena, "%.*s://%.*s:%.*s", STR_ARG(u->scheme), STR_ARG(u->host),
			   STR_ARG(effective_port(u)));
	hash = hash64(origin, 0);
	for (size_t i = 0; i < h->host.len && !found; i++)
		if (h->host.at[i]->hash == hash && str_eq(h->host.at[i]->origin, origin))
			found = h->host.at[i];
	if (!found) {
		found = host_new(origin, hash);
		place = h->host.len >= LIMIT_FETCH_HOSTS ? forget_one(h) : NULL;
		if (place)
			*place = found;
		else
			VEC_PUSH(&h->host, found);
	}
	found->used_us = clock_ticks_us();
	return found;
}

bool polite_host_is_listed(struct str list, const struct url *u)
{
	size_t from = 0;

	for (size_t at = 0; at <= list.len; at++) {
		struct str one = str_cut(list, from, at);

		if (at < list.len && list.at[at] != ' ' && list.at[at] != ',')
			continue;
		from = at + 1;
		if (!one.len || !str_eq_nocase(str_cut(one, 0, u->host.len), u->host))
			continue;
		one = str_cut(one, u->host.len, one.len);
		if (!one.len ||
		    (one.at[0] == ':' && str_eq(str_cut(one, 1, one.len), effective_port(u))))
			return true;
	}
	return false;
}

int64_t polite_host_quiet_ms(unsigned stumbles, int64_t wanted_ms, double chance)
{
	int64_t ms = stumbles < 7 ? QUIET_LEAST_MS << stumbles : QUIET_MOST_MS;

	if (ms > QUIET_MOST_MS)
		ms = QUIET_MOST_MS;
	if (ms < wanted_ms)
		ms = wanted_ms;
	return ms + (int64_t)((double)ms * 0.2 * chance);
}
