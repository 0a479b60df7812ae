/* text/url.h -- web addresses: parse, resolve, canonical form. Pure.
 *
 * RFC 3986 with WHATWG's habits. Canonical: scheme and host lower case, default
 * port and fragment gone, dot segments resolved, percent escapes upper case and
 * only where needed, tracking parameters (utm_*, fbclid, gclid...) gone, the
 * rest of the query sorted, "m."/"www."/"amp." kept (different documents).
 * Canonical twice is once. */
#pragma once
#include "base/arena.h"

struct url { /* parts borrowed from the text parsed */
	struct str scheme, user, host, port, path, query, fragment;
	bool has_query, has_fragment;
};

bool url_parse(struct url *out, struct str text); /* absolute http(s) only */
/* `base` with the reference resolved against it; empty when that is no http(s). */
struct str url_resolve(struct arena *a, struct str base, struct str reference);
struct str url_canonical(struct arena *a, struct str text); /* empty: not http(s) */
/* "bbc.co.uk" of "https://www.bbc.co.uk/x"; a short built-in table of double
 * suffixes, else the last two labels; an IP address as it is; empty: no URL. */
struct str url_site(struct arena *a, struct str text);
