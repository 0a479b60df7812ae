/* store/db_url.c -- what is left out of an address before it is told.
 *
 * A name and its password end at the last @ before the first slash behind the scheme,
 * whatever else is in them; what stands behind a question mark may hold both, too. */
#include "store/db_url.h"

#include <stdio.h>

const char *db_url_shown(struct db_url *out, struct str url)
{
	size_t scheme = str_find(url, STR("://")), at;
	struct str rest;

	if (scheme == STR_NPOS || str_starts(url, STR("sqlite:"))) {
		snprintf(out->text, sizeof out->text, "%.*s", STR_ARG(url));
		return out->text;
	}
	rest = str_cut(url, scheme + 3, url.len);
	at = str_rchr(str_cut(rest, 0, str_chr(rest, '/')), '@');
	rest = at == STR_NPOS ? rest : str_cut(rest, at + 1, rest.len);
	rest = str_cut(rest, 0, str_chr(rest, '?'));
	snprintf(out->text, sizeof out->text, "%.*s://%.*s", STR_ARG(str_cut(url, 0, scheme)),
		 STR_ARG(rest));
	return out->text;
}
