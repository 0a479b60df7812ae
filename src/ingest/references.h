/* ingest/references.h -- which articles other archives of AI incidents cite.
 *
 * Read from their dumps, CSV with a header or JSON Lines, told apart by the first byte:
 *   AIID  incidents.csv (incident_id, title, reports: numbers) and reports.csv
 *         (report_number, url) in any order, or incident_id with url or reports: addresses
 *   AIM   id, title, articles: addresses or objects with "url"
 * Addresses are compared in their canonical form, http and https alike. A line that says
 * nothing we can use is told with file and line; the rest goes on. Titles are not kept:
 * they are the other archive's. One thread; owns all it holds. */
#pragma once
#include "base/arena.h"

enum archive { ARCHIVE_AIID, ARCHIVE_AIM, ARCHIVE_COUNT };
extern const char *const references_archive[ARCHIVE_COUNT]; /* "AIID", "AIM" */

struct references;
typedef void references_told_fn(const struct err *why, void *payload);

struct references *references_new(enum archive archive);
void references_free(struct references *r);

/* Adds a file. False when it can not be read at all; else *refused counts bad lines. */
bool references_read(size_t *refused, struct references *r, const char *path,
		     references_told_fn *told, void *payload, struct err *err) MUST_USE;

/* After all files: which incidents cite this address, which is number *url of all cited
 * ones; 0 when none does. The list is valid until the next call of anything here. */
void references_settle(struct references *r);
size_t references_citing(const uint32_t **incident, size_t *url, struct references *r,
			 struct arena *arena, struct str address);
size_t references_count(const struct references *r);
struct str references_id(const struct references *r, size_t incident);
