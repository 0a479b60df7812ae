/* serve/metrics.h -- what this server did since its start, for Prometheus.
 * Atomic counters, shared by all threads. */
#pragma once
#include "base/buf.h"

struct metrics;

struct metrics *metrics_new(void);
void metrics_free(struct metrics *m);
struct metrics_request {
	int route, status; /* number of the row of routes.def, -1 none */
	int64_t took_us;
	size_t body_bytes;
};
void metrics_request(struct metrics *m, const struct metrics_request *r);
/* Exchanges that have begun and not ended, and whether the server is going down. */
void metrics_busy(struct metrics *m, int more);
int64_t metrics_busy_now(const struct metrics *m);
void metrics_stop(struct metrics *m);
bool metrics_is_stopping(const struct metrics *m);
void metrics_print(struct buf *out, const struct metrics *m); /* text format 0.0.4 */
