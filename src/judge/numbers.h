/* judge/numbers.h -- number phrases in figures and words. Pure.
 *
 * "4,800", "1.2 million", "40m", "twenty-five", "two hundred and fifty", "half a
 * million", "a dozen", and ranges: "10-20", "10 to 20", "between 10 and 20",
 * "2 to 3 million". What only looks like a number is refused: see numbers.c. */
#pragma once
#include "judge/tokens.h"

struct number {
	double low, high;   /* equal unless a range was stated */
	size_t first, last; /* tokens first .. last-1 */
	bool words;         /* written out */
	bool scaled;        /* with thousand, million, k ... */
	bool grouped;       /* with a comma or decimals */
	bool letter_m;      /* "40m": million, or metres; the unit tells */
};

/* The number that begins at token n; `money` when a currency sign stands before
 * it (then "m" is million and a plain year is an amount). */
bool numbers_at(struct number *out, const struct tokens *t, size_t n, bool money);
/* The same without ranges and refusals: for "two weeks ago" and "March 1". */
bool numbers_plain(struct number *out, const struct tokens *t, size_t n);
/* "1,234.5" of digits, or any number token. */
double numbers_value(struct str digits);
/* Just before the number: "about", "more than", "up to" ...; to *from its first token. */
bool numbers_is_approximate(const struct tokens *t, size_t n);
/* 4.8 -> "4.8", 4800 -> "4,800", at most three decimals. */
struct str numbers_str(struct arena *a, double value);
