/* test_linear.c -- a file of weights: written, read, scored; and every way it may be damaged. */
#include "judge/linear.c"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <cmocka.h>

static const struct linear_output OUTPUT[2] = {
	{.name = {"a", 1}, .bias = 0.5F}, {.name = {"b", 1}, .bias = -1.0F, .threshold = 0.25F}};
static const uint32_t KEY[3] = {7, 9, 4000000000U};
static const float WEIGHT[6] = {1.0F, -2.0F, 0.00001F, 0.00001F, -0.5F, 0.25F};

static void write_sample(struct buf *out)
{
	buf_init(out, LIMIT_FILE);
	linear_write(out, &(struct linear_draft){.name = STR("sample"),
						 .output = OUTPUT,
						 .outputs = 2,
						 .key = KEY,
						 .weight = WEIGHT,
						 .rows = 3,
						 .abstain = 0.4F,
						 .unnamed = (const float[]){0.1F, 0.2F, 0.3F, 0.4F},
						 .dimensions = 50,
						 .provenance = STR("{\"data\":[]}")});
}

static void test_round_trip(void **state)
{
	struct buf b;
	struct linear *m;
	struct err err;
	struct feature f[3] = {{7, 1}, {123, 1}, {4000000000U, 2}};
	float score[2];

	(void)state;
	write_sample(&b);
	assert_true(linear_parse(&m, buf_view(&b), &err));
	assert_int_equal(linear_count(m), 2);
	assert_true(str_eq(linear_output(m, 1)->name, STR("b")));
	assert_float_equal(linear_output(m, 1)->threshold, 0.25F, 1e-6);
	assert_float_equal(linear_abstain(m), 0.4F, 1e-6);
	assert_true(str_starts(linear_id(m), STR("sample@")));
	assert_float_equal(linear_unnamed(m)[LABEL_HAZARD], 0.2F, 1e-6);
	assert_int_equal(linear_dimensions(m), 50);
	linear_score(score, m, &(struct features){f, 3});
	assert_float_equal(score[0], 0.5F + 1.0F - 1.0F, 0.02);
	assert_float_equal(score[1], -1.0F - 2.0F + 0.5F, 0.03);
	assert_float_equal(linear_weight(m, 7, 1), -2.0F, 0.02);
	assert_float_equal(linear_weight(m, 9, 0), 0.0F, 1e-9); /* too small to be kept */
	assert_float_equal(linear_weight(m, 5, 0), 0.0F, 1e-9);
	linear_free(m);
	buf_free(&b);
}

static void test_same_bytes_twice(void **state)
{
	struct buf a, b;

	(void)state;
	write_sample(&a);
	write_sample(&b);
	assert_true(str_eq(buf_view(&a), buf_view(&b)));
	buf_free(&a);
	buf_free(&b);
}

static void test_damaged_files_are_refused(void **state)
{
	struct buf b;
	struct linear *m;
	struct err err;

	(void)state;
	write_sample(&b);
	for (size_t cut = 0; cut < b.len; cut++) {
		assert_false(linear_parse(&m, str_cut(buf_view(&b), 0, cut), &err));
		assert_true(err.text[0] != '\0');
	}
	for (size_t at = 0; at < b.len; at++) {
		b.at[at] = (char)(b.at[at] ^ 0x20);
		assert_false(linear_parse(&m, buf_view(&b), &err));
		b.at[at] = (char)(b.at[at] ^ 0x20);
	}
	assert_true(linear_parse(&m, buf_view(&b), &err));
	linear_free(m);
	buf_free(&b);
}

/* A well-formed file (right checksum) that lies in its head. */
static bool parse_with_head(const char *head, struct err *err)
{
	struct buf b;
	struct linear *m;

	buf_init(&b, LIMIT_FILE);
	buf_z(&b, head);
	buf_char(&b, '\n');
	uint64_t sum = hash64(buf_view(&b), FORMAT);

	le32_put(&b, (uint32_t)sum);
	le32_put(&b, (uint32_t)(sum >> 32));
	bool fine = linear_parse(&m, buf_view(&b), err);

	if (fine)
		linear_free(m);
	buf_free(&b);
	return fine;
}

static void test_lying_heads(void **state)
{
	struct err err;
	char head[400];

	(void)state;
	assert_false(parse_with_head("{}", &err));
	snprintf(head, sizeof head,
		 "{\"tocsin_weights\":1,\"features\":%d,\"rows\":0,\"outputs\":[]}",
		 FEATURES_VERSION);
	assert_false(parse_with_head(head, &err));
	snprintf(
		head, sizeof head,
		"{\"tocsin_weights\":1,\"features\":%d,\"rows\":99,\"outputs\":[{\"name\":\"a\"}]}",
		FEATURES_VERSION);
	assert_false(parse_with_head(head, &err));
	assert_non_null(strstr(err.text, "99 rows"));
	snprintf(head, sizeof head,
		 "{\"tocsin_weights\":1,\"features\":%d,\"rows\":0,\"outputs\":[{\"name\":\"a\"}]}",
		 FEATURES_VERSION + 1);
	assert_false(parse_with_head(head, &err));
	assert_non_null(strstr(err.text, "features"));
	snprintf(head, sizeof head,
		 "{\"tocsin_weights\":1,\"features\":%d,\"rows\":0,\"outputs\":[{\"name\":\"a\"}]}",
		 FEATURES_VERSION);
	assert_true(parse_with_head(head, &err));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_round_trip),
		cmocka_unit_test(test_same_bytes_twice),
		cmocka_unit_test(test_damaged_files_are_refused),
		cmocka_unit_test(test_lying_heads),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
