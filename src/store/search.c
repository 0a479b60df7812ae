/* store/search.c -- a recursive-descent parser from typed words to fixed SQL.
 *
 * The full text index has a query language of its own, with column filters, prefix
 * stars and NEAR, and with error messages nobody should see. So nothing typed ever
 * reaches it raw: each word or phrase becomes one quoted string, bound as a value,
 * and AND, OR, NOT are said in SQL between them. That is also what makes them mean
 * the event: two words joined by AND may stand in two articles of it. The price is
 * one index scan for each term, where a single MATCH would meet in the middle. The shelf
 * asks for the terms one by one and joins what they hit itself: search_walk().
 *
 *   or  := and { OR and }      and := not { [AND] not }
 *   not := NOT not | "(" or ")" | word | "phrase"
 */
#include "store/search.h"

#include "base/ascii.h"
#include "base/limits.h"
#include "store/text_index.h"

enum token { TOKEN_END, TOKEN_TERM, TOKEN_AND, TOKEN_OR, TOKEN_NOT, TOKEN_LEFT, TOKEN_RIGHT };

struct parser {
	struct select *l;             /* either this and says, */
	const struct search_ops *ops; /* ... or these */
	void *payload;
	const struct store *store;
	struct arena *arena;
	struct str rest;
	enum part_id says;
	enum token token; /* the one ahead */
	struct str term;  /* for TOKEN_TERM */
	size_t pieces;    /* terms and operators so far: bounds depth and work */
	struct err *err;
};

static bool is_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Has it a letter, a digit, or any character beyond ASCII? Else the index knows
 * nothing of it. */
static bool has_word(struct str s)
{
	for (size_t i = 0; i < s.len; i++)
		if ((unsigned char)s.at[i] >= 0x80 || ascii_is_alnum(s.at[i]))
			return true;
	return false;
}

static struct str take(struct parser *p, size_t bytes)
{
	struct str piece = str_cut(p->rest, 0, bytes);

	p->rest = str_cut(p->rest, bytes, p->rest.len);
	return piece;
}

static enum token word_token(struct parser *p)
{
	size_t len = 0;

	while (len < p->rest.len && !is_blank(p->rest.at[len]) && p->rest.at[len] != '"' &&
	       p->rest.at[len] != '(' && p->rest.at[len] != ')')
		len++;
	p->term = take(p, len);
	if (str_eq(p->term, STR("AND")))
		return TOKEN_AND;
	if (str_eq(p->term, STR("OR")))
		return TOKEN_OR;
	return str_eq(p->term, STR("NOT")) ? TOKEN_NOT : TOKEN_TERM;
}

static bool phrase_token(struct parser *p)
{
	size_t end;

	take(p, 1);
	end = str_chr(p->rest, '"');
	if (end == STR_NPOS)
		return err_set(p->err, ERR_INPUT, "the search has a quote that is not closed");
	p->term = take(p, end);
	take(p, 1);
	p->token = TOKEN_TERM;
	return true;
}

/* Moves to the next token; terms without a letter or digit are passed over. */
static bool advance(struct parser *p)
{
	do {
		while (p->rest.len && is_blank(p->rest.at[0]))
			take(p, 1);
		if (p->rest.len == 0) {
			p->token = TOKEN_END;
			return true;
		}
		if (p->rest.at[0] == '(' || p->rest.at[0] == ')')
			p->token = take(p, 1).at[0] == '(' ? TOKEN_LEFT : TOKEN_RIGHT;
		else if (p->rest.at[0] != '"')
			p->token = word_token(p);
		else if (!phrase_token(p))
			return false;
	} while (p->token == TOKEN_TERM && !has_word(p->term));
	if (++p->pieces > 2 * LIMIT_QUERY_TERMS)
		return err_set(p->err, ERR_LIMIT, "the search has over %d terms and operators",
			       2 * LIMIT_QUERY_TERMS);
	return true;
}

static bool parse_or(struct parser *p);

static void write(struct parser *p, enum part_id part)
{
	if (p->l)
		select_part(p->l, part);
}

/* What was found last, or the last two, become one. */
static void unite(struct parser *p, enum search_op op)
{
	if (p->ops)
		p->ops->unite(op, p->payload);
}

static bool write_term(struct parser *p)
{
	struct str term = text_index_phrase(p->arena, p->store, p->term);

	if (p->ops)
		return p->ops->term(term, p->payload, p->err);
	select_str(p->l, term);
	select_part(p->l, p->says);
	return true;
}

static bool parse_not(struct parser *p)
{
	if (p->token == TOKEN_NOT) {
		write(p, P_NOT);
		if (!advance(p) || !parse_not(p))
			return false;
		unite(p, SEARCH_NOT);
		return true;
	}
	if (p->token == TOKEN_LEFT) {
		write(p, P_LEFT);
		if (!advance(p) || !parse_or(p))
			return false;
		if (p->token != TOKEN_RIGHT)
			return err_set(p->err, ERR_INPUT, "the search has a ( that is not closed");
		write(p, P_RIGHT);
		return advance(p);
	}
	if (p->token != TOKEN_TERM)
		return err_set(p->err, ERR_INPUT, "the search misses a word %s",
			       p->token == TOKEN_END     ? "at its end"
			       : p->token == TOKEN_RIGHT ? "before )"
							 : "before AND or OR");
	return write_term(p) && advance(p);
}

static bool parse_and(struct parser *p)
{
	if (!parse_not(p))
		return false;
	while (p->token == TOKEN_AND || p->token == TOKEN_TERM || p->token == TOKEN_NOT ||
	       p->token == TOKEN_LEFT) {
		write(p, P_AND);
		if (p->token == TOKEN_AND && !advance(p))
			return false;
		if (!parse_not(p))
			return false;
		unite(p, SEARCH_AND);
	}
	return true;
}

static bool parse_or(struct parser *p)
{
	write(p, P_LEFT);
	if (!parse_and(p))
		return false;
	while (p->token == TOKEN_OR) {
		write(p, P_OR);
		if (!advance(p) || !parse_and(p))
			return false;
		unite(p, SEARCH_OR);
	}
	write(p, P_RIGHT);
	return true;
}

static bool parse(struct parser *p, struct str query)
{
	p->rest = query;
	if (!advance(p))
		return false;
	if (p->token == TOKEN_END)
		return err_set(p->err, ERR_INPUT, "the search has no word in it");
	write(p, P_AND);
	if (!parse_or(p))
		return false;
	return p->token == TOKEN_END ||
	       err_set(p->err, ERR_INPUT, "the search has a ) that was not opened");
}

bool search_add(struct select *l, struct arena *arena, struct str query, enum part_id says,
		struct err *err)
{
	struct parser p = {.l = l, .store = l->store, .arena = arena, .says = says, .err = err};

	return !str_trim(query).len || parse(&p, query);
}

bool search_walk(const struct search_ops *ops, void *payload, const struct store *s,
		 struct arena *arena, struct str query, struct err *err)
{
	struct parser p = {
		.ops = ops, .payload = payload, .store = s, .arena = arena, .err = err};

	return parse(&p, query);
}
