/* discover.c -- the tokens of a page, looking at <base>, <link> and <a> alone.
 *
 * Where a page speaks of JSON it seldom means a feed (WordPress declares its API so): that
 * type counts only with an address that says feed. */
#include "ingest/discover.h"

#include "base/limits.h"
#include "ingest/feed.h"
#include "ingest/html_token.h"
#include "ingest/page.h"
#include "text/charset.h"
#include "text/url.h"
#include "text/utf8.h"

_Static_assert(sizeof((struct discovery *)0)->at / sizeof(struct discovered) == LIMIT_DISCOVERED,
	       "as many as limits.h says");

struct search {
	struct discovery *out;
	struct arena *arena;
	struct str base;
	bool has_base;
	struct discovery linked;  /* <a>: behind all that is declared */
	struct discovered *title; /* the link whose text comes next */
};

static bool is_one_of(struct str name, const char *const *list)
{
	for (; *list; list++)
		if (str_eq_nocase(name, str_of(*list)))
			return true;
	return false;
}

static struct str value_of(struct search *s, const struct html_token *t, const char *name)
{
	for (size_t i = 0; i < t->attribute_count; i++)
		if (str_eq(t->attribute[i].name, str_of(name)))
			return str_trim(html_value(s->arena, t->attribute[i].value));
	return STR("");
}

static bool has_word(struct str text, struct str word)
{
	struct str one;

	while (str_split(&one, &text, ' '))
		if (str_eq_nocase(str_trim(one), word))
			return true;
	return false;
}

static bool says_feed(struct str href)
{
	return str_find_nocase(href, STR("feed")) != STR_NPOS ||
	       str_find_nocase(href, STR("rss")) != STR_NPOS ||
	       str_find_nocase(href, STR("atom")) != STR_NPOS;
}

static bool is_feed_type(struct str type, struct str href)
{
	static const char *const always[] = {"application/rss+xml",
					     "application/atom+xml",
					     "application/rdf+xml",
					     "application/feed+json",
					     "application/x.atom+xml",
					     "text/rss+xml",
					     "application/xml",
					     "text/xml",
					     NULL};

	type = str_trim(str_cut(type, 0, str_chr(type, ';')));
	if (is_one_of(type, always))
		return true;
	return str_eq_nocase(type, STR("application/json")) && says_feed(href);
}

/* ".../feed", ".../rss.xml", ".../news.rss", "?feed=rss2" */
static bool is_called_feed(struct str href)
{
	static const char *const names[] = {
		"feed",     "feeds",     "rss",       "atom",      "rdf",  "feed.xml", "rss.xml",
		"atom.xml", "index.xml", "index.rdf", "feed.json", "rss2", NULL};
	static const char *const endings[] = {".rss", ".atom", ".rdf", "feed.xml", "rss.xml"};
	size_t query = str_chr(href, '?'), slash;
	struct str path = str_cut(href, 0, query), last;

	if (query != STR_NPOS && str_starts(str_cut(href, query + 1, href.len), STR("feed=")))
		return true;
	path = str_cut(path, 0, str_chr(path, '#'));
	if (path.len && path.at[path.len - 1] == '/')
		path.len--;
	slash = str_rchr(path, '/');
	last = slash == STR_NPOS ? path : str_cut(path, slash + 1, path.len);
	for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
		if (last.len > strlen(endings[i]) && str_ends(last, str_of(endings[i])))
			return true;
	return is_one_of(last, names);
}

/* -- what is found ------------------------------------------------------------------------ */

static struct str one_line(struct arena *a, struct str text)
{
	text = utf8_tidy(a, text, false);
	return text.len <= LIMIT_SOURCE_NAME ? arena_copy(a, text) : STR("");
}

static bool is_there(const struct discovery *d, struct str url)
{
	for (size_t i = 0; i < d->count; i++)
		if (str_eq(d->at[i].url, url))
			return true;
	return false;
}

static struct discovered *add(struct search *s, struct discovery *to, struct str href,
			      struct str type, struct str title)
{
	struct str url = s->base.len ? url_resolve(s->arena, s->base, href) : href;

	if (!url.len || url.len > LIMIT_FETCH_URL || is_there(to, url) ||
	    to->count == LIMIT_DISCOVERED)
		return NULL;
	/* copied: the page may be gone when this is looked at */
	to->at[to->count] = (struct discovered){.url = arena_copy(s->arena, url),
						.type = arena_copy(s->arena, type),
						.title = one_line(s->arena, title),
						.declared = to == s->out};
	return &to->at[to->count++];
}

/* The first counts, as in browsers. */
static void on_base(struct search *s, const struct html_token *t)
{
	struct str href = value_of(s, t, "href"), whole;

	if (s->has_base || !href.len)
		return;
	s->has_base = true;
	whole = url_resolve(s->arena, s->base.len ? s->base : href, href);
	s->base = whole.len ? whole : s->base;
}

static void on_link(struct search *s, const struct html_token *t)
{
	struct str rel = value_of(s, t, "rel"), type = value_of(s, t, "type"),
		   href = value_of(s, t, "href");

	if (href.len && (has_word(rel, STR("feed")) ||
			 (has_word(rel, STR("alternate")) && is_feed_type(type, href))))
		add(s, s->out, href, type, value_of(s, t, "title"));
}

static void on_anchor(struct search *s, const struct html_token *t)
{
	struct str type = value_of(s, t, "type"), href = value_of(s, t, "href"),
		   title = value_of(s, t, "title");
	struct discovered *found;

	if (!href.len || !(is_called_feed(href) || is_feed_type(type, href)))
		return;
	found = add(s, &s->linked, href, type, title);
	s->title = found && !found->title.len ? found : NULL;
}

static void on_token(struct search *s, struct html_tokenizer *tokens, const struct html_token *t)
{
	if (t->kind == HTML_TEXT && s->title) {
		s->title->title = one_line(s->arena, html_characters(s->arena, t));
		s->title = s->title->title.len ? NULL : s->title;
	} else if (t->kind == HTML_END && str_eq(t->name, STR("a"))) {
		s->title = NULL;
	}
	if (t->kind != HTML_START)
		return;
	if (str_eq(t->name, STR("base")))
		on_base(s, t);
	else if (str_eq(t->name, STR("link")))
		on_link(s, t);
	else if (str_eq(t->name, STR("a")))
		on_anchor(s, t);
	else if (str_eq(t->name, STR("script")))
		html_content_is(tokens, HTML_SCRIPT);
	else if (str_eq(t->name, STR("style")) || str_eq(t->name, STR("iframe")))
		html_content_is(tokens, HTML_RAWTEXT);
	else if (str_eq(t->name, STR("title")) || str_eq(t->name, STR("textarea")))
		html_content_is(tokens, HTML_RCDATA);
}

static void join(struct search *s)
{
	for (size_t i = 0; i < s->linked.count && s->out->count < LIMIT_DISCOVERED; i++)
		if (!is_there(s->out, s->linked.at[i].url))
			s->out->at[s->out->count++] = s->linked.at[i];
}

bool discover_feeds(struct discovery *out, struct arena *a, struct str html, struct str http_type,
		    struct str url, struct err *err)
{
	struct html_tokenizer *tokens = ARENA_NEW(a, struct html_tokenizer);
	struct search *s = ARENA_NEW(a, struct search);
	struct html_token token;
	struct str text;

	out->count = 0;
	if (html.len > LIMIT_PAGE)
		return err_set(err, ERR_LIMIT, "the page has %zu bytes, %d are the most", html.len,
			       LIMIT_PAGE);
	if (!charset_decode(&text, a, html, charset_guess(html, http_type), err))
		return false;
	s->out = out;
	s->arena = a;
	s->base = url;
	html_tokenizer_init(tokens, a, html_newlines(a, utf8_repair(a, text)));
	while (html_next(&token, tokens))
		on_token(s, tokens, &token);
	join(s);
	return true;
}

bool discover_is_feed(struct str *title, struct arena *a, struct str bytes, struct str http_type,
		      struct str url)
{
	struct feed_entry entry;
	enum feed_pulled pulled;
	struct feed *feed;
	struct err ignored;

	*title = STR("");
	if (!feed_open(&feed, bytes, http_type, url, &ignored))
		return false;
	pulled = feed_next(&entry, feed, a, &ignored);
	if (pulled == FEED_ENTRY)
		*title = one_line(a, page_fragment_text(a, entry.publisher));
	feed_close(feed);
	return pulled != FEED_BROKEN;
}
