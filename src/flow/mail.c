/* flow/mail.c -- headers, encoded words, quoted-printable. */
#include "flow/mail.h"

#include "base/ascii.h"
#include "base/hash.h"
#include "text/date.h"

#define LINE_MOST 76
#define WORD_BYTES 39    /* of one encoded word: with its frame and "Subject: " under 76 */
#define MARKS_MOST 4     /* combining marks on one letter; Vietnamese has two */
#define SUBJECT_MOST 250 /* bytes; what a list of mails shows is a third of that */

/* -- addresses ------------------------------------------------------------------------ */

static bool is_label(struct str s)
{
	if (!s.len || s.len > 63 || s.at[0] == '-' || s.at[s.len - 1] == '-')
		return false;
	for (size_t i = 0; i < s.len; i++)
		if (!ascii_is_alnum(s.at[i]) && s.at[i] != '-')
			return false;
	return true;
}

static bool is_local(struct str s)
{
	if (!s.len || s.len > 64 || s.at[0] == '.' || s.at[s.len - 1] == '.' ||
	    str_find(s, STR("..")) != STR_NPOS)
		return false;
	for (size_t i = 0; i < s.len; i++)
		if (!s.at[i] ||
		    (!ascii_is_alnum(s.at[i]) && !strchr("!#$%&'*+/=?^_`{|}~.-", s.at[i])))
			return false;
	return true;
}

bool mail_is_address(struct str s)
{
	size_t at = str_rchr(s, '@');
	struct str label, rest;

	if (at == STR_NPOS || s.len > 254 || !is_local(str_cut(s, 0, at)))
		return false;
	rest = str_cut(s, at + 1, s.len);
	if (!rest.len || rest.at[rest.len - 1] == '.')
		return false;
	while (str_split(&label, &rest, '.'))
		if (!is_label(label))
			return false;
	return true;
}

bool mail_sender(struct str *name, struct str *address, struct str from)
{
	size_t left;

	from = str_trim(from);
	*name = STR("");
	*address = from;
	left = str_rchr(from, '<');
	if (left != STR_NPOS && str_ends(from, STR(">"))) {
		*name = str_trim(str_cut(from, 0, left));
		*address = str_cut(from, left + 1, from.len - 1);
		if (name->len > 1 && name->at[0] == '"' && name->at[name->len - 1] == '"')
			*name = str_cut(*name, 1, name->len - 1);
	}
	return mail_is_address(*address);
}

/* -- headers -------------------------------------------------------------------------- */

/* Bytes of the character that begins at s.at[i]. */
static size_t character(struct str s, size_t i)
{
	size_t len = 1;

	while (i + len < s.len && ((unsigned char)s.at[i + len] & 0xc0) == 0x80)
		len++;
	return len;
}

/* Marks and embeddings that turn the direction around: U+200E, F, U+202A to E, U+2066 to 9;
 * and line and paragraph separators. */
static bool is_turning(const char *at, size_t len)
{
	unsigned char last;

	if (len != 3 || memcmp(at, "\xe2", 1) != 0)
		return false;
	last = (unsigned char)at[2];
	return (at[1] == '\x80' &&
		(last == 0x8e || last == 0x8f || (last >= 0xa8 && last <= 0xae))) ||
	       (at[1] == '\x81' && last >= 0xa6 && last <= 0xa9);
}

/* U+0300 to U+036F, the marks that are piled up for fun. */
static bool is_mark(const char *at, size_t len)
{
	unsigned char first = (unsigned char)at[0], second = (unsigned char)at[len - 1];

	return len == 2 && (first == 0xcc || (first == 0xcd && second < 0xb0));
}

void mail_line(struct buf *out, struct str s, size_t most)
{
	size_t from = out->len, marks = 0;

	for (size_t i = 0, len; i < s.len; i += len) {
		len = character(s, i);
		marks = is_mark(s.at + i, len) ? marks + 1 : 0;
		if (out->len - from + len > most) {
			buf_z(out, "\xe2\x80\xa6");
			return;
		}
		if ((unsigned char)s.at[i] < 0x20 || s.at[i] == 0x7f)
			buf_char(out, ' ');
		else if (marks <= MARKS_MOST && !is_turning(s.at + i, len))
			buf_str(out, str_cut(s, i, i + len));
	}
}

static void base64(struct buf *out, struct str s)
{
	static const char digit[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

	for (size_t i = 0; i < s.len; i += 3) {
		unsigned bits = 0;

		for (size_t k = 0; k < 3; k++)
			bits = bits << 8 | (i + k < s.len ? (unsigned char)s.at[i + k] : 0u);
		for (size_t k = 0; k < 4; k++)
			buf_char(out, k > s.len - i ? '=' : digit[bits >> (18 - 6 * k) & 63]);
	}
}

static bool is_plain(struct str s)
{
	for (size_t i = 0; i < s.len; i++)
		if ((unsigned char)s.at[i] >= 0x7f || (unsigned char)s.at[i] < 0x20)
			return false;
	return s.len < LINE_MOST - 12 && str_find(s, STR("=?")) == STR_NPOS;
}

/* RFC 2047: words of whole characters, a line each. */
static void encoded_words(struct buf *out, struct str s)
{
	for (size_t from = 0, upto; from < s.len; from = upto) {
		upto = from;
		while (upto < s.len && upto - from + character(s, upto) <= WORD_BYTES)
			upto += character(s, upto);
		if (upto == from) /* no UTF-8 at all: a run of continuation bytes */
			upto = from + WORD_BYTES < s.len ? from + WORD_BYTES : s.len;
		buf_z(out, from ? "\r\n =?UTF-8?B?" : "=?UTF-8?B?");
		base64(out, str_cut(s, from, upto));
		buf_z(out, "?=");
	}
}

static void header_text(struct buf *out, const char *name, struct str text)
{
	struct buf line;

	buf_init(&line, 2 * SUBJECT_MOST);
	mail_line(&line, text, SUBJECT_MOST);
	buf_fmt(out, "%s: ", name);
	if (is_plain(buf_view(&line)))
		buf_str(out, buf_view(&line));
	else
		encoded_words(out, buf_view(&line));
	buf_z(out, "\r\n");
	buf_free(&line);
}

static void header_date(struct buf *out, int64_t ms)
{
	static const char day[][4] = {"Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"};
	static const char month[][4] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
					"Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
	int64_t seconds = ms < 0 ? 0 : ms / 1000, days = seconds / 86400;
	int y, m, d;

	seconds %= 86400;
	date_parts(days * DATE_DAY_MS, &y, &m, &d);
	buf_fmt(out, "Date: %s, %d %s %d %02d:%02d:%02d +0000\r\n", day[days % 7], d, month[m - 1],
		y, (int)(seconds / 3600), (int)(seconds / 60 % 60), (int)(seconds % 60));
}

static void header_from(struct buf *out, struct str name, struct str address)
{
	struct buf line;

	if (!name.len) {
		buf_fmt(out, "From: %.*s\r\n", STR_ARG(address));
		return;
	}
	buf_init(&line, 2 * SUBJECT_MOST);
	mail_line(&line, name, SUBJECT_MOST);
	buf_z(out, "From: ");
	encoded_words(out, buf_view(&line)); /* no quoting of names to get wrong */
	buf_fmt(out, "\r\n <%.*s>\r\n", STR_ARG(address));
	buf_free(&line);
}

/* An address for one click, when it is one that can stand in a header. */
static bool is_clickable(struct str s)
{
	for (size_t i = 0; i < s.len; i++)
		if ((unsigned char)s.at[i] <= 0x20 || (unsigned char)s.at[i] >= 0x7f ||
		    strchr("<>\"", s.at[i]))
			return false;
	return str_starts(s, STR("https://")) || str_starts(s, STR("http://"));
}

static void headers(struct buf *out, const struct mail *m, struct str name, struct str sender)
{
	struct str domain = str_cut(sender, str_rchr(sender, '@') + 1, sender.len);

	header_date(out, m->made_ms);
	header_from(out, name, sender);
	buf_fmt(out, "To: %.*s\r\n", STR_ARG(m->to));
	header_text(out, "Subject", m->subject);
	buf_fmt(out, "Message-ID: <%.*s@%.*s>\r\n", STR_ARG(m->id), STR_ARG(domain));
	buf_z(out, "Auto-Submitted: auto-generated\r\n");
	if (is_clickable(m->unsubscribe)) {
		buf_fmt(out, "List-Unsubscribe: <%.*s>\r\n", STR_ARG(m->unsubscribe));
		buf_z(out, "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n");
	}
	buf_z(out, "MIME-Version: 1.0\r\n");
}

/* -- bodies --------------------------------------------------------------------------- */

/* Must this byte be written as =XX? A blank at a line's end must, and a dot at its
 * beginning is, so that no transport has to double it. */
static bool is_escaped(struct str s, size_t i, size_t column)
{
	unsigned char ch = (unsigned char)s.at[i];
	bool last = i + 1 == s.len || s.at[i + 1] == '\n' || s.at[i + 1] == '\r';

	if (ch == ' ' || ch == '\t')
		return last;
	return ch < 0x20 || ch >= 0x7f || ch == '=' || (ch == '.' && column == 0) ||
	       (column == 0 && ch == 'F' && str_starts(str_cut(s, i, s.len), STR("From ")));
}

static void quoted_printable(struct buf *out, struct str s)
{
	size_t column = 0;

	for (size_t i = 0; i < s.len; i++) {
		bool escaped = is_escaped(s, i, column);

		if (s.at[i] == '\r' && i + 1 < s.len && s.at[i + 1] == '\n')
			continue;
		if (s.at[i] == '\n') {
			buf_z(out, "\r\n");
			column = 0;
			continue;
		}
		if (column + (escaped ? 3 : 1) >= LINE_MOST) {
			buf_z(out, "=\r\n");
			column = 0;
			escaped = is_escaped(s, i, 0);
		}
		if (escaped)
			buf_fmt(out, "=%02X", (unsigned)(unsigned char)s.at[i]);
		else
			buf_char(out, s.at[i]);
		column += escaped ? 3 : 1;
	}
	if (column)
		buf_z(out, "\r\n");
}

static void part(struct buf *out, const char *type, struct str body)
{
	buf_fmt(out,
		"Content-Type: %s; charset=utf-8\r\n"
		"Content-Transfer-Encoding: quoted-printable\r\n\r\n",
		type);
	quoted_printable(out, body);
}

bool mail_compose(struct buf *out, const struct mail *m, struct err *err)
{
	struct str name, sender;
	char edge[HASH_HEX_SIZE];

	if (!mail_sender(&name, &sender, m->from))
		return err_set(err, ERR_INPUT, "'%.*s' is no mail address to send from",
			       STR_ARG(m->from));
	if (!mail_is_address(m->to))
		return err_set(err, ERR_INPUT, "'%.*s' is no mail address", STR_ARG(m->to));
	for (size_t i = 0; i < m->id.len; i++)
		if (!ascii_is_alnum(m->id.at[i]))
			return err_set(err, ERR_INPUT, "'%.*s' is no id", STR_ARG(m->id));
	headers(out, m, name, sender);
	if (!m->html.len) {
		part(out, "text/plain", m->text);
		return buf_ok(out) || err_set(err, ERR_LIMIT, "the mail is too long");
	}
	/* "=_" can not stand in quoted-printable: no body holds the edge */
	hash128_hex(edge, hash128(m->id));
	buf_fmt(out, "Content-Type: multipart/alternative;\r\n boundary=\"=_%s\"\r\n\r\n", edge);
	buf_fmt(out, "--=_%s\r\n", edge);
	part(out, "text/plain", m->text);
	buf_fmt(out, "\r\n--=_%s\r\n", edge);
	part(out, "text/html", m->html);
	buf_fmt(out, "\r\n--=_%s--\r\n", edge);
	return buf_ok(out) || err_set(err, ERR_LIMIT, "the mail is too long");
}
