/* page_choose.c -- which paragraphs are the article's.
 *
 * Rules that anyone can read make a first guess: what lies in the element that won the
 * votes, is no menu, stands behind no signpost. A linear model, which knows that guess
 * and where each paragraph stands, then decides; docs/READING.md has what it was
 * learned from and how good both are. */
#include "ingest/page_blocks.h"
#include "ingest/page_model.h"
#include "text/date_find.h"

#define LEAST 250          /* letters of an article that is believed */
#define DOUBT 2.0F         /* log odds */
#define LINKED_MOST 0.5F   /* share of link text above which a block is a menu */
#define ANYTHING 8         /* letters that are a text at all */
#define LITTLE 40          /* letters of a page that is all text, if it has no more */
#define LINE 25            /* bytes of a paragraph that a heading may stand above */
#define PRELUDE 90         /* bytes of a line that may be above the article */
#define REAL_PARAGRAPH 160 /* bytes of plain text that end a run of teasers */

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

static bool is_menu(const struct page_block *b)
{
	float share = b->letters ? (float)b->linked / (float)b->letters : 0;

	return share > LINKED_MOST && (b->text.len < 200 || share > 0.8F);
}

/* Kicker, title, author and date stand in short lines above the first paragraph;
 * what follows a signpost, up to the next real paragraph, is a teaser. */
static size_t by_rules(struct page_blocks *blocks, bool begun)
{
	bool teasing = false;
	size_t kept = 0;

	for (size_t i = 0; i < blocks->len; i++) {
		struct page_block *b = &blocks->at[i];

		b->rule = false;
		if (!b->in_best || b->surround || is_menu(b))
			continue;
		if (b->text.len >= REAL_PARAGRAPH && !b->linked)
			teasing = false;
		if (is_signpost(b->text))
			teasing = true;
		if (teasing || (!begun && b->text.len < PRELUDE))
			continue;
		begun = b->rule = true;
		kept++;
	}
	return kept;
}

static void rules(struct page_blocks *blocks)
{
	/* an article of short lines alone has no prelude */
	if (!by_rules(blocks, false))
		by_rules(blocks, true);
}

static size_t kept_letters(const struct page_blocks *blocks)
{
	size_t letters = 0;

	for (size_t i = 0; i < blocks->len; i++)
		letters += blocks->at[i].kept ? blocks->at[i].letters : 0;
	return letters;
}

static size_t keep_from(struct page_blocks *blocks, const float *score, float threshold)
{
	for (size_t i = 0; i < blocks->len; i++)
		blocks->at[i].kept = score[i] > threshold;
	return kept_letters(blocks);
}

static bool is_byline(struct str text)
{
	struct date date;

	return text.len < PRELUDE &&
	       (date_find(&date, text, false) || str_starts(text, STR("By ")) ||
		str_starts(text, STR("Von ")) || str_starts(text, STR("Por ")));
}

/* The headline and who wrote it when stand above an article and are told apart. */
static void leave_out_headline(struct page_blocks *blocks)
{
	for (size_t i = 0; i < blocks->len; i++) {
		struct page_block *b = &blocks->at[i];

		if (b->kept && b->letters >= REAL_PARAGRAPH)
			return;
		if (b->kept && ((b->node && b->node->tag == PAGE_HEADING && b->node->level == 1) ||
				is_byline(b->text)))
			b->kept = false;
	}
}

/* A heading between two paragraphs of the article that the rules keep too is its own. */
static void keep_headings(struct page_blocks *blocks)
{
	for (size_t i = 1; i + 1 < blocks->len; i++) {
		struct page_block *b = &blocks->at[i];

		if (b->rule && b->node && b->node->tag == PAGE_HEADING && b->node->level > 1 &&
		    blocks->at[i - 1].kept && blocks->at[i + 1].kept &&
		    blocks->at[i + 1].letters >= LINE)
			b->kept = true;
	}
}

static bool is_around(const struct page_block *b)
{
	for (const struct page_node *n = b->node; n; n = n->parent)
		if (n->tag == PAGE_NAV)
			return true;
	return b->surround;
}

/* A page of a few words is those words; of a longer one without an article nothing is. */
static void keep_little(struct page_blocks *blocks)
{
	size_t letters = 0;

	for (size_t i = 0; i < blocks->len; i++)
		letters += is_around(&blocks->at[i]) ? 0 : blocks->at[i].letters;
	for (size_t i = 0; i < blocks->len; i++)
		blocks->at[i].kept = letters < LITTLE && !is_around(&blocks->at[i]);
}

/* Some article there is: where next to nothing would be kept, doubt counts for it. */
void page_choose_by(struct page_blocks *blocks, const float *score, float threshold)
{
	if (keep_from(blocks, score, threshold) < LEAST) {
		keep_from(blocks, score, threshold - DOUBT);
		for (size_t i = 0; i < blocks->len; i++)
			if (blocks->at[i].surround && score[i] <= threshold)
				blocks->at[i].kept = false;
	}
	keep_headings(blocks);
	leave_out_headline(blocks);
	if (kept_letters(blocks) < ANYTHING)
		keep_little(blocks);
}

void page_choose(struct page_blocks *blocks, struct arena *arena)
{
	struct page_sketches *sketches;
	struct page_weights weights = page_model_weights(PAGE_MODEL_BLOCKS);
	struct page_features features;
	float *score = ARENA_ARRAY(arena, float, blocks->len + 1);

	rules(blocks);
	sketches = page_features_prepare(arena, blocks);
	for (size_t i = 0; i < blocks->len; i++) {
		if (page_features_hopeless(&blocks->at[i])) {
			score[i] = PAGE_HOPELESS;
			continue;
		}
		page_features_of(&features, sketches, i);
		score[i] = page_model_score(weights, &features);
	}
	page_choose_by(blocks, score, PAGE_THRESHOLD);
}
