/* serve/csv.c -- RFC 4180 quoting, for texts that strangers wrote. */
#include "serve/csv.h"

void csv_field(struct buf *out, struct str text)
{
	bool formula = text.len && strchr("=+-@\t\r", text.at[0]) != NULL;

	buf_char(out, '"');
	if (formula)
		buf_char(out, '\'');
	for (size_t i = 0; i < text.len; i++) {
		if (text.at[i] == '"')
			buf_char(out, '"');
		buf_char(out, text.at[i]);
	}
	buf_char(out, '"');
}
