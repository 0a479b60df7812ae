/* store/alerts_known.h -- which events an alert knew when it began. Private to the store.
 *
 * Event by event, in order of number: the distance to the one before as a varint, then a byte
 * for label and severity. Two or three bytes for each event, so an alert on everything in a
 * store of a million events costs some two megabytes, and one on a country nothing. */
#pragma once
#include "base/buf.h"

void alerts_known_add(struct buf *out, int64_t *last, int64_t event, struct str label,
		      struct str severity);
/* False when the event is not among them. */
bool alerts_known_find(struct str *label, struct str *severity, struct str known, int64_t event);
