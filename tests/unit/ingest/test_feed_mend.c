/* What is bent becomes straight, what is straight keeps its meaning, twice is once. */
#include "lib/test.h"

#include "ingest/feed_mend.c"

static void mends(const char *text, const char *want, bool bent_wanted)
{
	struct buf once, twice;
	bool bent;

	buf_init(&once, LIMIT_FEED_MENDED);
	buf_init(&twice, LIMIT_FEED_MENDED);
	feed_mend(&once, &bent, str_of(text));
	assert_str(buf_view(&once), want);
	if (bent != bent_wanted)
		fail_msg("\"%s\" is %s", text, bent ? "bent" : "straight");
	feed_mend(&twice, &bent, buf_view(&once));
	assert_str(buf_view(&twice), want);
	assert_false(bent);
	buf_free(&once);
	buf_free(&twice);
}

static void test_straight(void **state)
{
	(void)state;
	mends("<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY x '>'>]>\n<rss a='1' b=\"2\"><!-- c -->"
	      "<x:y/>t &amp; &#38; &#x26;</rss >\n<!-- end -->",
	      "<rss a=\"1\" b=\"2\"><x:y/>t &amp; &#38; &#38;</rss>", false);
	mends("<a><![CDATA[<b> & ]]></a>", "<a><![CDATA[<b> & ]]></a>", false);
	mends("<a x='\"&lt;' />", "<a x=\"&quot;&lt;\"></a>", false);
	mends("<a><br></br><img>x</img></a>", "<a><br></br><img>x</img></a>", false);
	mends("<feed><entry><feed><entry/></feed></entry></feed>",
	      "<feed><entry><feed><entry/></feed></entry></feed>", false);
	mends("<a>&#146;</a>", "<a>&#8217;</a>", false); /* windows-1252, as everywhere */
	mends("", "", false);
}

static void test_text(void **state)
{
	(void)state;
	mends("<a>x & y &copy=1 &nbsp; &#0; &#xd800; &#; &</a>",
	      "<a>x &amp; y &amp;copy=1 &amp;nbsp;   &amp;#; &amp;</a>", true);
	mends("<a>1 < 2 <3 <- >> </a>", "<a>1 &lt; 2 &lt;3 &lt;- &gt;&gt; </a>", true);
	mends("<a>b\x01\x0b"
	      "c\xef\xbf\xbf\xef\xbb\xbf</a>",
	      "<a>bc\xef\xbb\xbf</a>", true);
	mends("<a><![CDATA[]]\x02>]]></a>", "<a><![CDATA[]]]]><![CDATA[>]]></a>", true);
	mends("<a><![CDATA[b</c> d</a>", "<a><![CDATA[b</c> d]]></a>", true);
	mends("<a><![CDATA[b", "<a><![CDATA[b]]></a>", true);
	mends("junk<a/>", "<a></a>", true);
	mends("<a/>junk<b/>", "<a><b/></a>", true);
	mends("only text", "", true);
}

static void test_tags(void **state)
{
	(void)state;
	mends("<a><b><c>x</b>y</a>", "<a><b><c>x</c></b>y</a>", true);
	mends("<a>x</b>y</a>", "<a>xy</a>", true);
	mends("<a><p>1<br>2</p></a>", "<a><p>1<br/>2</p></a>", true);
	mends("<a><b>cut", "<a><b>cut</b></a>", true);
	mends("<a>x<b c='d", "<a>x</a>", true);
	mends("<a><b c</a>", "<a><b c=\"\"></b></a>", true);
	mends("<a><item>1<item>2</item></a>", "<a><item>1</item><item>2</item></a>", true);
	mends("<a><title>T<link>L</link><guid>G</a>",
	      "<a><title>T</title><link>L</link><guid>G</guid></a>", true);
	mends("<a></a><b>late</b></a>", "<a><b>late</b></a>", true);
	mends("<a><!-- no end <b/></a>", "<a></a>", true);
	mends("<a><? no end <b/></a>", "<a></a>", true);
	mends("<a:b:c><é></a:b:c>", "<a:b c=\"\">&lt;é&gt;</a:b>", true);
}

/* Each was mended into something else before it was asked whether anything is bent. */
static void test_straight_is_never_guessed_at(void **state)
{
	static const char *const text[] = {
		"<a><title><link/></title></a>",
		"<a><br><link/></br></a>",
		"<rss><item><title>x<link>y</link></title></item></rss>",
		"<rss><item>x<item>y</item></item></rss>",
		"<feed><category><title>x</title></category></feed>",
		"<feed><entry><area><b></b></area></entry></feed>",
	};

	(void)state;
	for (size_t i = 0; i < sizeof text / sizeof *text; i++)
		mends(text[i], text[i], false);
}

/* An end tag left over by a guess is not the root's: "late" was lost. */
static void test_root_is_never_closed_by_a_guess(void **state)
{
	(void)state;
	mends("<title><title>T<link/></title>late & <b/></title>",
	      "<title><title>T</title><link/>late &amp; <b/></title>", true);
	mends("<area>&<area>x<b/></area>late</area>", "<area>&amp;<area/>x<b/>late</area>", true);
	mends("<a><b><a>x</b></a>late</a>", "<a><b><a>x</a></b>late</a>", true);
}

#define PIECES 15

static bool is_straight(const char *const *piece, const int *which, int count)
{
	const char *open[8];
	int depth = 0, roots = 0;

	for (int i = 0; i < count; i++) {
		const char *p = piece[which[i]];

		if (p[0] != '<' || p[1] == '!') {
			if (!depth)
				return false;
		} else if (p[1] == '/') {
			if (!depth || strcmp(open[--depth] + 1, p + 2) != 0)
				return false;
		} else {
			if (!depth && roots++)
				return false;
			if (p[strlen(p) - 2] != '/')
				open[depth++] = p;
		}
	}
	return !depth && roots;
}

/* Every text of up to four of these: what is straight stays, byte for byte (but for a root
 * without content), and what was mended once stays. */
static void test_all_small_texts(void **state)
{
	static const char *const piece[PIECES] = {
		"<a>",      "</a>",    "<item>",  "</item>",       "<title>",
		"</title>", "<link/>", "<br>",    "</br>",         "<title/>",
		"t",        "<feed>",  "</feed>", "<![CDATA[c]]>", "&",
	};
	int straight = 0, which[4] = {0};
	char text[128], want[128];

	(void)state;
	for (int count = 1; count <= 4;) {
		struct buf once;
		bool bent;
		int i = count;

		text[0] = '\0';
		for (int k = 0; k < count; k++)
			strcat(text, piece[which[k]]);
		buf_init(&once, 1000);
		feed_mend(&once, &bent, str_of(text));
		snprintf(want, sizeof want, "%.*s", (int)once.len, once.at ? once.at : "");
		buf_free(&once);
		if (is_straight(piece, which, count) && !strchr(text, '&')) {
			straight++;
			assert_false(bent);
			if (count > 1)
				assert_string_equal(want, text);
		}
		mends(want, want, false);
		while (i > 0 && ++which[i - 1] == PIECES)
			which[--i] = 0;
		count += i == 0;
	}
	assert_true(straight > 50);
}

static void test_attributes(void **state)
{
	(void)state;
	mends("<a b=c d='e' d=\"f\" g &=1 h = 'i'/>", "<a b=\"c\" d=\"e\" g=\"\" h=\"i\"></a>",
	      true);
	mends("<a><l h='x&y=1<2'/></a>", "<a><l h=\"x&amp;y=1&lt;2\"/></a>", true);
	mends("<a><l h=\"x><b>it's</b></l></a>", "<a><l h=\"x\"><b>it's</b></l></a>", true);
	mends("<a><l h=\"x><b t=\"y\"/></l></a>", "<a><l h=\"x\"><b t=\"y\"/></l></a>", true);
}

static void repeated(struct buf *b, const char *text, int times)
{
	for (int i = 0; i < times; i++)
		buf_z(b, text);
}

static void test_bounds(void **state)
{
	struct buf in, out;
	bool bent;

	(void)state;
	buf_init(&in, LIMIT_FEED);
	buf_init(&out, LIMIT_FEED_MENDED);
	repeated(&in, "<d>", LIMIT_FEED_DEPTH);
	repeated(&in, "</d>", LIMIT_FEED_DEPTH);
	feed_mend(&out, &bent, buf_view(&in));
	assert_false(bent);
	buf_clear(&in);
	buf_clear(&out);
	repeated(&in, "<d>", LIMIT_FEED_DEPTH + 1);
	repeated(&in, "</d>", LIMIT_FEED_DEPTH + 1);
	feed_mend(&out, &bent, buf_view(&in));
	assert_true(bent);
	assert_int_equal(out.len, LIMIT_FEED_DEPTH * strlen("<d></d>"));
	buf_clear(&in);
	buf_clear(&out);
	buf_z(&in, "<a");
	for (int i = 0; i <= LIMIT_FEED_ATTRIBUTES; i++)
		buf_fmt(&in, " a%d=''", i);
	buf_z(&in, "/>");
	feed_mend(&out, &bent, buf_view(&in));
	assert_true(bent);
	assert_true(str_find(buf_view(&out), STR("a63=")) != STR_NPOS);
	assert_true(str_find(buf_view(&out), STR("a64=")) == STR_NPOS);
	buf_free(&in);
	buf_free(&out);
}

/* What never ends is looked for once; 8 MB of each would take hours otherwise. */
static void test_linear(void **state)
{
	static const char *const hostile[] = {"<!--",   "<![CDATA[", "<?",
					      "<a b='", "<a b=\"",   "<x><![CDATA[",
					      "</",     "&#",        "<a b=\"'><"};
	struct buf in, out;
	bool bent;

	(void)state;
	buf_init(&in, LIMIT_FEED);
	buf_init(&out, LIMIT_FEED_MENDED);
	for (size_t i = 0; i < sizeof hostile / sizeof *hostile; i++) {
		buf_clear(&in);
		buf_clear(&out);
		buf_z(&in, "<r>");
		while (in.len < 8000000)
			buf_z(&in, hostile[i]);
		feed_mend(&out, &bent, buf_view(&in));
		assert_true(bent && buf_ok(&out));
	}
	buf_free(&in);
	buf_free(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_straight),
		cmocka_unit_test(test_text),
		cmocka_unit_test(test_tags),
		cmocka_unit_test(test_straight_is_never_guessed_at),
		cmocka_unit_test(test_root_is_never_closed_by_a_guess),
		cmocka_unit_test(test_all_small_texts),
		cmocka_unit_test(test_attributes),
		cmocka_unit_test(test_bounds),
		cmocka_unit_test(test_linear),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
