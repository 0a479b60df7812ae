/* serve/metrics.c -- counters and one histogram, without a lock.
 *
 * Relaxed atomics: each figure is right, two of them read in one scrape may be a
 * request apart, which Prometheus allows. The bounds of the histogram are the ones
 * our bars are stated in (10 ms, 20 ms). */
#include "serve/metrics.h"

#include <stdatomic.h>

#include "base/clock.h"
#include "base/memory.h"

static const int64_t bound_us[] = {1000, 2500, 5000, 10000, 20000, 50000, 250000, 1000000};
static const char *const bound_name[] = {"0.001", "0.0025", "0.005", "0.01",
					 "0.02",  "0.05",   "0.25",  "1"};
#define BOUNDS (sizeof bound_us / sizeof *bound_us)

struct metrics {
	atomic_ullong by_class[6]; /* [2]: 2xx */
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

void metrics_request(struct metrics *m, int status, int64_t took_us, size_t body_bytes)
{
	size_t i = 0;

	while (i < BOUNDS && took_us > bound_us[i])
		i++;
	add(&m->bucket[i], 1);
	add(&m->by_class[status >= 100 && status < 600 ? status / 100 : 5], 1);
	add(&m->total_us, took_us > 0 ? (unsigned long long)took_us : 0);
	add(&m->bytes, body_bytes);
}

static void head(struct buf *out, const char *name, const char *kind, const char *help)
{
	buf_fmt(out, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, kind);
}

void metrics_print(struct buf *out, const struct metrics *m)
{
	unsigned long long sum = 0;

	head(out, "tocsin_http_requests_total", "counter", "requests answered, by class of status");
	for (int i = 1; i < 6; i++)
		buf_fmt(out, "tocsin_http_requests_total{status=\"%dxx\"} %llu\n", i,
			read_of(&m->by_class[i]));
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
