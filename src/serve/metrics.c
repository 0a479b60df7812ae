/* serve/metrics.c -- counters and one histogram, without a lock.
 *
 * Relaxed atomics: each figure is right, two of them read in one scrape may be a
 * request apart, which Prometheus allows. The bounds of the histogram are the ones
 * our bars are stated in (10 ms, 20 ms). */
#include "serve/metrics.h"

#include <stdatomic.h>

#include "base/clock.h"
#include "base/memory.h"
#include "serve/route.h"

static const int64_t bound_us[] = {1000, 2500, 5000, 10000, 20000, 50000, 250000, 1000000};
static const char *const bound_name[] = {"0.001", "0.0025", "0.005", "0.01",
					 "0.02",  "0.05",   "0.25",  "1"};
#define BOUNDS (sizeof bound_us / sizeof *bound_us)

#define ROUTES_MOST 256 /* rows of routes.def, and one for what no row answers */

struct metrics {
	atomic_ullong by_class[ROUTES_MOST][6]; /* [2]: 2xx */
	atomic_llong busy;
	atomic_bool stopping;
	atomic_ullong bucket[BOUNDS + 1];
	atomic_ullong total_us, bytes;
	int64_t start_ms;
};

struct metrics *metrics_new(void)
{
	struct metrics *m = memory_zalloc(sizeof *m);

	m->start_ms = clock_now_ms();
	return m;
}

void metrics_free(struct metrics *m)
{
	memory_free(m);
}

static void add(atomic_ullong *to, unsigned long long n)
{
	atomic_fetch_add_explicit(to, n, memory_order_relaxed);
}

static unsigned long long read_of(const atomic_ullong *from)
{
	return atomic_load_explicit(from, memory_order_relaxed);
}

void metrics_request(struct metrics *m, const struct metrics_request *r)
{
	size_t i = 0, route = (size_t)(r->route + 1);

	while (i < BOUNDS && r->took_us > bound_us[i])
		i++;
	add(&m->bucket[i], 1);
	add(&m->by_class[route < ROUTES_MOST ? route : 0]
			[r->status >= 100 && r->status < 600 ? r->status / 100 : 5],
	    1);
	add(&m->total_us, r->took_us > 0 ? (unsigned long long)r->took_us : 0);
	add(&m->bytes, r->body_bytes);
}

void metrics_busy(struct metrics *m, int more)
{
	atomic_fetch_add(&m->busy, more);
}

int64_t metrics_busy_now(const struct metrics *m)
{
	return atomic_load(&m->busy);
}

void metrics_stop(struct metrics *m)
{
	atomic_store(&m->stopping, true);
}

bool metrics_is_stopping(const struct metrics *m)
{
	return atomic_load(&m->stopping);
}

static void head(struct buf *out, const char *name, const char *kind, const char *help)
{
	buf_fmt(out, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, kind);
}

/* Only what was asked for: a scrape names some dozen routes, not all of them five times. */
static void requests(struct buf *out, const struct metrics *m)
{
	head(out, "tocsin_http_requests_total", "counter",
	     "requests answered, by route and class of status");
	for (size_t r = 0; r < ROUTES_MOST; r++) {
		bool is_row = r && route_row[r - 1].pattern;

		if (r && !is_row)
			break;
		for (int i = 1; i < 6; i++)
			if (read_of(&m->by_class[r][i]))
				buf_fmt(out,
					"tocsin_http_requests_total{route=\"%s\",method=\"%s\","
					"status=\"%dxx\"} %llu\n",
					is_row ? route_row[r - 1].pattern : "",
					!is_row                                  ? ""
					: route_row[r - 1].method == METHOD_POST ? "POST"
										 : "GET",
					i, read_of(&m->by_class[r][i]));
	}
}

void metrics_print(struct buf *out, const struct metrics *m)
{
	unsigned long long sum = 0;

	requests(out, m);
	head(out, "tocsin_http_busy", "gauge", "requests that have begun and not ended");
	buf_fmt(out, "tocsin_http_busy %lld\n", (long long)metrics_busy_now(m));
	head(out, "tocsin_http_request_seconds", "histogram",
	     "time from the request to its answer");
	for (size_t i = 0; i < BOUNDS; i++) {
		sum += read_of(&m->bucket[i]);
		buf_fmt(out, "tocsin_http_request_seconds_bucket{le=\"%s\"} %llu\n", bound_name[i],
			sum);
	}
	sum += read_of(&m->bucket[BOUNDS]);
	buf_fmt(out, "tocsin_http_request_seconds_bucket{le=\"+Inf\"} %llu\n", sum);
	buf_fmt(out, "tocsin_http_request_seconds_sum %.6f\n", (double)read_of(&m->total_us) / 1e6);
	buf_fmt(out, "tocsin_http_request_seconds_count %llu\n", sum);
	head(out, "tocsin_http_body_bytes_total", "counter", "bytes of answers before compression");
	buf_fmt(out, "tocsin_http_body_bytes_total %llu\n", read_of(&m->bytes));
	head(out, "tocsin_start_time_seconds", "gauge", "when this server started");
	buf_fmt(out, "tocsin_start_time_seconds %lld\n", (long long)(m->start_ms / 1000));
}
