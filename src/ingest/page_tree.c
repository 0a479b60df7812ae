/* page_tree.c -- tokens become a tree, as a browser would build it where it matters.
 *
 * Kept of the standard's tree construction (13.2.6): void elements, implied end tags
 * (paragraphs, items, cells, options, headings), scopes that an end tag does not leave,
 * formatting elements closed across blocks, raw text, what ends svg. Left out, since no
 * text moves by it: head and body that are implied, foster parenting, reopening of
 * formatting elements. What no reader of articles asks for has no node: comments,
 * scripts other than data, drawings, forms' fields.
 *
 * Each tag costs at most a walk up the stack, which is bounded, and mostly none: how
 * many elements of a kind are open is counted. */
#include "ingest/page_tree.h"

#include "base/memory.h"
#include "ingest/html_token.h"
#include "ingest/page_tags.h"
#include "text/utf8.h"

struct open {
	struct page_node *node, *last; /* last child so far */
	struct str name;               /* of an unknown element */
	uint8_t row;
	bool bare; /* nothing below has a node */
};

struct maker {
	struct arena *arena;
	struct html_tokenizer tokens;
	size_t nodes, depth, beyond; /* beyond: open elements that were too deep */
	uint32_t counted[PAGE_ROWS]; /* open elements by row */
	bool after_text;             /* the last node is text or within a line */
	struct page_node *html, *body;
	struct open stack[PAGE_DEPTH_MAX];
};

static const struct str attribute_names[PAGE_ATTRIBUTES] = {
	[PAGE_ID] = {"id", 2},
	[PAGE_CLASS] = {"class", 5},
	[PAGE_ITEMPROP] = {"itemprop", 8},
	[PAGE_PROPERTY] = {"property", 8},
	[PAGE_NAME] = {"name", 4},
	[PAGE_CONTENT] = {"content", 7},
	[PAGE_DATETIME] = {"datetime", 8},
	[PAGE_HREF] = {"href", 4},
	[PAGE_TYPE] = {"type", 4},
	[PAGE_REL] = {"rel", 3},
	[PAGE_LANG] = {"lang", 4},
	[PAGE_ROLE] = {"role", 4},
	[PAGE_STYLE] = {"style", 5},
	[PAGE_HTTP_EQUIV] = {"http-equiv", 10},
	[PAGE_HINT] = {"title", 5},
	[PAGE_HIDDEN_SET] = {"hidden", 6},
};

static struct open *top(struct maker *m)
{
	return &m->stack[m->depth - 1];
}

static const struct page_tag_row *row_of(const struct open *o)
{
	return page_row((enum page_row)o->row);
}

/* -- nodes ------------------------------------------------------------------------------ */

static int known_attribute(struct str name)
{
	char first = name.len ? name.at[0] : '\0';

	for (int i = 0; i < PAGE_ATTRIBUTES; i++)
		if (name.len == attribute_names[i].len && first == attribute_names[i].at[0] &&
		    memcmp(name.at, attribute_names[i].at, name.len) == 0)
			return i;
	return str_eq(name, STR("aria-hidden")) ? PAGE_HIDDEN_SET : -1;
}

static void set_values(struct page_node *n, struct maker *m, const struct html_token *t)
{
	struct page_value kept[PAGE_ATTRIBUTES + 1];
	size_t count = 0;
	struct page_value *to;

	for (size_t i = 0; i < t->attribute_count && count < PAGE_ATTRIBUTES; i++) {
		int name = known_attribute(t->attribute[i].name);
		struct str raw = t->attribute[i].value;

		if (name < 0 || (name == PAGE_HIDDEN_SET && str_eq_nocase(raw, STR("false"))))
			continue;
		kept[count++] =
			(struct page_value){(enum page_attribute)name, html_value(m->arena, raw)};
	}
	if (!count)
		return;
	to = ARENA_ARRAY(m->arena, struct page_value, count);
	memcpy(to, kept, count * sizeof *to);
	n->value = to;
	n->values = (uint8_t)count;
}

static struct page_node *add_node(struct maker *m, enum page_tag tag)
{
	struct open *up = top(m);
	struct page_node *n;

	if (up->bare || m->nodes >= PAGE_NODES_MAX)
		return NULL;
	n = ARENA_NEW(m->arena, struct page_node);
	m->nodes++;
	n->tag = (uint8_t)tag;
	n->parent = up->node;
	if (up->last)
		up->last->next = n;
	else
		up->node->child = n;
	up->last = n;
	return n;
}

static bool is_within_line(enum page_tag tag)
{
	return tag == PAGE_INLINE || tag == PAGE_A || tag == PAGE_TIME || tag == PAGE_TEXT;
}

/* -- the stack -------------------------------------------------------------------------- */

static void pop(struct maker *m)
{
	struct open *o = top(m);

	m->counted[o->row]--;
	m->after_text = m->after_text && is_within_line(row_of(o)->tag);
	m->depth--;
	if (!m->counted[ROW_SVG] && !m->counted[ROW_MATH])
		m->tokens.cdata_allowed = false;
}

static void pop_to(struct maker *m, size_t place)
{
	while (m->depth > place)
		pop(m);
}

/* The place of the innermost open element of that row, 0 none: the root is no element.
 * `stop`: flags of an element beyond which nothing is looked for. */
static size_t find_open(const struct maker *m, enum page_row row, uint8_t stop)
{
	if (!m->counted[row])
		return 0;
	for (size_t i = m->depth - 1; i > 0; i--) {
		if (m->stack[i].row == row)
			return i;
		if (row_of(&m->stack[i])->flags & stop)
			return 0;
	}
	return 0;
}

static void close_row(struct maker *m, enum page_row row)
{
	size_t place = find_open(m, row, TAG_SCOPE);

	if (place)
		pop_to(m, place);
}

/* A block of its own kind ends an item, unless a list lies between. */
static void close_item(struct maker *m, enum page_row one, enum page_row other)
{
	for (size_t i = m->depth - 1; i > 0; i--) {
		enum page_row row = (enum page_row)m->stack[i].row;

		if (row == one || row == other) {
			pop_to(m, i);
			return;
		}
		if ((page_row(row)->flags & TAG_SPECIAL) && row != ROW_P && row != ROW_DIV &&
		    row != ROW_ADDRESS)
			return;
	}
}

static bool is_cell(enum page_row row)
{
	return row == ROW_TD || row == ROW_TH || row == ROW_CAPTION;
}

static bool is_group(enum page_row row)
{
	return row == ROW_TBODY || row == ROW_THEAD || row == ROW_TFOOT;
}

static void close_in_table(struct maker *m, enum page_row row)
{
	size_t table = find_open(m, ROW_TABLE, 0);
	size_t place = 0;

	for (size_t i = m->depth - 1; table && i > table; i--) {
		enum page_row open = (enum page_row)m->stack[i].row;

		if (is_cell(open) || (open == ROW_TR && !is_cell(row)) ||
		    (is_group(open) && is_group(row)))
			place = i;
	}
	if (place)
		pop_to(m, place);
}

/* What the start of an element ends by itself. */
static void close_implied(struct maker *m, enum page_row row)
{
	if (page_row(row)->flags & TAG_ENDS_P)
		close_row(m, ROW_P);
	if (page_row(row)->tag == PAGE_HEADING && row_of(top(m))->tag == PAGE_HEADING)
		pop(m);
	switch (row) {
	case ROW_LI:
		close_item(m, ROW_LI, ROW_LI);
		break;
	case ROW_DD:
	case ROW_DT:
		close_item(m, ROW_DD, ROW_DT);
		break;
	case ROW_A:
		close_row(m, ROW_A);
		break;
	case ROW_BUTTON:
		close_row(m, ROW_BUTTON);
		break;
	case ROW_OPTION:
	case ROW_OPTGROUP:
		if (top(m)->row == ROW_OPTION)
			pop(m);
		break;
	case ROW_TD:
	case ROW_TH:
	case ROW_TR:
	case ROW_TBODY:
	case ROW_THEAD:
	case ROW_TFOOT:
		close_in_table(m, row);
		break;
	default:
		break;
	}
}

/* -- start tags ------------------------------------------------------------------------- */

static bool in_drawing(const struct maker *m)
{
	return m->counted[ROW_SVG] || m->counted[ROW_MATH];
}

static void leave_drawing(struct maker *m)
{
	while (in_drawing(m))
		pop(m);
}

static bool is_data_script(const struct page_node *n)
{
	struct str type = page_tree_attribute(n, PAGE_TYPE);

	return str_find_nocase(type, STR("json")) != STR_NPOS ||
	       str_starts(page_tree_attribute(n, PAGE_ID), STR("__N"));
}

static void push(struct maker *m, struct page_node *n, enum page_row row, struct str name)
{
	bool bare = top(m)->bare || !n || row == ROW_SVG || row == ROW_MATH;

	if (n && n->tag == PAGE_SCRIPT && !is_data_script(n))
		bare = true;
	m->stack[m->depth++] =
		(struct open){.node = n, .name = name, .row = (uint8_t)row, .bare = bare};
	m->counted[row]++;
	if (row == ROW_SVG || row == ROW_MATH)
		m->tokens.cdata_allowed = true;
}

/* <html> and <body> once; a second one only brings attributes nobody asks for. */
static bool is_second(const struct maker *m, enum page_row row)
{
	return (row == ROW_HTML && m->html) || (row == ROW_BODY && m->body) || row == ROW_HEAD;
}

static struct page_node *add_element(struct maker *m, const struct html_token *t, enum page_row row)
{
	const struct page_tag_row *tag = page_row(row);
	struct page_node *n = add_node(m, tag->tag);

	if (n) {
		n->level = tag->level;
		set_values(n, m, t);
		m->after_text = m->after_text && is_within_line(tag->tag);
	}
	if (row == ROW_HTML)
		m->html = n;
	if (row == ROW_BODY)
		m->body = n;
	return n;
}

static void on_start(struct maker *m, const struct html_token *t)
{
	enum page_row row = page_row_of(t->name);
	const struct page_tag_row *tag = page_row(row);
	bool drawing = in_drawing(m) && !m->counted[ROW_FOREIGNOBJECT];
	struct page_node *n;
	bool closed;

	if (is_second(m, row))
		return;
	if (drawing && (tag->flags & TAG_LEAVES_SVG)) {
		leave_drawing(m);
		drawing = false;
	}
	if (!drawing) {
		close_implied(m, row);
		if (tag->content != HTML_DATA)
			html_content_is(&m->tokens, tag->content);
	}
	closed = drawing ? t->self_closing : tag->flags & TAG_VOID;
	if (m->depth == PAGE_DEPTH_MAX && !closed) {
		m->beyond++;
		return;
	}
	n = add_element(m, t, row);
	if (!closed)
		push(m, n, row, row == ROW_UNKNOWN ? t->name : STR_NONE);
}

/* -- end tags --------------------------------------------------------------------------- */

static void remove_open(struct maker *m, size_t place)
{
	m->counted[m->stack[place].row]--;
	memmove(&m->stack[place], &m->stack[place + 1], (m->depth - place - 1) * sizeof *m->stack);
	m->depth--;
}

/* </b> while blocks are open in it: those stay open. */
static void end_formatting(struct maker *m, enum page_row row)
{
	size_t place = find_open(m, row, TAG_SCOPE);

	if (!place)
		return;
	for (size_t i = m->depth - 1; i > place; i--)
		if (row_of(&m->stack[i])->flags & TAG_SPECIAL) {
			remove_open(m, place);
			return;
		}
	pop_to(m, place);
}

static void end_unknown(struct maker *m, struct str name)
{
	for (size_t i = m->depth - 1; m->counted[ROW_UNKNOWN] && i > 0; i--) {
		if (m->stack[i].row == ROW_UNKNOWN && str_eq(m->stack[i].name, name)) {
			pop_to(m, i);
			return;
		}
		if (row_of(&m->stack[i])->flags & TAG_SPECIAL)
			return;
	}
}

static void end_heading(struct maker *m)
{
	for (size_t i = m->depth - 1; i > 0; i--) {
		if (row_of(&m->stack[i])->tag == PAGE_HEADING) {
			pop_to(m, i);
			return;
		}
		if (row_of(&m->stack[i])->flags & TAG_SCOPE)
			return;
	}
}

static bool is_of_table(enum page_row row)
{
	return row == ROW_TABLE || row == ROW_TR || is_cell(row) || is_group(row);
}

static void end_of_table(struct maker *m, enum page_row row)
{
	size_t table = find_open(m, ROW_TABLE, 0), place = find_open(m, row, 0);

	if (place >= table && place)
		pop_to(m, place);
}

static void on_end(struct maker *m, const struct html_token *t)
{
	enum page_row row = page_row_of(t->name);
	const struct page_tag_row *tag = page_row(row);

	if (m->beyond && !(tag->flags & TAG_VOID)) {
		m->beyond--;
		return;
	}
	if (row == ROW_BR) {
		add_node(m, PAGE_BR);
		return;
	}
	if (row == ROW_HTML || row == ROW_BODY || row == ROW_HEAD)
		return;
	if (row == ROW_UNKNOWN)
		end_unknown(m, t->name);
	else if (tag->tag == PAGE_HEADING)
		end_heading(m);
	else if (is_of_table(row))
		end_of_table(m, row);
	else if (tag->flags & TAG_FORMATTING)
		end_formatting(m, row);
	else
		close_row(m, row);
}

/* -- text ------------------------------------------------------------------------------- */

static bool is_blank(struct str s)
{
	for (size_t i = 0; i < s.len; i++)
		if (s.at[i] != ' ' && s.at[i] != '\n' && s.at[i] != '\t' && s.at[i] != '\f')
			return false;
	return true;
}

/* The standard drops NUL here; the parts around it belong together. */
static struct str without_nul(struct arena *arena, struct str s)
{
	char *out, *to;

	if (!memchr(s.at, '\0', s.len))
		return s;
	to = out = arena_bytes(arena, s.len);
	for (size_t i = 0; i < s.len; i++)
		if (s.at[i])
			*to++ = s.at[i];
	return (struct str){out, (size_t)(to - out)};
}

static void on_text(struct maker *m, const struct html_token *t)
{
	struct page_node *n;

	if (top(m)->bare || (!m->after_text && is_blank(t->text)))
		return;
	n = add_node(m, PAGE_TEXT);
	if (!n)
		return;
	n->text = without_nul(m->arena, html_characters(m->arena, t));
	m->after_text = true;
	if (n->parent->tag == PAGE_SCRIPT)
		n->parent->text = n->text;
}

struct page_node *page_tree_of(struct arena *arena, struct str utf8)
{
	struct maker *m = memory_zalloc(sizeof *m);
	struct page_node *root = ARENA_NEW(arena, struct page_node);
	struct html_token token;

	root->tag = PAGE_OTHER;
	m->arena = arena;
	m->stack[0].node = root;
	m->depth = 1;
	html_tokenizer_init(&m->tokens, arena, html_newlines(arena, utf8));
	while (html_next(&token, &m->tokens)) {
		if (token.kind == HTML_TEXT)
			on_text(m, &token);
		else if (token.kind == HTML_START)
			on_start(m, &token);
		else if (token.kind == HTML_END)
			on_end(m, &token);
	}
	memory_free(m);
	return root;
}

struct str page_tree_attribute(const struct page_node *n, enum page_attribute a)
{
	for (size_t i = 0; i < n->values; i++)
		if (n->value[i].name == a)
			return n->value[i].value;
	return STR_NONE;
}
