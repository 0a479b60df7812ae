/* base/json.c -- trees of JSON: getters, printing, and what json_read.c leaves to jansson.
 *
 * jansson keeps insertion order of keys, checks UTF-8 and says what is wrong where. It parses
 * 43 MB/s (MEASURED.md), so it sees only what is not plain; its tree is copied into ours. */
#include "base/json_tree.h"

#include <jansson.h>
/* jansson has macros of these names over its own type. */
#undef json_is_object
#undef json_is_array

#include <stdio.h>
#include <stdlib.h>

#include "base/check.h"

struct root { /* of json_parse */
	struct json node;
	struct arena *arena;
};

/* -- from jansson's ------------------------------------------------------------------------- */

static void copy_of(struct json *out, struct arena *arena, const json_t *from);

static struct json copied_array(struct arena *arena, const json_t *from)
{
	const size_t count = json_array_size(from);
	struct json *item = ARENA_ARRAY(arena, struct json, count);

	CHECK(count <= UINT32_MAX);
	for (size_t i = 0; i < count; i++)
		copy_of(&item[i], arena, json_array_get(from, i));
	return (struct json){NODE_ARRAY, (uint32_t)count, {.item = item}};
}

struct place {
	const struct json_member *member;
	uint32_t number;
};

static int by_key(const void *a, const void *b)
{
	return str_cmp(((const struct place *)a)->member->key,
		       ((const struct place *)b)->member->key);
}

/* The numbers of many members, in the order of their keys. */
static void put_in_order(uint32_t *order, struct arena *arena, const struct json_member *member,
			 size_t count)
{
	struct place *place = ARENA_ARRAY(arena, struct place, count);

	for (size_t i = 0; i < count; i++)
		place[i] = (struct place){&member[i], (uint32_t)i};
	qsort(place, count, sizeof *place, by_key);
	for (size_t i = 0; i < count; i++)
		order[i] = place[i].number;
}

static struct json copied_object(struct arena *arena, const json_t *from)
{
	const size_t count = json_object_size(from);
	json_t *o = (json_t *)(uintptr_t)from;
	struct json_member *member =
		arena_alloc(arena, count * (sizeof *member + sizeof(uint32_t)));
	size_t i = 0;

	CHECK(count <= UINT32_MAX);
	for (void *at = json_object_iter(o); at; at = json_object_iter_next(o, at)) {
		member[i].key = arena_copy(arena, str_of(json_object_iter_key(at)));
		copy_of(&member[i++].value, arena, json_object_iter_value(at));
	}
	if (count > JSON_FEW)
		put_in_order((uint32_t *)(void *)(member + count), arena, member, count);
	return (struct json){NODE_OBJECT, (uint32_t)count, {.member = member}};
}

static struct json copied_text(struct arena *arena, const json_t *from)
{
	struct str s =
		arena_copy(arena, (struct str){json_string_value(from), json_string_length(from)});

	CHECK(s.len <= UINT32_MAX);
	return (struct json){NODE_TEXT, (uint32_t)s.len, {.text = s.at}};
}

/* As deep as jansson lets a document be. */
static void copy_of(struct json *out, struct arena *arena, const json_t *from)
{
	switch (json_typeof(from)) {
	case JSON_OBJECT:
		*out = copied_object(arena, from);
		break;
	case JSON_ARRAY:
		*out = copied_array(arena, from);
		break;
	case JSON_STRING:
		*out = copied_text(arena, from);
		break;
	case JSON_INTEGER:
		*out = (struct json){NODE_WHOLE, 0, {.whole = json_integer_value(from)}};
		break;
	case JSON_REAL:
		*out = (struct json){NODE_REAL, 0, {.real = json_real_value(from)}};
		break;
	case JSON_TRUE:
	case JSON_FALSE:
		*out = (struct json){.type = NODE_BOOL, .count = json_typeof(from) == JSON_TRUE};
		break;
	case JSON_NULL:
		*out = (struct json){.type = NODE_NULL};
		break;
	}
}

static bool by_jansson(struct json *out, struct arena *arena, struct str text, struct err *err)
{
	json_error_t trouble;
	json_t *root =
		json_loadb(text.at ? text.at : "", text.len, JSON_REJECT_DUPLICATES, &trouble);

	if (!root)
		return err_set(err, ERR_INPUT, "line %d column %d: %s", trouble.line,
			       trouble.column, trouble.text);
	copy_of(out, arena, root);
	json_decref(root);
	return true;
}

/* -- reading -------------------------------------------------------------------------------- */

static bool fill(struct json *out, struct arena *arena, struct str text, struct err *err)
{
	char *own = (char *)(uintptr_t)arena_copy(arena, text).at;

	return json_read_plain(out, arena, own, text.len) || by_jansson(out, arena, text, err);
}

bool json_read(const struct json **out, struct arena *arena, struct str text, struct err *err)
{
	struct json *root = ARENA_NEW(arena, struct json);

	*out = root;
	return fill(root, arena, text, err);
}

bool json_parse(struct json **out, struct str text, struct err *err)
{
	struct arena *arena = arena_new();
	struct root *root = ARENA_NEW(arena, struct root);

	root->arena = arena;
	if (!fill(&root->node, arena, text, err)) {
		arena_free(arena);
		return false;
	}
	*out = &root->node;
	return true;
}

void json_free(struct json *root)
{
	if (root)
		arena_free(((struct root *)(void *)root)->arena);
}

/* -- getters -------------------------------------------------------------------------------- */

static const struct json *get_of_many(const struct json *object, struct str key)
{
	const struct json_member *member = object->is.member;
	const uint32_t *order = (const uint32_t *)(const void *)(member + object->count);
	size_t from = 0, upto = object->count;

	while (from < upto) {
		const size_t middle = from + (upto - from) / 2;
		const int is = str_cmp(member[order[middle]].key, key);

		if (is == 0)
			return &member[order[middle]].value;
		if (is < 0)
			from = middle + 1;
		else
			upto = middle;
	}
	return NULL;
}

const struct json *json_get(const struct json *object, const char *key)
{
	const struct str k = str_of(key);

	if (!json_is_object(object))
		return NULL;
	if (object->count > JSON_FEW)
		return get_of_many(object, k);
	for (size_t i = 0; i < object->count; i++)
		if (str_eq(object->is.member[i].key, k))
			return &object->is.member[i].value;
	return NULL;
}

const struct json *json_at(const struct json *array, size_t n)
{
	return json_is_array(array) && n < array->count ? &array->is.item[n] : NULL;
}

size_t json_len(const struct json *v)
{
	return json_is_array(v) || json_is_object(v) ? v->count : 0;
}

struct str json_str(const struct json *v)
{
	return json_is_str(v) ? (struct str){v->is.text, v->count} : STR_NONE;
}

struct str json_get_str(const struct json *object, const char *key)
{
	return json_str(json_get(object, key));
}

struct str json_text(struct arena *arena, const struct json *value)
{
	if (json_is_num(value))
		return arena_fmt(arena, "%lld", (long long)json_int(value, 0));
	return arena_copy(arena, json_str(value));
}

double json_num(const struct json *v, double fallback)
{
	if (!json_is_num(v))
		return fallback;
	return v->type == NODE_REAL ? v->is.real : (double)v->is.whole;
}

int64_t json_int(const struct json *v, int64_t fallback)
{
	return v && v->type == NODE_WHOLE ? v->is.whole : fallback;
}

bool json_bool(const struct json *v, bool fallback)
{
	return v && v->type == NODE_BOOL ? v->count == 1 : fallback;
}

bool json_is_object(const struct json *v)
{
	return v && v->type == NODE_OBJECT;
}

bool json_is_array(const struct json *v)
{
	return v && v->type == NODE_ARRAY;
}

bool json_is_str(const struct json *v)
{
	return v && v->type == NODE_TEXT;
}

bool json_is_num(const struct json *v)
{
	return v && (v->type == NODE_WHOLE || v->type == NODE_REAL);
}

struct str json_key(const struct json **value, const struct json *object, size_t n)
{
	CHECK(json_is_object(object) && n < object->count);
	*value = &object->is.member[n].value;
	return object->is.member[n].key;
}

/* -- printing --------------------------------------------------------------------------------- */

static void print_text(struct buf *out, struct str s)
{
	static const char name[] = {'b', 't', 'n', 0, 'f', 'r'};
	size_t done = 0;

	buf_char(out, '"');
	for (size_t i = 0; i < s.len; i++) {
		const unsigned char c = (unsigned char)s.at[i];

		if (c >= ' ' && c != '"' && c != '\\')
			continue;
		buf_str(out, str_cut(s, done, i));
		done = i + 1;
		if (c >= ' ')
			buf_fmt(out, "\\%c", c);
		else if (c >= '\b' && c <= '\r' && name[c - '\b'])
			buf_fmt(out, "\\%c", name[c - '\b']);
		else
			buf_fmt(out, "\\u%04X", c);
	}
	buf_str(out, str_cut(s, done, s.len));
	buf_char(out, '"');
}

/* All its digits, and something that tells it from a whole number; "1e20", not "1e+20". */
static void print_real(struct buf *out, double real)
{
	char digits[40];
	size_t e, skip = 0;

	snprintf(digits, sizeof digits, "%.17g", real);
	e = strcspn(digits, "e");
	buf_str(out, (struct str){digits, e});
	if (!digits[e]) {
		buf_z(out, strchr(digits, '.') ? "" : ".0");
		return;
	}
	buf_z(out, digits[++e] == '-' ? "e-" : "e");
	skip = strspn(digits + e, "+-0");
	buf_z(out, digits + e + skip);
}

static void print_object(struct buf *out, const struct json *value)
{
	buf_char(out, '{');
	for (size_t i = 0; i < value->count; i++) {
		if (i)
			buf_char(out, ',');
		print_text(out, value->is.member[i].key);
		buf_char(out, ':');
		json_print(out, &value->is.member[i].value);
	}
	buf_char(out, '}');
}

static void print_array(struct buf *out, const struct json *value)
{
	buf_char(out, '[');
	for (size_t i = 0; i < value->count; i++) {
		if (i)
			buf_char(out, ',');
		json_print(out, &value->is.item[i]);
	}
	buf_char(out, ']');
}

void json_print(struct buf *out, const struct json *value)
{
	switch (value->type) {
	case NODE_NULL:
		buf_z(out, "null");
		break;
	case NODE_BOOL:
		buf_z(out, value->count ? "true" : "false");
		break;
	case NODE_WHOLE:
		buf_fmt(out, "%lld", (long long)value->is.whole);
		break;
	case NODE_REAL:
		print_real(out, value->is.real);
		break;
	case NODE_TEXT:
		print_text(out, json_str(value));
		break;
	case NODE_ARRAY:
		print_array(out, value);
		break;
	case NODE_OBJECT:
		print_object(out, value);
		break;
	}
}
