/* tests/unit/flow/test_freight.c -- what travels comes out as it went in, for all that the
 * samples give; and damaged messages are refused, whatever is in them. */
#include "flow/freight.c"
#include "lib/test.h"

#include "events/story.h"
#include "judge/pack.h"

static struct arena *arena;
static struct pack *pack; /* verdicts point into it */
static struct buf bytes;
static struct err err;

/* All documents of the samples, judged. */
static size_t samples(struct freight_item *item, size_t most)
{
	struct source *source = NULL;
	struct judge *judge;
	size_t n = 0;

	if (!pack_load(&pack, NULL, &err))
		fail_msg("%s", err.text);
	judge = judge_new(pack);
	assert_true(source_open(&source, STR(TOCSIN_SOURCE "/samples"), NULL, NULL, &err));
	for (; n < most; n++) {
		struct freight_item *i = &item[n];

		i->pulled = source_next(&i->document, source, arena, &i->err);
		i->index = n / 7;
		i->source = STR("samples");
		source_cursor(&i->cursor, source);
		if (i->pulled == PULLED_END)
			break;
		if (i->pulled != PULLED_DOCUMENT)
			continue;
		i->finding = ARENA_NEW(arena, struct finding);
		i->document.bulk = n % 5 == 0;
		i->fate = pipeline_read(i->finding, judge, arena, &i->document, &i->err);
		if (i->document.bytes.len) { /* what it points to outlives the source */
			i->document.bytes = arena_copy(arena, i->document.bytes);
			i->finding->document.bytes = i->document.bytes;
		}
	}
	source_close(source);
	judge_free(judge);
	return n + 1;
}

static void assert_same_document(const struct document *a, const struct document *b)
{
	assert_int_equal(a->kind, b->kind);
	assert_true(str_eq(a->bytes, b->bytes) && str_eq(a->url, b->url) && str_eq(a->id, b->id));
	assert_true(str_eq(a->origin, b->origin) && str_eq(a->head, b->head));
	assert_int_equal(a->read_ms, b->read_ms);
	assert_int_equal(a->entry != NULL, b->entry != NULL);
	if (a->entry)
		assert_true(str_eq(a->entry->html, b->entry->html) &&
			    a->entry->date_ms == b->entry->date_ms);
}

static void assert_same_story(const struct story *a, const struct story *b)
{
	struct buf x, y;

	buf_init(&x, STORY_BYTES);
	buf_init(&y, STORY_BYTES);
	story_pack(&x, a);
	story_pack(&y, b);
	assert_true(str_eq(buf_view(&x), buf_view(&y)));
	buf_free(&x);
	buf_free(&y);
}

static void assert_same_finding(const struct finding *a, const struct finding *b)
{
	struct buf x, y;

	buf_init(&x, LIMIT_LINE);
	buf_init(&y, LIMIT_LINE);
	article_to_json(&x, &a->article);
	article_to_json(&y, &b->article);
	verdict_to_json(&x, &a->verdict, &a->article);
	verdict_to_json(&y, &b->verdict, &b->article);
	assert_true(x.len > 100);
	assert_true(str_eq(buf_view(&x), buf_view(&y)));
	assert_true(hash128_eq(a->article.content, b->article.content));
	assert_int_equal(a->verdict.abstain, b->verdict.abstain);
	assert_int_equal(a->verdict.names_ai, b->verdict.names_ai);
	assert_int_equal(a->is_story, b->is_story);
	if (a->is_story)
		assert_same_story(&a->story, &b->story);
	assert_int_equal(a->roundup != NULL, b->roundup != NULL);
	for (size_t i = 0; a->roundup && i < a->roundup->count; i++) {
		assert_true(a->roundup->part[i].share == b->roundup->part[i].share);
		assert_same_story(&a->roundup->part[i].story, &b->roundup->part[i].story);
	}
	buf_free(&x);
	buf_free(&y);
}

#define MOST 400
static struct freight_item item[MOST];
static size_t items;

static struct freight loaded(bool judged)
{
	static const struct str source[] = {{"samples", 7}, {"b", 1}};

	return (struct freight){.judged = judged,
				.lane = STR("lane"),
				.maker = STR("me"),
				.round = 3,
				.number = 17,
				.behind = STR("1 line 5"),
				.last = true,
				.source = source,
				.sources = 2,
				.item = item,
				.items = items,
				.sequence = 1234567890123,
				.claim = STR("k 1 2")};
}

static void test_there_and_back(void **state)
{
	struct freight f, back;
	size_t done = 0, passed = 0, stories = 0;

	(void)state;
	for (int judged = 0; judged < 2; judged++) {
		f = loaded(judged);
		assert_true(freight_pack(&bytes, &f, &err));
		if (!freight_unpack(&back, arena, buf_view(&bytes), &err))
			fail_msg("%s", err.text);
		assert_int_equal(back.judged, judged);
		assert_str(back.lane, "lane");
		assert_str(back.behind, "1 line 5");
		assert_true(back.last && back.round == 3 && back.number == 17);
		assert_true(back.sequence == f.sequence && back.sources == 2);
		assert_int_equal(back.items, items);
		for (size_t i = 0; i < items; i++) {
			struct freight_item *a = &item[i], *b = &back.item[i];

			assert_int_equal(a->pulled, b->pulled);
			assert_int_equal(a->index, b->index);
			assert_true(str_eq(a->source, b->source));
			assert_string_equal(a->cursor.text, b->cursor.text);
			if (a->pulled != PULLED_DOCUMENT)
				continue;
			if (!judged) {
				assert_same_document(&a->document, &b->document);
				continue;
			}
			assert_int_equal(a->fate, b->fate);
			passed += a->fate == FATE_PASSED;
			if (a->fate == FATE_PASSED)
				assert_true(str_eq(a->finding->passed.url, b->finding->passed.url));
			if (a->fate != FATE_DONE)
				continue;
			assert_same_finding(a->finding, b->finding);
			assert_same_document(&a->document, &b->finding->document);
			done++;
			stories += a->finding->is_story;
		}
	}
	assert_true(done > 80 && stories > 80);
	assert_true(done + passed <= items);
}

/* Any byte changed: the sum tells. With a sum that fits: refused, or read into something that
 * is sound (the address sanitizer is the judge). */
static void test_damaged(void **state)
{
	struct random r;
	struct freight f = loaded(true), back;
	struct arena *mine = arena_new();
	char *copy;
	size_t refused = 0;

	(void)state;
	f.items = items < 12 ? items : 12;
	assert_true(freight_pack(&bytes, &f, &err));
	copy = memory_alloc(bytes.len);
	random_seed(&r, 7);
	for (int i = 0; i < 3000; i++) {
		uint64_t sum;
		size_t len = bytes.len;

		memcpy(copy, bytes.at, len);
		for (uint32_t k = 0; k <= (uint32_t)i % 3; k++)
			copy[random_below(&r, (uint32_t)len)] ^= (char)(1 + random_below(&r, 255));
		assert_false(freight_unpack(&back, mine, (struct str){copy, len}, &err) &&
			     memcmp(copy, bytes.at, len) != 0);
		if (i % 4 == 0)
			len = random_below(&r, (uint32_t)len) + 1;
		if (len < HEAD)
			continue;
		memcpy(copy, bytes.at, HEAD - 8);
		sum = hash64((struct str){copy + HEAD, len - HEAD}, FORM);
		for (size_t k = 0; k < 8; k++)
			copy[HEAD - 8 + k] = (char)(sum >> (8 * k));
		refused += !freight_unpack(&back, mine, (struct str){copy, len}, &err);
		arena_reset(mine);
	}
	assert_true(refused > 300);
	memory_free(copy);
	arena_free(mine);
}

static void test_newer_forms_are_told(void **state)
{
	struct freight f = loaded(true), back;

	(void)state;
	f.items = 0;
	assert_true(freight_pack(&bytes, &f, &err));
	bytes.at[sizeof MAGIC - 1] = FORM + 1;
	assert_false(freight_unpack(&back, arena, buf_view(&bytes), &err));
	assert_int_equal(err.code, ERR_CONFIG);
	assert_false(freight_unpack(&back, arena, STR("nonsense"), &err));
	assert_int_equal(err.code, ERR_INPUT);
	assert_false(freight_unpack(&back, arena, STR(""), &err));
}

static void test_too_long(void **state)
{
	struct freight f = loaded(true);
	struct buf little;

	(void)state;
	buf_init(&little, 1000);
	assert_false(freight_pack(&little, &f, &err));
	assert_int_equal(err.code, ERR_LIMIT);
	buf_free(&little);
}

static void test_places(void **state)
{
	struct freight_item i = {.index = 2, .cursor = {"line 17"}};
	struct cursor back;
	size_t source;

	(void)state;
	assert_str(freight_place(arena, &i), "2 line 17");
	i.pulled = PULLED_END;
	assert_str(freight_place(arena, &i), "3 ");
	assert_true(freight_place_read(&source, &back, STR("2 line 17")));
	assert_int_equal(source, 2);
	assert_string_equal(back.text, "line 17");
	assert_true(freight_place_read(&source, &back, STR("")));
	assert_int_equal(source, 0);
	assert_true(freight_place_read(&source, &back, STR("4 ")));
	assert_string_equal(back.text, "");
	assert_false(freight_place_read(&source, &back, STR("x")));
	assert_false(freight_place_read(&source, &back, STR("-1 x")));
}

static int setup(void **state)
{
	(void)state;
	arena = arena_new();
	buf_init(&bytes, FREIGHT_MOST);
	items = samples(item, MOST);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	buf_free(&bytes);
	arena_free(arena);
	pack_free(pack);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_there_and_back),
		cmocka_unit_test(test_damaged),
		cmocka_unit_test(test_newer_forms_are_told),
		cmocka_unit_test(test_too_long),
		cmocka_unit_test(test_places),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
