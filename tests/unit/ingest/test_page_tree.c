/* Trees as browsers build them, written as "tag(children)", texts in quotes. */
#include "lib/test.h"

#include "ingest/page_tree.c"

static const char *const names[] = {
	[PAGE_OTHER] = "other",   [PAGE_INLINE] = "i",      [PAGE_A] = "a",
	[PAGE_P] = "p",           [PAGE_DIV] = "div",       [PAGE_LI] = "li",
	[PAGE_LIST] = "ul",       [PAGE_HEADING] = "h",     [PAGE_BR] = "br",
	[PAGE_CELL] = "td",       [PAGE_ROW] = "tr",        [PAGE_TABLE] = "table",
	[PAGE_HIDDEN] = "hidden", [PAGE_TITLE] = "title",   [PAGE_BODY] = "body",
	[PAGE_HTML] = "html",     [PAGE_SCRIPT] = "script",
};

static void write(struct buf *out, const struct page_node *n)
{
	for (; n; n = n->next) {
		if (n->tag == PAGE_TEXT) {
			buf_fmt(out, "'%.*s'", STR_ARG(n->text));
		} else {
			buf_z(out, n->tag < sizeof names / sizeof *names && names[n->tag]
					   ? names[n->tag]
					   : "?");
			buf_char(out, '(');
			write(out, n->child);
			buf_char(out, ')');
		}
	}
}

static void is_tree(const char *html, const char *want)
{
	struct arena *a = arena_new();
	struct buf out;

	buf_init(&out, 1 << 16);
	write(&out, page_tree_of(a, str_of(html))->child);
	assert_str(buf_view(&out), want);
	buf_free(&out);
	arena_free(a);
}

static void test_implied_ends(void **state)
{
	(void)state;
	is_tree("<p>a<p>b<div>c</div>", "p('a')p('b')div('c')");
	is_tree("<ul><li>a<li>b<ul><li>c</ul><li>d</ul>", "ul(li('a')li('b'ul(li('c')))li('d'))");
	is_tree("<table><tr><td>a<td>b<tr><td>c</table>d",
		"table(tr(td('a')td('b'))tr(td('c')))'d'");
	is_tree("<h1>a<h2>b</h1>c", "h('a')h('b')'c'");
	is_tree("a<br>b</br>c", "'a'br()'b'br()'c'");
}

/* What libxml2 gets wrong, by ../shared/MEASURED.md 1b. */
static void test_broken(void **state)
{
	(void)state;
	is_tree("<title>a <b>c</title>d", "title('a <b>c')'d'");
	is_tree("&copy2024 &#146;&comma;", "'\xc2\xa9"
					   "2024 \xe2\x80\x99,'");
	is_tree("<b>a<p>b</b>c</p>d", "i('a'p('b''c'))'d'");
	is_tree("<div>a</p></span></div>b", "div('a')'b'");
	is_tree("<td>a</div>b", "td('a''b')");
	is_tree("<body>a</body>b", "body('a''b')");
	is_tree("<svg><title>x</title><![CDATA[y]]></svg>z", "hidden()'z'");
	is_tree("<svg><p>a", "hidden()p('a')");
	is_tree("<script>if (a<b) '</div>'</script>c", "script()'c'");
	is_tree("<x-card><x-card>a</x-card>b</x-card>c", "other(other('a')'b')'c'");
	is_tree("<a href=1>a<a href=2>b", "a('a')a('b')");
}

/* Deeper than is kept: the text stays, and what follows is in its place. */
static void test_too_deep(void **state)
{
	struct arena *a = arena_new();
	struct buf html;
	struct page_node *n;
	int depth = 0;

	(void)state;
	buf_init(&html, 1 << 16);
	for (int i = 0; i <= PAGE_DEPTH_MAX; i++)
		buf_z(&html, "<div>");
	buf_z(&html, "deep");
	for (int i = 0; i <= PAGE_DEPTH_MAX; i++)
		buf_z(&html, "</div>");
	buf_z(&html, "<p>behind");
	n = page_tree_of(a, buf_view(&html));
	assert_non_null(n->child->next);
	assert_int_equal(n->child->next->tag, PAGE_P);
	while (n->child) {
		n = n->child;
		depth++;
	}
	assert_str(n->text, "deep");
	assert_in_range(depth, PAGE_DEPTH_MAX - 2, PAGE_DEPTH_MAX);
	buf_free(&html);
	arena_free(a);
}

static void repeat(const char *what, int times)
{
	struct arena *a = arena_new();
	struct buf html;

	buf_init(&html, 1 << 24);
	for (int i = 0; i < times; i++)
		buf_z(&html, what);
	assert_non_null(page_tree_of(a, buf_view(&html)));
	buf_free(&html);
	arena_free(a);
}

/* Quadratic in parsers that look through all that is open: these would take minutes. */
static void test_hostile(void **state)
{
	(void)state;
	repeat("<div>", 200000);
	repeat("<font color=1>x", 50000);
	repeat("<b>", 200000);
	repeat("<table><tr><td>", 100000);
	repeat("<x-a></x-b>", 200000);
	repeat("<script><!--<script ", 100000);
	repeat("<a b=\"", 200000);
	repeat(" a=1", 100000);
}

static void test_row_of_each_name(void **state)
{
	(void)state;
	for (int row = 1; row < PAGE_ROWS; row++)
		assert_int_equal(page_row_of(page_row((enum page_row)row)->name), row);
	assert_int_equal(page_row_of(STR("x-a")), ROW_UNKNOWN);
	assert_int_equal(page_row_of(STR("zebra")), ROW_UNKNOWN);
	assert_int_equal(page_row_of(STR_NONE), ROW_UNKNOWN);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_implied_ends),     cmocka_unit_test(test_broken),
		cmocka_unit_test(test_too_deep),         cmocka_unit_test(test_hostile),
		cmocka_unit_test(test_row_of_each_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
