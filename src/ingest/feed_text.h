/* ingest/feed_text.h -- an element's text, whichever way it was put into XML. Pure. */
#pragma once
#include "ingest/feed_node.h"

/* RSS puts HTML into text or straight into the feed; Atom says by type and mode which it
 * is: text, HTML, XHTML, XML, base64. Links within are made absolute by xml:base.
 * *plain: it is text, where '<' is no tag. */
struct str feed_text_of(bool *plain, struct arena *a, const struct feed_node *n);
