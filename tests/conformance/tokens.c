/* tokens.c -- the tokenizer for tests/conformance/html: a line "STATE LAST INPUT" on
 * standard input (LAST and INPUT in hexadecimal, "-" for none) gives one line of tokens
 * on standard output, their strings in hexadecimal, apart by blanks. */
#include <stdio.h>
#include <stdlib.h>

#include "ingest/html_token.h"

static struct str unhex(struct arena *a, const char *hex)
{
	size_t len = strcmp(hex, "-") == 0 ? 0 : strlen(hex) / 2;
	char *out = arena_alloc(a, len + 1);

	for (size_t i = 0; i < len; i++) {
		char two[3] = {hex[2 * i], hex[2 * i + 1], 0};

		out[i] = (char)strtoul(two, NULL, 16);
	}
	return (struct str){out, len};
}

static void put(struct str s)
{
	putchar(' ');
	if (!s.len)
		putchar(s.at ? '-' : '!');
	for (size_t i = 0; i < s.len; i++)
		printf("%02x", (unsigned char)s.at[i]);
}

static void put_token(struct arena *a, const struct html_token *t)
{
	static const char kinds[] = "TSECD";

	printf(" %c", kinds[t->kind]);
	switch (t->kind) {
	case HTML_TEXT:
	case HTML_COMMENT:
		put(html_characters(a, t).len ? html_characters(a, t) : STR(""));
		break;
	case HTML_START:
		put(t->name);
		printf(" %d %zu", t->self_closing, t->attribute_count);
		for (size_t i = 0; i < t->attribute_count; i++) {
			struct str value = html_value(a, t->attribute[i].value);

			put(t->attribute[i].name);
			put(value.len ? value : STR(""));
		}
		break;
	case HTML_END:
		put(t->name);
		break;
	case HTML_DOCTYPE:
		put(t->has_name ? t->name : STR_NONE);
		put(t->public_id);
		put(t->system_id);
		printf(" %d", !t->force_quirks);
		break;
	}
}

int main(void)
{
	static char state[32], last[4096], input[1 << 20];
	struct html_tokenizer t;
	struct html_token token;

	while (scanf("%31s %4095s %1048575s", state, last, input) == 3) {
		struct arena *a = arena_new();

		html_tokenizer_init(&t, a, html_newlines(a, unhex(a, input)));
		html_content_is(&t, (enum html_content)atoi(state));
		t.cdata_allowed = atoi(state) == HTML_CDATA;
		t.last_start = unhex(a, last);
		while (html_next(&token, &t))
			put_token(a, &token);
		putchar('\n');
		arena_free(a);
	}
	return 0;
}
