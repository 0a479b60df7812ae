/* page_date.c -- a date in a short line, the better the nearer to the headline. */
#include "ingest/page_date.h"

#include "text/date_find.h"

#define LINE_MOST 240 /* bytes of a line that may be a byline */

static const char *const names[] = {"date",     "datum", "time",    "publi",  "posted", "fecha",
				    "byline",   "meta",  "created", "stamp",  "author", "veroff",
				    "erschien", "info",  "kicker",  "entry-", "post-"};

static bool says_date(const struct page_node *n)
{
	for (int depth = 0; n && depth < 3; depth++, n = n->parent)
		for (size_t i = 0; i < sizeof names / sizeof *names; i++)
			if (str_find_nocase(page_tree_attribute(n, PAGE_CLASS), str_of(names[i])) !=
				    STR_NPOS ||
			    str_find_nocase(page_tree_attribute(n, PAGE_ID), str_of(names[i])) !=
				    STR_NPOS)
				return true;
	return false;
}

/* Comments and other articles have dates of their own. */
static bool is_of_others(const struct page_node *n)
{
	for (; n; n = n->parent) {
		struct str name = page_tree_attribute(n, PAGE_CLASS);

		if (n->tag == PAGE_ASIDE || n->tag == PAGE_NAV || n->tag == PAGE_FOOTER ||
		    str_find_nocase(name, STR("comment")) != STR_NPOS ||
		    str_find_nocase(name, STR("related")) != STR_NPOS ||
		    str_find_nocase(name, STR("sidebar")) != STR_NPOS ||
		    str_find_nocase(name, STR("teaser")) != STR_NPOS)
			return true;
	}
	return false;
}

static size_t headline_at(const struct page_blocks *b, struct str title)
{
	size_t found = STR_NPOS;

	for (size_t i = 0; i < b->len; i++) {
		if (!str_eq_nocase(b->at[i].text, title))
			continue;
		if (b->at[i].node && b->at[i].node->tag == PAGE_HEADING)
			return i;
		found = found == STR_NPOS ? i : found;
	}
	return found;
}

struct ends {
	size_t headline, first, last; /* STR_NPOS: none */
};

static struct ends ends_of(const struct page_blocks *b, struct str title)
{
	struct ends e = {headline_at(b, title), STR_NPOS, STR_NPOS};

	for (size_t i = 0; i < b->len; i++)
		if (b->at[i].kept && b->at[i].letters > 100) {
			e.first = e.first == STR_NPOS ? i : e.first;
			e.last = i;
		}
	return e;
}

static bool within(size_t i, size_t anchor, size_t before, size_t behind)
{
	return anchor != STR_NPOS && i + before >= anchor && i <= anchor + behind;
}

static float worth(const struct page_block *b, const struct ends *e, size_t i)
{
	float w = 0;

	if (within(i, e->headline, 0, 5))
		w += 2;
	else if (within(i, e->headline, 3, 0) || within(i, e->headline, 0, 12))
		w += 1;
	if (within(i, e->first, 4, 0))
		w += 1;
	else if (within(i, e->last, 0, 4))
		w += 0.5F;
	if (says_date(b->node))
		w += 1;
	if (b->text.len < 60)
		w += 0.5F;
	if (is_of_others(b->node))
		w -= 2.5F;
	return w;
}

bool page_date_shown(struct date *out, const struct page_blocks *blocks, struct str title,
		     struct str lang)
{
	bool month_first = lang.len == 0 || str_eq_nocase(lang, STR("en")) ||
			   str_eq_nocase(lang, STR("en-US")) || str_eq_nocase(lang, STR("en_US"));
	struct ends ends = ends_of(blocks, title);
	float best = 1.4F;
	bool found = false;

	for (size_t i = 0; i < blocks->len; i++) {
		const struct page_block *b = &blocks->at[i];
		struct date date;
		float w;

		if (b->text.len > LINE_MOST || !date_find(&date, b->text, month_first))
			continue;
		w = worth(b, &ends, i);
		if (w > best) {
			best = w;
			*out = date;
			found = true;
		}
	}
	return found;
}
