/* Small documents as a tree, flat objects by key, and writing: what is written reads back. */
#include "lib/test.h"

#include <math.h>

#include "base/emit.h"
#include "base/json.c"
#include "base/limits.h"
#include "base/random.h"
#include "base/scan.h"

static struct err err;

static void test_tree(void **state)
{
	struct json *root;
	const struct json *value;
	struct buf b;

	(void)state;
	assert_true(json_parse(&root, STR("{\"b\":[1,\"x\",null,true],\"a\":{\"n\":2.5}}"), &err));
	assert_int_equal(json_len(root), 2);
	assert_str(json_key(&value, root, 0), "b");
	assert_int_equal(json_len(value), 4);
	assert_int_equal(json_int(json_at(value, 0), -1), 1);
	assert_str(json_str(json_at(value, 1)), "x");
	assert_true(json_bool(json_at(value, 3), false));
	assert_null(json_at(value, 4));
	assert_float_equal(json_num(json_get(json_get(root, "a"), "n"), 0), 2.5, 0);
	assert_str(json_get_str(root, "none"), "");
	assert_int_equal(json_int(json_get(root, "none"), 7), 7);
	buf_init(&b, 1000);
	json_print(&b, root);
	assert_str(buf_view(&b), "{\"b\":[1,\"x\",null,true],\"a\":{\"n\":2.5}}");
	buf_free(&b);
	json_free(root);
}

static void test_refused(void **state)
{
	static const char *const bad[] = {"",    "{",          "{\"a\":}", "[1,]",
					  "nul", "{\"a\":1}x", "\"\xff\""};
	struct json *root;

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		assert_false(json_parse(&root, str_of(bad[i]), &err));
		assert_int_equal(err.code, ERR_INPUT);
		assert_true(err.text[0] != '\0');
	}
}

static void test_written_reads_back(void **state)
{
	struct json *root;
	struct buf b;
	struct emit e;

	(void)state;
	buf_init(&b, 1000);
	emit_open(&e, &b);
	emit_object(&e);
	emit_pair(&e, "t", STR("\"\\\n\t\x01</script> \xc3\xa9 \xff"));
	emit_key(&e, "l");
	emit_array(&e);
	emit_int(&e, -5);
	emit_num(&e, 0.5, 2);
	emit_num(&e, (double)NAN, 2);
	emit_bool(&e, true);
	emit_end(&e);
	emit_end(&e);
	assert_true(str_find(buf_view(&b), STR("</script")) == STR_NPOS);
	assert_true(json_parse(&root, buf_view(&b), &err));
	assert_str(json_get_str(root, "t"), "\"\\\n\t\x01</script> \xc3\xa9 \xef\xbf\xbd");
	assert_int_equal(json_len(json_get(root, "l")), 4);
	json_free(root);
	buf_free(&b);
}

static void test_scan(void **state)
{
	struct arena *a = arena_new();
	struct scan_field f[] = {{.key = "id"}, {.key = "text"}, {.key = "list"}, {.key = "no"}};

	(void)state;
	assert_true(scan_object(f, 4, a,
				STR("{\"id\":12,\"x\":{\"id\":[{}]},\"text\":\"a\\u00e9\\n\","
				    "\"list\":[\"p\",\"q\"],\"text\":\"b\"}"),
				&err));
	assert_int_equal(f[0].kind, SCAN_NUMBER);
	assert_str(f[0].value, "12");
	assert_str(f[1].value, "b"); /* the last of doubled keys */
	assert_str(f[2].value, "p, q");
	assert_int_equal(f[3].kind, SCAN_ABSENT);
	assert_false(scan_object(f, 4, a, STR("{\"id\":"), &err));
	assert_false(scan_object(f, 4, a, STR("[1]"), &err));
	assert_false(scan_object(f, 4, a, STR("{\"id\":\"\xff\"}"), &err));
	arena_free(a);
}

static void test_ids(void **state)
{
	struct arena *a = arena_new();
	struct json *o;

	(void)state;
	assert_true(json_parse(&o, STR("{\"n\":42,\"s\":\"x-1\",\"o\":{}}"), &err));
	assert_str(json_text(a, json_get(o, "n")), "42");
	assert_str(json_text(a, json_get(o, "s")), "x-1");
	assert_str(json_text(a, json_get(o, "o")), "");
	assert_str(json_text(a, json_get(o, "none")), "");
	json_free(o);
	arena_free(a);
}

/* -- what scan.c reads is what jansson reads --------------------------------------------- */

static const char *const documents[] = {
	"{}",
	" [ ] ",
	"[[],{},[[]],\"\"]",
	"{\"a\":1,\"b\":-2,\"c\":0,\"d\":-0,\"e\":123456789012345678}",
	"[1.5,-0.25,0.1,123456789.012345,0.00000000000001,10000000000000.5,-0.0]",
	"[1e3,1.5E-7,1e300,12345678901234567.25,9223372036854775807]",
	"[1234567890123456789]",
	"[123456789012345.6789012345678901]",
	"[true,false,null]",
	"{\"text\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0001\\u00e9\\u20AC x\"}",
	"{\"\\u0061\":1,\"\xc3\xa9\":\"\xf0\x9f\x98\x80\xe2\x82\xac\"}",
	"[\"\\ud83d\\ude00\"]",
	" { \"a\" : [ 1 , { \"b\" : \"c\" } ] ,\n\t\"d\" : \"e\" }\r\n",
};
static const char *const refused[] = {
	"[1,]",
	"[,1]",
	"{,}",
	"{\"a\"}",
	"{\"a\":1,}",
	"{\"a\" 1}",
	"[01]",
	"[1.]",
	"[.5]",
	"[-]",
	"[+1]",
	"[1e]",
	"[\"\\x\"]",
	"[\"\\u12\"]",
	"[\"\\u0000\"]",
	"[\"\\ud800\"]",
	"[\"\t\"]",
	"[\"a]",
	"[tru]",
	"[nulll]",
	"[1]x",
	"[1",
	"{\"a\":1,\"a\":2}",
	"\"text\"",
	"12",
	"\xef\xbb\xbf[]",
	"[\"\xc0\x80\"]",
	"[\"\xed\xa0\x80\"]",
	"[\"\xe2\x82\"]",
	"[\"\xf5\x80\x80\x80\"]",
	"[1,\f2]",
	"[1e999]",
};

/* *plain: scan.c read it. Whoever reads it says the same, and says it as jansson does. */
static bool same_as_jansson(bool *plain, struct str text)
{
	struct arena *arena = arena_new();
	json_t *theirs = json_loadb(text.at, text.len, JSON_REJECT_DUPLICATES, NULL);
	struct json mine, copy;
	struct buf printed;
	bool same = true;

	*plain = scan_tree(&mine, arena, text);
	if (*plain && !theirs)
		same = false;
	for (int i = 0; i < 2 && theirs && same; i++) {
		char *dump = json_dumps(theirs, JSON_COMPACT);

		copy_of(&copy, arena, theirs);
		buf_init(&printed, MIB(1));
		json_print(&printed, *plain && i ? &mine : &copy);
		same = str_eq(buf_view(&printed), str_of(dump));
		buf_free(&printed);
		free(dump);
	}
	json_decref(theirs);
	arena_free(arena);
	return same;
}

static void test_as_jansson(void **state)
{
	const size_t all = sizeof documents / sizeof *documents;
	size_t read = 0;
	bool plain;

	(void)state;
	for (size_t i = 0; i < all; i++) {
		assert_true(same_as_jansson(&plain, str_of(documents[i])));
		read += plain;
	}
	assert_int_equal(read, all - 3); /* too many digits, surrogates */
	for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
		assert_true(same_as_jansson(&plain, str_of(refused[i])));
		assert_false(plain);
	}
}

/* Documents with a few bytes changed, taken out or doubled. */
static void test_bent(void **state)
{
	static const char sign[] = "\"\\{}[]:,.-0159eEtfnu \n\x80\xc3\xe2";
	const size_t all = sizeof documents / sizeof *documents;
	struct random random;
	char text[256];
	bool plain;

	(void)state;
	random_seed(&random, 6);
	for (int n = 0; n < 50000; n++) {
		size_t len = strlen(documents[n % (int)all]);

		memcpy(text, documents[n % (int)all], len + 1);
		for (uint32_t k = random_below(&random, 3) + 1; k; k--) {
			size_t at = random_below(&random, (uint32_t)len);

			if (random_below(&random, 3) == 0 && len > 2)
				memmove(text + at, text + at + 1, len-- - at);
			else
				text[at] = sign[random_below(&random, sizeof sign - 1)];
		}
		if (!same_as_jansson(&plain, (struct str){text, len}))
			fail_msg("%.*s", (int)len, text);
	}
}

static void test_deep_and_wide(void **state)
{
	const struct json *root;
	struct arena *a = arena_new();
	struct buf b;
	char name[8];

	(void)state;
	buf_init(&b, MIB(1));
	for (int i = 0; i < 1000; i++)
		buf_char(&b, '[');
	for (int i = 0; i < 1000; i++)
		buf_char(&b, ']');
	assert_true(json_read(&root, a, buf_view(&b), &err));
	assert_int_equal(json_len(root), 1);
	buf_clear(&b);
	for (int i = 0; i < 3000; i++)
		buf_char(&b, '[');
	assert_false(json_read(&root, a, buf_view(&b), &err));
	buf_clear(&b);
	for (int i = 0; i < 1000; i++)
		buf_fmt(&b, "%c\"k%d\":%d", i ? ',' : '{', i * 7 % 1000, i);
	buf_char(&b, '}');
	assert_true(json_read(&root, a, buf_view(&b), &err));
	assert_int_equal(json_len(root), 1000);
	for (int i = 0; i < 1000; i++) {
		snprintf(name, sizeof name, "k%d", i * 7 % 1000);
		assert_int_equal(json_int(json_get(root, name), -1), i);
	}
	assert_null(json_get(root, "k1000"));
	assert_null(json_get(root, ""));
	buf_free(&b);
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_tree),    cmocka_unit_test(test_ids),
		cmocka_unit_test(test_refused), cmocka_unit_test(test_written_reads_back),
		cmocka_unit_test(test_scan),    cmocka_unit_test(test_as_jansson),
		cmocka_unit_test(test_bent),    cmocka_unit_test(test_deep_and_wide),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
