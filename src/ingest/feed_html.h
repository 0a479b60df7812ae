/* ingest/feed_html.h -- the little that a feed needs to know of HTML in its entries. Pure. */
#pragma once
#include "base/arena.h"

/* The same markup with href and src resolved against `base`, an absolute address. */
struct str feed_html_absolute(struct arena *a, struct str html, struct str base);
struct str feed_html_image(struct str html); /* src of the first <img>, borrowed; or "" */
