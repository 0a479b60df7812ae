/* base/scan.c -- yajl's events: most are ignored, or all make a tree.
 *
 * yajl reads 400 MB/s where jansson builds 43 MB/s of trees (MEASURED.md), and
 * it checks UTF-8 on the way, so that whatever passes here is valid text. */
#include "base/scan.h"

#include <math.h>
#include <stdlib.h>
#include <yajl/yajl_parse.h>

#include "base/check.h"
#include "base/json_tree.h"
#include "base/limits.h"
#include "base/vec.h"

struct scan {
	struct scan_field *field;
	size_t count;
	struct arena *arena;
	struct scan_field *open; /* whose value comes next; NULL: nobody's */
	int depth;
	bool not_object, too_deep;
};

static int set(struct scan *s, enum scan_kind kind, struct str value)
{
	if (s->depth == 0)
		s->not_object = true;
	if (s->depth == 1 && s->open) {
		s->open->kind = kind;
		s->open->value = value.at ? arena_copy(s->arena, value) : STR_NONE;
		s->open = NULL;
	}
	return !s->not_object;
}

static int on_null(void *at)
{
	return set(at, SCAN_NULL, STR_NONE);
}

static int on_bool(void *at, int value)
{
	return set(at, SCAN_BOOL, value ? STR("true") : STR("false"));
}

static int on_number(void *at, const char *text, size_t len)
{
	return set(at, SCAN_NUMBER, (struct str){text, len});
}

static int on_string(void *at, const unsigned char *text, size_t len)
{
	struct scan *s = at;
	struct str value = {(const char *)text, len};

	if (s->depth == 2 && s->open && s->open->kind == SCAN_STRINGS) {
		s->open->value = s->open->value.at
					 ? arena_fmt(s->arena, "%.*s, %.*s",
						     STR_ARG(s->open->value), STR_ARG(value))
					 : arena_copy(s->arena, value);
		return 1;
	}
	return set(s, SCAN_STRING, value);
}

static int enter(struct scan *s)
{
	s->too_deep = ++s->depth > LIMIT_DEPTH;
	return !s->too_deep;
}

static int on_map(void *at)
{
	struct scan *s = at;

	if (s->depth == 1)
		s->open = NULL;
	return enter(s);
}

static int on_key(void *at, const unsigned char *text, size_t len)
{
	struct scan *s = at;
	struct str key = {(const char *)text, len};

	if (s->depth != 1)
		return 1;
	s->open = NULL;
	for (size_t i = 0; i < s->count; i++)
		if (str_eq(key, str_of(s->field[i].key)))
			s->open = &s->field[i];
	return 1;
}

static int on_array(void *at)
{
	struct scan *s = at;

	if (s->depth == 0)
		s->not_object = true;
	if (s->depth == 1 && s->open) {
		s->open->kind = SCAN_STRINGS;
		s->open->value = STR_NONE;
	}
	return !s->not_object && enter(s);
}

static int on_end(void *at)
{
	struct scan *s = at;

	if (--s->depth == 1)
		s->open = NULL;
	return 1;
}

static const yajl_callbacks callbacks = {
	.yajl_null = on_null,
	.yajl_boolean = on_bool,
	.yajl_number = on_number,
	.yajl_string = on_string,
	.yajl_start_map = on_map,
	.yajl_map_key = on_key,
	.yajl_end_map = on_end,
	.yajl_start_array = on_array,
	.yajl_end_array = on_end,
};

static bool told(yajl_handle handle, const struct scan *s, struct str json, struct err *err)
{
	size_t at = yajl_get_bytes_consumed(handle);
	unsigned char *text;
	struct str line;

	if (s->not_object)
		return err_set(err, ERR_INPUT, "a JSON object was expected");
	if (s->too_deep)
		return err_set(err, ERR_LIMIT, "JSON nested more than %d levels deep", LIMIT_DEPTH);
	text = yajl_get_error(handle, 0, (const unsigned char *)json.at, json.len);
	line = str_of((const char *)text);
	line = str_trim(str_cut(line, 0, str_chr(line, '\n')));
	err_set(err, ERR_INPUT, "byte %zu: %.*s", at, STR_ARG(line));
	yajl_free_error(handle, text);
	return false;
}

bool scan_object(struct scan_field *field, size_t count, struct arena *a, struct str json,
		 struct err *err)
{
	struct scan s = {.field = field, .count = count, .arena = a};
	yajl_handle handle = yajl_alloc(&callbacks, NULL, &s);
	yajl_status status;
	bool ok;

	CHECK(handle);
	for (size_t i = 0; i < count; i++) {
		field[i].kind = SCAN_ABSENT;
		field[i].value = STR_NONE;
	}
	status = yajl_parse(handle, (const unsigned char *)(json.at ? json.at : ""), json.len);
	if (status == yajl_status_ok)
		status = yajl_complete_parse(handle);
	ok = status == yajl_status_ok && !s.not_object;
	if (!ok)
		told(handle, &s, json, err);
	yajl_free(handle);
	return ok;
}

/* -- trees ---------------------------------------------------------------------------------- */

#define TREE_DEPTH 64
#define WHOLE_DIGITS 18 /* fit into 64 bits */
#define NUMBER_LEN 40   /* bytes; longer ones are not written here */

struct tree {
	struct json *root;
	struct arena *arena;
	VEC(struct json_member) open; /* of the arrays and objects that are not closed yet */
	size_t from[TREE_DEPTH];      /* where in `open` each of these begins */
	struct str key[TREE_DEPTH];   /* of the value that comes next there */
	int depth;
	yajl_handle handle;
	size_t end; /* of the document: yajl overlooks the beginning of a text behind it */
};

static int put(struct tree *t, struct json value)
{
	if (t->depth == 0) {
		*t->root = value;
		t->end = yajl_get_bytes_consumed(t->handle);
		return 1;
	}
	VEC_PUSH(&t->open, ((struct json_member){t->key[t->depth - 1], value}));
	return 1;
}

/* Zero: a text that jansson refuses, or is asked about. */
static int take_text(struct str *out, struct tree *t, const unsigned char *text, size_t len)
{
	struct str s = {(const char *)text, len};
	size_t step = 1;

	if (len > UINT32_MAX)
		return 0;
	for (size_t i = 0; i < len; i += step) {
		step = text[i] < 0x80 ? text[i] != 0 : str_sequence(str_cut(s, i, len));
		if (step == 0)
			return 0;
	}
	*out = arena_copy(t->arena, s);
	return 1;
}

static int tree_null(void *at)
{
	return put(at, (struct json){.type = NODE_NULL});
}

static int tree_bool(void *at, int value)
{
	return put(at, (struct json){.type = NODE_BOOL, .count = value != 0});
}

static int tree_number(void *at, const char *text, size_t len)
{
	char number[NUMBER_LEN] = "";
	struct json v = {.type = NODE_REAL};
	struct str s = {text, len};

	if (len >= sizeof number)
		return 0;
	memcpy(number, text, len);
	if (str_chr(s, '.') == STR_NPOS && str_chr(s, 'e') == STR_NPOS &&
	    str_chr(s, 'E') == STR_NPOS) {
		v = (struct json){NODE_WHOLE, 0, {.whole = strtoll(number, NULL, 10)}};
		return len - (text[0] == '-') <= WHOLE_DIGITS && put(at, v);
	}
	v.is.real = strtod(number, NULL);
	return isfinite(v.is.real) && put(at, v);
}

static int tree_string(void *at, const unsigned char *text, size_t len)
{
	struct str s;

	return take_text(&s, at, text, len) &&
	       put(at, (struct json){NODE_TEXT, (uint32_t)s.len, {.text = s.at}});
}

static int tree_enter(void *at)
{
	struct tree *t = at;

	if (t->depth == TREE_DEPTH)
		return 0;
	t->from[t->depth] = t->open.len;
	t->key[t->depth++] = STR_NONE;
	return 1;
}

static int tree_key(void *at, const unsigned char *text, size_t len)
{
	struct tree *t = at;

	return take_text(&t->key[t->depth - 1], t, text, len);
}

static int tree_array(void *at)
{
	struct tree *t = at;
	size_t from = t->from[--t->depth], count = t->open.len - from;
	struct json *item = ARENA_ARRAY(t->arena, struct json, count);

	for (size_t i = 0; i < count; i++)
		item[i] = t->open.at[from + i].value;
	t->open.len = from;
	return count <= UINT32_MAX &&
	       put(t, (struct json){NODE_ARRAY, (uint32_t)count, {.item = item}});
}

/* Zero: too many members for here, or one of them twice. */
static int tree_object(void *at)
{
	struct tree *t = at;
	size_t from = t->from[--t->depth], count = t->open.len - from;
	struct json_member *member = ARENA_ARRAY(t->arena, struct json_member, count);

	if (count > JSON_FEW)
		return 0;
	for (size_t i = 0; i < count; i++) {
		member[i] = t->open.at[from + i];
		for (size_t k = 0; k < i; k++)
			if (str_eq(member[k].key, member[i].key))
				return 0;
	}
	t->open.len = from;
	return put(t, (struct json){NODE_OBJECT, (uint32_t)count, {.member = member}});
}

static const yajl_callbacks tree_callbacks = {
	.yajl_null = tree_null,
	.yajl_boolean = tree_bool,
	.yajl_number = tree_number,
	.yajl_string = tree_string,
	.yajl_start_map = tree_enter,
	.yajl_map_key = tree_key,
	.yajl_end_map = tree_object,
	.yajl_start_array = tree_enter,
	.yajl_end_array = tree_array,
};

/* Where yajl is laxer than jansson: half surrogates, two kinds of blanks, what is no document. */
static bool may_differ(struct str text)
{
	struct str s = str_trim(text);

	return s.len == 0 || (s.at[0] != '{' && s.at[0] != '[') ||
	       str_find(s, STR("\\ud")) != STR_NPOS || str_find(s, STR("\\uD")) != STR_NPOS ||
	       str_chr(s, '\v') != STR_NPOS || str_chr(s, '\f') != STR_NPOS;
}

bool scan_tree(struct json *out, struct arena *arena, struct str text)
{
	struct tree t = {.root = out, .arena = arena};
	bool ok;

	if (may_differ(text))
		return false;
	t.handle = yajl_alloc(&tree_callbacks, NULL, &t);
	CHECK(t.handle);
	ok = yajl_parse(t.handle, (const unsigned char *)text.at, text.len) == yajl_status_ok &&
	     yajl_complete_parse(t.handle) == yajl_status_ok &&
	     str_trim(str_cut(text, t.end, text.len)).len == 0;
	yajl_free(t.handle);
	VEC_FREE(&t.open);
	return ok;
}
