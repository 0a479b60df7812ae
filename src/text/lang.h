/* text/lang.h -- which language a text is in: the one place where that is decided. Pure, any
 * thread. */
#pragma once
#include "base/arena.h"

/* BCP 47 ("en", "pt-BR", "zh-Hant") of the first few hundred bytes of a text of valid UTF-8:
 * CLD2 where it is sure, small words and scripts where it is not or takes close languages for
 * each other. `declared` is what the page, the feed or the caller says ("" nothing): it counts
 * between close languages and where the text does not tell, and keeps its region; where the
 * text surely says otherwise the text counts, since templates declare what they please.
 * Empty: cannot be told. Static, in the arena, or `declared` itself in its usual form. */
struct str lang_of(struct arena *a, struct str text, struct str declared);

/* Of an article's language: English of any region, or not known ("" may be). It is what
 * the judge's words are in. */
bool lang_may_be_english(struct str lang);
