/* serve/coding.c -- Accept-Encoding (RFC 9110), and the packed forms of built-in files.
 *
 * The kept forms are found by the address of their bytes. Two threads that pack the same
 * file at once both do the work, and the first to be done is kept: no lock, and it happens
 * once in the life of the program. */
#include "serve/coding.h"

#include <stdatomic.h>

#include "base/limits.h"
#include "base/memory.h"
#include "serve/brotli.h"
#include "serve/gzip.h"

#define PACK_FROM 1024 /* smaller answers fit into one packet anyway */
#define KEPT 128       /* built-in files, twice */
#define QUICK 2        /* of brotli */

struct kept {
	const char *of;
	enum coding coding;
	bool smaller;
	struct buf packed;
};

static _Atomic(struct kept *) kept[KEPT];

const char *coding_name(enum coding c)
{
	static const char *const name[] = {NULL, "gzip", "br"};

	return name[c];
}

/* ";q=0.5" as 500; 1000 without it, 0 when it is none of RFC 9110. */
static int64_t weight_of(struct str parameters)
{
	size_t at = str_find(parameters, STR("q="));
	struct str q =
		at == STR_NPOS ? STR("1") : str_trim(str_cut(parameters, at + 2, parameters.len));
	int64_t weight = 0, digit = 1000;

	if (!q.len || q.len > 5 || (q.len > 1 && q.at[1] != '.'))
		return 0;
	for (size_t i = 0; i < q.len; i++) {
		if (i == 1)
			continue;
		if (q.at[i] < '0' || q.at[i] > '9')
			return 0;
		weight += (q.at[i] - '0') * digit;
		digit /= 10;
	}
	return weight <= 1000 ? weight : 0;
}

enum coding coding_of(struct str accepted)
{
	int64_t gzip = -1, brotli = -1, any = -1;
	struct str one, rest = accepted;

	while (str_split(&one, &rest, ',')) {
		size_t semicolon = str_chr(one, ';');
		struct str name =
			str_trim(str_cut(one, 0, semicolon == STR_NPOS ? one.len : semicolon));
		int64_t weight = weight_of(str_cut(one, name.len, one.len));

		if (str_eq_nocase(name, STR("gzip")) || str_eq_nocase(name, STR("x-gzip")))
			gzip = weight;
		else if (str_eq_nocase(name, STR("br")))
			brotli = weight;
		else if (str_eq(name, STR("*")))
			any = weight;
	}
	gzip = gzip < 0 ? any : gzip;
	brotli = brotli < 0 ? any : brotli;
	if (brotli > 0 && brotli >= gzip)
		return CODING_BROTLI;
	return gzip > 0 ? CODING_GZIP : CODING_NONE;
}

bool coding_is_worth(struct str type, size_t len)
{
	return len >= PACK_FROM &&
	       (str_starts(type, STR("text/")) || str_starts(type, STR("application/")) ||
		str_eq(type, STR("image/svg+xml")));
}

bool coding_pack(struct buf *out, struct str body, enum coding c)
{
	return c == CODING_BROTLI ? brotli_pack(out, body, QUICK)
				  : c == CODING_GZIP && gzip_pack(out, body);
}

static struct kept *pack(struct str body, enum coding c)
{
	struct kept *k = memory_zalloc(sizeof *k);

	k->of = body.at;
	k->coding = c;
	buf_init(&k->packed, LIMIT_RESPONSE);
	k->smaller = c == CODING_BROTLI ? brotli_pack(&k->packed, body, 11)
					: gzip_pack(&k->packed, body);
	return k;
}

bool coding_pack_kept(struct str *out, struct str body, enum coding c)
{
	struct kept *made = NULL, *k;

	for (size_t i = 0; i < KEPT; i++) {
		k = atomic_load(&kept[i]);
		if (!k) {
			made = made ? made : pack(body, c);
			if (atomic_compare_exchange_strong(&kept[i], &k, made))
				k = made;
		}
		if (k->of != body.at || k->coding != c)
			continue;
		if (made && made != k) {
			buf_free(&made->packed);
			memory_free(made);
		}
		*out = buf_view(&k->packed);
		return k->smaller;
	}
	if (made) { /* the table is full: more files than anybody expected */
		buf_free(&made->packed);
		memory_free(made);
	}
	return false;
}
