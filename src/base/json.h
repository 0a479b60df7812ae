/* base/json.h -- JSON documents as a tree.
 *
 * For configuration, taxonomies, requests, labelled training lines; bulk input
 * goes through base/scan.h. A tree belongs to whoever parsed it; what the
 * getters return is borrowed from it. Missing keys and wrong types give the
 * fallback: text NULL, number 0, length 0. Every getter takes NULL. */
#pragma once
#include <stdbool.h>
#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"

struct json;

/* ERR_INPUT with line and column. Depth is bounded by jansson (2,048). */
bool json_parse(struct json **out, struct str text, struct err *err) MUST_USE;
void json_free(struct json *root); /* only what json_parse gave */
/* The same in an arena, where it lives and needs no json_free. */
bool json_read(const struct json **out, struct arena *arena, struct str text,
	       struct err *err) MUST_USE;

const struct json *json_get(const struct json *object, const char *key);
const struct json *json_at(const struct json *array, size_t n);
size_t json_len(const struct json *array_or_object);
struct str json_str(const struct json *value);
struct str json_get_str(const struct json *object, const char *key);
/* A text, or a whole number written out: what people use as an id. In the arena, which
 * outlives the tree. */
struct str json_text(struct arena *arena, const struct json *value);
double json_num(const struct json *value, double fallback);
int64_t json_int(const struct json *value, int64_t fallback);
bool json_bool(const struct json *value, bool fallback);
bool json_is_object(const struct json *value);
bool json_is_array(const struct json *value);
bool json_is_str(const struct json *value);
bool json_is_num(const struct json *value);

/* The n-th key of an object, in the order of the text; the value to *value. */
struct str json_key(const struct json **value, const struct json *object, size_t n);

/* Compact, keys in the order of the text. */
void json_print(struct buf *out, const struct json *value);
