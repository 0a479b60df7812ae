/* judge/dates.h -- the days an article speaks of, resolved against its own. Pure.
 *
 * "March 1", "1 March 2025", "2025-03-01", "in June 2024", "since 2018", "on
 * Tuesday", "yesterday", "last month", "two weeks ago". Relative ones and dates
 * without a year need the article's date and are left out without it. */
#pragma once
#include "judge/tokens.h"
#include "text/article.h"

#define DATES_MOST 64

enum dates_precision { DATES_DAY, DATES_WEEK, DATES_MONTH, DATES_YEAR };

struct dated {
	int64_t from_ms, upto_ms; /* midnights (UTC) of the first and the last day meant */
	enum dates_precision precision;
	bool relative; /* worked out from the article's date */
	enum field field;
	uint32_t from, upto; /* bytes of the field */
};

struct dates {
	struct dated *at; /* in the arena */
	size_t len;
};

/* In order of the text, title first, at most DATES_MOST. date_ms 0: not known. */
void dates_of(struct dates *out, struct arena *arena, int64_t date_ms,
	      const struct tokens tokens[FIELD_COUNT]);
