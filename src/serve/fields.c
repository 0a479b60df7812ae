/* serve/fields.c -- the header fields of an answer, but for those of its bytes (coding, length).
 *
 * What all have is for the browser's sake: no guessing of types, no frames, nothing of other
 * hosts. The rest is told by the answer itself. */
#include "serve/fields.h"

#include <stdio.h>

/* What the browser may do with the page: nothing but our own files, in no frame; in a frame
 * of anybody's, only a style and the links that leave it. */
static const char *policy(const struct response *out)
{
	if (out->download)
		return "default-src 'none'; base-uri 'none'; form-action 'none'; "
		       "frame-ancestors 'none'; sandbox";
	if (out->embeddable)
		return "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; "
		       "form-action 'none'; frame-ancestors *";
	return "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
	       "object-src 'none'";
}

static void of_all(field_fn *add, void *to)
{
	static const char *const all[][2] = {
		{"X-Content-Type-Options", "nosniff"},
		{"Referrer-Policy", "same-origin"},
		{"Cross-Origin-Opener-Policy", "same-origin"},
		{"Permissions-Policy", "camera=(), geolocation=(), microphone=()"},
		{"Vary", "Accept-Encoding, Accept"},
		{"Server", "tocsin"},
	};

	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		add(to, all[i][0], all[i][1]);
}

static void of_rate(field_fn *add, void *to, const struct response_rate *rate)
{
	const struct {
		const char *name;
		int64_t value;
	} told[] = {{"RateLimit-Limit", rate->limit},
		    {"RateLimit-Remaining", rate->left},
		    {"RateLimit-Reset", rate->reset_s}};
	char text[32];

	if (!rate->limit)
		return;
	for (size_t i = 0; i < sizeof told / sizeof *told; i++) {
		snprintf(text, sizeof text, "%lld", (long long)told[i].value);
		add(to, told[i].name, text);
	}
	snprintf(text, sizeof text, "%lld;w=60", (long long)rate->limit);
	add(to, "RateLimit-Policy", text);
}

void fields_of(field_fn *add, void *to, const struct response *out, bool options)
{
	char text[64];

	of_all(add, to);
	add(to, "Content-Security-Policy", policy(out));
	if (out->download)
		add(to, "Content-Disposition", "attachment");
	if (out->max_age_s < 0)
		snprintf(text, sizeof text, "no-store");
	else if (out->max_age_s == 0)
		snprintf(text, sizeof text, "no-cache");
	else
		snprintf(text, sizeof text, "public, max-age=%d, immutable", out->max_age_s);
	add(to, "Cache-Control", text);
	if (out->etag[0])
		add(to, "ETag", out->etag);
	if (out->location[0])
		add(to, "Location", out->location);
	if (out->allow)
		add(to, "Allow", out->allow);
	for (int i = 0; i < 2; i++)
		if (out->cookie[i][0])
			add(to, "Set-Cookie", out->cookie[i]);
	if (out->status == 401)
		add(to, "WWW-Authenticate", "Bearer realm=\"tocsin\"");
	if (out->retry_s) {
		snprintf(text, sizeof text, "%d", out->retry_s);
		add(to, "Retry-After", text);
	}
	of_rate(add, to, &out->rate);
	if (!out->for_all)
		return;
	add(to, "Access-Control-Allow-Origin", "*");
	add(to, "Access-Control-Expose-Headers",
	    "ETag, Retry-After, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset");
	if (options && out->allow) {
		add(to, "Access-Control-Allow-Methods", out->allow);
		add(to, "Access-Control-Allow-Headers",
		    "Content-Type, If-None-Match, Authorization");
		add(to, "Access-Control-Max-Age", "86400");
	}
}
