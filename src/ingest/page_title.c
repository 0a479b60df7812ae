/* page_title.c -- the visible headline, told by what the page states of itself.
 *
 * What stands in Open Graph is written for sharing and often shorter or louder than
 * the headline; <title> has the site's name in it; <h1> may be the site's own name. So
 * each heading is held against the stated titles by its words, and the one that is
 * most like them is the headline. */
#include "ingest/page_title.h"

#include "ingest/page_blocks.h"
#include "ingest/page_names.h"
#include "text/utf8.h"
#include "text/words.h"

#define WORDS_MOST 64
#define LIKE 0.6F    /* share of a heading's words that are stated too */
#define COVERS 0.34F /* share of the stated title's words that are in the heading */

struct word_set {
	uint32_t at[WORDS_MOST];
	size_t len;
};

struct choice {
	struct arena *arena;
	struct word_set stated, tag;
	struct str best, only;
	float score;
	size_t h1;
};

static void set_of(struct word_set *out, struct arena *arena, struct str text)
{
	struct words words;

	words_of(&words, arena, text);
	out->len = 0;
	for (size_t i = 0; i < words.len && out->len < WORDS_MOST; i++)
		out->at[out->len++] = words.at[i].hash;
}

static size_t common(const struct word_set *a, const struct word_set *b)
{
	size_t both = 0;

	for (size_t i = 0; i < a->len; i++)
		for (size_t j = 0; j < b->len; j++)
			if (a->at[i] == b->at[j]) {
				both++;
				break;
			}
	return both;
}

static float likeness(const struct word_set *heading, const struct word_set *title)
{
	float like, covers;

	if (!heading->len || !title->len)
		return 0;
	like = (float)common(heading, title) / (float)heading->len;
	covers = (float)common(title, heading) / (float)title->len;
	return like >= LIKE && covers >= COVERS ? like + covers : 0;
}

static bool says_headline(const struct page_node *n)
{
	static const char *const names[] = {"headline",      "entry-title",    "article-title",
					    "post-title",    "article__title", "entry_title",
					    "article_title", "post_title",     "articletitle"};
	struct str name;

	if (str_eq(page_tree_attribute(n, PAGE_ITEMPROP), STR("headline")))
		return true;
	if (!(n->names & PAGE_NAMED_TITLE))
		return false;
	name = page_tree_attribute(n, PAGE_CLASS);
	for (size_t i = 0; name.len && i < sizeof names / sizeof *names; i++)
		if (str_find_nocase(name, str_of(names[i])) != STR_NPOS)
			return true;
	return false;
}

static void consider(struct choice *c, const struct page_node *n)
{
	struct str text = utf8_tidy(c->arena, page_blocks_all(c->arena, n), false);
	struct word_set words;
	float score, by_tag;

	if (!text.len || text.len > 300)
		return;
	set_of(&words, c->arena, text);
	score = likeness(&words, &c->stated);
	by_tag = likeness(&words, &c->tag);
	score = score > by_tag ? score : by_tag;
	if (n->tag == PAGE_HEADING && n->level == 1 && !n->surround) {
		c->h1++;
		c->only = text;
	}
	if (score <= 0)
		return;
	score += says_headline(n) ? 0.3F : 0;
	score += n->tag == PAGE_HEADING ? 0.4F / (float)n->level : 0;
	if (score > c->score) {
		c->score = score;
		c->best = text;
	}
}

static void walk(struct choice *c, const struct page_node *n)
{
	if (n->hidden)
		return;
	if ((n->tag == PAGE_HEADING && n->level <= 3) ||
	    (n->tag != PAGE_TEXT && n->values && n->tag != PAGE_META && says_headline(n)))
		consider(c, n);
	for (const struct page_node *child = n->child; child; child = child->next)
		walk(c, child);
}

/* -- <title> without the site ----------------------------------------------------------- */

/* Letters and digits alone, small. */
static struct str bare(struct arena *arena, struct str s)
{
	struct str folded = utf8_fold(arena, s);
	char *out = arena_alloc(arena, folded.len + 1);
	size_t len = 0;

	for (size_t i = 0; i < folded.len; i++)
		if ((folded.at[i] >= 'a' && folded.at[i] <= 'z') ||
		    (folded.at[i] >= '0' && folded.at[i] <= '9') ||
		    (unsigned char)folded.at[i] >= 0x80)
			out[len++] = folded.at[i];
	return (struct str){out, len};
}

static bool is_site(struct arena *arena, struct str part, const struct page_titles *t)
{
	struct str name = bare(arena, part), site = bare(arena, t->site);
	struct str host = bare(arena, t->host);

	if (name.len < 3)
		return true;
	return (site.len >= 3 &&
		(str_find(site, name) != STR_NPOS || str_find(name, site) != STR_NPOS)) ||
	       str_find(host, name) != STR_NPOS;
}

static const char *const between[] = {
	" | ",        " - ",        " \xe2\x80\x93 ", " \xe2\x80\x94 ",
	" :: ",       " \xc2\xbb ", " \xe2\x80\xba ", " \xe2\x80\xa2 ",
	" \xc2\xb7 ", " / ",        " \xc2\xab ",     " < "};

/* The last place where a separator stands; its length to *len. */
static size_t last_cut(size_t *len, struct str title)
{
	size_t best = 0;

	for (size_t i = 0; i < sizeof between / sizeof *between; i++) {
		struct str sign = str_of(between[i]);

		for (size_t at = 0; at + sign.len <= title.len; at++)
			if (at > best && str_eq(str_cut(title, at, at + sign.len), sign)) {
				best = at;
				*len = sign.len;
			}
	}
	return best;
}

static size_t first_cut(size_t *len, struct str title)
{
	size_t best = title.len;

	for (size_t i = 0; i < sizeof between / sizeof *between; i++) {
		size_t at = str_find(title, str_of(between[i]));

		if (at < best) {
			best = at;
			*len = strlen(between[i]);
		}
	}
	return best;
}

/* "Car hits wall - The Daily" without the site, at either end. A last part that is
 * short beside the rest is taken for a site even when nothing says so, if `guess`. */
static struct str without_site(struct arena *arena, struct str title, const struct page_titles *t,
			       bool guess)
{
	for (int parts = 0; parts < 3; parts++) {
		size_t len = 0, cut = last_cut(&len, title);
		struct str tail = str_cut(title, cut + len, title.len);

		if (!cut || (!is_site(arena, tail, t) &&
			     !(guess && parts == 0 && cut >= 15 && tail.len < 45)))
			break;
		title = str_trim(str_cut(title, 0, cut));
	}
	for (int parts = 0; parts < 2; parts++) {
		size_t len = 0, cut = first_cut(&len, title);

		if (cut == title.len || !is_site(arena, str_cut(title, 0, cut), t))
			break;
		title = str_trim(str_cut(title, cut + len, title.len));
	}
	return title;
}

static bool ends_with_nocase(struct str s, struct str tail)
{
	return tail.len >= 10 && s.len > tail.len &&
	       str_eq_nocase(str_cut(s, s.len - tail.len, s.len), tail);
}

/* "Tunisia  Great tasks for the government": a kicker stands in many headings. */
static struct str without_kicker(struct str heading, struct str stated, struct str tag)
{
	if (ends_with_nocase(heading, stated))
		return str_cut(heading, heading.len - stated.len, heading.len);
	if (ends_with_nocase(heading, tag))
		return str_cut(heading, heading.len - tag.len, heading.len);
	return heading;
}

struct str page_title_of(struct arena *arena, const struct page_node *root,
			 const struct page_titles *titles)
{
	struct choice c = {.arena = arena};
	struct str stated = without_site(arena, titles->stated, titles, false);
	struct str tag = without_site(arena, titles->tag, titles, true);

	set_of(&c.stated, arena, stated);
	set_of(&c.tag, arena, tag);
	walk(&c, root);
	if (c.best.len)
		return without_kicker(without_site(arena, c.best, titles, false), stated, tag);
	if (stated.len && !is_site(arena, stated, titles))
		return stated;
	if (c.h1 == 1 && !is_site(arena, c.only, titles))
		return c.only;
	return tag.len ? tag : stated.len ? stated : c.only;
}
