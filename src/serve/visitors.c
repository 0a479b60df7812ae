/* serve/visitors.c -- a table of open connections, and the thread that looks at their clocks.
 *
 * No lock: a place is free, taken, or held while its socket is being cut, so that the socket
 * can not be closed, and its number be another's, at that very moment. Cutting is shutdown():
 * the server then sees an end and closes as it always does.
 *
 * Connections of an address are counted in two rows of counters, each at another place of its
 * hash, and it has too many when both say so: two addresses would have to meet in both rows to
 * be taken for one. Nothing has to be found, freed or forgotten.
 *
 * Who is refused in the middle of a long body goes on sending, and a socket closed with bytes
 * unread takes back the answer. A copy of it is kept for two seconds, and what comes is thrown
 * away. */
#include "serve/visitors.h"

#include <netinet/in.h>
#include <poll.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/hash.h"
#include "base/limits.h"
#include "base/memory.h"
#include "base/threads.h"

#define SECOND INT64_C(1000000)
#define CROWDED_PERCENT 85 /* of the places taken: then who asks nothing goes */
#define CROWDED_US (3 * SECOND)
#define COUNTERS 16384
#define ROWS 2
#define TICK_MS 250
#define LINGERING 64 /* sockets at a time; one more is closed as it is */
#define LINGER_US (2 * SECOND)
#define NEVER INT64_MAX

enum place { PLACE_FREE, PLACE_TAKEN, PLACE_HELD };

struct visitor {
	_Atomic int place; /* enum place */
	int fd;
	bool counted;
	_Atomic bool refused;
	uint64_t address;         /* hash */
	_Atomic int64_t asks_us;  /* since when it has asked nothing; NEVER: it asks */
	_Atomic int64_t until_us; /* then it is cut */
};

struct lingering {
	_Atomic int fd; /* of a copy; -1: a free place, -2: one being filled */
	int64_t until_us;
};

struct visitors {
	struct visitors_options o;
	struct visitor *at;
	unsigned len;
	atomic_uint next, here;
	atomic_bool ends;
	_Atomic uint16_t count[ROWS][COUNTERS];
	struct lingering lingering[LINGERING];
	struct thread *thread;
};

/* -- addresses --------------------------------------------------------------------------- */

/* IPv6 counts by its network of 64 bits, as everywhere here. False for this machine. */
static bool address_of(uint64_t *hash, const struct sockaddr *from)
{
	struct str bytes;

	if (from && from->sa_family == AF_INET) {
		bytes.at =
			(const char *)&((const struct sockaddr_in *)(const void *)from)->sin_addr;
		bytes.len = 4;
	} else if (from && from->sa_family == AF_INET6) {
		const struct in6_addr *six =
			&((const struct sockaddr_in6 *)(const void *)from)->sin6_addr;

		if (IN6_IS_ADDR_LOOPBACK(six))
			return false;
		bytes = (struct str){(const char *)six, 8};
		if (IN6_IS_ADDR_V4MAPPED(six))
			bytes = (struct str){(const char *)six + 12, 4};
	} else {
		return false;
	}
	*hash = hash64(bytes, 0x76697369746f7273);
	return bytes.len != 4 || bytes.at[0] != 127;
}

static unsigned counter_of(uint64_t hash, int row)
{
	return (unsigned)(hash >> (row * 32)) % COUNTERS;
}

static bool is_counted(const struct visitors *v, uint64_t *hash, const struct sockaddr *from)
{
	return !v->o.one_address && address_of(hash, from);
}

bool visitors_admit(const struct visitors *v, const struct sockaddr *from)
{
	uint64_t hash;

	if (!is_counted(v, &hash, from))
		return true;
	for (int row = 0; row < ROWS; row++)
		if (atomic_load(&v->count[row][counter_of(hash, row)]) < LIMIT_ADDRESS_CONNECTIONS)
			return true;
	return false;
}

static void count(struct visitors *v, uint64_t hash, int more)
{
	for (int row = 0; row < ROWS; row++)
		atomic_fetch_add(&v->count[row][counter_of(hash, row)], (uint16_t)more);
}

/* -- coming and going --------------------------------------------------------------------- */

struct visitor *visitor_enter(struct visitors *v, int fd, const struct sockaddr *from)
{
	for (unsigned tries = 0; tries < v->len; tries++) {
		struct visitor *one = &v->at[atomic_fetch_add(&v->next, 1) % v->len];
		int is = PLACE_FREE;

		if (!atomic_compare_exchange_strong(&one->place, &is, PLACE_HELD))
			continue;
		one->fd = fd;
		atomic_store(&one->refused, false);
		one->counted = is_counted(v, &one->address, from);
		if (one->counted)
			count(v, one->address, 1);
		visitor_asks(one);
		atomic_store(&one->place, PLACE_TAKEN);
		atomic_fetch_add(&v->here, 1);
		return one;
	}
	return NULL;
}

/* A copy of the socket outlives it, if there is place and anything may still come. */
static void linger(struct visitors *v, const struct visitor *one)
{
	int unread = 0;

	if (!atomic_load(&one->refused) && (ioctl(one->fd, FIONREAD, &unread) != 0 || !unread))
		return;
	for (int i = 0; i < LINGERING; i++) {
		struct lingering *l = &v->lingering[i];
		int none = -1;

		if (!atomic_compare_exchange_strong(&l->fd, &none, -2))
			continue;
		l->until_us = clock_ticks_us() + LINGER_US;
		atomic_store(&l->fd, dup(one->fd)); /* -1 when it fails: free again */
		return;
	}
}

void visitor_leave(struct visitors *v, struct visitor *one)
{
	int is = PLACE_TAKEN;

	if (!one)
		return;
	while (!atomic_compare_exchange_weak(&one->place, &is, PLACE_HELD))
		is = PLACE_TAKEN; /* it is being cut: the time of one call */
	linger(v, one);
	if (one->counted)
		count(v, one->address, -1);
	atomic_fetch_sub(&v->here, 1);
	atomic_store(&one->place, PLACE_FREE);
}

static void wait_until(struct visitor *one, int64_t asks_us, int64_t until_us)
{
	if (!one)
		return;
	atomic_store_explicit(&one->asks_us, asks_us, memory_order_relaxed);
	atomic_store_explicit(&one->until_us, until_us, memory_order_relaxed);
}

void visitor_asks(struct visitor *one)
{
	int64_t now = clock_ticks_us();

	wait_until(one, now, now + LIMIT_HEAD_WAIT * SECOND);
}

void visitor_sends(struct visitor *one, int64_t begun_us, uint64_t got)
{
	int64_t more = (int64_t)got * SECOND / LIMIT_SLOW_BODY;

	wait_until(one, NEVER, begun_us + LIMIT_HEAD_WAIT * SECOND + more);
}

void visitor_takes(struct visitor *one, int64_t bytes)
{
	int64_t more = bytes * SECOND / LIMIT_SLOW_ANSWER;

	wait_until(one, NEVER,
		   bytes < 0 ? NEVER : clock_ticks_us() + LIMIT_HEAD_WAIT * SECOND + more);
}

void visitor_refused(struct visitor *one)
{
	if (one)
		atomic_store(&one->refused, true);
}

/* -- the thread ---------------------------------------------------------------------------- */

static void cut(struct visitor *one)
{
	int is = PLACE_TAKEN;

	if (!atomic_compare_exchange_strong(&one->place, &is, PLACE_HELD))
		return;
	wait_until(one, NEVER, NEVER); /* once is enough */
	shutdown(one->fd, SHUT_RDWR);
	atomic_store(&one->place, PLACE_TAKEN);
}

static void look(struct visitors *v, int64_t now)
{
	bool crowded = atomic_load(&v->here) * 100ULL > v->o.most * (uint64_t)CROWDED_PERCENT;

	for (unsigned i = 0; i < v->len; i++) {
		struct visitor *one = &v->at[i];
		int64_t asks = atomic_load_explicit(&one->asks_us, memory_order_relaxed);

		if (atomic_load_explicit(&one->place, memory_order_relaxed) != PLACE_TAKEN)
			continue;
		if (now > atomic_load_explicit(&one->until_us, memory_order_relaxed) ||
		    (crowded && asks != NEVER && now - asks > CROWDED_US))
			cut(one);
	}
}

/* Throws away what the socket holds, a megabyte in one go. False at its end. */
static bool drained(int fd)
{
	char bytes[KIB(16)];
	ssize_t got = sizeof bytes;

	for (int i = 0; i < 64 && got == (ssize_t)sizeof bytes; i++)
		got = recv(fd, bytes, sizeof bytes, MSG_DONTWAIT);
	return got != 0;
}

static void drain(struct visitors *v, int64_t now)
{
	for (int i = 0; i < LINGERING; i++) {
		struct lingering *l = &v->lingering[i];
		int fd = atomic_load(&l->fd);

		if (fd < 0 || (drained(fd) && now < l->until_us))
			continue;
		close(fd);
		atomic_store(&l->fd, -1);
	}
}

/* Waits for a tick, or until one that lingers sends. */
static void rest(struct visitors *v)
{
	struct pollfd p[LINGERING];
	nfds_t len = 0;

	for (int i = 0; i < LINGERING; i++) {
		int fd = atomic_load(&v->lingering[i].fd);

		if (fd >= 0)
			p[len++] = (struct pollfd){.fd = fd, .events = POLLIN};
	}
	(void)poll(p, len, TICK_MS);
}

static void watch(void *payload)
{
	struct visitors *v = payload;
	int64_t looked = 0;

	while (!atomic_load(&v->ends)) {
		int64_t now = clock_ticks_us();

		if (now - looked > SECOND) {
			looked = now;
			look(v, now);
		}
		drain(v, now);
		rest(v);
	}
}

struct visitors *visitors_new(const struct visitors_options *o)
{
	struct visitors *v = memory_zalloc(sizeof *v);

	v->o = *o;
	v->len = o->most + o->most / 16 + 1; /* so that a free place is near */
	v->at = memory_zalloc(v->len * sizeof *v->at);
	for (int i = 0; i < LINGERING; i++)
		atomic_init(&v->lingering[i].fd, -1);
	v->thread = thread_start("visitors", watch, v);
	return v;
}

void visitors_free(struct visitors *v)
{
	if (!v)
		return;
	atomic_store(&v->ends, true);
	thread_join(v->thread);
	for (int i = 0; i < LINGERING; i++)
		if (atomic_load(&v->lingering[i].fd) >= 0)
			close(atomic_load(&v->lingering[i].fd));
	memory_free(v->at);
	memory_free(v);
}
