/* events/background.c -- document frequencies to begin with.
 *
 * A grouper that starts empty does not know that "Tesla" is common among articles about
 * AI and "Herzberg" is not. The table holds, for every term that stands in three or more
 * of some 13,000 news texts, the number of texts on a scale of eighths of a power of two
 * (9 % steps; a logarithm is all that is made of it). Five bytes a term: the upper half of
 * its hash, sorted, for binary search, then the levels. Two of 50,000 terms share an upper
 * half with a chance of one in four, which spoils one weight of fifty thousand.
 *
 * Layout, numbers little endian: "TDF1", u32 terms, u32 texts, u32 hash[terms],
 * u8 level[terms]. The file is ours and built in, so a wrong form is a bug. */
#include "events/background.h"

#include <math.h>
#include "base/check.h"
#include "base/embedded.h"

#define HEAD 12
#define STEPS 8.0 /* per power of two */

extern const struct embedded grouping_file[];

static uint32_t u32_at(struct str s, size_t at)
{
	const unsigned char *p = (const unsigned char *)s.at + at;

	return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

static struct str table(void)
{
	for (const struct embedded *f = grouping_file; f->name; f++)
		if (str_eq(str_of(f->name), STR("background.df"))) {
			CHECK(f->bytes.len >= HEAD && memcmp(f->bytes.at, "TDF1", 4) == 0);
			CHECK(f->bytes.len == HEAD + (size_t)u32_at(f->bytes, 4) * 5);
			return f->bytes;
		}
	check_failed(__FILE__, __LINE__, "background.df is built in");
}

uint32_t background_texts(void)
{
	return u32_at(table(), 8);
}

uint32_t background_count(uint64_t term)
{
	struct str t = table();
	uint32_t key = (uint32_t)(term >> 32), terms = u32_at(t, 4), from = 0, upto = terms;

	while (from < upto) {
		uint32_t mid = from + (upto - from) / 2, at = u32_at(t, HEAD + (size_t)mid * 4);

		if (at == key) {
			unsigned char level = (unsigned char)t.at[HEAD + (size_t)terms * 4 + mid];

			return (uint32_t)lround(exp2((double)level / STEPS));
		}
		if (at < key)
			from = mid + 1;
		else
			upto = mid;
	}
	return 0;
}
