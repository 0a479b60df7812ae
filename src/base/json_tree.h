/* base/json_tree.h -- how a JSON tree lies in memory. Private to json.c and scan.c.
 *
 * A node has 16 bytes. Texts have a NUL behind them; items and members lie in arrays,
 * in the order of the document. */
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

/* Reads what this program writes itself, and most of what others do (yajl): no surrogates, no
 * object with over JSON_FEW keys, no depth over 64, no whole number over 18 digits. The tree is
 * in the arena. False: not that plain, or no JSON at all; the arena holds rubbish then. */
bool scan_tree(struct json *out, struct arena *arena, struct str text) MUST_USE;
