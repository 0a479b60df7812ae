/* page_date.c -- every day that a page names, with what speaks for its being the day of
 * publication.
 *
 * Said: JSON-LD, meta, <time>, the address. Shown: dates in lines, by where they stand
 * (near the headline, at the ends of the article), what the elements are called and which
 * words stand beside them. Days that several name are one candidate. A time that is stated in
 * UTC may be another day where the page is read: so a day knows whether it is a stated
 * one's neighbour. Which of that counts how much is learned (page_train_candidates.c). */
#include "base/ascii.h"
#include "ingest/page_candidates.h"
#include "ingest/page_names.h"
#include "text/date.h"
#include "text/date_find.h"

#define LINE_MOST 240 /* bytes of a line that may be a byline */
#define HEAD_MOST 100 /* bytes of a longer one that are looked at */
#define WORDS_MOST 8

enum kind {
	D_SOURCE = 2000,
	D_NAME,
	D_NAME_WORD,
	D_SOURCES,
	D_CLASS,
	D_CLASS_ABOVE,
	D_AROUND,
	D_HEADLINE,
	D_FIRST,
	D_LAST,
	D_HEADLINE_FIRST,
	D_LENGTH,
	D_LENGTH_HEADLINE,
	D_KEPT,
	D_OTHERS,
	D_TAG,
	D_WORD,
	D_ORDINAL,
	D_TURNED,
	D_SECOND,
	D_PROSE,
	D_TIMED,
	D_ORDER,
	D_ORDER_SAID,
	D_MONTH,
	D_BESIDE,
	D_NONE,
	D_NONE_HAS,
	D_FORM
};

struct maker {
	struct page_candidates *out;
	const struct page_blocks *blocks;
	const struct page_about *about;
	bool month_first;
	size_t headline, first, last; /* blocks; STR_NPOS: none */
	uint32_t shown;               /* dates in lines so far */
};

static int64_t day_of(const struct date *d)
{
	int64_t local = d->ms + (int64_t)d->zone * 60000;

	return local >= 0 ? local / DATE_DAY_MS : -1;
}

uint64_t page_date_key(const struct date *date)
{
	return (uint64_t)(day_of(date) + 2);
}

static struct page_candidate *candidate(struct maker *m, const struct date *date, int form,
					enum page_source source)
{
	struct page_candidate *c;

	if (!date->has_day || date->ms <= 0)
		return NULL;
	c = page_candidates_of(m->out, page_date_key(date));
	if (!c)
		return NULL;
	form += date->has_time ? 100 : 0;
	if (form > c->form) {
		c->form = form;
		c->date = *date;
	}
	c->sources |= 1U << source;
	page_features_add(&c->features, D_SOURCE, source);
	return c;
}

/* Every word of letters, at most `most`. */
static void add_words(struct page_features *f, uint32_t kind, struct str text, uint32_t most)
{
	size_t from = 0;
	uint32_t count = 0;

	for (size_t i = 0; i <= text.len && count < most; i++) {
		if (i < text.len &&
		    (ascii_is_letter(text.at[i]) || (unsigned char)text.at[i] >= 0x80))
			continue;
		if (i > from + 1) {
			page_features_add(f, kind, page_features_word(str_cut(text, from, i)));
			count++;
		}
		from = i + 1;
	}
}

/* -- said ------------------------------------------------------------------------------- */

static bool is_of_others(const struct page_node *n)
{
	static const char *const names[] = {"comment", "related",   "sidebar", "teaser", "widget",
					    "footer",  "kommentar", "recent",  "latest", "archiv"};

	for (; n && n->tag != PAGE_BODY; n = n->parent) {
		struct str name, id;

		if (n->tag == PAGE_ASIDE || n->tag == PAGE_NAV || n->tag == PAGE_FOOTER)
			return true;
		if (!n->values)
			continue;
		name = page_tree_attribute(n, PAGE_CLASS);
		id = page_tree_attribute(n, PAGE_ID);
		for (size_t i = 0; i < sizeof names / sizeof *names; i++)
			if (str_find_nocase(name, str_of(names[i])) != STR_NPOS ||
			    str_find_nocase(id, str_of(names[i])) != STR_NPOS)
				return true;
	}
	return false;
}

static void of_element(struct page_features *f, const struct page_node *n)
{
	page_features_names(f, D_CLASS, n);
	for (int up = 0; up < 3 && n->parent; up++) {
		n = n->parent;
		page_features_names(f, D_CLASS_ABOVE, n);
	}
}

static void of_said(struct maker *m, const struct page_said *s)
{
	struct date date;
	struct page_candidate *c;
	size_t at = 0;

	if (!date_parse(&date, s->value) && !date_find_next(&date, &at, s->value, m->month_first))
		return;
	c = candidate(m, &date, 50 - (int)s->source, s->source);
	if (!c)
		return;
	page_features_add(&c->features, D_NAME, page_features_word(s->name) ^ s->source);
	add_words(&c->features, D_NAME_WORD, s->name, WORDS_MOST);
	page_features_add3(&c->features, D_TIMED, s->source, date.has_time, date.zone == 0);
	page_features_add3(&c->features, D_AROUND, s->source, s->around, 0);
	if (!s->node)
		return;
	page_features_add3(&c->features, D_OTHERS, s->source, is_of_others(s->node), 0);
	of_element(&c->features, s->node);
}

static void of_address_date(struct maker *m, int64_t year, int64_t month, int64_t day,
			    uint32_t form)
{
	struct date date = {.has_day = true};
	int y, mo, d;
	struct page_candidate *c;

	if (year < 1995 || year > 2100 || month < 1 || month > 12 || day < 1 || day > 31)
		return;
	date.ms = date_from_parts((int)year, (int)month, (int)day);
	date_parts(date.ms, &y, &mo, &d);
	c = d == day ? candidate(m, &date, 20, PAGE_SAID_ADDRESS) : NULL;
	if (c)
		page_features_add(&c->features, D_FORM, form);
}

static int64_t number(struct str s)
{
	int64_t value = 0;

	return str_int(&value, s) ? value : -1;
}

struct runs { /* of digits, the last three; those before are forgotten where none adjoins */
	int64_t value[3];
	size_t digits[3], upto;
};

static void take_run(struct runs *r, struct str url, size_t from, size_t upto)
{
	if (from != r->upto + 1 || !strchr("/-_.", url.at[from - 1]))
		r->digits[1] = r->digits[2] = 0;
	memmove(r->value, r->value + 1, 2 * sizeof *r->value);
	memmove(r->digits, r->digits + 1, 2 * sizeof *r->digits);
	r->digits[2] = upto - from;
	r->value[2] = upto - from <= 8 ? number(str_cut(url, from, upto)) : 0;
	r->upto = upto;
}

static bool are_digits(const struct runs *r, size_t first, size_t last)
{
	return r->digits[1] && r->digits[1] <= 2 && r->digits[0] && r->digits[0] <= first &&
	       r->digits[2] && r->digits[2] <= last;
}

/* "/2026/1/24/x", "2026-01-24", "24-01-2026", "20260124", "24012026" */
static void of_runs(struct maker *m, const struct runs *r)
{
	const int64_t *v = r->value;

	if (r->digits[2] == 8) {
		of_address_date(m, v[2] / 10000, v[2] / 100 % 100, v[2] % 100, 1);
		of_address_date(m, v[2] % 10000, v[2] / 10000 % 100, v[2] / 1000000, 2);
	} else if (r->digits[0] == 4 && are_digits(r, 4, 2)) {
		of_address_date(m, v[0], v[1], v[2], 3);
	} else if (r->digits[2] == 4 && are_digits(r, 2, 4)) {
		of_address_date(m, v[2], v[1], v[0], 4);
	}
}

static void of_address(struct maker *m, struct str url)
{
	struct runs runs = {.upto = 0};
	size_t i = 0;

	while (i < url.len) {
		size_t from = i;

		while (i < url.len && ascii_is_digit(url.at[i]))
			i++;
		if (i == from) {
			i++;
			continue;
		}
		take_run(&runs, url, from, i);
		of_runs(m, &runs);
	}
}

/* -- shown ------------------------------------------------------------------------------ */

static bool english_of_the_day_first(const struct page_about *a)
{
	static const char *const tails[] = {".uk", ".au", ".nz", ".ie", ".in", ".za", ".eu"};
	static const char *const langs[] = {"en-gb", "en_gb", "en-au", "en-nz",
					    "en-ie", "en-in", "en-za"};

	for (size_t i = 0; i < sizeof tails / sizeof *tails; i++)
		if (str_ends(a->host, str_of(tails[i])) || str_eq_nocase(a->lang, str_of(langs[i])))
			return true;
	return false;
}

static bool is_month_first(const struct page_about *a)
{
	bool english = !a->lang.len || str_eq_nocase(str_cut(a->lang, 0, 2), STR("en"));

	return english && !english_of_the_day_first(a);
}

static void find_ends(struct maker *m)
{
	const struct page_blocks *b = m->blocks;

	m->headline = m->first = m->last = STR_NPOS;
	for (size_t i = 0; i < b->len; i++) {
		bool is = str_eq_nocase(b->at[i].text, m->about->title);

		if (is && (m->headline == STR_NPOS ||
			   (b->at[i].node && b->at[i].node->tag == PAGE_HEADING)))
			m->headline = i;
		if (!b->at[i].kept || b->at[i].letters <= 100)
			continue;
		m->first = m->first == STR_NPOS ? i : m->first;
		m->last = i;
	}
}

/* How far from `anchor`: 0 to 5 before it, 8 to 13 behind, 15 there is none. */
static uint32_t distance(size_t i, size_t anchor)
{
	static const size_t steps[] = {0, 1, 2, 4, 9};
	size_t far = i < anchor ? anchor - i : i - anchor;
	uint32_t step = 0;

	if (anchor == STR_NPOS)
		return 15;
	while (step < 5 && far > steps[step])
		step++;
	return i < anchor ? step : 8 + step;
}

static uint32_t length_of(size_t len)
{
	return len < 13 ? 0 : len < 25 ? 1 : len < 45 ? 2 : len < 80 ? 3 : len < 150 ? 4 : 5;
}

static void of_place(struct maker *m, struct page_features *f, size_t i, uint32_t nth)
{
	const struct page_block *b = &m->blocks->at[i];
	uint32_t headline = distance(i, m->headline), first = distance(i, m->first);
	uint32_t length = length_of(b->text.len), others = is_of_others(b->node);

	page_features_add(f, D_HEADLINE, headline);
	page_features_add(f, D_FIRST, first);
	page_features_add(f, D_LAST, distance(i, m->last));
	page_features_add3(f, D_HEADLINE_FIRST, headline, first, 0);
	page_features_add3(f, D_HEADLINE_FIRST, headline, first, 1 + others);
	page_features_add(f, D_LENGTH, length);
	page_features_add3(f, D_LENGTH_HEADLINE, length, headline, others);
	page_features_add3(f, D_KEPT, b->kept, b->surround, length);
	page_features_add(f, D_OTHERS, 100 + others);
	page_features_add(f, D_TAG, b->node ? b->node->tag : 63);
	page_features_add(f, D_ORDINAL, m->shown < 6 ? m->shown : 6);
	page_features_add(f, D_SECOND, nth);
	if (b->text.len > LINE_MOST)
		page_features_add(f, D_PROSE, b->kept);
	if (b->node)
		of_element(f, b->node);
}

static void of_shown(struct maker *m, size_t i, const struct date *date, uint32_t nth, bool turned)
{
	struct str text = m->blocks->at[i].text;
	struct page_candidate *c = candidate(m, date, turned ? 5 : 10, PAGE_SAID_SHOWN);

	if (!c)
		return;
	of_place(m, &c->features, i, nth);
	add_words(&c->features, D_WORD, str_cut(text, 0, HEAD_MOST), WORDS_MOST);
	page_features_add(&c->features, D_TURNED, turned);
}

static bool has_digit(struct str text)
{
	for (size_t i = 0; i < text.len; i++)
		if (ascii_is_digit(text.at[i]))
			return true;
	return false;
}

/* What readers wrote has days of its own. */
static bool is_remark(const struct page_node *n)
{
	for (; n && n->tag != PAGE_BODY; n = n->parent)
		if ((n->names & PAGE_NAMED_REMARKS) && n->surround)
			return true;
	return false;
}

static void of_line(struct maker *m, size_t i)
{
	struct str text = m->blocks->at[i].text;
	size_t at = 0, other;
	struct date date, turned;

	if (text.len > LINE_MOST)
		text = str_cut(text, 0, m->blocks->at[i].kept ? HEAD_MOST : 0);
	if (!has_digit(text) || is_remark(m->blocks->at[i].node))
		return;
	for (uint32_t nth = 0; nth < 3; nth++) {
		size_t from = at;

		if (!date_find_next(&date, &at, text, m->month_first))
			return;
		of_shown(m, i, &date, nth, false);
		m->shown++;
		other = from;
		if (date_find_next(&turned, &other, text, !m->month_first) && other == at &&
		    turned.ms != date.ms)
			of_shown(m, i, &turned, nth, true);
	}
}

/* -- each candidate beside the others --------------------------------------------------------- */

/* Whether the address has the candidate's year and month: 0 it names none, 1 no, 2 yes. */
static uint32_t month_in_address(struct str url, const struct date *date)
{
	uint32_t says = 0;
	struct str part, before = STR_NONE;
	int year, month, day;

	date_parts(date->ms + (int64_t)date->zone * 60000, &year, &month, &day);
	while (str_split(&part, &url, '/')) {
		int64_t y = before.len == 4 ? number(before) : -1;
		int64_t m = part.len <= 2 ? number(part) : -1;

		if (y >= 1995 && y <= 2100 && m >= 1 && m <= 12)
			says = y == year && m == month ? 2 : 1;
		before = part;
	}
	return says;
}

/* Its rank in time among those of `sources`: first, within, last, alone, other. */
static uint32_t order_of(const struct page_candidates *all, const struct page_candidate *c,
			 uint32_t sources)
{
	bool earlier = false, later = false;

	if (!(c->sources & sources))
		return 4;
	for (size_t i = 0; i < all->len; i++) {
		const struct page_candidate *o = &all->at[i];

		if (o == c || !(o->sources & sources))
			continue;
		earlier = earlier || o->key < c->key;
		later = later || o->key > c->key;
	}
	return (uint32_t)earlier + 2 * (uint32_t)later;
}

/* A day before or behind one that is stated to the minute, in UTC or in a zone. */
static void of_neighbours(const struct page_candidates *all, struct page_candidate *c)
{
	for (size_t i = 0; i < all->len; i++) {
		const struct page_candidate *o = &all->at[i];
		bool before = o->key == c->key + 1, behind = o->key + 1 == c->key;

		if ((before || behind) && o->date.has_time)
			page_features_add3(&c->features, D_BESIDE, before, o->date.zone == 0,
					   c->sources & 63);
		if ((before || behind) && c->date.has_time)
			page_features_add3(&c->features, D_BESIDE, 2 + before, c->date.zone == 0,
					   o->sources >> PAGE_SAID_ADDRESS);
	}
}

#define STATED ((1U << PAGE_SAID_ADDRESS) - 1)

static void compare(struct maker *m, struct page_candidate *c)
{
	struct page_features *f = &c->features;
	uint32_t month = month_in_address(m->about->address, &c->date);

	page_features_add(f, D_SOURCES, c->sources);
	page_features_add3(f, D_ORDER, order_of(m->out, c, ~0U), (c->sources & STATED) != 0, 0);
	page_features_add(f, D_ORDER_SAID, order_of(m->out, c, STATED));
	page_features_add(f, D_MONTH, month);
	page_features_add3(f, D_MONTH, month, (c->sources & STATED) != 0, 1);
	of_neighbours(m->out, c);
}

static void candidate_none(struct maker *m, uint32_t sources)
{
	struct page_candidate *c = page_candidates_of(m->out, PAGE_NO_DAY);

	if (!c)
		return;
	page_features_add(&c->features, D_NONE, 0);
	page_features_add(&c->features, D_NONE_HAS, sources);
	for (uint32_t bit = 0; bit <= PAGE_SAID_SHOWN; bit++)
		if (sources >> bit & 1)
			page_features_add(&c->features, D_NONE, 1 + bit);
}

void page_date_candidates(struct page_candidates *out, const struct page_blocks *blocks,
			  const struct page_saids *saids, const struct page_about *about)
{
	struct maker m = {.out = out, .blocks = blocks, .about = about};
	uint32_t sources = 0;

	m.month_first = is_month_first(about);
	find_ends(&m);
	of_address(&m, about->address);
	for (size_t i = 0; i < saids->len; i++)
		of_said(&m, &saids->at[i]);
	for (size_t i = 0; i < blocks->len; i++)
		of_line(&m, i);
	for (size_t i = 0; i < out->len; i++) {
		sources |= out->at[i].sources;
		compare(&m, &out->at[i]);
	}
	candidate_none(&m, sources);
}
