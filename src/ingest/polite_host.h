/* ingest/polite_host.h -- the hosts that polite.c knows: their robots.txt and pace.
 *
 * Some LIMIT_FETCH_HOSTS at a time; when there are more, the one that was longest idle is
 * forgotten with its robots.txt. One thread; private to polite.c. */
#pragma once
#include "ingest/fetch_outcome.h"
#include "ingest/robots.h"
#include "text/url.h"

struct polite_job;

struct polite_host {
	struct str origin;        /* "https://example.org:443" */
	struct polite_job *first; /* the queue */
	bool busy;                /* a request is under way */
	int64_t ready_us;         /* not before then */
	enum fetch_outcome quiet; /* why, when it is far away */
	unsigned stumbles;        /* 429 and 503 in a row */
	/* robots.txt */
	bool asking;
	int64_t robots_until_us;
	struct robots robots;
	enum fetch_outcome trouble; /* why it could not be read; ok: it could */
	struct str detail;
	struct arena *arena; /* of the last two */
	/* the list's own */
	uint64_t hash;
	int64_t used_us;
};

struct polite_hosts;
struct polite_hosts *polite_hosts_new(void);
void polite_hosts_free(struct polite_hosts *h);
size_t polite_hosts_count(const struct polite_hosts *h);
struct polite_host *polite_hosts_at(const struct polite_hosts *h, size_t n);
struct polite_host *polite_host_of(struct polite_hosts *h, const struct url *u);

/* Whether the address's host stands in a list "host host:port, ...". */
bool polite_host_is_listed(struct str list, const struct url *u);
/* How long a host is left alone after so many stumbles before this one: as long as it
 * wants, at least half a minute and twice that each time, up to an hour; `chance` from 0
 * to 1 spreads it by a fifth, so that not all come back at once. */
int64_t polite_host_quiet_ms(unsigned stumbles, int64_t wanted_ms, double chance);
