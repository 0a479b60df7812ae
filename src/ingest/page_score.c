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
#include "base/buf.h"
#include "base/limits.h"
#include "ingest/page_tree.h"
#include "text/utf8.h"

#define PARAGRAPH 25       /* bytes from which a block votes */
#define LINKED_MOST 0.5F   /* share of link text above which a block is a menu */
#define PRELUDE 90         /* bytes of a line that may be above the article */
#define ENOUGH 250         /* bytes of an article that is believed at once */
#define HOLDS_MUCH 0.4F    /* of the page's text */
#define REAL_PARAGRAPH 160 /* bytes of plain text that end a run of teasers */
#define SAYS_SO 0.5F       /* share of all votes that an <article> must hold */

static const char *const good[] = {"article", "body",  "content", "entry", "main",
				   "post",    "story", "text",    "blog",  NULL};
static const char *const remarks[] = {"comment", "comments", "disqus", "kommentare", NULL};
static const char *const bad[] = {
	"share",     "sharing",    "social",     "related",  "recommend",    "sidebar",
	"promo",     "newsletter", "subscribe",  "signup",   "sponsor",      "advert",
	"banner",    "breadcrumb", "cookie",     "consent",  "footer",       "masthead",
	"menu",      "navbar",     "pagination", "popup",    "modal",        "widget",
	"tags",      "taglist",    "toolbar",    "outbrain", "taboola",      "most-read",
	"mostread",  "trending",   "read-more",  "readmore", "more-stories", "author-bio",
	"copyright", "print-only", "byline",     "caption",  "paywall",      "login",
	"gdpr",      NULL};

/* A name counts from the start of a part: "related" is in "post-related" and
 * "relatedPosts", "ad" would not be in "head". */
static bool has_word(struct str s, const char *const *list)
{
	for (; s.len && *list; list++) {
		struct str word = str_of(*list), rest = s;
		size_t at;

		while ((at = str_find_nocase(rest, word)) != STR_NPOS) {
			char before = at ? rest.at[at - 1] : ' ';

			if (!((before | 0x20) >= 'a' && (before | 0x20) <= 'z') ||
			    (rest.at[at] >= 'A' && rest.at[at] <= 'Z'))
				return true;
			rest = str_cut(rest, at + 1, rest.len);
		}
	}
	return false;
}

static bool says_article(const struct page_node *n)
{
	struct str prop = page_tree_attribute(n, PAGE_ITEMPROP);

	return str_find_nocase(prop, STR("articleBody")) != STR_NPOS || n->tag == PAGE_ARTICLE ||
	       n->tag == PAGE_MAIN;
}

static bool is_hidden(const struct page_node *n)
{
	struct str role = page_tree_attribute(n, PAGE_ROLE);
	struct str style = page_tree_attribute(n, PAGE_STYLE);

	return str_find_nocase(style, STR("display:none")) != STR_NPOS ||
	       str_find_nocase(style, STR("display: none")) != STR_NPOS ||
	       str_eq(role, STR("navigation")) || str_eq(role, STR("complementary"));
}

/* By its element alone. */
static bool is_never_text(const struct page_node *n)
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

static bool by_names(const struct page_node *n, const char *const *list)
{
	return has_word(page_tree_attribute(n, PAGE_ID), list) ||
	       has_word(page_tree_attribute(n, PAGE_CLASS), list);
}

static void weigh(struct page_node *n)
{
	n->bulk = n->tag == PAGE_TEXT ? (uint32_t)str_trim(n->text).len : 0;
	for (struct page_node *c = n->child; c; c = c->next) {
		weigh(c);
		n->bulk += is_never_text(c) ? 0 : c->bulk;
	}
}

/* Around an article, not of it. Names lie, and whole pages stand in a form: what
 * holds much of the page's text is left in, unless it holds what readers wrote. */
static void mark(struct page_node *n, uint32_t all, bool strict)
{
	bool big = (float)n->bulk > (float)all * HOLDS_MUCH;

	if (n->tag != PAGE_TEXT && n->tag != PAGE_BODY && n->tag != PAGE_HTML)
		n->surround = is_never_text(n) || is_hidden(n) ||
			      (strict && !says_article(n) && by_names(n, remarks)) ||
			      (!big &&
			       (by_element(n) || (strict && !says_article(n) && by_names(n, bad))));
	for (struct page_node *c = n->child; c; c = c->next)
		mark(c, all, strict);
}

static bool is_surround(const struct page_node *n)
{
	return n->surround;
}

static bool is_block(const struct page_node *n)
{
	switch (n->tag) {
	case PAGE_TEXT:
	case PAGE_INLINE:
	case PAGE_A:
	case PAGE_BR:
	case PAGE_TIME:
		return false;
	default:
		return true;
	}
}

/* Letters below, and those in links; what is around does not count. */
static void count(struct page_node *n, bool in_link)
{
	if (n->tag == PAGE_TEXT) {
		n->letters = (uint32_t)str_trim(n->text).len;
		n->linked = in_link ? n->letters : 0;
		return;
	}
	for (struct page_node *c = n->child; c; c = c->next) {
		if (is_surround(c))
			continue;
		count(c, in_link || c->tag == PAGE_A);
		n->letters += c->letters;
		n->linked += c->linked;
	}
}

static float link_share(const struct page_node *n)
{
	return n->letters ? (float)n->linked / (float)n->letters : 1;
}

static size_t commas(const struct page_node *n)
{
	size_t found = 0;

	if (n->tag == PAGE_TEXT)
		for (size_t i = 0; i < n->text.len; i++)
			found += n->text.at[i] == ',';
	for (const struct page_node *c = n->child; c; c = c->next)
		if (!is_surround(c))
			found += commas(c);
	return found;
}

/* Text that lies in the block itself or inside words of it, not in blocks below. */
static uint32_t own_letters(const struct page_node *n)
{
	uint32_t own = 0;

	for (const struct page_node *c = n->child; c; c = c->next)
		own += is_block(c) ? 0 : c->letters;
	return own;
}

static float worth(const struct page_node *n)
{
	uint32_t own = own_letters(n);
	float w;

	if (own < PARAGRAPH || link_share(n) > LINKED_MOST || n->tag == PAGE_HEADING)
		return 0;
	w = 1 + (float)commas(n) * 0.5F + (float)(own < 600 ? own : 600) / 100;
	return w * (1 - link_share(n));
}

static float by_name(const struct page_node *n)
{
	struct str id = page_tree_attribute(n, PAGE_ID), name = page_tree_attribute(n, PAGE_CLASS);

	return has_word(id, good) || has_word(name, good) || says_article(n) ? 1.2F : 1.0F;
}

static float vote(struct page_node *n)
{
	float all = 0, mine = 0;
	float share = 1;

	for (struct page_node *c = n->child; c; c = c->next)
		if (c->tag != PAGE_TEXT && !is_surround(c))
			all += vote(c);
	if (is_block(n))
		mine = worth(n);
	for (struct page_node *up = n->tag == PAGE_P || n->tag == PAGE_LI ? n->parent : n;
	     mine > 0 && up && share > 0.2F; up = up->parent, share *= 0.5F)
		up->score += mine * share;
	return all + mine;
}

static void best_of(struct page_node **best, struct page_node *n)
{
	if (n->score * by_name(n) * (1 - link_share(n)) >
	    (*best)->score * by_name(*best) * (1 - link_share(*best)))
		*best = n;
	for (struct page_node *c = n->child; c; c = c->next)
		if (c->tag != PAGE_TEXT && !is_surround(c))
			best_of(best, c);
}

static float votes_within(const struct page_node *n)
{
	float all = is_block(n) ? worth(n) : 0;

	for (const struct page_node *c = n->child; c; c = c->next)
		if (c->tag != PAGE_TEXT && !is_surround(c))
			all += votes_within(c);
	return all;
}

/* The smallest element that says it is the article and holds most of the votes. */
static void find_said(struct page_node **said, struct page_node *n, float all)
{
	if (says_article(n) && votes_within(n) >= SAYS_SO * all)
		*said = n;
	for (struct page_node *c = n->child; c; c = c->next)
		if (c->tag != PAGE_TEXT && !is_surround(c))
			find_said(said, c, all);
}

/* Goes up while the parent holds clearly more of the article beside the winner. */
static struct page_node *widen(struct page_node *best)
{
	while (best->parent && best->parent->tag != PAGE_BODY && best->parent->tag != PAGE_HTML) {
		float here = votes_within(best), above = votes_within(best->parent);

		if (above < here * 1.2F || link_share(best->parent) > 0.25F)
			break;
		best = best->parent;
	}
	return best;
}

/* -- writing ------------------------------------------------------------------------- */

struct writer {
	struct buf block, out;
	struct arena *arena;
	uint32_t linked, letters; /* of the block */
	bool all;                 /* keep everything that is shown */
	bool begun;               /* the first paragraph was written */
	bool teasing;             /* behind a signpost to other articles */
};

static bool is_kept(const struct writer *w, struct str text)
{
	float share = w->letters ? (float)w->linked / (float)w->letters : 0;

	if (!text.len)
		return false;
	if (w->all)
		return true;
	if (share > LINKED_MOST && (text.len < 200 || share > 0.8F))
		return false;
	return true;
}

/* Kicker, title, author and date stand in short lines above the first paragraph. */
static bool is_prelude(const struct writer *w, struct str text)
{
	return !w->all && !w->begun && text.len < PRELUDE;
}

/* Lines that stand above teasers of other articles, in the languages that pages of
 * the tests have. */
static bool is_signpost(struct str text)
{
	static const char *const post[] = {
		"most read",
		"most popular",
		"also read",
		"read also",
		"read more",
		"read next",
		"related",
		"related articles",
		"related stories",
		"related news",
		"see also",
		"more from",
		"more on this story",
		"recommended",
		"you may also like",
		"you might also like",
		"trending",
		"advertisement",
		"in this issue",
		"latest news",
		"mehr zum thema",
		"lesen sie auch",
		"das k\xc3\xb6nnte sie auch interessieren",
		"meistgelesen",
		"anzeige",
		"lire aussi",
		"\xc3\xa0 lire aussi",
		"leggi anche",
		"te puede interesar",
		"lea tambi\xc3\xa9n",
	};

	while (text.len && strchr(":.\xe2\x80\xa6 ", text.at[text.len - 1]))
		text.len--;
	for (size_t i = 0; text.len <= 40 && i < sizeof post / sizeof *post; i++)
		if (str_eq_nocase(text, str_of(post[i])))
			return true;
	return false;
}

/* What follows a signpost, up to the next real paragraph. */
static bool is_teaser(struct writer *w, struct str text)
{
	bool linked = w->linked > 0;

	if (w->all)
		return false;
	if (is_signpost(text)) {
		w->teasing = true;
		return true;
	}
	if (text.len >= REAL_PARAGRAPH && !linked)
		w->teasing = false;
	return w->teasing;
}

static void end_block(struct writer *w)
{
	struct str text = utf8_tidy(w->arena, buf_view(&w->block), false);

	if (is_kept(w, text) && !is_teaser(w, text) && !is_prelude(w, text)) {
		w->begun = true;
		if (w->out.len)
			buf_char(&w->out, '\n');
		buf_str(&w->out, text);
	}
	buf_clear(&w->block);
	w->linked = w->letters = 0;
}

static void write_node(struct writer *w, const struct page_node *n, bool in_link)
{
	if (n->tag == PAGE_TEXT) {
		buf_str(&w->block, n->text);
		w->letters += (uint32_t)str_trim(n->text).len;
		w->linked += in_link ? (uint32_t)str_trim(n->text).len : 0;
		return;
	}
	if (n->tag == PAGE_BR) {
		buf_char(&w->block, '\n');
		if (n->next && n->next->tag == PAGE_BR)
			end_block(w);
		return;
	}
	if (w->all ? is_never_text(n) : is_surround(n))
		return;
	if (is_block(n))
		end_block(w);
	for (const struct page_node *c = n->child; c; c = c->next)
		write_node(w, c, in_link || n->tag == PAGE_A);
	if (is_block(n))
		end_block(w);
}

static struct str write_once(struct arena *arena, const struct page_node *n, bool all, bool begun)
{
	struct writer w = {.arena = arena_new(), .all = all, .begun = begun};
	struct str text;

	buf_init(&w.block, LIMIT_TEXT);
	buf_init(&w.out, LIMIT_TEXT);
	write_node(&w, n, false);
	end_block(&w);
	text = utf8_nfc(arena, arena_copy(arena, buf_view(&w.out)));
	buf_free(&w.block);
	buf_free(&w.out);
	arena_free(w.arena);
	return text;
}

/* An article of short lines alone has no prelude. */
static struct str written(struct arena *arena, const struct page_node *n)
{
	struct str text = write_once(arena, n, false, false);

	return text.len ? text : write_once(arena, n, false, true);
}

static void forget(struct page_node *n)
{
	n->letters = n->linked = 0;
	n->score = 0;
	for (struct page_node *c = n->child; c; c = c->next)
		forget(c);
}

static struct str text_of(struct arena *arena, struct page_node *root, bool strict)
{
	struct page_node *best = root, *said = NULL;
	float all;

	mark(root, root->bulk, strict);
	count(root, false);
	all = vote(root);
	if (all <= 0)
		return write_once(arena, root, false, false);
	best_of(&best, root);
	find_said(&said, root, all);
	best = said && votes_within(said) > 0.9F * votes_within(best) ? said : widen(best);
	return written(arena, best);
}

/* When next to nothing is left, the names of classes misled: once more without. */
struct str page_score_text(struct arena *arena, struct page_node *root)
{
	struct str text, loose;

	weigh(root);
	text = text_of(arena, root, true);
	if (text.len >= ENOUGH)
		return text;
	forget(root);
	loose = text_of(arena, root, false);
	return loose.len > 2 * text.len ? loose : text;
}

struct str page_score_all(struct arena *arena, const struct page_node *root)
{
	return write_once(arena, root, true, true);
}
