/* serve/page_versions.c -- what an article's page said later, and the difference by word.
 *
 * The text is the publisher's: of it only what went and came is shown, with a few words before
 * and behind, and never more than a reader would quote. */
#include "base/json.h"
#include "serve/copies.h"
#include "serve/route.h"
#include "text/diff.h"

#define AROUND 60     /* bytes of what stayed, on each side of a change */
#define RUN_MOST 400  /* bytes of one change that are shown */
#define ALL_MOST 6000 /* bytes of a difference that are shown */

/* At most `most` bytes of the front, or of the end, not within a character nor a word. */
static struct str front(struct str s, size_t most)
{
	if (s.len <= most)
		return s;
	while (most > 0 && s.at[most] != ' ')
		most--;
	return str_cut(s, 0, most);
}

static struct str back(struct str s, size_t most)
{
	size_t from = s.len <= most ? 0 : s.len - most;

	while (from > 0 && from < s.len && s.at[from - 1] != ' ')
		from++;
	return str_cut(s, from, s.len);
}

/* Marks that stand at a word, which are no word: a stop behind, a bracket before. */
static struct str with_marks(struct str text, size_t from, size_t upto)
{
	static const char *const before[] = {"(", "[", "\"", "“", "„", "«", "‘", NULL};
	static const char *const behind[] = {".",  ",", ";", ":", "!", "?", ")", "]",
					     "\"", "”", "“", "»", "’", "…", "%", NULL};
	bool more = true;

	for (size_t i = 0; more; i = 0) {
		struct str rest = str_cut(text, upto, text.len);

		while (behind[i] && !str_starts(rest, str_of(behind[i])))
			i++;
		more = behind[i] != NULL;
		upto += more ? strlen(behind[i]) : 0;
	}
	for (size_t i = 0; before[i]; i++)
		if (str_ends(str_cut(text, 0, from), str_of(before[i]))) {
			from -= strlen(before[i]);
			break;
		}
	return str_cut(text, from, upto);
}

static void stayed(struct html *h, struct str text, bool first, bool last)
{
	struct str head = front(text, AROUND), tail = back(text, AROUND);

	if (text.len <= (size_t)(first || last ? 1 : 2) * AROUND) {
		html_text(h, text);
	} else {
		if (!first)
			html_text(h, head);
		html_z(h, " … ");
		if (!last)
			html_text(h, tail);
	}
	html_z(h, " ");
}

static void changed(struct html *h, const char *element, struct str text)
{
	struct str shown = front(text, RUN_MOST);

	html_open(h, element);
	html_text(h, shown);
	if (shown.len < text.len)
		html_z(h, " …");
	html_end(h);
	html_z(h, " ");
}

static void difference(struct html *h, struct arena *a, struct str was, struct str now)
{
	size_t shown = 0;
	struct diff d;

	diff_words(&d, a, was, now);
	html_enter(h, "p", "difference");
	html_attr_z(h, "dir", "auto");
	for (size_t i = 0; i < d.count && shown < ALL_MOST; i++) {
		const struct diff_run *r = &d.run[i];
		struct str text = with_marks(r->kind == DIFF_GONE ? was : now, r->from, r->upto);

		shown += text.len < RUN_MOST ? text.len : RUN_MOST;
		if (r->kind == DIFF_SAME)
			stayed(h, text, i == 0, i + 1 == d.count);
		else
			changed(h, r->kind == DIFF_GONE ? "del" : "ins", text);
	}
	if (shown >= ALL_MOST)
		html_z(h, "… and more");
	html_end(h);
}

/* -- one version against the one before ------------------------------------------------------ */

static void numbers(struct html *h, const struct json *list)
{
	for (size_t i = 0; i < json_len(list); i++) {
		html_open(h, "li");
		html_element(h, "del", NULL, json_get_str(json_at(list, i), "was"));
		html_z(h, " is now ");
		html_element(h, "ins", NULL, json_get_str(json_at(list, i), "now"));
		html_end(h);
	}
}

/* Quotes of the verdict before that are not on the page any more. */
static void vanished(struct html *h, struct arena *a, const struct json *list, int64_t as_of_ms)
{
	for (size_t i = 0; i < json_len(list); i++) {
		html_open(h, "li");
		html_z(h, "No longer there: ");
		html_element(h, "del", NULL, json_str(json_at(list, i)));
		html_z(h, ", as of ");
		page_time(h, a, as_of_ms);
		html_end(h);
	}
}

static void told(struct html *h, struct call *c, const struct versions *v, size_t n)
{
	const struct version_row *r = &v->row[n];
	struct json *changes;
	struct err ignored;
	struct str said;

	if (!n || !json_parse(&changes, r->changes, &ignored))
		return;
	html_enter(h, "ul", "plain");
	said = json_get_str(changes, "said");
	if (said.len) {
		html_open(h, "li");
		html_element(h, "strong", NULL,
			     str_eq(json_get_str(changes, "notice"), STR("retraction"))
				     ? STR("The publisher takes it back: ")
				     : STR("The publisher corrects it: "));
		html_element(h, "q", NULL, said);
		html_end(h);
	}
	numbers(h, json_get(changes, "numbers"));
	vanished(h, c->arena, json_get(changes, "vanished"), v->row[n - 1].at_ms);
	if (!str_eq(r->label, v->row[n - 1].label)) {
		html_open(h, "li");
		html_z(h, "Judged ");
		page_label(h, v->row[n - 1].label);
		html_z(h, " before");
		html_end(h);
	}
	html_end(h);
	json_free(changes);
}

static void version(struct html *h, struct call *c, const struct versions *v, size_t n)
{
	const struct version_row *r = &v->row[n];

	html_enter(h, "li", "source");
	html_enter(h, "p", "card-top");
	page_label(h, r->label);
	html_z(h, " ");
	html_enter(h, "span", "byline");
	html_element(h, "b", NULL, arena_fmt(c->arena, "Version %lld", (long long)r->version));
	versions_time(h, c->arena, r->at_ms);
	html_end(h);
	html_end(h);
	told(h, c, v, n);
	html_enter(h, "p", "card-foot");
	if (r->sha256.len)
		html_element(h, "span", NULL,
			     arena_fmt(c->arena, "copy kept, SHA-256 %.16s…", r->sha256.at));
	else
		html_element_z(h, "span", NULL, "no copy is kept");
	if (n)
		html_link(h, NULL, versions_path(c->arena, v->article.id, r->version),
			  STR("What changed, word by word"));
	if (r->sha256.len)
		copies_way(h, c, v->article.id, r->version);
	html_end(h);
	html_end(h);
}

static void shown_version(struct html *h, struct call *c, const struct versions *v)
{
	int64_t wanted = call_int(c, "version", 0);
	const struct version_row *was, *now;

	if (wanted < 2 || (size_t)wanted > v->count)
		return;
	was = &v->row[wanted - 2];
	now = &v->row[wanted - 1];
	page_section(h, "difference",
		     arena_fmt(c->arena, "What changed from version %lld to %lld",
			       (long long)was->version, (long long)now->version));
	if (str_eq(was->kind, STR("entry")) && str_eq(now->kind, STR("page")))
		html_element_z(h, "p", "muted",
			       "The first is what its feed had, the second what its page has: some "
			       "of the difference may have been there from the beginning.");
	if (!str_eq(was->title, now->title))
		difference(h, c->arena, was->title, now->title);
	if (was->text.len && now->text.len)
		difference(h, c->arena, was->text, now->text);
	else
		html_element_z(h, "p", "muted", "Its text was removed on request.");
	html_end(h);
}

static void state(struct html *h, struct call *c, const struct versions *v)
{
	html_enter(h, "p", "muted");
	if (v->removed) {
		html_z(h, "Its documents and text were removed on request: act ");
		html_int(h, v->removed);
		html_z(h, " of the trail. ");
	}
	if (!v->look.article) {
		html_z(h, "Its page is not looked at again.");
	} else if (str_eq(v->look.state, STR("live"))) {
		html_z(h, "Last looked at on ");
		versions_time(h, c->arena, v->look.last_ms);
	} else {
		html_z(h, str_eq(v->look.state, STR("gone")) ? "Its page is gone since "
							     : "Its page is behind a wall since ");
		page_time(h, c->arena, v->look.since_ms);
		html_z(h, "; its quotes are as of ");
		page_time(h, c->arena, v->row[v->count - 1].at_ms);
	}
	if (v->look.next_ms) {
		html_z(h, "; next on ");
		versions_time(h, c->arena, v->look.next_ms);
	}
	html_z(h, ".");
	html_end(h);
}

void page_versions(struct call *c)
{
	struct page_head head = {.here = "/"};
	struct versions v;
	struct html h;

	if (!versions_load(&v, c))
		return;
	head.path = versions_path(c->arena, v.article.id, 0);
	head.json_path = arena_fmt(c->arena, "/api/v1%.*s", STR_ARG(head.path));
	head.title =
		arena_fmt(c->arena, "Versions of %.*s - Tocsin",
			  STR_ARG(page_article_title(c->arena, v.article.title, v.article.url)));
	head.description = STR("What the page of an article said later, and what changed.");
	page_begin(&h, c, &head);
	html_enter(&h, "p", "crumbs");
	html_link(&h, NULL, STR("/"), STR("Events"));
	html_z(&h, " / ");
	html_link(&h, NULL, call_article_path(c->arena, v.article.id), STR("The article"));
	html_end(&h);
	html_open(&h, "h1");
	html_attr_z(&h, "dir", "auto");
	html_text(&h, page_article_title(c->arena, v.article.title, v.article.url));
	html_end(&h);
	state(&h, c, &v);
	shown_version(&h, c, &v);
	page_section(&h, "versions", STR("Versions"));
	html_enter(&h, "ol", "source-list");
	for (size_t i = v.count; i-- > 0;)
		version(&h, c, &v, i);
	html_end(&h);
	html_enter(&h, "p", "card-foot");
	html_link(&h, NULL,
		  arena_fmt(c->arena, "%.*s/timemap",
			    STR_ARG(call_article_path(c->arena, v.article.id))),
		  STR("As a TimeMap"));
	html_end(&h);
	html_end(&h);
	page_end(&h, c);
}
