/* base/emit.h -- writes JSON into a buf, in order, escaping by construction.
 *
 *   struct emit e;
 *   emit_open(&e, out);
 *   emit_object(&e); emit_key(&e, "id"); emit_str(&e, id); emit_end(&e);
 *
 * The caller keeps nesting right (checked). Text must be UTF-8; bytes that are
 * not are written as U+FFFD. "</" is written as "<\/", so that the output may
 * stand inside a script element. Overflow is told by buf_ok(). */
#pragma once
#include "base/buf.h"

struct emit {
	struct buf *out;
	int depth;
	bool first; /* nothing was written on this level yet */
	bool after_key;
	char end[64]; /* '}' or ']' of each open level */
};

void emit_open(struct emit *e, struct buf *out);
void emit_object(struct emit *e);
void emit_array(struct emit *e);
void emit_end(struct emit *e); /* of the innermost object or array */
void emit_key(struct emit *e, const char *key);
void emit_key_str(struct emit *e, struct str key);
void emit_str(struct emit *e, struct str s);
void emit_z(struct emit *e, const char *z);
void emit_int(struct emit *e, int64_t n);
void emit_num(struct emit *e, double n, int decimals); /* NaN and infinities: null */
void emit_bool(struct emit *e, bool b);
void emit_null(struct emit *e);
/* "" becomes null: an absent value is never an empty text. */
void emit_pair_or_null(struct emit *e, const char *key, struct str value);
void emit_raw(struct emit *e, struct str json); /* already JSON, trusted */

/* key and value in one */
void emit_pair(struct emit *e, const char *key, struct str value);
void emit_pair_int(struct emit *e, const char *key, int64_t value);
void emit_pair_num(struct emit *e, const char *key, double value, int decimals);
