/* serve/metrics.h -- what this server did since its start, for Prometheus.
 * Atomic counters, shared by all threads. */
#pragma once
#include "base/buf.h"

struct metrics;

struct metrics *metrics_new(void);
void metrics_free(struct metrics *m);
void metrics_request(struct metrics *m, int status, int64_t took_us, size_t body_bytes);
void metrics_print(struct buf *out, const struct metrics *m); /* text format 0.0.4 */
