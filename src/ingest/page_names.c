/* page_names.c -- words of names, looked up by their first letter.
 *
 * A word counts from the start of a part: "related" is in "post-related" and
 * "relatedPosts", "ad" would not be in "head". */
#include "ingest/page_names.h"

#include "base/ascii.h"

static const struct {
	struct str word;
	uint8_t says;
} rows[] = {
	/* in the order of the alphabet */
	{{"advert", 6}, PAGE_NAMED_BAD},      {{"article", 7}, PAGE_NAMED_GOOD},
	{{"author-bio", 10}, PAGE_NAMED_BAD}, {{"banner", 6}, PAGE_NAMED_BAD},
	{{"blog", 4}, PAGE_NAMED_GOOD},       {{"body", 4}, PAGE_NAMED_GOOD},
	{{"breadcrumb", 10}, PAGE_NAMED_BAD}, {{"byline", 6}, PAGE_NAMED_BAD},
	{{"caption", 7}, PAGE_NAMED_BAD},     {{"comment", 7}, PAGE_NAMED_REMARKS},
	{{"consent", 7}, PAGE_NAMED_BAD},     {{"content", 7}, PAGE_NAMED_GOOD},
	{{"cookie", 6}, PAGE_NAMED_BAD},      {{"copyright", 9}, PAGE_NAMED_BAD},
	{{"disqus", 6}, PAGE_NAMED_REMARKS},  {{"entry", 5}, PAGE_NAMED_GOOD},
	{{"footer", 6}, PAGE_NAMED_BAD},      {{"gdpr", 4}, PAGE_NAMED_BAD},
	{{"headline", 8}, PAGE_NAMED_TITLE},  {{"kommentare", 10}, PAGE_NAMED_REMARKS},
	{{"login", 5}, PAGE_NAMED_BAD},       {{"main", 4}, PAGE_NAMED_GOOD},
	{{"masthead", 8}, PAGE_NAMED_BAD},    {{"menu", 4}, PAGE_NAMED_BAD},
	{{"modal", 5}, PAGE_NAMED_BAD},       {{"more-stories", 12}, PAGE_NAMED_BAD},
	{{"most-read", 9}, PAGE_NAMED_BAD},   {{"mostread", 8}, PAGE_NAMED_BAD},
	{{"navbar", 6}, PAGE_NAMED_BAD},      {{"newsletter", 10}, PAGE_NAMED_BAD},
	{{"outbrain", 8}, PAGE_NAMED_BAD},    {{"pagination", 10}, PAGE_NAMED_BAD},
	{{"paywall", 7}, PAGE_NAMED_BAD},     {{"popup", 5}, PAGE_NAMED_BAD},
	{{"post", 4}, PAGE_NAMED_GOOD},       {{"print-only", 10}, PAGE_NAMED_BAD},
	{{"promo", 5}, PAGE_NAMED_BAD},       {{"publi", 5}, PAGE_NAMED_PUBLISHED},
	{{"read-more", 9}, PAGE_NAMED_BAD},   {{"readmore", 8}, PAGE_NAMED_BAD},
	{{"recommend", 9}, PAGE_NAMED_BAD},   {{"related", 7}, PAGE_NAMED_BAD},
	{{"share", 5}, PAGE_NAMED_BAD},       {{"sharing", 7}, PAGE_NAMED_BAD},
	{{"sidebar", 7}, PAGE_NAMED_BAD},     {{"signup", 6}, PAGE_NAMED_BAD},
	{{"social", 6}, PAGE_NAMED_BAD},      {{"sponsor", 7}, PAGE_NAMED_BAD},
	{{"story", 5}, PAGE_NAMED_GOOD},      {{"subscribe", 9}, PAGE_NAMED_BAD},
	{{"taboola", 7}, PAGE_NAMED_BAD},     {{"taglist", 7}, PAGE_NAMED_BAD},
	{{"tags", 4}, PAGE_NAMED_BAD},        {{"text", 4}, PAGE_NAMED_GOOD},
	{{"title", 5}, PAGE_NAMED_TITLE},     {{"toolbar", 7}, PAGE_NAMED_BAD},
	{{"trending", 8}, PAGE_NAMED_BAD},    {{"widget", 6}, PAGE_NAMED_BAD},
};
#define ROWS (sizeof rows / sizeof *rows)

/* The first row of each letter. */
static const uint8_t first[27] = {0,  3,  8,  14, 15, 16, 17, 18, 19, 19, 19, 20, 21, 28,
				  30, 31, 38, 38, 42, 50, 57, 57, 57, 58, 58, 58, 58};

/* The second letters of the words of each letter: most parts of names end here. */
#define L(letter) (1U << ((letter) - 'a'))
static const uint32_t second[26] = {
	['a' - 'a'] = L('d') | L('r') | L('u'),
	['b' - 'a'] = L('a') | L('l') | L('o') | L('r') | L('y'),
	['c' - 'a'] = L('a') | L('o'),
	['d' - 'a'] = L('i'),
	['e' - 'a'] = L('n'),
	['f' - 'a'] = L('o'),
	['g' - 'a'] = L('d'),
	['h' - 'a'] = L('e'),
	['k' - 'a'] = L('o'),
	['l' - 'a'] = L('o'),
	['m' - 'a'] = L('a') | L('e') | L('o'),
	['n' - 'a'] = L('a') | L('e'),
	['o' - 'a'] = L('u'),
	['p' - 'a'] = L('a') | L('o') | L('r') | L('u'),
	['r' - 'a'] = L('e'),
	['s' - 'a'] = L('h') | L('i') | L('o') | L('p') | L('t') | L('u'),
	['t' - 'a'] = L('a') | L('e') | L('i') | L('o') | L('r'),
	['w' - 'a'] = L('i'),
};

static bool may_start(unsigned letter, char next)
{
	return ascii_is_letter(next) && (second[letter] >> ((next | 0x20) - 'a') & 1);
}

static bool starts(struct str s, struct str word)
{
	if (s.len < word.len)
		return false;
	for (size_t i = 1; i < word.len; i++)
		if (ascii_lower(s.at[i]) != word.at[i])
			return false;
	return true;
}

static uint8_t said_by(struct str names)
{
	uint8_t said = 0;
	bool within = false; /* behind a letter */

	for (size_t i = 0; i + 1 < names.len; i++) {
		char c = names.at[i];
		unsigned letter = (unsigned)(c | 0x20) - 'a';
		bool inner = within && c >= 'a';

		within = letter < 26;
		if (!within || inner || !may_start(letter, names.at[i + 1]))
			continue;
		for (size_t row = first[letter]; row < first[letter + 1]; row++)
			if (starts(str_cut(names, i, names.len), rows[row].word))
				said |= rows[row].says;
	}
	return said;
}

uint8_t page_names_of(const struct page_node *n)
{
	uint8_t said = 0;

	for (size_t i = 0; i < n->values; i++)
		if (n->value[i].name == PAGE_ID || n->value[i].name == PAGE_CLASS)
			said |= said_by(n->value[i].value);
	return said;
}
