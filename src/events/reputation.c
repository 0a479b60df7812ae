/* reputation.c -- the table is read once into two maps, from domain and from name to kind.
 *
 * A kind's number is its place in a short list; the maps hold number plus one. */
#include "events/reputation.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/ascii.h"
#include "base/embedded.h"
#include "base/limits.h"
#include "base/map.h"
#include "base/memory.h"
#include "text/url.h"

#define KINDS_MOST 32
#define WEIGHT_LEAST 0.05
#define WEIGHT_UNKNOWN 0.7
#define NAME_MOST 200 /* bytes of a domain or a name that are looked up */

extern const struct embedded source_file[];

struct reputation {
	struct arena *arena;
	struct standing kind[KINDS_MOST];
	size_t kinds;
	struct map *domain, *name;
};

/* In small letters, in `room`; "" when it is too long to be one of ours. */
static struct str lower(char room[NAME_MOST], struct str s)
{
	if (s.len > NAME_MOST)
		return STR_NONE;
	for (size_t i = 0; i < s.len; i++)
		room[i] = ascii_lower(s.at[i]);
	return (struct str){room, s.len};
}

static const struct standing *kind_named(const struct reputation *r, struct str name)
{
	for (size_t i = 0; i < r->kinds; i++)
		if (str_eq(r->kind[i].kind, name))
			return &r->kind[i];
	return NULL;
}

/* -- reading ------------------------------------------------------------------------------ */

static bool weight_of(double *out, struct str text, struct err *err)
{
	char z[16], *end;

	if (text.len > 0 && text.len < sizeof z) {
		memcpy(z, text.at, text.len);
		z[text.len] = '\0';
		*out = strtod(z, &end);
		if (*end == '\0' && isfinite(*out) && *out >= WEIGHT_LEAST && *out <= 1)
			return true;
	}
	return err_set(err, ERR_INPUT, "a weight from 0.05 to 1 expected, not \"%.*s\"",
		       (int)(text.len < 50 ? text.len : 50), text.at ? text.at : "");
}

static bool add_kind(struct reputation *r, struct str name, double weight, struct err *err)
{
	if (kind_named(r, name))
		return err_set(err, ERR_INPUT, "the kind \"%.*s\" is there already",
			       (int)(name.len < 50 ? name.len : 50), name.at);
	if (r->kinds == KINDS_MOST)
		return err_set(err, ERR_LIMIT, "over %d kinds", KINDS_MOST);
	r->kind[r->kinds++] = (struct standing){arena_copy(r->arena, name), weight};
	return true;
}

static bool read_kind(struct reputation *r, struct str rest, struct err *err)
{
	struct str name = str_word(&rest);
	double weight = 0;

	if (name.len == 0 || rest.len == 0)
		return err_set(err, ERR_INPUT, "\"kind NAME WEIGHT\" expected");
	return weight_of(&weight, rest, err) && add_kind(r, name, weight, err);
}

static bool read_domain(struct reputation *r, struct str domain, struct str rest, struct err *err)
{
	struct str kind = str_word(&rest);
	const struct standing *s = kind_named(r, kind);
	char room[NAME_MOST];
	uint64_t number;

	if (str_chr(domain, '.') == STR_NPOS || kind.len == 0 || rest.len == 0)
		return err_set(err, ERR_INPUT, "\"DOMAIN KIND NAME\" expected");
	if (!s)
		return err_set(err, ERR_INPUT, "the kind \"%.*s\" is not told above",
			       (int)(kind.len < 50 ? kind.len : 50), kind.at);
	if (domain.len > NAME_MOST || rest.len > NAME_MOST)
		return err_set(err, ERR_LIMIT, "a domain or name of over %d bytes", NAME_MOST);
	if (map_count(r->domain) == LIMIT_REPUTATION)
		return err_set(err, ERR_LIMIT, "over %d domains", LIMIT_REPUTATION);
	number = (uint64_t)(s - r->kind) + 1;
	*map_put(r->domain, lower(room, domain)) = number;
	*map_put(r->name, lower(room, rest)) = number;
	return true;
}

static bool one_line(struct reputation *r, struct str line, struct err *err)
{
	struct str first;

	line = str_trim(line);
	if (!line.len || line.at[0] == '#')
		return true;
	first = str_word(&line);
	return str_eq(first, STR("kind")) ? read_kind(r, line, err)
					  : read_domain(r, first, line, err);
}

bool reputation_read(struct reputation **out, struct str text, struct err *err)
{
	struct reputation *r = memory_zalloc(sizeof *r);
	struct str line, rest = text;
	char where[32];

	r->arena = arena_new();
	r->domain = map_new();
	r->name = map_new();
	for (int number = 1; str_split(&line, &rest, '\n'); number++) {
		if (one_line(r, line, err))
			continue;
		snprintf(where, sizeof where, "line %d", number);
		err_at(err, where);
		reputation_free(r);
		return false;
	}
	if (!kind_named(r, STR("unknown")) && !add_kind(r, STR("unknown"), WEIGHT_UNKNOWN, err)) {
		reputation_free(r);
		return false;
	}
	*out = r;
	return true;
}

bool reputation_builtin(struct reputation **out, struct err *err)
{
	for (const struct embedded *f = source_file; f->name; f++)
		if (str_eq(str_of(f->name), STR("reputation.conf")))
			return reputation_read(out, f->bytes, err);
	return err_set(err, ERR_MISSING, "reputation.conf is not built in");
}

void reputation_free(struct reputation *r)
{
	if (!r)
		return;
	map_free(r->domain);
	map_free(r->name);
	arena_free(r->arena);
	memory_free(r);
}

/* -- asking ------------------------------------------------------------------------------- */

/* "news.sky.com", then "sky.com": the longest that is there. */
static const struct standing *by_domain(const struct reputation *r, struct str host)
{
	char room[NAME_MOST];
	struct str part = lower(room, host);

	while (part.len) {
		const uint64_t *number = map_get(r->domain, part);
		size_t dot = str_chr(part, '.');

		if (number)
			return &r->kind[*number - 1];
		part = dot == STR_NPOS ? STR_NONE : str_cut(part, dot + 1, part.len);
	}
	return NULL;
}

static const struct standing *by_name(const struct reputation *r, struct str publisher)
{
	char room[NAME_MOST];
	struct str name = lower(room, str_trim(publisher));
	const uint64_t *number = name.len ? map_get(r->name, name) : NULL;

	if (number)
		return &r->kind[*number - 1];
	return str_chr(name, ' ') == STR_NPOS ? by_domain(r, name) : NULL;
}

struct standing reputation_of(const struct reputation *r, struct str url, struct str publisher)
{
	const struct standing *s = NULL;
	struct url u;

	if (!r)
		return (struct standing){STR("unknown"), 1};
	if (url_parse(&u, url))
		s = by_domain(r, u.host);
	if (!s)
		s = by_name(r, publisher);
	return s ? *s : *kind_named(r, STR("unknown"));
}
