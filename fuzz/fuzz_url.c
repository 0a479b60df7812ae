/* fuzz_url.c -- a base in the first line, a reference in the others. Oracles: what is
 * canonical parses, is canonical already, has neither user, fragment nor default port, keeps
 * scheme and host of what it was made of and holds nothing but signs that an address may
 * have; what is resolved is http(s), and a reference that names no host stays on the base's;
 * resolving it again gives itself; a site is the end of its host, and the same for the
 * canonical form. */
#include "base/check.h"
#include "base/limits.h"
#include "text/url.h"

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t len);

static bool is_web(struct str scheme)
{
	return str_eq_nocase(scheme, STR("http")) || str_eq_nocase(scheme, STR("https"));
}

static void expect_canonical(struct arena *a, struct str text)
{
	struct str once = url_canonical(a, text), site = url_site(a, text);
	struct url u, was;

	if (!once.len)
		return;
	CHECK(once.len <= LIMIT_FIELD);
	CHECK(str_eq(url_canonical(a, once), once));
	CHECK(url_parse(&u, once) && is_web(u.scheme));
	CHECK(!u.user.len && !u.has_fragment && str_starts(u.path, STR("/")));
	CHECK(u.port.len == 0 || u.port.at[0] != '0');
	for (size_t i = 0; i < once.len; i++)
		CHECK((unsigned char)once.at[i] > ' ' && !strchr("<>\"\\^`{|}", once.at[i]));
	if (url_parse(&was, text))
		CHECK(str_eq_nocase(was.scheme, u.scheme) && str_eq_nocase(was.host, u.host));
	CHECK(site.len && str_ends(u.host, site));
	CHECK(str_eq(url_site(a, once), site));
}

/* Has signs that are left out or turned (strchr finds the NUL as well). */
static bool is_bent(struct str s)
{
	for (size_t i = 0; i < s.len; i++)
		if (strchr("\\\t\r\n", s.at[i]))
			return true;
	return false;
}

/* No scheme, and not "//host" in any spelling. */
static bool names_no_host(struct str reference)
{
	return !is_bent(reference) && str_chr(reference, ':') == STR_NPOS &&
	       !str_starts(str_trim(reference), STR("//"));
}

static void expect_resolved(struct arena *a, struct str base, struct str reference)
{
	struct str whole = url_resolve(a, base, reference);
	struct url b, u;

	if (!whole.len)
		return;
	CHECK(url_parse(&u, whole) && is_web(u.scheme));
	CHECK(str_eq(url_resolve(a, base, whole), whole));
	CHECK(str_eq(url_resolve(a, whole, whole), whole));
	if (is_bent(base) || !names_no_host(reference))
		return;
	CHECK(url_parse(&b, base));
	CHECK(str_eq(b.host, u.host) && str_eq(b.scheme, u.scheme) && str_eq(b.port, u.port));
	CHECK(!u.user.len);
	reference = str_trim(reference);
	if (!reference.len || reference.at[0] == '#')
		CHECK(str_eq(str_trim(b.path), str_trim(u.path)));
	if (reference.len && reference.at[0] == '#')
		CHECK(str_eq(b.query, u.query) && b.has_query == u.has_query);
	if (reference.len && reference.at[0] == '?')
		CHECK(str_eq(b.path, u.path));
}

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t len)
{
	struct str text = {(const char *)at, len}, base;
	struct arena *a = arena_new();

	base = str_cut(text, 0, str_chr(text, '\n'));
	expect_canonical(a, text);
	expect_canonical(a, base);
	expect_resolved(a, base, str_cut(text, base.len + 1, text.len));
	arena_free(a);
	return 0;
}
