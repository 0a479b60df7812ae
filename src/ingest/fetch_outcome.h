/* ingest/fetch_outcome.h -- how fetching something ended, in words that are stored. Pure.
 *
 * The names are part of the store, the API and the site's page of sources: an outcome may
 * be added, never renamed. */
#pragma once
#include "ingest/fetch.h"

/* clang-format off */
#define FETCH_OUTCOMES(X) \
	X(OK, "ok", "") \
	X(NOT_MODIFIED, "not_modified", "") \
	X(GONE, "gone", "the server says that it is gone for good") \
	X(NOT_FOUND, "not_found", "there is nothing at this address") \
	X(FORBIDDEN, "forbidden", "the server lets nobody, or not us, read it") \
	X(RATE_LIMITED, "rate_limited", "the server wants fewer requests") \
	X(UNAVAILABLE, "unavailable", "the server is overloaded or being mended") \
	X(SERVER_ERROR, "server_error", "the server has a trouble of its own") \
	X(BAD_STATUS, "bad_status", "a status that is neither answer nor redirect") \
	X(BLOCKED_BY_ROBOTS, "blocked_by_robots", "robots.txt asks to leave it alone") \
	X(ROBOTS_UNREACHABLE, "robots_unreachable", "robots.txt can not be read, so nothing is") \
	X(PRIVATE_ADDRESS, "private_address", "the host has no address of the public internet") \
	X(BAD_URL, "bad_url", "no address that can be fetched") \
	X(BAD_REDIRECT, "bad_redirect", "a redirect to nowhere") \
	X(REDIRECT_LOOP, "redirect_loop", "a redirect to where it came from") \
	X(TOO_MANY_REDIRECTS, "too_many_redirects", "one redirect after the other") \
	X(NO_HOST, "no_host", "the host's name has no address") \
	X(NO_CONNECTION, "no_connection", "nobody answers at the host's address") \
	X(BAD_TLS, "bad_tls", "the connection is not safe: certificate or protocol") \
	X(BAD_HTTP, "bad_http", "the answer is not HTTP") \
	X(BAD_CODING, "bad_coding", "the compressed answer is damaged") \
	X(CUT_OFF, "cut_off", "the answer ended before it was whole") \
	X(HEADERS_TOO_LARGE, "headers_too_large", "the answer has too many bytes of headers") \
	X(TOO_LARGE, "too_large", "the answer has too many bytes") \
	X(TOO_SLOW, "too_slow", "the answer did not come in time") \
	X(NETWORK_ERROR, "network_error", "another trouble of the network") \
	X(STOPPED, "stopped", "we were asked to stop") \
	X(BAD_FEED, "bad_feed", "it is no feed that can be read")
/* clang-format on */

enum fetch_outcome {
#define X(id, name, text) FETCH_##id##_OUTCOME,
	FETCH_OUTCOMES(X)
#undef X
		FETCH_OUTCOME_COUNT
};

const char *fetch_outcome_name(enum fetch_outcome o); /* "redirect_loop" */
const char *fetch_outcome_text(enum fetch_outcome o); /* what it means; "" when all is well */

/* What ended one request. A redirect is not yet an outcome: see fetch_outcome_redirects. */
enum fetch_outcome fetch_outcome_of(enum fetched how, const struct fetch_result *r);
bool fetch_outcome_redirects(int status);
bool fetch_outcome_is_well(enum fetch_outcome o); /* ok, not modified */
/* Failures that say nothing about the address: it is worth another try soon. */
bool fetch_outcome_may_pass(enum fetch_outcome o);

/* Retry-After, in seconds or as a date, to milliseconds from now: 0 none or past; at most
 * LIMIT_RETRY_AFTER. */
int64_t fetch_outcome_retry_ms(struct str header, int64_t now_ms);
