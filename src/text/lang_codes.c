/* text/lang_codes.c -- by ICU's table of languages. */
#include "text/lang_codes.h"

#include <stdio.h>
#include <unicode/uloc.h>

struct str lang_iso3(struct str tag)
{
	char name[16];
	size_t dash = str_chr(tag, '-');
	struct str base = str_cut(tag, 0, dash == STR_NPOS ? tag.len : dash);

	if (base.len == 0 || base.len >= sizeof name)
		return STR("");
	snprintf(name, sizeof name, "%.*s", STR_ARG(base));
	return str_of(uloc_getISO3Language(name));
}
