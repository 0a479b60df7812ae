/* ingest/robots.c -- lines to groups, groups to rules, rules against a path.
 *
 * Both sides are brought to one form first: escapes of what needs none are opened,
 * bytes that need one get it, and what is a sign in patterns ("*", "$") is escaped where
 * it is meant as itself. Then a pattern is fixed pieces between stars: the first
 * begins the path, each next one is looked for behind the one before, and with "$" the
 * last ends the path. Taking the leftmost place each time is right and linear. */
#include "ingest/robots.h"

#include "base/ascii.h"
#include "base/buf.h"
#include "base/limits.h"
#include "base/vec.h"
#include "ingest/http_message.h"

typedef VEC(struct robots_rule) rules;

struct group {
	rules rule;
	bool found;
	int64_t delay_ms;
};

struct reading {
	struct arena *arena;
	struct str product;
	struct group mine, any;
	bool is_mine, is_any; /* the group at hand */
	bool in_agents;       /* the last line of weight was User-agent */
};

/* -- one form ------------------------------------------------------------------------ */

static bool is_unreserved(unsigned c)
{
	return ascii_is_alnum((char)c) || c == '-' || c == '.' || c == '_' || c == '~';
}

static void put(struct buf *out, unsigned c, bool escape)
{
	if (escape)
		buf_fmt(out, "%%%02X", c);
	else
		buf_char(out, (char)c);
}

static void normalize(struct buf *out, struct str s, bool is_pattern)
{
	buf_clear(out);
	for (size_t i = 0; i < s.len; i++) {
		unsigned c = (unsigned char)s.at[i];

		if (c == '%' && i + 2 < s.len && ascii_hex(s.at[i + 1]) >= 0 &&
		    ascii_hex(s.at[i + 2]) >= 0) {
			c = (unsigned)(ascii_hex(s.at[i + 1]) * 16 + ascii_hex(s.at[i + 2]));
			put(out, c, !is_unreserved(c));
			i += 2;
		} else {
			put(out, c, c <= ' ' || c >= 0x7f || c == '$' || (c == '*' && !is_pattern));
		}
	}
}

/* -- lines ---------------------------------------------------------------------------- */

static void add_rule(struct reading *r, struct str pattern, bool allow)
{
	struct robots_rule rule = {.allow = allow};
	struct group *const group[] = {&r->mine, &r->any};
	const bool wanted[] = {r->is_mine, r->is_any};
	struct buf b;

	if (!pattern.len || (!r->is_mine && !r->is_any))
		return;
	rule.to_end = str_ends(pattern, STR("$"));
	if (rule.to_end)
		pattern.len--;
	buf_init(&b, 3 * LIMIT_ROBOTS + 1);
	normalize(&b, pattern, true);
	rule.pattern = arena_fmt(r->arena, "%s%.*s",
				 b.len && (b.at[0] == '/' || b.at[0] == '*') ? "" : "/",
				 STR_ARG(buf_view(&b)));
	buf_free(&b);
	rule.weight = rule.pattern.len + rule.to_end;
	for (int i = 0; i < 2; i++)
		if (wanted[i] && group[i]->rule.len < LIMIT_ROBOTS_RULES)
			VEC_PUSH(&group[i]->rule, rule);
}

static bool is_token(char c)
{
	return ascii_is_letter(c) || c == '-' || c == '_';
}

static void agent(struct reading *r, struct str value)
{
	struct str token = value;

	if (!r->in_agents)
		r->is_mine = r->is_any = false;
	r->in_agents = true;
	token.len = 0;
	while (token.len < value.len && is_token(value.at[token.len]))
		token.len++;
	r->is_mine = r->is_mine || str_eq_nocase(token, r->product);
	r->is_any = r->is_any || str_starts(value, STR("*"));
	r->mine.found = r->mine.found || r->is_mine;
}

/* Seconds; a fraction is rounded up. */
static int64_t delay(struct str value)
{
	size_t dot = str_chr(value, '.');
	int64_t seconds = 0;

	if (!str_int(&seconds, str_cut(value, 0, dot)) || seconds < 0)
		return 0;
	if (seconds >= LIMIT_CRAWL_DELAY)
		return LIMIT_CRAWL_DELAY * 1000;
	return (seconds + (dot != STR_NPOS && value.len > dot + 1)) * 1000;
}

static void line(struct reading *r, struct str text)
{
	struct str key, value;

	if (!http_message_field(&key, &value, str_cut(text, 0, str_chr(text, '#'))))
		return;
	if (str_eq_nocase(key, STR("user-agent"))) {
		agent(r, value);
	} else if (str_eq_nocase(key, STR("crawl-delay"))) {
		if (r->is_mine)
			r->mine.delay_ms = delay(value);
		if (r->is_any)
			r->any.delay_ms = delay(value);
	} else if (str_eq_nocase(key, STR("allow")) || str_eq_nocase(key, STR("disallow"))) {
		r->in_agents = false;
		add_rule(r, value, str_eq_nocase(key, STR("allow")));
	}
}

void robots_read(struct robots *out, struct arena *a, struct str text, struct str product)
{
	struct reading r = {.arena = a, .product = product};
	struct robots_rule *rule;
	struct group *g;

	text = str_cut(text, 0, LIMIT_ROBOTS);
	if (str_starts(text, STR("\xef\xbb\xbf")))
		text = str_cut(text, 3, text.len);
	for (size_t from = 0, at = 0; at <= text.len; at++) {
		if (at < text.len && text.at[at] != '\n' && text.at[at] != '\r')
			continue;
		line(&r, str_cut(text, from, at));
		from = at + 1;
	}
	g = r.mine.found ? &r.mine : &r.any;
	rule = ARENA_ARRAY(a, struct robots_rule, g->rule.len + 1);
	if (g->rule.len)
		memcpy(rule, g->rule.at, g->rule.len * sizeof *rule);
	*out = (struct robots){.rule = rule, .count = g->rule.len, .delay_ms = g->delay_ms};
	VEC_FREE(&r.mine.rule);
	VEC_FREE(&r.any.rule);
}

/* -- matching --------------------------------------------------------------------------- */

static bool matches(const struct robots_rule *rule, struct str path)
{
	struct str rest = rule->pattern, piece;
	size_t star = str_chr(rest, '*');

	piece = str_cut(rest, 0, star);
	if (!str_starts(path, piece))
		return false;
	path = str_cut(path, piece.len, path.len);
	while (star != STR_NPOS) {
		size_t at;

		rest = str_cut(rest, star + 1, rest.len);
		star = str_chr(rest, '*');
		piece = str_cut(rest, 0, star);
		if (star == STR_NPOS && rule->to_end)
			return str_ends(path, piece);
		at = str_find(path, piece);
		if (at == STR_NPOS)
			return false;
		path = str_cut(path, at + piece.len, path.len);
	}
	return !rule->to_end || path.len == 0;
}

bool robots_allows(const struct robots *r, struct str path)
{
	size_t heaviest = 0;
	bool allow = true;
	struct buf b;

	if (str_eq(path, STR("/robots.txt")))
		return true;
	buf_init(&b, 3 * (path.len + 1));
	normalize(&b, path, false);
	for (size_t i = 0; i < r->count; i++) {
		const struct robots_rule *rule = &r->rule[i];

		if (rule->weight < heaviest || (rule->weight == heaviest && allow) ||
		    !matches(rule, buf_view(&b)))
			continue;
		heaviest = rule->weight;
		allow = rule->allow;
	}
	buf_free(&b);
	return allow;
}
