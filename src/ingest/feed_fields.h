/* ingest/feed_fields.h -- what the elements of RSS, RDF, Atom, sitemaps and their modules
 * mean: one table. Pure; everything in the record's arena. */
#pragma once
#include "ingest/feed_node.h"
#include "ingest/feed_record.h"

/* One element of a feed's or an entry's own, read into its record. `entry`: of an entry. */
void feed_fields_read(struct feed_record *r, const struct feed_node *n, bool entry);
