/* page_score.c -- which part of a page is the article, and its text.
 *
 * Paragraphs vote for what holds them. Every block of text that is long, has
 * commas and few links gives its worth to its parent, half of it to the
 * grandparent, a quarter one further up; names of classes and ids add or take
 * away. The best holder wins, or an element that says it is the article when most
 * of the votes lie in it. Of the winner, blocks are written in order, without what
 * is around an article: navigation, asides, forms, captions, comments, lists of
 * links. The idea is that of Readability (Arc90, 2009); measured on 181 pages, see
 * docs/METHOD.md. What it does not do: pages that are drawn by script. */
#include "ingest/page_score.h"

#include "ingest/page_blocks.h"
#include "ingest/page_names.h"

#define PARAGRAPH 25       /* bytes from which a block votes */
#define LINKED_MOST 0.5F   /* share of link text above which a block is a menu */
#define PRELUDE 90         /* bytes of a line that may be above the article */
#define ENOUGH 250         /* bytes of an article that is believed at once */
#define HOLDS_MUCH 0.4F    /* of the page's text */
#define REAL_PARAGRAPH 160 /* bytes of plain text that end a run of teasers */
#define SAYS_SO 0.5F       /* share of all votes that an <article> must hold */

static bool says_article(const struct page_node *n)
{
	if (n->tag == PAGE_ARTICLE || n->tag == PAGE_MAIN)
		return true;
	return n->values && str_find_nocase(page_tree_attribute(n, PAGE_ITEMPROP),
					    STR("articleBody")) != STR_NPOS;
}

static bool style_says(struct str style, const char *property, const char *value)
{
	size_t at = str_find_nocase(style, str_of(property));
	struct str rest = str_trim(
		str_cut(style, at == STR_NPOS ? style.len : at + strlen(property), style.len));

	if (!str_starts(rest, STR(":")))
		return false;
	rest = str_trim(str_cut(rest, 1, rest.len));
	return str_eq_nocase(str_cut(rest, 0, strlen(value)), str_of(value));
}

/* Not shown, by its own attributes; style sheets are not read. */
static bool is_hidden(const struct page_node *n)
{
	struct str style = n->values ? page_tree_attribute(n, PAGE_STYLE) : STR_NONE;

	for (size_t i = 0; i < n->values; i++)
		if (n->value[i].name == PAGE_HIDDEN_SET)
			return true;
	return style.len &&
	       (style_says(style, "display", "none") || style_says(style, "visibility", "hidden"));
}

static bool by_role(const struct page_node *n)
{
	struct str role = n->values ? page_tree_attribute(n, PAGE_ROLE) : STR_NONE;

	return str_eq(role, STR("navigation")) || str_eq(role, STR("complementary"));
}

/* By its element alone. */
bool page_score_is_never_text(const struct page_node *n)
{
	switch (n->tag) {
	case PAGE_HIDDEN:
	case PAGE_SCRIPT:
	case PAGE_TITLE:
	case PAGE_META:
	case PAGE_LINK:
		return true;
	default:
		return false;
	}
}

static bool by_element(const struct page_node *n)
{
	switch (n->tag) {
	case PAGE_NAV:
	case PAGE_ASIDE:
	case PAGE_FOOTER:
	case PAGE_FORM:
	case PAGE_FIGURE:
		return true;
	default:
		return false;
	}
}

/* What is the same however strict one is. */
static void weigh(struct page_node *n)
{
	if (n->tag != PAGE_TEXT && n->tag != PAGE_BODY && n->tag != PAGE_HTML)
		n->names = page_names_of(n);
	n->bulk = n->tag == PAGE_TEXT ? (uint32_t)str_trim(n->text).len : 0;
	for (struct page_node *c = n->child; c; c = c->next) {
		weigh(c);
		n->bulk += page_score_is_never_text(c) ? 0 : c->bulk;
	}
}

/* Around an article, not of it. Names lie, and whole pages stand in a form: what
 * holds much of the page's text is left in, unless it holds what readers wrote. What was
 * counted before is forgotten. */
static void mark(struct page_node *n, uint32_t all, bool strict)
{
	bool big = (float)n->bulk > (float)all * HOLDS_MUCH;

	n->letters = n->linked = n->commas = 0;
	n->score = n->votes = 0;
	if (n->tag != PAGE_TEXT && n->tag != PAGE_BODY && n->tag != PAGE_HTML) {
		uint8_t names = !strict || says_article(n) ? 0 : n->names;

		n->hidden = !big && is_hidden(n);
		n->surround = page_score_is_never_text(n) || n->hidden || by_role(n) ||
			      (names & PAGE_NAMED_REMARKS) ||
			      (!big && (by_element(n) || (names & PAGE_NAMED_BAD)));
	}
	for (struct page_node *c = n->child; c; c = c->next)
		mark(c, all, strict);
}

static bool is_surround(const struct page_node *n)
{
	return n->surround;
}

static uint32_t commas_of(struct str text)
{
	const char *at = text.at, *end = at + text.len;
	uint32_t found = 0;

	while (at < end && (at = memchr(at, ',', (size_t)(end - at)))) {
		found++;
		at++;
	}
	return found;
}

/* Letters and commas below, and letters in links; what is around does not count. */
static void count(struct page_node *n, bool in_link)
{
	if (n->tag == PAGE_TEXT) {
		n->letters = n->bulk;
		n->linked = in_link ? n->letters : 0;
		n->commas = commas_of(n->text);
		return;
	}
	for (struct page_node *c = n->child; c; c = c->next) {
		if (is_surround(c))
			continue;
		count(c, in_link || c->tag == PAGE_A);
		n->letters += c->letters;
		n->linked += c->linked;
		n->commas += c->commas;
	}
}

static float link_share(const struct page_node *n)
{
	return n->letters ? (float)n->linked / (float)n->letters : 1;
}

/* Text that lies in the block itself or inside words of it, not in blocks below. */
static uint32_t own_letters(const struct page_node *n)
{
	uint32_t own = 0;

	for (const struct page_node *c = n->child; c; c = c->next)
		own += page_blocks_is_block(c) ? 0 : c->letters;
	return own;
}

static float worth(const struct page_node *n)
{
	uint32_t own = own_letters(n);
	float w;

	if (own < PARAGRAPH || link_share(n) > LINKED_MOST || n->tag == PAGE_HEADING)
		return 0;
	w = 1 + (float)n->commas * 0.5F + (float)(own < 600 ? own : 600) / 100;
	return w * (1 - link_share(n));
}

static float by_name(const struct page_node *n)
{
	return (n->names & PAGE_NAMED_GOOD) || says_article(n) ? 1.2F : 1.0F;
}

static float vote(struct page_node *n)
{
	float all = 0, share = 1, mine;

	if (n->letters < PARAGRAPH)
		return 0; /* none below has as many */
	mine = n->votes = page_blocks_is_block(n) ? worth(n) : 0;
	for (struct page_node *c = n->child; c; c = c->next)
		if (c->tag != PAGE_TEXT && !is_surround(c)) {
			all += vote(c);
			n->votes += c->votes;
		}
	for (struct page_node *up = n->tag == PAGE_P || n->tag == PAGE_LI ? n->parent : n;
	     mine > 0 && up && share > 0.2F; up = up->parent, share *= 0.5F)
		up->score += mine * share;
	return all + mine;
}

static void best_of(struct page_node **best, struct page_node *n)
{
	if (n->votes <= 0)
		return;
	if (n->score * by_name(n) * (1 - link_share(n)) >
	    (*best)->score * by_name(*best) * (1 - link_share(*best)))
		*best = n;
	for (struct page_node *c = n->child; c; c = c->next)
		if (c->tag != PAGE_TEXT && !is_surround(c))
			best_of(best, c);
}

/* The smallest element that says it is the article and holds most of the votes. */
static void find_said(struct page_node **said, struct page_node *n, float all)
{
	if (n->votes < SAYS_SO * all)
		return; /* and so have all below */
	if (says_article(n))
		*said = n;
	for (struct page_node *c = n->child; c; c = c->next)
		if (c->tag != PAGE_TEXT && !is_surround(c))
			find_said(said, c, all);
}

/* Goes up while the parent holds clearly more of the article beside the winner. */
static struct page_node *widen(struct page_node *best)
{
	while (best->parent && best->parent->tag != PAGE_BODY && best->parent->tag != PAGE_HTML) {
		float here = best->votes, above = best->parent->votes;

		if (above < here * 1.2F || link_share(best->parent) > 0.25F)
			break;
		best = best->parent;
	}
	return best;
}

/* The element that holds the article; the root when nothing speaks for one. */
struct page_node *page_score_best(struct page_node *root, bool strict)
{
	struct page_node *best = root, *said = NULL;
	float all;

	if (!root->bulk)
		weigh(root);
	mark(root, root->bulk, strict);
	count(root, false);
	all = vote(root);
	if (all <= 0)
		return root;
	best_of(&best, root);
	find_said(&said, root, all);
	return said && said->votes > 0.9F * best->votes ? said : widen(best);
}
