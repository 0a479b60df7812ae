/* serve/page_copies.c -- a kept copy, for reviewers: the words that were read from it, and what
 * was sent, as text. Nothing of it is ever a page: all of it passes html_text(). */
#include "base/limits.h"
#include "serve/copies.h"
#include "serve/page_review.h"
#include "serve/route.h"
#include "text/charset.h"
#include "text/utf8.h"

static void choices(struct html *h, struct call *c, const struct copies *all)
{
	html_enter(h, "ul", "plain kept-list");
	for (size_t i = 0; i < all->count; i++) {
		const struct locker_row *r = &all->row[i];

		html_open(h, "li");
		html_open(h, "a");
		html_href(h, "href", copies_path(c->arena, all->versions.article.id, r->version));
		if (r == all->chosen)
			html_attr_z(h, "aria-current", "true");
		html_text(h, arena_fmt(c->arena, "Version %lld", (long long)r->version));
		html_end(h);
		html_z(h, " of ");
		versions_time(h, c->arena, r->capture.seen_ms);
		html_end(h);
	}
	html_end(h);
}

static void term(struct html *h, const char *name, struct str value)
{
	if (!value.len)
		return;
	html_open(h, "div");
	html_element_z(h, "dt", NULL, name);
	html_open(h, "dd");
	html_attr_z(h, "dir", "auto");
	html_text(h, value);
	html_end(h);
	html_end(h);
}

static void facts(struct html *h, struct call *c, const struct locker_row *r)
{
	html_enter(h, "dl", "kept-facts");
	term(h, "Address", r->capture.url);
	term(h, "Came by way of", r->capture.redirects);
	term(h, "Type", r->capture.type);
	term(h, "Bytes",
	     arena_fmt(c->arena, "%lld, packed %lld", (long long)r->size, (long long)r->packed));
	term(h, "SHA-256", r->sha256);
	html_end(h);
}

/* Opens a box of its own for words of others: told by `label`, scrolled by keys. */
static void open_box(struct html *h, const char *element, const char *class, const char *label)
{
	html_enter(h, element, class);
	html_attr_z(h, "dir", "auto");
	html_attr_z(h, "tabindex", "0");
	html_attr_z(h, "role", "region");
	html_attr_z(h, "aria-label", label);
}

static bool is_text(struct str body)
{
	return !str_starts(body, STR("%PDF-")) &&
	       str_chr(str_cut(body, 0, KIB(4)), '\0') == STR_NPOS;
}

/* What was sent, up to LIMIT_COPY_SHOWN. */
static void source(struct html *h, struct call *c, const struct copies *all, struct str body)
{
	struct str shown = str_cut(body, 0, LIMIT_COPY_SHOWN), text;
	struct err ignored;

	page_section(h, "kept-source", STR("As it was sent"));
	if (!is_text(body)) {
		html_element_z(h, "p", "muted", "It is no text; it can be saved as a file.");
	} else {
		if (!charset_decode(&text, c->arena, shown,
				    charset_guess(shown, all->chosen->capture.type), &ignored))
			text = utf8_repair(c->arena, shown);
		open_box(h, "pre", "kept", "Source of the copy");
		html_text(h, text);
		html_end(h);
	}
	html_enter(h, "p", "card-foot");
	if (is_text(body) && shown.len < body.len)
		html_element(
			h, "span", NULL,
			arena_fmt(c->arena, "The first %zu bytes of %zu.", shown.len, body.len));
	html_link(h, NULL,
		  arena_fmt(c->arena, "/api/v1/review%.*s/copy?version=%lld",
			    STR_ARG(call_article_path(c->arena, all->versions.article.id)),
			    (long long)all->chosen->version),
		  STR("Save its bytes"));
	html_end(h);
	html_end(h);
}

/* Without the carriage returns that lines of HTTP end with. */
static void lines(struct html *h, struct str text)
{
	struct str line;

	while (str_split(&line, &text, '\n')) {
		html_text(h, str_trim(line));
		html_z(h, "\n");
	}
}

static void words(struct html *h, const struct copies *all)
{
	page_section(h, "kept-text", STR("As it was read"));
	if (all->read) {
		html_element(h, "h3", NULL, all->read->title);
		open_box(h, "div", "marked", "Text of the copy");
		html_text(h, all->read->text);
		html_end(h);
	} else {
		html_element_z(h, "p", "muted", "No words of this version are kept.");
	}
	html_end(h);
	if (!all->chosen->capture.head.len)
		return;
	page_section(h, "kept-head", STR("What its server said"));
	open_box(h, "pre", "kept", "Headers of the answer");
	lines(h, str_trim(all->chosen->capture.head));
	html_end(h);
	html_end(h);
}

void page_copies(struct call *c)
{
	struct copies all;
	struct str body = STR("");
	struct html h;

	if (!copies_load(&all, c, true) || (all.chosen && !copies_body(&body, c, &all)))
		return;
	page_review_begin(&h, c, "Kept copies of an article",
			  copies_path(c->arena, all.versions.article.id, 0));
	html_open(&h, "h2");
	html_attr_z(&h, "dir", "auto");
	html_link(
		&h, NULL, call_article_path(c->arena, all.versions.article.id),
		page_article_title(c->arena, all.versions.article.title, all.versions.article.url));
	html_end(&h);
	html_element_z(&h, "p", "muted",
		       "For reviewers only: copies are others' work and never republished.");
	if (!all.chosen) {
		html_element_z(&h, "p", NULL,
			       "No copy is kept: none was taken, or a rule pruned it.");
		page_end(&h, c);
		return;
	}
	choices(&h, c, &all);
	facts(&h, c, all.chosen);
	words(&h, &all);
	source(&h, c, &all, body);
	page_end(&h, c);
}
