/* fuzz_mail.c -- subject, sender, receiver, unsubscribe address, text, HTML, a NUL between them.
 * Oracles: what is composed is one mail with the headers that we write and no other, each line
 * ends in CRLF, holds seven bits and no control character, encoded words stay under 76 bytes,
 * both bodies are what was put in once they are decoded; and the same mail is the same bytes. */
#include "base/ascii.h"
#include "base/check.h"
#include "base/limits.h"
#include "flow/mail.h"

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t len);

static struct str field(struct str *rest)
{
	struct str one;

	return str_split(&one, rest, '\0') ? one : STR("");
}

static bool is_ours(struct str line)
{
	static const char *const name[] = {"Date: ",
					   "From: ",
					   "To: ",
					   "Subject: ",
					   "Message-ID: ",
					   "Auto-Submitted: auto-generated",
					   "List-Unsubscribe: <http",
					   "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
					   "MIME-Version: 1.0",
					   "Content-Type: ",
					   "Content-Transfer-Encoding: quoted-printable",
					   " "};

	for (size_t i = 0; i < sizeof name / sizeof *name; i++)
		if (str_starts(line, str_of(name[i])))
			return true;
	return false;
}

static void expect_lines(struct str s)
{
	struct str line;
	bool head = true;

	CHECK(str_ends(s, STR("\r\n")));
	s = str_cut(s, 0, s.len - 1); /* behind the last line there is none */
	while (str_split(&line, &s, '\n')) {
		CHECK(line.len && line.at[line.len - 1] == '\r');
		line = str_cut(line, 0, line.len - 1);
		head = head && line.len;
		for (size_t i = 0; i < line.len; i++)
			CHECK((line.at[i] >= ' ' && line.at[i] < 0x7f) ||
			      (line.at[i] == '\t' && !head));
		CHECK(!head || is_ours(line));
		CHECK(head || line.len <= 76);
		CHECK(str_find(line, STR("=?UTF-8?B?")) == STR_NPOS || line.len <= 76 || !head ||
		      str_starts(line, STR("List-Unsubscribe: ")));
	}
}

/* Quoted-printable back to bytes, up to the edge of the next part or the end. */
static void decode(struct buf *out, struct str s)
{
	for (size_t i = 0; i < s.len; i++) {
		if (str_starts(str_cut(s, i, s.len), STR("\r\n--=_")))
			return;
		if (s.at[i] == '\r')
			continue;
		if (s.at[i] != '=') {
			buf_char(out, s.at[i]);
			continue;
		}
		CHECK(i + 2 < s.len);
		if (s.at[i + 1] != '\r')
			buf_char(out, (char)(ascii_hex(s.at[i + 1]) << 4 | ascii_hex(s.at[i + 2])));
		i += 2;
	}
}

/* What stands behind the headers of that part, but for line ends, is `want`. */
static void expect_body(struct str mail, const char *type, struct str want)
{
	struct buf got, plain;
	size_t from = str_find(mail, str_of(type));

	CHECK(from != STR_NPOS);
	mail = str_cut(mail, from, mail.len);
	mail = str_cut(mail, str_find(mail, STR("\r\n\r\n")) + 4, mail.len);
	buf_init(&got, MIB(64));
	buf_init(&plain, MIB(64));
	decode(&got, mail);
	for (size_t i = 0; i < want.len; i++)
		if (want.at[i] != '\r' || i + 1 == want.len || want.at[i + 1] != '\n')
			buf_char(&plain, want.at[i]);
	if (plain.len && plain.at[plain.len - 1] != '\n')
		buf_char(&plain, '\n');
	CHECK(str_eq(buf_view(&got), buf_view(&plain)));
	buf_free(&got);
	buf_free(&plain);
}

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t len)
{
	struct str rest = {(const char *)at, len};
	struct mail m = {.id = STR("0a1b2c"), .made_ms = 1750154520000};
	struct buf once, twice;
	struct err err;

	m.subject = field(&rest);
	m.from = field(&rest);
	m.to = field(&rest);
	m.unsubscribe = field(&rest);
	m.text = field(&rest);
	m.html = rest.at ? rest : STR("");
	if (!mail_is_address(m.to)) /* the rest is worth a look all the same */
		m.to = STR("a@example.org");
	buf_init(&once, MIB(64));
	buf_init(&twice, MIB(64));
	if (mail_compose(&once, &m, &err) && mail_compose(&twice, &m, &err)) {
		CHECK(str_eq(buf_view(&once), buf_view(&twice)));
		expect_lines(buf_view(&once));
		expect_body(buf_view(&once), "\r\nContent-Type: text/plain", m.text);
		if (m.html.len)
			expect_body(buf_view(&once), "\r\nContent-Type: text/html", m.html);
	}
	buf_free(&once);
	buf_free(&twice);
	return 0;
}
