/* Stories survive packing with their fingerprints, old ones are still read, damaged ones not. */
#include "lib/test.h"

#include "events/reprints.h"
#include "events/story.c"

static struct err err;

static const char TEXT[] =
	"A driverless taxi struck a woman on Monday evening and dragged her for six metres before "
	"it stopped, police in the city said. The operator withdrew its cars from the streets and "
	"the regulator suspended its licence while it looks into the crash and what was told. Two "
	"witnesses told reporters that the car had not slowed down at all.";

static void make(struct story *out, struct arena *a, const char *title, const char *text)
{
	struct article x;
	struct str json = arena_fmt(a, "{\"title\":\"%s\",\"text\":\"%s\",\"date\":\"2024-03-05\"}",
				    title, text);

	assert_true(article_from_json(&x, a, json, STR("test"), &err));
	story_of(out, a, &x, NULL);
}

/* What a store gives back finds the same copies: the window can be refilled. */
static void test_refilled(void **state)
{
	struct arena *a = arena_new();
	struct reprints *r = reprints_new();
	struct reprint found;
	struct story s, back, copy;
	struct buf bytes;

	(void)state;
	buf_init(&bytes, 1 << 16);
	make(&s, a, "Taxi drags woman", TEXT);
	assert_true(s.fingerprint.count > 40);
	story_pack(&bytes, &s);
	assert_true(story_unpack(&back, a, buf_view(&bytes)));
	assert_memory_equal(&back.fingerprint, &s.fingerprint, sizeof s.fingerprint);
	assert_int_equal(back.publisher, s.publisher);
	reprints_add(r, &back.fingerprint, back.date_ms);
	make(&copy, a, "Robotaxi crash", TEXT + 90);
	assert_int_equal(reprints_find(&found, 1, r, &copy.fingerprint), 1);
	assert_false(found.exact);
	make(&copy, a, "Another headline, tail, punctuation",
	     arena_z(a, arena_fmt(a, "%s -- Sign up for our newsletter!", TEXT)));
	assert_int_equal(reprints_find(&found, 1, r, &copy.fingerprint), 1);
	buf_free(&bytes);
	reprints_free(r);
	arena_free(a);
}

/* Headlines tell apart what has no text of its own; where there is one they do not count. */
static void test_short_texts(void **state)
{
	struct arena *a = arena_new();
	struct story x, y;

	(void)state;
	make(&x, a, "Taxi drags woman", "Subscribe to read on.");
	make(&y, a, "Robot breaks finger", "Subscribe to read on.");
	assert_false(hash128_eq(x.fingerprint.exact, y.fingerprint.exact));
	make(&y, a, "Taxi drags woman", "");
	assert_true(hash128_eq(x.fingerprint.exact, y.fingerprint.exact));
	make(&x, a, "", "Subscribe to read on.");
	assert_int_equal(x.fingerprint.words, 0);
	make(&x, a, "Taxi drags woman", TEXT);
	make(&y, a, "Robot breaks finger", TEXT);
	assert_true(hash128_eq(x.fingerprint.exact, y.fingerprint.exact));
	arena_free(a);
}

static void close_bytes(struct buf *b, uint64_t version)
{
	put(b, hash64(buf_view(b), version), SUM_BYTES);
}

/* As the first version packed it: a simhash, no sketch. */
static void test_first_version(void **state)
{
	struct arena *a = arena_new();
	struct story back;
	struct buf b;

	(void)state;
	buf_init(&b, 1 << 16);
	put(&b, 1, 1);
	put(&b, 11, 8);
	put(&b, 12, 8);
	put(&b, LABEL_HAZARD, 1);
	put(&b, 1700000000000, 8);
	put(&b, 13, 8);
	put(&b, 14, 8);
	put(&b, 15, 8);
	put(&b, 0xabcdef, 8);
	put(&b, 600, 4);
	put(&b, 1, 2);
	put(&b, 77, 8);
	put(&b, STORY_NAME, 1);
	put(&b, 24, 1);
	close_bytes(&b, 1);
	assert_true(story_unpack(&back, a, buf_view(&b)));
	assert_int_equal(back.article.lo, 12);
	assert_int_equal(back.label, LABEL_HAZARD);
	assert_int_equal(back.date_ms, 1700000000000);
	assert_int_equal(back.fingerprint.exact.hi, 14);
	assert_int_equal(back.fingerprint.words, 600);
	assert_int_equal(back.fingerprint.count, 0);
	assert_int_equal(back.term_count, 1);
	assert_int_equal(back.term[0].term, 77);
	for (size_t i = 0; i < b.len; i++) {
		b.at[i] ^= 0x10;
		assert_false(story_unpack(&back, a, buf_view(&b)));
		b.at[i] ^= 0x10;
	}
	for (size_t i = 0; i < b.len; i++)
		assert_false(story_unpack(&back, a, str_cut(buf_view(&b), 0, i)));
	buf_free(&b);
	arena_free(a);
}

/* Wrong in form with a right checksum: what a bug or an attacker writes. */
static void test_wrong_form(void **state)
{
	struct arena *a = arena_new();
	struct story s, back;
	struct buf b;

	(void)state;
	buf_init(&b, 1 << 16);
	make(&s, a, "Taxi drags woman", TEXT);
	for (uint64_t what = 0; what < 5; what++) {
		uint64_t version = what == 4 ? VERSION + 1 : VERSION;
		struct story bent = s;
		uint64_t least = bent.fingerprint.sketch[0];

		if (what == 1) { /* not ascending */
			bent.fingerprint.sketch[0] = bent.fingerprint.sketch[1];
			bent.fingerprint.sketch[1] = least;
		}
		if (what == 2) /* twice the same */
			bent.fingerprint.sketch[1] = least;
		buf_clear(&b);
		story_pack(&b, &bent);
		b.len -= SUM_BYTES;
		if (what == 3) /* more than there may be */
			b.at[HEAD_BYTES - 3] = (char)(LIMIT_SKETCH + 1);
		b.at[0] = (char)version;
		close_bytes(&b, version);
		assert_int_equal(story_unpack(&back, a, buf_view(&b)), what == 0);
	}
	buf_clear(&b); /* a sketch that is longer than all that is there */
	story_pack(&b, &s);
	b.len = HEAD_BYTES + 8;
	close_bytes(&b, VERSION);
	assert_false(story_unpack(&back, a, buf_view(&b)));
	buf_free(&b);
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_refilled),
		cmocka_unit_test(test_short_texts),
		cmocka_unit_test(test_first_version),
		cmocka_unit_test(test_wrong_form),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
