/* fuzz_robots.c -- a path in the first line, a robots.txt in the others. Oracles: each
 * pattern is tried again by a table over all prefixes of pattern and path, and the
 * heaviest match found by looking at all of them gives the same answer. */
#include "ingest/robots.c"

#include "base/check.h"
#include "base/memory.h"

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t len);

/* Whether pattern[i..] matches path[j..], for all j, from the pattern's end backward. */
static bool matches_slowly(const struct robots_rule *rule, struct str path)
{
	bool *now = memory_zalloc(path.len + 1), *next = memory_zalloc(path.len + 1), found;

	for (size_t j = 0; j <= path.len; j++)
		next[j] = !rule->to_end || j == path.len;
	for (size_t i = rule->pattern.len; i-- > 0;) {
		bool *swap = now;

		for (size_t j = path.len + 1; j-- > 0;) {
			if (rule->pattern.at[i] == '*')
				now[j] = next[j] || (j < path.len && now[j + 1]);
			else
				now[j] = j < path.len && path.at[j] == rule->pattern.at[i] &&
					 next[j + 1];
		}
		now = next;
		next = swap;
	}
	found = next[0];
	memory_free(now);
	memory_free(next);
	return found;
}

static bool allows_slowly(const struct robots *r, struct str path)
{
	size_t allowed = 0, refused = 0;

	for (size_t i = 0; i < r->count; i++) {
		size_t *best = r->rule[i].allow ? &allowed : &refused;
		bool found = matches_slowly(&r->rule[i], path);

		CHECK(found == matches(&r->rule[i], path));
		if (found && r->rule[i].weight > *best)
			*best = r->rule[i].weight;
	}
	return allowed >= refused;
}

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t len)
{
	struct str text = {(const char *)at, len}, path;
	struct arena *a = arena_new();
	struct robots robots;
	struct buf b;

	path = str_cut(str_cut(text, 0, str_chr(text, '\n')), 0, 300);
	text = str_cut(text, path.len, path.len + 5000);
	robots_read(&robots, a, text, STR("tocsin"));
	CHECK(robots.delay_ms >= 0 && robots.delay_ms <= LIMIT_CRAWL_DELAY * 1000);
	buf_init(&b, 2000);
	normalize(&b, path, false);
	CHECK(buf_ok(&b));
	if (!str_eq(path, STR("/robots.txt")))
		CHECK(robots_allows(&robots, path) == allows_slowly(&robots, buf_view(&b)));
	buf_free(&b);
	arena_free(a);
	return 0;
}
