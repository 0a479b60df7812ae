/* ingest/opml.h -- lists of feeds as readers exchange them: OPML 1 and 2 (libxml2 inside).
 *
 * Read: every outline with an xmlUrl, whatever it is nested in; its name is `text`, else
 * `title`. An outline whose address can not be fetched is passed over. No entity from
 * outside, no network. */
#pragma once
#include "ingest/source_list.h"

/* Appends. ERR_INPUT: no XML, or no outline with a feed in it. */
bool opml_read(struct source_list *out, struct arena *a, struct str text, struct err *err) MUST_USE;
void opml_write(struct buf *out, const struct source_list *l);
