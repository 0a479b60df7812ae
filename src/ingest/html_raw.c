/* html_raw.c -- content that is not markup: title, style, script, CDATA.
 *
 * It ends at the end tag of the element that began it. In a script, "<!--" opens a
 * stretch in which "<script" ... "</script>" is text, as pages of the nineties need
 * it (the standard's "script data double escaped" states). */
#include "ingest/html_parts.h"

static bool ends_name(const char *at, const char *end)
{
	return at < end && (html_is_space(*at) || *at == '/' || *at == '>');
}

/* `at` is behind "<" or "</": does `name` stand there as a whole tag name? */
static bool is_named(const char *at, const char *end, struct str name)
{
	struct str here = {at, (size_t)(end - at)};

	return name.len && here.len > name.len && str_eq_nocase(str_cut(here, 0, name.len), name) &&
	       ends_name(at + name.len, end);
}

static bool is_end_tag(const char *lt, const struct html_tokenizer *t)
{
	return t->end - lt > 2 && lt[1] == '/' && is_named(lt + 2, t->end, t->last_start);
}

static const char *raw_end(const struct html_tokenizer *t)
{
	for (const char *at = t->at; (at = memchr(at, '<', (size_t)(t->end - at))); at++)
		if (is_end_tag(at, t))
			return at;
	return t->end;
}

enum escape { PLAIN, ESCAPED, DOUBLE_ESCAPED };

static enum escape escape_after(enum escape now, const char *lt, const struct html_tokenizer *t)
{
	struct str rest = {lt, (size_t)(t->end - lt)};

	switch (now) {
	case PLAIN:
		return str_starts(rest, STR("<!--")) ? ESCAPED : PLAIN;
	case ESCAPED:
		return is_named(lt + 1, t->end, STR("script")) ? DOUBLE_ESCAPED : ESCAPED;
	case DOUBLE_ESCAPED:
		break;
	}
	return rest.len > 2 && lt[1] == '/' && is_named(lt + 2, t->end, STR("script"))
		       ? ESCAPED
		       : DOUBLE_ESCAPED;
}

/* The first `c` at or behind `at`, the end when there is none; `known` is where the last
 * search ended, so that no byte is looked at twice. */
static const char *next_of(const char *known, const char *at, const char *end, char c)
{
	const char *found;

	if (known && known >= at)
		return known;
	found = memchr(at, c, (size_t)(end - at));
	return found ? found : end;
}

/* "-->" ends an escape; its dashes may be those of "<!--". */
static const char *script_end(const struct html_tokenizer *t)
{
	enum escape escape = PLAIN;
	const char *at = t->at, *lt = NULL, *gt = NULL;

	while (at < t->end) {
		lt = next_of(lt, at, t->end, '<');
		if (escape != PLAIN)
			gt = next_of(gt, at, t->end, '>');
		at = escape == PLAIN || lt < gt ? lt : gt;
		if (at == t->end)
			break;
		if (at == lt && escape != DOUBLE_ESCAPED && is_end_tag(at, t))
			return at;
		if (at == lt)
			escape = escape_after(escape, at, t);
		else if (at - t->at >= 2 && at[-1] == '-' && at[-2] == '-')
			escape = PLAIN;
		at++;
	}
	return t->end;
}

static bool take_cdata(struct html_token *out, struct html_tokenizer *t)
{
	struct str rest = {t->at, (size_t)(t->end - t->at)};
	size_t close = str_find(rest, STR("]]>"));

	out->content = HTML_CDATA;
	out->text = str_cut(rest, 0, close);
	t->at += out->text.len + (close == STR_NPOS ? 0 : 3);
	t->content = HTML_DATA;
	return out->text.len > 0;
}

bool html_next_of_raw(struct html_token *out, struct html_tokenizer *t)
{
	const char *from = t->at, *end;

	if (t->content == HTML_CDATA)
		return take_cdata(out, t);
	end = t->content == HTML_PLAINTEXT ? t->end
	      : t->content == HTML_SCRIPT  ? script_end(t)
					   : raw_end(t);
	out->content = t->content;
	t->at = end;
	if (end > from) {
		out->text = (struct str){from, (size_t)(end - from)};
		return true;
	}
	t->at += 2;
	t->content = HTML_DATA;
	return html_take_tag(out, t, HTML_END);
}
