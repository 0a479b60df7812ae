/* Small documents as a tree, flat objects by key, and writing: what is written reads back. */
#include "lib/test.h"

#include <math.h>

#include "base/emit.h"
#include "base/json.c"
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_tree),    cmocka_unit_test(test_ids),
		cmocka_unit_test(test_refused), cmocka_unit_test(test_written_reads_back),
		cmocka_unit_test(test_scan),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
