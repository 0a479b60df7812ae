/* page_title.c -- everything that may be the headline, with what speaks for it.
 *
 * Candidates are what the page states (JSON-LD, Open Graph, meta, <title>, whole and in its
 * parts), its headings, the pieces of headings (a kicker stands in many), and short lines
 * above the article. What is stated is written for sharing, <title> has the site's name in
 * it, <h1> may be the site's name itself: so each candidate is told by who says it, where it
 * stands, how like it is to what else is said, and how its element is called. Which of
 * that counts how much is learned (page_train_candidates.c). */
#include "base/hash.h"
#include "ingest/page_candidates.h"
#include "ingest/page_names.h"
#include "ingest/page_site.h"
#include "text/utf8.h"
#include "text/words.h"

#define WORDS_MOST 64
#define HEADING_MOST 400 /* bytes */
#define LINE_MOST 250    /* bytes of a line that may be a headline */
#define LINES_ABOVE 8    /* blocks above the article in which such lines count */
#define REAL 100         /* letters of a paragraph that begins an article */
#define PIECES_MOST 6    /* of a heading */

enum kind {
	T_SOURCE = 1000,
	T_NAME,
	T_SOURCES,
	T_MAIN,
	T_PLACE,
	T_MAIN_PLACE,
	T_ORDINAL,
	T_LEVEL_COUNT,
	T_AROUND,
	T_LINKED,
	T_CLASS,
	T_CLASS_MAIN,
	T_CLASS_ABOVE,
	T_PROP,
	T_LENGTH,
	T_LENGTH_MAIN,
	T_SITE,
	T_KEPT,
	T_LIKE, /* and one more for each anchor */
	T_TAG_PLACE = T_LIKE + 8,
	T_WORD,
	T_CUT,
	T_PIECE,
	T_SEPARATED,
	T_NEAREST,
	T_WHOLE_OF,
	T_FIRST_PIECE, /* and two more: of the others, of the whole */
	T_ENDS_STATED = T_FIRST_PIECE + 3,
	T_HOST,
	T_RIVAL,
	T_UPPER,
	T_H1S,
	T_DIGITS
};

/* What a candidate is in the first place; headings are 1 to 6. */
enum main_kind { MAIN_NAMED = 7, MAIN_PIECE, MAIN_LINE };

/* Bits of page_candidate.sources; headings have those of their levels, from 1 on. */
enum source_bit {
	BIT_NAMED = 7,
	BIT_PIECE,
	BIT_LINE,
	BIT_LINKED,
	BIT_GRAPH,
	BIT_META,
	BIT_TAG,
	BIT_TAG_PART,
	BIT_TAG_LAST
};

struct word_set {
	uint32_t at[WORDS_MOST];
	size_t len;
};

struct headings {
	const struct page_node *node[PAGE_CANDIDATES_MAX];
	size_t len;
};

struct maker {
	struct page_candidates *out;
	struct arena *arena;
	const struct page_blocks *blocks;
	const struct page_about *about;
	struct headings seen;
	size_t first; /* block of the article's first paragraph; blocks->len: none */
	size_t levels[8];
	size_t block[PAGE_CANDIDATES_MAX];    /* of each candidate that is a heading, + 1; 0: it is
						 none */
	struct str bare[PAGE_CANDIDATES_MAX]; /* of each candidate: letters and digits */
	struct str linked, graph, tag;        /* what is stated, the site cut off */
	struct word_set linked_words, graph_words, tag_words;
};

/* -- words ------------------------------------------------------------------------------ */

static void set_of_words(struct word_set *out, const struct words *words)
{
	out->len = 0;
	for (size_t i = 0; i < words->len && out->len < WORDS_MOST; i++)
		out->at[out->len++] = words->at[i].hash;
}

static void set_of(struct word_set *out, struct arena *arena, struct str text)
{
	struct words words;

	words_of(&words, arena, text);
	set_of_words(out, &words);
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

static uint32_t fifth(size_t part, size_t whole)
{
	return part == 0              ? 0
	       : part == whole        ? 4
	       : 3 * part > 2 * whole ? 3
	       : 3 * part > whole     ? 2
				      : 1;
}

static uint64_t key_of(struct str bare)
{
	return bare.len ? hash64(bare, 1) : 0;
}

uint64_t page_title_key(struct arena *arena, struct str title)
{
	return key_of(page_site_bare(arena, title));
}

/* -- candidates ----------------------------------------------------------------------------- */

/* The candidate of that text, its features begun; NULL when there is nothing in it. */
static struct page_candidate *candidate(struct maker *m, struct str text, int form, unsigned bit)
{
	struct str key;
	struct page_candidate *c;

	text = str_trim(text);
	key = text.len <= HEADING_MOST ? page_site_bare(m->arena, text) : STR_NONE;
	c = key.len ? page_candidates_of(m->out, key_of(key)) : NULL;
	if (!c)
		return NULL;
	m->bare[c - m->out->at] = key;
	if (form > c->form) {
		c->form = form;
		c->text = text;
	}
	c->sources |= 1U << bit;
	page_features_add(&c->features, T_SOURCE, bit);
	return c;
}

/* `cut`: without the site. */
static void of_stated(struct maker *m, const struct page_said *s, struct str cut)
{
	static const uint8_t bits[] = {[PAGE_SAID_LINKED] = BIT_LINKED,
				       [PAGE_SAID_LINKED_OTHER] = BIT_META,
				       [PAGE_SAID_GRAPH] = BIT_GRAPH,
				       [PAGE_SAID_META] = BIT_META,
				       [PAGE_SAID_TAG] = BIT_TAG};
	unsigned bit = s->source <= PAGE_SAID_TAG ? bits[s->source] : BIT_META;
	struct page_candidate *c = candidate(m, s->value, 20 - (int)bit, bit);

	if (c)
		page_features_add(&c->features, T_NAME, page_features_word(s->name));
	if (cut.len == s->value.len)
		return;
	c = candidate(m, cut, 20 - (int)bit, bit);
	if (c)
		page_features_add(&c->features, T_CUT, bit);
}

/* "News | Car hits wall | The Daily": each part. */
static void of_parts(struct maker *m, struct str title)
{
	for (uint32_t part = 0; part < 4 && title.len; part++) {
		size_t len = 0, cut = page_site_first_cut(&len, title);
		bool last = cut == title.len;
		struct page_candidate *c;

		if (last && !part)
			return;
		c = candidate(m, str_cut(title, 0, cut), 2, last ? BIT_TAG_LAST : BIT_TAG_PART);
		if (c)
			page_features_add3(&c->features, T_TAG_PLACE, part, last, 0);
		title = last ? STR_NONE : str_cut(title, cut + len, title.len);
	}
}

static void state(struct maker *m, const struct page_saids *saids)
{
	for (size_t i = 0; i < saids->len; i++) {
		const struct page_said *s = &saids->at[i];
		bool tag = s->source == PAGE_SAID_TAG;
		struct str cut;

		if (tag && m->tag.len)
			continue; /* those of drawings */
		cut = page_site_cut_off(m->arena, s->value, m->about, tag);
		of_stated(m, s, cut);
		if (s->source == PAGE_SAID_LINKED && !m->linked.len)
			m->linked = cut;
		if (s->source == PAGE_SAID_GRAPH && !m->graph.len)
			m->graph = cut;
		if (!tag)
			continue;
		m->tag = cut;
		of_parts(m, s->value);
	}
	set_of(&m->linked_words, m->arena, m->linked);
	set_of(&m->graph_words, m->arena, m->graph);
	set_of(&m->tag_words, m->arena, m->tag);
}

/* -- what is shown ---------------------------------------------------------------------- */

static bool is_headline_prop(const struct page_node *n)
{
	return n->values && str_eq(page_tree_attribute(n, PAGE_ITEMPROP), STR("headline"));
}

static uint32_t steps(size_t distance)
{
	return distance == 0   ? 0
	       : distance <= 1 ? 1
	       : distance <= 3 ? 2
	       : distance <= 7 ? 3
	       : distance < 16 ? 4
			       : 5;
}

static uint32_t place_of(const struct maker *m, size_t block)
{
	if (m->first == m->blocks->len)
		return 20;
	return block <= m->first ? steps(m->first - block) : 8 + steps(block - m->first);
}

static void of_place(struct maker *m, struct page_candidate *c, const struct page_node *n,
		     size_t block, uint32_t kind)
{
	const struct page_block *b = &m->blocks->at[block];
	struct page_features *f = &c->features;
	uint32_t place = place_of(m, block);

	if (kind <= MAIN_NAMED && !m->block[c - m->out->at])
		m->block[c - m->out->at] = block + 1;
	page_features_add(f, T_PLACE, place);
	page_features_add3(f, T_MAIN_PLACE, kind, place, 0);
	page_features_add3(f, T_AROUND, b->surround, b->in_best, kind);
	page_features_add3(f, T_LINKED, 2 * b->linked > b->letters, kind, 0);
	page_features_add3(f, T_KEPT, b->kept, kind, 0);
	if (is_headline_prop(n))
		page_features_add(f, T_PROP, kind);
	page_features_names(f, T_CLASS, n);
	if (n->parent)
		page_features_names(f, T_CLASS_ABOVE, n->parent);
	if (n->parent && n->parent->parent)
		page_features_names(f, T_CLASS_ABOVE, n->parent->parent);
}

static bool seen(struct headings *h, const struct page_node *n)
{
	for (size_t i = h->len; i > 0; i--)
		if (h->node[i - 1] == n)
			return true;
	if (h->len < PAGE_CANDIDATES_MAX)
		h->node[h->len++] = n;
	return false;
}

static struct str shown(struct maker *m, const struct page_node *n)
{
	return n->tag == PAGE_TEXT ? utf8_tidy(m->arena, n->text, false)
				   : utf8_tidy(m->arena, page_blocks_all(m->arena, n), false);
}

static bool ends_with_nocase(struct str s, struct str tail)
{
	return tail.len >= 10 && s.len > tail.len &&
	       str_eq_nocase(str_cut(s, s.len - tail.len, s.len), tail);
}

/* "Tunisia  Great tasks for the government", where the page states it without Tunisia. */
static void of_tail(struct maker *m, struct page_candidate *whole, struct str text, uint32_t level)
{
	const struct str said[] = {m->linked, m->graph, m->tag};

	for (uint32_t i = 0; i < 3; i++) {
		struct page_candidate *c;

		if (!ends_with_nocase(text, said[i]))
			continue;
		page_features_add3(&whole->features, T_ENDS_STATED, i, level, 0);
		c = candidate(m, str_cut(text, text.len - said[i].len, text.len), 28, BIT_PIECE);
		if (c)
			page_features_add3(&c->features, T_ENDS_STATED, i, level, 1);
	}
}

/* Kicker and headline are often two elements of one heading. */
static uint32_t of_pieces(struct maker *m, struct page_candidate *whole, const struct page_node *n,
			  size_t block, uint32_t level)
{
	const struct page_node *first = NULL;
	uint32_t i = 0;
	const struct page_node *child = n->child;

	while (child && !child->next && child->tag != PAGE_TEXT)
		child = child->child;
	if (!child || !child->next)
		return 0;
	for (; child && i < PIECES_MOST; child = child->next) {
		struct str text = shown(m, child);
		struct page_candidate *c = text.len ? candidate(m, text, 28, BIT_PIECE) : NULL;

		if (!text.len)
			continue;
		first = first ? first : child;
		if (c) {
			page_features_names(&c->features, T_FIRST_PIECE + (first != child), first);
			page_features_add3(&c->features, T_PIECE, level, i, !child->next);
			page_features_add3(&c->features, T_PIECE, level, child->tag, 2);
			if (child->tag != PAGE_TEXT)
				of_place(m, c, child, block, MAIN_PIECE);
		}
		i++;
	}
	if (i > 1)
		page_features_names(&whole->features, T_FIRST_PIECE + 2, first);
	return i;
}

/* Mostly a heading is one block, whose text is known. */
static struct str shown_at(struct maker *m, const struct page_node *n, size_t block)
{
	const struct page_block *b = &m->blocks->at[block], *next = b + 1;
	bool more = block + 1 < m->blocks->len && next->node &&
		    (next->node == n || next->node->parent == n ||
		     (next->node->parent && next->node->parent->parent == n));

	return b->node == n && !more ? b->text : shown(m, n);
}

static void of_heading(struct maker *m, const struct page_node *n, size_t block)
{
	uint32_t level = n->tag == PAGE_HEADING ? n->level : MAIN_NAMED;
	struct str text, cut;
	struct page_candidate *c, *whole;
	size_t ordinal;

	if (seen(&m->seen, n))
		return;
	text = shown_at(m, n, block);
	if (m->blocks->at[block].surround && str_chr(text, ' ') == STR_NPOS && text.len < 20)
		return; /* "Home" in a menu */
	ordinal = m->levels[level]++;
	c = whole = candidate(m, text, 40 - (int)level, level);
	if (!c)
		return;
	page_features_add3(&c->features, T_ORDINAL, level, steps(ordinal), 0);
	of_place(m, c, n, block, level);
	cut = page_site_cut_off(m->arena, text, m->about, false);
	if (cut.len < text.len) {
		c = candidate(m, cut, 28, BIT_PIECE);
		if (c)
			page_features_add(&c->features, T_CUT, 32 + level);
	}
	page_features_add3(&whole->features, T_WHOLE_OF, level,
			   of_pieces(m, whole, n, block, level), 0);
	of_tail(m, whole, text, level);
}

static bool is_named(const struct page_node *n)
{
	return is_headline_prop(n) || (n->names & PAGE_NAMED_TITLE);
}

static void of_line(struct maker *m, size_t i)
{
	const struct page_block *b = &m->blocks->at[i];
	bool near = i < m->first && m->first < m->blocks->len && m->first - i <= LINES_ABOVE;
	struct page_candidate *c;

	if (!near || b->kept || b->text.len > LINE_MOST || !b->node)
		return;
	c = candidate(m, b->text, 24, BIT_LINE);
	if (c)
		of_place(m, c, b->node, i, MAIN_LINE);
}

static void show(struct maker *m)
{
	for (size_t i = 0; i < m->blocks->len; i++) {
		const struct page_node *n = m->blocks->at[i].node;
		bool taken = false;

		for (int up = 0; n && up < 4; up++, n = n->parent) {
			bool heading = n->tag == PAGE_HEADING;

			if (!heading &&
			    (n->tag == PAGE_TEXT || n->bulk > LINE_MOST || !is_named(n)))
				continue;
			of_heading(m, n, i);
			taken = true;
			if (heading)
				break;
		}
		if (!taken)
			of_line(m, i);
	}
}

/* -- each candidate beside the others --------------------------------------------------------- */

static uint32_t main_of(const struct page_candidate *c)
{
	uint32_t kind = 1;

	while (kind < BIT_TAG && !(c->sources >> kind & 1))
		kind++;
	return kind;
}

static uint32_t length_of(const struct word_set *own)
{
	return own->len > 20   ? 8
	       : own->len > 12 ? 7
	       : own->len > 7  ? 6
			       : (uint32_t)own->len / 2 + 1;
}

static void of_likeness(struct page_candidate *c, const struct word_set *own,
			const struct word_set *said, uint32_t anchor, uint32_t kind)
{
	uint32_t like = said->len && own->len ? fifth(common(own, said), own->len) : 5;
	uint32_t covers = said->len && own->len ? fifth(common(said, own), said->len) : 5;

	page_features_add3(&c->features, T_LIKE + anchor, like, covers, 0);
	page_features_add3(&c->features, T_LIKE + anchor, like, covers, 1 + kind);
	page_features_add3(&c->features, T_LIKE + 4 + anchor, like, length_of(own), kind <= 6);
}

static bool has_separator(struct str text)
{
	size_t len;

	return page_site_first_cut(&len, text) < text.len;
}

static bool is_upper(struct str text)
{
	size_t upper = 0;

	for (size_t i = 0; i < text.len; i++) {
		if (text.at[i] >= 'a' && text.at[i] <= 'z')
			return false;
		upper += text.at[i] >= 'A' && text.at[i] <= 'Z';
	}
	return upper >= 4;
}

static void of_words(struct page_candidate *c, const struct word_set *own)
{
	for (size_t i = 0; own->len <= 3 && i < own->len; i++)
		page_features_add(&c->features, T_WORD, own->at[i]);
}

/* How many headings stand between it and the article's first paragraph: all, of its level. */
static void of_nearness(struct maker *m, struct page_candidate *c, uint32_t kind)
{
	size_t here = m->block[c - m->out->at], below = 0, alike = 0;

	if (!here || here > m->first + 1 || m->first == m->blocks->len)
		return;
	for (size_t i = 0; i < m->out->len; i++) {
		bool is = m->block[i] > here && m->block[i] <= m->first + 1;

		below += is;
		alike += is && (m->out->at[i].sources >> kind & 1);
	}
	page_features_add3(&c->features, T_NEAREST, steps(below), kind, 0);
	page_features_add3(&c->features, T_NEAREST, steps(alike), kind, 1);
	page_features_add3(&c->features, T_NEAREST, steps(below), steps(alike), 2);
}

#define SHOWN_BITS 0x3feU /* headings, what is named one, pieces, lines */
#define STATED_BITS (1U << BIT_LINKED | 1U << BIT_GRAPH | 1U << BIT_TAG | 1U << BIT_TAG_PART)

/* Whether another one is both shown and stated, and what this one is. */
static void of_rivals(struct maker *m, struct page_candidate *c, uint32_t kind)
{
	uint32_t stated = ((c->sources & STATED_BITS) != 0) + 2 * (c->sources >> BIT_TAG_LAST & 1);
	uint32_t rivals = 0;

	for (size_t i = 0; i < m->out->len; i++) {
		const struct page_candidate *o = &m->out->at[i];

		rivals += o != c && (o->sources & SHOWN_BITS) && (o->sources & STATED_BITS);
	}
	rivals = rivals < 2 ? rivals : 2;
	page_features_add3(&c->features, T_RIVAL, rivals, stated, 0);
	page_features_add3(&c->features, T_RIVAL, rivals, stated, 1 + kind);
}

/* Which share of its words stands in the site's address or name. */
static void of_host(struct maker *m, struct page_candidate *c, const struct words *words,
		    uint32_t kind)
{
	struct str site = m->about->site, host = m->about->host;
	size_t in = 0;

	for (size_t i = 0; i < words->len; i++) {
		struct str w = page_site_bare(
			m->arena, str_cut(c->text, words->at[i].from, words->at[i].upto));

		in += w.len >= 2 &&
		      (str_find(host, w) != STR_NPOS || str_find(site, w) != STR_NPOS);
	}
	page_features_add3(&c->features, T_HOST, fifth(in, words->len ? words->len : 1), 0, 0);
	page_features_add3(&c->features, T_HOST, fifth(in, words->len ? words->len : 1), kind, 1);
}

static void compare(struct maker *m, struct page_candidate *c)
{
	struct page_features *f = &c->features;
	uint32_t kind = main_of(c), site = page_site_is(m->bare[c - m->out->at], m->about);
	struct words words;
	struct word_set own;
	uint32_t length;

	words_of(&words, m->arena, c->text);
	set_of_words(&own, &words);
	length = length_of(&own);
	page_features_add(f, T_SOURCES, c->sources);
	page_features_add(f, T_MAIN, kind);
	page_features_add(f, T_LENGTH, length);
	page_features_add3(f, T_LENGTH_MAIN, length, kind, 0);
	page_features_add3(f, T_SITE, site, kind, 0);
	page_features_add(f, T_SITE, site);
	page_features_add3(f, T_SEPARATED, has_separator(c->text), kind, 0);
	page_features_add3(f, T_UPPER, is_upper(c->text), kind, 0);
	page_features_add3(f, T_DIGITS, c->text.at[0] >= '0' && c->text.at[0] <= '9', kind, 0);
	if (kind <= 6)
		page_features_add3(f, T_LEVEL_COUNT, kind, steps(m->levels[kind]), 0);
	page_features_add3(f, T_H1S, kind, steps(m->levels[1]), 0);
	of_likeness(c, &own, &m->linked_words, 0, kind);
	of_likeness(c, &own, &m->graph_words, 1, kind);
	of_likeness(c, &own, &m->tag_words, 2, kind);
	of_nearness(m, c, kind);
	of_host(m, c, &words, kind);
	of_rivals(m, c, kind);
	of_words(c, &own);
}

static size_t first_paragraph(const struct page_blocks *b)
{
	for (size_t i = 0; i < b->len; i++)
		if (b->at[i].kept && b->at[i].letters > REAL)
			return i;
	return b->len;
}

void page_title_candidates(struct page_candidates *out, struct arena *arena,
			   const struct page_blocks *blocks, const struct page_saids *saids,
			   const struct page_about *about)
{
	struct page_about names = {.site = page_site_bare(arena, about->site),
				   .host = page_site_bare(arena, about->host)};
	struct maker m = {.out = out, .arena = arena, .blocks = blocks, .about = &names};

	m.first = first_paragraph(blocks);
	state(&m, saids);
	show(&m);
	for (size_t i = 0; i < out->len; i++)
		compare(&m, &out->at[i]);
}
