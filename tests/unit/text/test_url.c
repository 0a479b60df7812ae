/* Addresses: canonical form, resolution, site; canonical twice is once. */
#include "lib/test.h"

#include "text/url.c"

static void test_canonical(void **state)
{
	static const char *const row[][2] = {
		{"HTTP://Example.COM", "http://example.com/"},
		{"https://example.com:443/a", "https://example.com/a"},
		{"http://example.com:8080/a", "http://example.com:8080/a"},
		{"https://example.com/a/../b/./c", "https://example.com/b/c"},
		{"https://example.com/../..", "https://example.com/"},
		{"https://example.com/a#part", "https://example.com/a"},
		{"https://example.com/?b=2&a=1", "https://example.com/?a=1&b=2"},
		{"https://example.com/x?utm_source=q&id=7&fbclid=z", "https://example.com/x?id=7"},
		{"https://example.com/?utm_source=q", "https://example.com/"},
		{"https://example.com/%7euser/%c3%a9", "https://example.com/~user/%C3%A9"},
		{"https://example.com/caf\xc3\xa9", "https://example.com/caf%C3%A9"},
		{"https://example.com/a b", "https://example.com/a%20b"},
		{"https://example.com\\a\\b", "https://example.com/a/b"},
		{" https://example.com/a ", "https://example.com/a"},
		{"https://user:pw@example.com/a", "https://example.com/a"},
		{"https://example.com./a", "https://example.com/a"},
		{"http://example.com:080/a", "http://example.com/a"},
		{"http://example.com:08080/a", "http://example.com:8080/a"},
		{"https://exam\nple.com/a\tb", "https://example.com/ab"},
		{"https://example.com/%2\t5", "https://example.com/%25"},
		{"ftp://example.com/a", ""},
		{"javascript:alert(1)", ""},
		{"https://", ""},
		{"https://exa mple.com/", ""},
		{"https://example.com:99999999/", ""},
		{"https://example.com:65536/", ""},
		{"https://example.com:0/", ""},
		{"https://./", ""},
		{"https://[]/", ""},
		{"https://a[b/", ""},
		{"https://exam\x01ple.com/", ""},
		{"mailto:a@b.c", ""},
	};

	(void)state;
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		struct arena *a = arena_new();

		assert_str(url_canonical(a, str_of(row[i][0])), row[i][1]);
		arena_free(a);
	}
}

static void test_resolve(void **state)
{
	static const char *const row[][2] = {
		{"c.html", "https://h.example/a/c.html"},
		{"/c", "https://h.example/c"},
		{"../c", "https://h.example/c"},
		{"?q=1", "https://h.example/a/b?q=1"},
		{"#x", "https://h.example/a/b?old#x"},
		{"//other.example/z", "https://other.example/z"},
		{"http://abs.example/z", "http://abs.example/z"},
		{"", "https://h.example/a/b?old"},
		{"\\\\other.example\\z", "https://other.example/z"},
		{"/\\other.example/z", "https://other.example/z"},
		{"c\nd\t.html", "https://h.example/a/cd.html"},
		{"ht\ntp://abs.example/", "http://abs.example/"},
		{"java\nscript:alert(1)", ""},
		{"///", ""},
		{"javascript:alert(1)", ""},
		{"data:text/html,x", ""},
	};

	(void)state;
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		struct arena *a = arena_new();

		assert_str(url_resolve(a, STR("https://h.example/a/b?old"), str_of(row[i][0])),
			   row[i][1]);
		arena_free(a);
	}
}

static void test_site(void **state)
{
	static const char *const row[][2] = {
		{"https://www.bbc.co.uk/news", "bbc.co.uk"},
		{"https://edition.cnn.com/x", "cnn.com"},
		{"https://example.com/", "example.com"},
		{"https://co.uk/", "co.uk"},
		{"https://a.b.c.gov.au/", "c.gov.au"},
		{"http://127.0.0.1:80/x", "127.0.0.1"},
		{"http://[::1]/x", "[::1]"},
		{"http://localhost/", "localhost"},
		{"https://www.bbc.co.uk./news", "bbc.co.uk"},
		{"nothing", ""},
	};

	(void)state;
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		struct arena *a = arena_new();

		assert_str(url_site(a, str_of(row[i][0])), row[i][1]);
		arena_free(a);
	}
}

/* What does not fit once its signs are written as escapes has no canonical form. */
static void test_longest(void **state)
{
	struct arena *a = arena_new();
	char *text = arena_alloc(a, LIMIT_FIELD);
	struct str room = {text, LIMIT_FIELD}, once;

	(void)state;
	memset(text, ' ', LIMIT_FIELD);
	memcpy(text, "https://h.example/", 18);
	text[LIMIT_FIELD / 3 - 1] = text[LIMIT_FIELD - 1] = 'x';
	once = url_canonical(a, str_cut(room, 0, LIMIT_FIELD / 3));
	assert_true(once.len > LIMIT_FIELD / 2 && once.len <= LIMIT_FIELD);
	assert_true(str_eq(url_canonical(a, once), once));
	assert_int_equal(url_canonical(a, room).len, 0);
	arena_free(a);
}

static void test_no_zero_in_a_host(void **state)
{
	struct url u;

	(void)state;
	assert_false(url_parse(&u, (struct str){"http://[:\0:]/", 14}));
	assert_false(url_parse(&u, (struct str){"http://a\0b/", 12}));
	assert_true(url_parse(&u, STR("http://[::1]/")));
}

static void test_base_with_backslashes(void **state)
{
	struct arena *a = arena_new();

	(void)state;
	assert_str(url_resolve(a, STR("https://h.example\\a\\b"), STR("c")),
		   "https://h.example/a/c");
	arena_free(a);
}

static void test_twice_is_once(void **state)
{
	static const char *const piece[] = {"a",   "/",   "..",       ".",       "?", "&", "=",
					    "%41", "%2F", "%",        "#",       "@", ":", "8",
					    "\\",  " ",   "\xc3\xa9", "utm_x=1", "//"};
	struct random r;

	(void)state;
	random_seed(&r, 5);
	for (int round = 0; round < 20000; round++) {
		struct arena *a = arena_new();
		struct buf text;
		struct str once;

		buf_init(&text, 4096);
		buf_z(&text, "https://h.example");
		for (uint32_t n = random_below(&r, 14); n; n--)
			buf_z(&text, piece[random_below(&r, 19)]);
		once = url_canonical(a, buf_view(&text));
		if (once.len && !str_eq(url_canonical(a, once), once))
			fail_msg("%.*s -> %.*s -> %.*s", STR_ARG(buf_view(&text)), STR_ARG(once),
				 STR_ARG(url_canonical(a, once)));
		if (once.len)
			assert_true(str_eq(url_site(a, once), url_site(a, buf_view(&text))));
		buf_free(&text);
		arena_free(a);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_canonical),
		cmocka_unit_test(test_resolve),
		cmocka_unit_test(test_site),
		cmocka_unit_test(test_longest),
		cmocka_unit_test(test_no_zero_in_a_host),
		cmocka_unit_test(test_base_with_backslashes),
		cmocka_unit_test(test_twice_is_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
