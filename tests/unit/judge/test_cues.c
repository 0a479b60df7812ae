/* The pattern language: what matches, what is refused and where; the fast matcher finds
 * exactly what the slow one finds. */
#include "lib/test.h"

#include "judge/cues.c"

#include "judge/matcher.h"

static struct err err;

static struct cues *read_cues(struct arena *a, const char *text)
{
	struct cues *c = cues_new(a);

	if (!cues_read(c, STR("t.cues"), str_of(text), &err)) {
		cues_free(c);
		return NULL;
	}
	cues_finish(c);
	return c;
}

/* Whether the one pattern matches somewhere in the text. */
static bool matches(const char *pattern, const char *text)
{
	struct arena *a = arena_new();
	struct cues *c = read_cues(a, arena_fmt(a, "group g\n\t%s\n", pattern).at);
	struct str s = str_of(text);
	bool found = false;

	if (!c)
		fail_msg("%s: %s", pattern, err.text);
	for (size_t from = 0; from < s.len && !found; from++) {
		size_t end[CUES_ENDS_MAX];
		size_t n = cues_naive_ends(end, cues_at(c, 0), s, from);

		for (size_t i = 0; i < n; i++)
			found = found || !cues_naive_forbidden(cues_at(c, 0), s, from, end[i]);
	}
	cues_free(c);
	arena_free(a);
	return found;
}

static void test_what_matches(void **state)
{
	static const struct {
		const char *pattern, *text;
		bool wanted;
	} row[] = {
		{"robot", "The Robot stops", true},
		{"robot", "robotics", false},
		{"=AI", "an AI system", true},
		{"=AI", "said ai", false},
		{"discriminat*", "discriminatory rules", true},
		{"kill~", "was killed by", true},
		{"kill~", "killer", false},
		{"scrape~", "scraping data", true},
		{"self-driving", "a self driving car", true},
		{"self-driving",
		 "a self\xe2\x80\x91"
		 "driving car",
		 true},
		{"self-driving", "a selfdriving car", true},
		{"(wrong|false) arrest", "his false arrest", true},
		{"(wrong|false) arrest", "his arrest", false},
		{"very [much] so", "very so", true},
		{"very [much] so", "very much so", true},
		{"hit ..3 woman", "hit a young old woman", true},
		{"hit ..3 woman", "hit a very young old blind woman", false},
		{"hit ..3 woman", "was hit. The woman", false},
		{"evade ..3 controls", "evade U.S. export controls", true},
		{"crash !before(course)", "a crash course", false},
		{"crash !before(course)", "a crash happened", true},
		{"kill~ !after(not)", "did not kill him", false},
		{"caf\xc3\xa9", "the CAF\xc3\xa9 there", true},
	};

	(void)state;
	for (size_t i = 0; i < sizeof row / sizeof *row; i++)
		if (matches(row[i].pattern, row[i].text) != row[i].wanted)
			fail_msg("%s on \"%s\": wanted %d", row[i].pattern, row[i].text,
				 row[i].wanted);
}

static void test_mistakes_are_named(void **state)
{
	static const char *const row[][2] = {
		{"\tword\n", "t.cues:1:2: "},
		{"group g\n\t(a|b\n", "t.cues:2:6: "},
		{"group g\n\tfatalit(y|ies)\n", "t.cues:2:9: "},
		{"group g\n\ta ..9 b\n", "t.cues:2:"},
		{"group g\n\t[a]\n", "t.cues:2:"},
		{"group G\n", "t.cues:1:"},
		{"group g\nlimb leg\n", "t.cues:2:"},
		{"group g\nsay death\n", "t.cues:2:"},
		{"nonsense\n", "t.cues:1:1: "},
	};

	(void)state;
	for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
		struct arena *a = arena_new();

		assert_null(read_cues(a, row[i][0]));
		if (!str_starts(str_of(err.text), str_of(row[i][1])))
			fail_msg("%s -> %s, want %s", row[i][0], err.text, row[i][1]);
		arena_free(a);
	}
}

static void test_groups_inherit(void **state)
{
	struct arena *a = arena_new();
	struct cues *c =
		read_cues(a, "group harm\nlimb rights\nsay \"x\"\nfacet principles \"P\"\n\ta\n"
			     "group harm.sub.deep\nserious\n\tb\ngroup harm\n\tc\n");
	const struct cue_group *deep;

	(void)state;
	assert_non_null(c);
	assert_int_equal(cues_group_count(c), 2);
	deep = cues_group(c, 1);
	assert_int_equal(deep->limb, LIMB_RIGHTS);
	assert_str(deep->say, "x");
	assert_true(deep->serious && !cues_group(c, 0)->serious);
	assert_int_equal(deep->facet_count, 1);
	assert_int_equal(deep->role, CUE_HARM);
	assert_int_equal(cues_group(c, 0)->cue_count, 2);
	cues_free(c);
	arena_free(a);
}

static const char SAMPLE[] =
	"A self-driving Uber car struck and killed a woman in Tempe on Sunday; police said the "
	"U.S. "
	"agency was told. AI chatbots gave wrongful advice, and researchers warned that facial "
	"recognition could lead to false arrests. Smugglers evade U.S. export controls on AI "
	"chips. "
	"The company\xe2\x80\x99s deepfakes went viral \xe2\x80\x93 20 people were scammed of "
	"$4 million. \"It's not over,\" he said!  Caf\xc3\xa9 owners sued; the robot's arm broke.";

/* Every pattern of the real pack, on one text, both ways. */
static void test_fast_equals_slow(void **state)
{
	struct pack *pack;
	struct matcher *m;
	const struct match *match;
	struct str s = str_of(SAMPLE);
	size_t n, ends = 0;

	(void)state;
	assert_true(pack_load(&pack, TOCSIN_SOURCE "/packs/oecd", &err));
	m = matcher_new(pack);
	n = matcher_scan(&match, m, s);
	for (size_t i = 0; i < n; i++) { /* all that was found is there */
		size_t end[CUES_ENDS_MAX], count;
		bool found = false;

		count = cues_naive_ends(end, cues_at(pack_cues(pack), match[i].cue), s,
					match[i].from);
		for (size_t k = 0; k < count; k++)
			found = found || end[k] == match[i].upto;
		assert_true(found);
	}
	for (size_t c = 0; c < cues_count(pack_cues(pack)); c++) /* all that is there was found */
		for (size_t from = 0; from < s.len; from++) {
			const struct cue *cue = cues_at(pack_cues(pack), c);
			size_t end[CUES_ENDS_MAX];
			bool found = false;

			if (cues_naive_ends(end, cue, s, from) == 0 ||
			    cues_naive_forbidden(cue, s, from, end[0]))
				continue;
			ends++;
			for (size_t i = 0; i < n && !found; i++)
				found = match[i].cue == c && match[i].from <= from &&
					from < match[i].upto;
			if (!found)
				fail_msg("%.*s at %zu was not found", STR_ARG(cue->text), from);
		}
	assert_true(ends > 40);
	matcher_free(m);
	pack_free(pack);
}

/* -- patterns said at random -------------------------------------------------------------- */

static uint32_t below(struct random *r, uint32_t n)
{
	return random_below(r, n);
}

static void say_word(struct buf *out, const struct cue_item *item, struct random *r)
{
	static const char *const dashes[] = {"-", " ", "", "\xe2\x80\x93", "  ", "x"};
	static const char *const endings[] = {"", "s", "es", "ed", "ing", "'s", "y", "ies"};
	struct str word = item->word;

	if (item->inflected && below(r, 3) == 0)
		word.len--;
	for (size_t i = 0; i < word.len; i++)
		if (word.at[i] == '-')
			buf_str(out, str_of(dashes[below(r, 6)]));
		else if (word.at[i] == '\'' && below(r, 2))
			buf_str(out, STR("\xe2\x80\x99"));
		else
			buf_char(out, i == 0 && below(r, 4) == 0 && word.at[i] >= 'a' &&
						      word.at[i] <= 'z'
					      ? (char)(word.at[i] - 32)
					      : word.at[i]);
	if (item->inflected || item->star)
		buf_str(out, str_of(endings[below(r, 8)]));
}

static void say(struct buf *out, const struct cue_seq *seq, struct random *r)
{
	static const char *const between[] = {" ",        " ",   " ",  " ",   "\n", "  ",
					      "\xc2\xa0", "'s ", ", ", " a ", "-"};

	for (uint32_t i = 0; i < seq->len; i++) {
		const struct cue_item *item = &seq->item[i];

		if (item->optional && below(r, 2))
			continue;
		if (i)
			buf_str(out, str_of(between[below(r, 11)]));
		for (uint32_t gap = item->gap ? below(r, item->gap + 2U) : 0; gap; gap--)
			buf_str(out, below(r, 9) ? STR("word ") : STR("U.S. "));
		if (item->choice)
			say(out, &item->choice[below(r, item->choice_count)], r);
		else
			say_word(out, item, r);
	}
}

/* The same with nothing known about how it begins. */
static struct cue_seq opened(struct arena *a, const struct cue_seq *seq)
{
	struct cue_item *item = ARENA_ARRAY(a, struct cue_item, seq->len);

	for (uint32_t i = 0; i < seq->len; i++) {
		struct cue_seq *choice = ARENA_ARRAY(a, struct cue_seq, seq->item[i].choice_count);

		item[i] = seq->item[i];
		item[i].first = UINT64_MAX;
		for (uint32_t k = 0; k < item[i].choice_count; k++)
			choice[k] = opened(a, &item[i].choice[k]);
		if (item[i].choice)
			item[i].choice = choice;
	}
	return (struct cue_seq){item, seq->len, UINT64_MAX};
}

static bool found_at(const struct match *match, size_t n, size_t cue, size_t from)
{
	for (size_t i = 0; i < n; i++)
		if (match[i].cue == cue && match[i].from <= from && from < match[i].upto)
			return true;
	return false;
}

/* What is known of beginnings turns nothing away that matches: how many places matched. */
static size_t check_said(struct arena *a, struct matcher *m, const struct cues *cues, size_t c,
			 struct str text)
{
	const struct cue *cue = cues_at(cues, c);
	struct cue_seq open = opened(a, &cue->seq);
	const struct match *match;
	size_t n = matcher_scan(&match, m, text), places = 0;

	for (size_t from = 0; from < text.len; from++) {
		size_t want[CUES_ENDS_MAX], end[CUES_ENDS_MAX];
		size_t wanted = cues_naive_seq_ends(want, &open, text, from);

		if (cues_naive_ends(end, cue, text, from) != wanted ||
		    memcmp(end, want, wanted * sizeof *end) != 0)
			fail_msg("%.*s at %zu of \"%.*s\"", STR_ARG(cue->text), from,
				 STR_ARG(text));
		if (!wanted || cues_naive_forbidden(cue, text, from, want[wanted - 1]))
			continue;
		places++;
		if (!found_at(match, n, c, from))
			fail_msg("%.*s at %zu of \"%.*s\" was not found", STR_ARG(cue->text), from,
				 STR_ARG(text));
	}
	return places;
}

static void test_beginnings_hide_nothing(void **state)
{
	struct pack *pack;
	struct matcher *m;
	struct random r;
	size_t places = 0, cues;

	(void)state;
	random_seed(&r, 20261130);
	assert_true(pack_load(&pack, TOCSIN_SOURCE "/packs/oecd", &err));
	m = matcher_new(pack);
	cues = cues_count(pack_cues(pack));
	for (size_t c = 0; c < cues; c += 1 + below(&r, 4)) { /* each takes some milliseconds */
		struct arena *a = arena_new();
		struct buf text;

		buf_init(&text, 10000);
		buf_str(&text, STR("The "));
		say(&text, &cues_at(pack_cues(pack), c)->seq, &r);
		buf_str(&text, STR(" stood there. "));
		say(&text, &cues_at(pack_cues(pack), c)->seq, &r);
		places += check_said(a, m, pack_cues(pack), c, buf_view(&text));
		buf_free(&text);
		arena_free(a);
	}
	assert_true(places > cues / 5);
	matcher_free(m);
	pack_free(pack);
}

/* The gate says yes exactly when the reading would find a pattern that opens it. */
static void test_gate_agrees_with_reading(void **state)
{
	static const char *const texts[] = {
		SAMPLE,
		"The council met on Tuesday to discuss the budget for the coming year.",
		"Air India's pilots are on strike. The aid convoy said it would wait.",
		"The a.i. that said so wore a hat.",
		"Farmers hope that prices hold. ChatGPT was asked.",
		"A face-recognition camera \xe2\x80\x93 banned.",
		"Caf\xc3\xa9"
		"AI is no word, nor is AI\xc3\xa9.",
		"The software was late.",
		"",
	};
	struct pack *pack;
	struct matcher *m;
	size_t opened = 0;

	(void)state;
	assert_true(pack_load(&pack, TOCSIN_SOURCE "/packs/oecd", &err));
	m = matcher_new(pack);
	for (size_t t = 0; t < sizeof texts / sizeof *texts; t++)
		for (size_t lead = 0; lead < 60; lead += 15) {
			const struct match *match;
			size_t n = matcher_scan(&match, m, str_of(texts[t]));
			bool want = false;

			for (size_t i = 0; i < n; i++) {
				const struct cue *cue = cues_at(pack_cues(pack), match[i].cue);
				int8_t gate = cues_group(pack_cues(pack), cue->group)->gate;

				want = want || gate == CUE_GATE_ANYWHERE ||
				       (gate == CUE_GATE_LEAD && match[i].upto <= lead);
			}
			opened += want;
			if (matcher_gate(m, str_of(texts[t]), lead) != want)
				fail_msg("\"%s\", lead %zu: %d", texts[t], lead, want);
		}
	assert_true(opened > 12 && opened < 30);
	matcher_free(m);
	pack_free(pack);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_matches),
		cmocka_unit_test(test_mistakes_are_named),
		cmocka_unit_test(test_groups_inherit),
		cmocka_unit_test(test_fast_equals_slow),
		cmocka_unit_test(test_beginnings_hide_nothing),
		cmocka_unit_test(test_gate_agrees_with_reading),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
