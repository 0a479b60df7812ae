/* ingest/html_parts.h -- what the files of the tokenizer share, and nobody else includes. */
#pragma once
#include "ingest/html_token.h"

bool html_is_space(char c);
void html_skip_space(struct html_tokenizer *t);
struct str html_lower(struct arena *arena, struct str s);
struct str html_no_nul(struct arena *arena, struct str s);

/* Each is called behind what told it apart and returns whether `out` is a token; else
 * the stream goes on. */
bool html_take_tag(struct html_token *out, struct html_tokenizer *t, enum html_kind kind);
bool html_take_doctype(struct html_token *out, struct html_tokenizer *t);
bool html_next_of_raw(struct html_token *out, struct html_tokenizer *t);
