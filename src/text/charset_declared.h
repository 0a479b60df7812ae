/* text/charset_declared.h -- the encoding that a web page states in itself. Pure, one pass.
 *
 * The Encoding prescan of the HTML standard (13.2.3.2): what stands in comments, in other
 * tags' attributes or in tags that are cut off declares nothing; the first <meta> with an
 * encoding that is known counts, also inside a script. */
#pragma once
#include "base/str.h"

/* charset_name's name of the declared encoding, of static life; NULL: none. UTF-16 is said
 * of bytes that could be read as ASCII, and means UTF-8. */
const char *charset_declared(struct str bytes);
/* The label in "text/html; charset=x" (the standard's "extracting a character encoding from a
 * meta element"); empty: none. */
struct str charset_label(struct str content);
