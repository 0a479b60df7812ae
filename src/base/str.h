/* base/str.h -- borrowed text. A str never owns its bytes and need not end in
 * NUL; whoever made it says how long it lives. `char *` is only used at the
 * border to a library. All functions here are pure and byte-wise (UTF-8 safe
 * where the needle is UTF-8); case is ASCII case. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct str {
	const char *at;
	size_t len;
};

#define STR(literal) ((struct str){"" literal, sizeof(literal) - 1})
#define STR_NONE ((struct str){NULL, 0})
/* For printf("%.*s", STR_ARG(s)). */
#define STR_ARG(s) (int)(s).len, ((s).at ? (s).at : "")

static inline struct str str_of(const char *z) /* NULL gives the empty str */
{
	return (struct str){z, z ? strlen(z) : 0};
}
static inline struct str str_cut(struct str s, size_t from, size_t upto) /* clamps */
{
	if (upto > s.len)
		upto = s.len;
	if (from > upto)
		from = upto;
	return (struct str){s.len ? s.at + from : s.at, upto - from};
}

bool str_eq(struct str a, struct str b);
bool str_eq_nocase(struct str a, struct str b);
int str_cmp(struct str a, struct str b); /* memcmp order, shorter first */
bool str_starts(struct str s, struct str prefix);
bool str_ends(struct str s, struct str suffix);
bool str_is_one_of(struct str s, const char *const *list); /* the list ends in NULL */
struct str str_trim(struct str s);                         /* ASCII white space off both ends */

#define STR_NPOS ((size_t)-1)
size_t str_find(struct str s, struct str needle); /* offset or STR_NPOS; empty needle: 0 */
size_t str_find_nocase(struct str s, struct str needle);
size_t str_chr(struct str s, char c);
size_t str_rchr(struct str s, char c);

/* Cuts the part before the first `sep` off *rest and returns it; at the end the
 * whole rest. False when *rest is used up (its at is NULL then). */
bool str_split(struct str *part, struct str *rest, char sep);

/* The word that *rest begins with, up to a blank or tab; *rest then begins at the next. "" when
 * there is none. */
struct str str_word(struct str *rest);

/* Whole-string decimal numbers; false and *out untouched on anything else. */
bool str_int(int64_t *out, struct str s);

/* Bytes of the UTF-8 sequence that s, which is not empty, begins with; 0: none that is valid. */
size_t str_sequence(struct str s);
