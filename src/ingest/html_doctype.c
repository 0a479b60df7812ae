/* html_doctype.c -- "<!DOCTYPE html PUBLIC "..." "...">": the standard's states
 * 13.2.5.53 to 68. No tree of ours asks for it; the conformance tests do, and a
 * tokenizer that loses its way here loses the page. */
#include "ingest/html_parts.h"

static bool at_end(const struct html_tokenizer *t)
{
	return t->at == t->end;
}

/* Broken behind here: the rest up to ">" is passed over. */
static void pass_over(struct html_token *out, struct html_tokenizer *t, bool quirks)
{
	const char *close = memchr(t->at, '>', (size_t)(t->end - t->at));

	out->force_quirks |= quirks;
	t->at = close ? close + 1 : t->end;
}

static bool take_keyword(struct html_tokenizer *t, struct str word)
{
	struct str rest = {t->at, (size_t)(t->end - t->at)};

	if (rest.len < word.len || !str_eq_nocase(str_cut(rest, 0, word.len), word))
		return false;
	t->at += word.len;
	return true;
}

/* At a quote. False: it was not closed; what there is counts. */
static bool take_identifier(struct str *id, struct html_tokenizer *t)
{
	char quote = *t->at++;
	const char *from = t->at;

	while (!at_end(t) && *t->at != quote && *t->at != '>')
		t->at++;
	*id = html_no_nul(t->arena, (struct str){from, (size_t)(t->at - from)});
	if (at_end(t) || *t->at != quote)
		return false;
	t->at++;
	return true;
}

static bool is_quote(const struct html_tokenizer *t)
{
	return !at_end(t) && (*t->at == '"' || *t->at == '\'');
}

/* "force" ends the token with quirks, whatever is left. */
static bool force(struct html_token *out, struct html_tokenizer *t)
{
	pass_over(out, t, true);
	return true;
}

static bool take_system(struct html_token *out, struct html_tokenizer *t)
{
	if (!is_quote(t) || !take_identifier(&out->system_id, t))
		return force(out, t);
	html_skip_space(t);
	if (at_end(t))
		return force(out, t);
	pass_over(out, t, false);
	return true;
}

static bool take_public(struct html_token *out, struct html_tokenizer *t)
{
	if (!is_quote(t) || !take_identifier(&out->public_id, t))
		return force(out, t);
	html_skip_space(t);
	if (at_end(t))
		return force(out, t);
	if (*t->at == '>') {
		t->at++;
		return true;
	}
	return take_system(out, t);
}

static struct str take_name(struct html_tokenizer *t)
{
	const char *from = t->at;

	while (!at_end(t) && !html_is_space(*t->at) && *t->at != '>')
		t->at++;
	return html_lower(t->arena, (struct str){from, (size_t)(t->at - from)});
}

/* Behind "<!DOCTYPE". */
bool html_take_doctype(struct html_token *out, struct html_tokenizer *t)
{
	out->kind = HTML_DOCTYPE;
	html_skip_space(t);
	if (at_end(t) || *t->at == '>')
		return force(out, t);
	out->has_name = true;
	out->name = take_name(t);
	html_skip_space(t);
	if (at_end(t))
		return force(out, t);
	if (*t->at == '>') {
		t->at++;
		return true;
	}
	if (take_keyword(t, STR("public"))) {
		html_skip_space(t);
		return take_public(out, t);
	}
	if (take_keyword(t, STR("system"))) {
		html_skip_space(t);
		return take_system(out, t);
	}
	return force(out, t);
}
