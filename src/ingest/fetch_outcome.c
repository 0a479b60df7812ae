/* ingest/fetch_outcome.c -- statuses and troubles to outcomes. */
#include "ingest/fetch_outcome.h"

#include "base/limits.h"
#include "text/date.h"

static const struct {
	const char *name, *text;
} row[] = {
#define X(id, name, text) {name, text},
	FETCH_OUTCOMES(X)
#undef X
};

const char *fetch_outcome_name(enum fetch_outcome o)
{
	return row[o].name;
}

const char *fetch_outcome_text(enum fetch_outcome o)
{
	return row[o].text;
}

static enum fetch_outcome of_status(int status)
{
	static const struct {
		int status;
		enum fetch_outcome outcome;
	} known[] = {
		{304, FETCH_NOT_MODIFIED_OUTCOME}, {401, FETCH_FORBIDDEN_OUTCOME},
		{403, FETCH_FORBIDDEN_OUTCOME},    {404, FETCH_NOT_FOUND_OUTCOME},
		{410, FETCH_GONE_OUTCOME},         {429, FETCH_RATE_LIMITED_OUTCOME},
		{451, FETCH_FORBIDDEN_OUTCOME},    {503, FETCH_UNAVAILABLE_OUTCOME},
	};

	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (known[i].status == status)
			return known[i].outcome;
	if (status >= 200 && status < 300)
		return FETCH_OK_OUTCOME;
	return status >= 500 && status < 600 ? FETCH_SERVER_ERROR_OUTCOME
					     : FETCH_BAD_STATUS_OUTCOME;
}

static enum fetch_outcome of_trouble(enum fetch_trouble t)
{
	switch (t) {
	case FETCH_NO_HOST:
		return FETCH_NO_HOST_OUTCOME;
	case FETCH_PRIVATE:
		return FETCH_PRIVATE_ADDRESS_OUTCOME;
	case FETCH_NO_CONNECTION:
		return FETCH_NO_CONNECTION_OUTCOME;
	case FETCH_BAD_TLS:
		return FETCH_BAD_TLS_OUTCOME;
	case FETCH_BAD_HTTP:
		return FETCH_BAD_HTTP_OUTCOME;
	case FETCH_BAD_CODING:
		return FETCH_BAD_CODING_OUTCOME;
	case FETCH_CUT_OFF:
		return FETCH_CUT_OFF_OUTCOME;
	case FETCH_LONG_HEADERS:
		return FETCH_HEADERS_TOO_LARGE_OUTCOME;
	case FETCH_NO_TROUBLE:
		break;
	}
	return FETCH_NETWORK_ERROR_OUTCOME;
}

enum fetch_outcome fetch_outcome_of(enum fetched how, const struct fetch_result *r)
{
	switch (how) {
	case FETCHED:
		return of_status(r->status);
	case FETCHED_NOTHING:
		return of_trouble(r->trouble);
	case FETCHED_TOO_LATE:
		return FETCH_TOO_SLOW_OUTCOME;
	case FETCHED_TOO_LARGE:
		return r->trouble == FETCH_LONG_HEADERS ? FETCH_HEADERS_TOO_LARGE_OUTCOME
							: FETCH_TOO_LARGE_OUTCOME;
	case FETCHED_STOPPED:
		return FETCH_STOPPED_OUTCOME;
	case FETCHED_NOT: /* an answer in an unknown protocol ends there too */
		break;
	}
	return r->status || r->trouble == FETCH_BAD_HTTP ? FETCH_BAD_HTTP_OUTCOME
							 : FETCH_BAD_URL_OUTCOME;
}

bool fetch_outcome_redirects(int status)
{
	return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

bool fetch_outcome_is_well(enum fetch_outcome o)
{
	return o == FETCH_OK_OUTCOME || o == FETCH_NOT_MODIFIED_OUTCOME;
}

bool fetch_outcome_may_pass(enum fetch_outcome o)
{
	switch (o) {
	case FETCH_RATE_LIMITED_OUTCOME:
	case FETCH_UNAVAILABLE_OUTCOME:
	case FETCH_SERVER_ERROR_OUTCOME:
	case FETCH_ROBOTS_UNREACHABLE_OUTCOME:
	case FETCH_NO_HOST_OUTCOME:
	case FETCH_NO_CONNECTION_OUTCOME:
	case FETCH_CUT_OFF_OUTCOME:
	case FETCH_TOO_SLOW_OUTCOME:
	case FETCH_NETWORK_ERROR_OUTCOME:
	case FETCH_STOPPED_OUTCOME:
		return true;
	default:
		return false;
	}
}

int64_t fetch_outcome_retry_ms(struct str header, int64_t now_ms)
{
	int64_t most = LIMIT_RETRY_AFTER * INT64_C(1000), seconds, ms;
	struct date date;

	if (str_int(&seconds, header))
		ms = seconds > LIMIT_RETRY_AFTER ? most : seconds * 1000;
	else if (header.len && date_parse(&date, header))
		ms = date.ms - now_ms;
	else
		ms = 0;
	if (ms < 0)
		return 0;
	return ms < most ? ms : most;
}
