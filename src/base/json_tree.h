/* base/json_tree.h -- how a JSON tree lies in memory. Private to json.c and json_read.c.
 *
 * A node has 16 bytes. Texts lie in one copy of the document, each with a NUL behind it;
 * items and members in arrays, in the order of the text. */
#pragma once
#include "base/json.h"

enum node_type { NODE_NULL, NODE_BOOL, NODE_WHOLE, NODE_REAL, NODE_TEXT, NODE_ARRAY, NODE_OBJECT };

struct json {
	enum node_type type;
	uint32_t count; /* bytes, items, members; of a bool 1: true */
	union {
		const char *text;
		int64_t whole;
		double real;
		const struct json *item;
		const struct json_member *member;
	} is;
};

struct json_member {
	struct str key;
	struct json value;
};

/* Members that are looked for one by one, and compared with each other when they are read.
 * An object with more has their numbers in the order of their keys behind the members. */
#define JSON_FEW 64

/* Reads what this program writes itself, and most of what others do: no number with an exponent
 * or over 15 digits, no surrogates, no object with over JSON_FEW keys, no depth over 64. The
 * tree is in the arena, and its texts are in `text`, which is changed (a NUL stands behind it).
 * False: not that plain, or no JSON at all; the arena holds rubbish then. */
bool json_read_plain(struct json *out, struct arena *arena, char *text, size_t len) MUST_USE;
