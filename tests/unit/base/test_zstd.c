/* Packed in pieces, unpacked in pieces; what is damaged or cut is told. */
#include "base/zstd.c"

#include "lib/test.h"

static void packed(struct buf *out, struct str text, size_t piece)
{
	struct zstd_out *z = zstd_out_new();

	buf_init(out, MIB(4));
	for (size_t at = 0; at < text.len; at += piece)
		zstd_pack(z, out, str_cut(text, at, at + piece), false);
	zstd_pack(z, out, STR(""), true);
	zstd_out_free(z);
}

static bool unpacked(struct buf *out, struct str in, struct err *err)
{
	struct zstd_in *z = zstd_in_new();
	char window[777];
	size_t len = 1;
	bool ok = true;

	buf_init(out, MIB(4));
	while (ok && (in.len || len == sizeof window)) {
		ok = zstd_unpack(window, sizeof window, &len, z, &in, err);
		if (ok)
			buf_str(out, (struct str){window, len});
	}
	if (ok && !zstd_in_is_whole(z))
		ok = err_set(err, ERR_INPUT, "cut");
	zstd_in_free(z);
	return ok;
}

static void test_pieces(void **state)
{
	struct buf text, one, many, back;
	struct err err;

	(void)state;
	buf_init(&text, MIB(4));
	for (int i = 0; i < 30000; i++)
		buf_fmt(&text, "{\"row\":%d,\"text\":\"%d\"}\n", i, i * 7919 % 1000);
	packed(&one, buf_view(&text), text.len);
	packed(&many, buf_view(&text), 333);
	assert_true(one.len < text.len / 3);
	assert_true(unpacked(&back, buf_view(&one), &err));
	assert_true(str_eq(buf_view(&back), buf_view(&text)));
	buf_free(&back);
	assert_true(unpacked(&back, buf_view(&many), &err));
	assert_true(str_eq(buf_view(&back), buf_view(&text)));
	buf_free(&back);
	assert_false(unpacked(&back, str_cut(buf_view(&one), 0, one.len / 2), &err));
	buf_free(&back);
	one.at[one.len / 2] ^= 0x55;
	assert_false(unpacked(&back, buf_view(&one), &err));
	assert_int_equal(err.code, ERR_INPUT);
	buf_free(&back);
	assert_false(unpacked(&back, STR("this is no zstd at all"), &err));
	buf_free(&back);
	buf_free(&text);
	buf_free(&one);
	buf_free(&many);
}

static void test_nothing(void **state)
{
	struct buf none, back;
	struct err err;

	(void)state;
	packed(&none, STR(""), 1);
	assert_true(none.len > 0);
	assert_true(unpacked(&back, buf_view(&none), &err));
	assert_int_equal(back.len, 0);
	buf_free(&none);
	buf_free(&back);
}

static void test_whole_with_a_dictionary(void **state)
{
	struct str sample[200];
	struct arena *a = arena_new();
	struct buf dictionary, plain, with, back;
	struct zstd_words *w, *none = zstd_words_new(STR(""));
	struct str text;
	struct err err;

	(void)state;
	for (int i = 0; i < 200; i++)
		sample[i] = arena_fmt(a,
				      "{\"title\":\"No %d\",\"publisher\":\"Example News\","
				      "\"author\":\"Ann Other\",\"date\":\"2026-11-%d\"}",
				      i * 7919, i % 30);
	buf_init(&dictionary, KIB(8) + 1);
	if (!zstd_words_train(&dictionary, KIB(8), sample, 150, &err))
		fail_msg("%s", err.text);
	w = zstd_words_new(buf_view(&dictionary));
	text = sample[199];
	buf_init(&plain, KIB(64));
	buf_init(&with, KIB(64));
	buf_init(&back, KIB(64));
	zstd_words_pack(none, &plain, text);
	zstd_words_pack(w, &with, text);
	assert_true(with.len < plain.len / 2);
	assert_true(zstd_words_unpack(w, &back, buf_view(&with), &err));
	assert_true(str_eq(buf_view(&back), text));
	buf_clear(&back);
	assert_false(zstd_words_unpack(none, &back, buf_view(&with), &err));
	assert_int_equal(err.code, ERR_INPUT);
	with.at[with.len / 2] ^= 4;
	buf_clear(&back);
	assert_false(zstd_words_unpack(w, &back, buf_view(&with), &err));
	assert_false(zstd_words_unpack(w, &back, STR("no zstd"), &err));
	{
		struct buf small;

		buf_init(&small, text.len); /* one less than it takes, with its end */
		assert_false(zstd_words_unpack(none, &small, buf_view(&plain), &err));
		assert_int_equal(err.code, ERR_LIMIT);
		buf_free(&small);
	}
	assert_false(zstd_words_train(&dictionary, 10, sample, 1, &err));
	buf_free(&dictionary);
	buf_free(&plain);
	buf_free(&with);
	buf_free(&back);
	zstd_words_free(w);
	zstd_words_free(none);
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_pieces),
					   cmocka_unit_test(test_whole_with_a_dictionary),
					   cmocka_unit_test(test_nothing)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
