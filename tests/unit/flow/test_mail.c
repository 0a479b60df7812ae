/* What makes a mail one mail, whatever is put into it. */
#include "lib/test.h"

#include "base/limits.h"
#include "flow/mail.c"

static struct buf out;

static struct mail plain(void)
{
	return (struct mail){.id = STR("0a1b2c"),
			     .from = STR("Tocsin <alerts@example.org>"),
			     .to = STR("reader@example.net"),
			     .subject = STR("Two new events"),
			     .text = STR("Hello\n"),
			     .html = STR("<p>Hello"),
			     .unsubscribe = STR("https://example.org/alerts/1/stop?key=2"),
			     .made_ms = 1750154520000};
}

static struct str composed(const struct mail *m)
{
	struct err err;

	buf_clear(&out);
	if (!mail_compose(&out, m, &err))
		fail_msg("%s", err.text);
	return buf_view(&out);
}

static bool holds(struct str s, const char *what)
{
	return str_find(s, str_of(what)) != STR_NPOS;
}

static void test_whole(void **state)
{
	struct mail m = plain();
	struct str s = composed(&m), line, rest = s;

	(void)state;
	assert_true(str_starts(s, STR("Date: Tue, 17 Jun 2025 10:02:00 +0000\r\n")));
	assert_true(holds(s, "\r\nTo: reader@example.net\r\n"));
	assert_true(holds(s, "\r\nSubject: Two new events\r\n"));
	assert_true(holds(s, "\r\nMessage-ID: <0a1b2c@example.org>\r\n"));
	assert_true(holds(s, "\r\nList-Unsubscribe: <https://example.org/alerts/1/stop?key=2>\r\n"
			     "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"));
	assert_true(holds(s, "multipart/alternative"));
	assert_true(holds(s, "Content-Type: text/plain; charset=utf-8"));
	assert_true(holds(s, "Content-Type: text/html; charset=utf-8"));
	while (str_split(&line, &rest, '\n')) {
		assert_true(line.len <= LINE_MOST + 1);
		assert_true(!line.len || line.at[line.len - 1] == '\r');
	}
	m.html = STR("");
	m.unsubscribe = STR("");
	s = composed(&m);
	assert_false(holds(s, "multipart"));
	assert_false(holds(s, "List-Unsubscribe"));
}

/* The same mail is the same bytes: a second try is the same message. */
static void test_stable(void **state)
{
	struct mail m = plain();
	struct buf first;

	(void)state;
	buf_init(&first, MIB(1));
	buf_str(&first, composed(&m));
	assert_true(str_eq(buf_view(&first), composed(&m)));
	buf_free(&first);
}

static void test_no_header_gets_in(void **state)
{
	struct mail m = plain();
	struct str s, head;
	struct err err;

	(void)state;
	m.subject = STR("Robot\r\nBcc: everybody@example.com\r\n\r\n<script>");
	s = composed(&m);
	head = str_cut(s, 0, str_find(s, STR("\r\n\r\n")));
	assert_true(holds(head, "\r\nSubject: Robot  Bcc: everybody@example.com    <script>\r\n"));
	assert_false(holds(head, "\r\nBcc:"));
	m = plain();
	m.unsubscribe = STR("https://example.org/\r\nBcc: x@example.org");
	assert_false(holds(composed(&m), "Bcc"));
	m = plain();
	m.to = STR("a@example.org\r\nRCPT TO:<b@example.org>");
	assert_false(mail_compose(&out, &m, &err));
	m = plain();
	m.id = STR("x>\r\nBcc: y");
	assert_false(mail_compose(&out, &m, &err));
	m = plain();
	m.from = STR("T\r\nBcc: z@example.org <alerts@example.org>");
	assert_false(holds(composed(&m), "\nBcc"));
}

static void test_subjects(void **state)
{
	struct mail m = plain();
	struct buf longer;

	(void)state;
	m.subject = STR("K\xc3\xbcnstliche Intelligenz");
	assert_true(
		holds(composed(&m), "Subject: =?UTF-8?B?S8O8bnN0bGljaGUgSW50ZWxsaWdlbno=?=\r\n"));
	/* what looks like an encoded word is no encoded word */
	m.subject = STR("=?UTF-8?B?eA==?=");
	assert_true(holds(composed(&m), "Subject: =?UTF-8?B?PT9VVEYtOD9CP2VBPT0/PQ==?=\r\n"));
	/* turned around: the characters that would do it are gone */
	m.subject = STR("a\xe2\x80\xae"
			"b\xe2\x81\xa6"
			"c");
	assert_true(holds(composed(&m), "Subject: abc\r\n"));
	/* endless ones end, whole characters only */
	buf_init(&longer, MIB(1));
	for (int i = 0; i < 10000; i++)
		buf_z(&longer, "\xcc\x88");
	m.subject = buf_view(&longer);
	assert_true(composed(&m).len < 3000);
	buf_free(&longer);
}

static void test_bodies(void **state)
{
	struct mail m = plain();
	struct str s;

	(void)state;
	m.html = STR("");
	m.text = STR("a=b\n.dot\nFrom me\nend \n\xc3\xa9\rx\n");
	s = composed(&m);
	assert_true(holds(s, "\r\n\r\na=3Db\r\n=2Edot\r\n=46rom me\r\nend=20\r\n=C3=A9=0Dx\r\n"));
	m.text = STR("0123456789012345678901234567890123456789012345678901234567890123456789"
		     "0123456789.");
	assert_true(holds(composed(&m), "01234=\r\n56789."));
}

static void test_addresses(void **state)
{
	static const char *const good[] = {"a@b.org", "first.last+tag@sub.example.org",
					   "x@localhost", "o'hara@example.co.uk"};
	static const char *const bad[] = {"",
					  "@",
					  "a@",
					  "@b",
					  "a b@c.org",
					  "a@b@c",
					  "a@-b.org",
					  "a@b..org",
					  ".a@b.org",
					  "a..b@c.org",
					  "a@b.org.",
					  "<a@b.org>",
					  "a@b.org,c@d.org",
					  "\"a b\"@c.org",
					  "a@b.org\n",
					  "a\xc3\xa9@b.org"};
	struct str name, address;

	(void)state;
	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		if (!mail_is_address(str_of(good[i])))
			fail_msg("%s is one", good[i]);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		if (mail_is_address(str_of(bad[i])))
			fail_msg("%s is none", bad[i]);
	assert_true(mail_sender(&name, &address, STR("\"The Monitor\" <a@b.org>")));
	assert_str(name, "The Monitor");
	assert_str(address, "a@b.org");
	assert_true(mail_sender(&name, &address, STR(" a@b.org ")));
	assert_str(name, "");
	assert_false(mail_sender(&name, &address, STR("Nobody")));
}

static int begin(void **state)
{
	(void)state;
	buf_init(&out, MIB(2));
	return 0;
}

static int finish(void **state)
{
	(void)state;
	buf_free(&out);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_whole),
		cmocka_unit_test(test_stable),
		cmocka_unit_test(test_no_header_gets_in),
		cmocka_unit_test(test_subjects),
		cmocka_unit_test(test_bodies),
		cmocka_unit_test(test_addresses),
	};

	return cmocka_run_group_tests(tests, begin, finish);
}
