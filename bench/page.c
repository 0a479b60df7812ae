/* bench/page.c -- how fast are web pages read? One thread, one run, ratios.
 *
 *   build/release/bench/page [SECONDS] FILE...
 *
 * Reads the files into memory once, then takes turns, some SECONDS each (default 3):
 * the tokenizer alone, tokens and tree, the whole way to an article, and libxml2's
 * HTML parser alone on the same bytes (its DOM, nothing done with it). */
#include <libxml/HTMLparser.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/io.h"
#include "base/limits.h"
#include "base/vec.h"
#include "ingest/html_token.h"
#include "ingest/page.h"
#include "ingest/page_tree.h"

struct pages {
	VEC(struct buf) list;
	size_t bytes;
};

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void only_tokens(struct arena *a, struct str html)
{
	static struct html_tokenizer t;
	struct html_token token;

	html_tokenizer_init(&t, a, html);
	while (html_next(&token, &t))
		;
}

static void tree(struct arena *a, struct str html)
{
	page_tree_of(a, html);
}

static void whole(struct arena *a, struct str html)
{
	struct page page;
	struct err err;

	if (!page_read(&page, a, html, STR_NONE, STR_NONE, &err))
		fprintf(stderr, "%s\n", err.text);
}

static void peer(struct arena *a, struct str html)
{
	htmlDocPtr doc =
		htmlReadMemory(html.at, (int)html.len, NULL, "utf-8",
			       HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
				       HTML_PARSE_NONET | HTML_PARSE_COMPACT | XML_PARSE_HUGE);

	(void)a;
	xmlFreeDoc(doc);
}

static const struct {
	const char *name;
	void (*run)(struct arena *, struct str);
} steps[] = {
	{"tokens", only_tokens},
	{"tokens, tree", tree},
	{"page to article", whole},
	{"libxml2, DOM alone", peer},
};
#define STEPS (sizeof steps / sizeof *steps)

/* Seconds of one turn over all pages. */
static double turn(const struct pages *p, size_t step)
{
	struct arena *a = arena_new();
	double begun = now();

	for (size_t i = 0; i < p->list.len; i++) {
		steps[step].run(a, buf_view(&p->list.at[i]));
		arena_reset(a);
	}
	begun = now() - begun;
	arena_free(a);
	return begun;
}

static void load(struct pages *p, const char *path)
{
	struct buf b;
	struct err err;

	buf_init(&b, LIMIT_PAGE);
	if (!io_read(&b, path, &err)) {
		fprintf(stderr, "%s\n", err.text);
		buf_free(&b);
		return;
	}
	p->bytes += b.len;
	VEC_PUSH(&p->list, b);
}

int main(int argc, char **argv)
{
	double seconds = argc > 1 ? atof(argv[1]) : 0, spent[STEPS] = {0};
	struct pages p = {0};
	size_t turns[STEPS] = {0};

	for (int i = seconds > 0 ? 2 : 1; i < argc; i++)
		load(&p, argv[i]);
	if (!p.list.len) {
		fprintf(stderr, "usage: bench/page [SECONDS] FILE...\n");
		return 2;
	}
	seconds = seconds > 0 ? seconds : 3;
	xmlInitParser();
	for (size_t s = 0; s < STEPS; s = (s + 1) % STEPS) {
		if (spent[0] >= seconds && spent[1] >= seconds && spent[2] >= seconds &&
		    spent[3] >= seconds)
			break;
		spent[s] += turn(&p, s);
		turns[s]++;
	}
	printf("%zu pages, %.1f MB\n", p.list.len, (double)p.bytes / 1e6);
	for (size_t s = 0; s < STEPS; s++)
		printf("%-20s %8.1f MB/s %8.0f pages/s %6.2f times libxml2\n", steps[s].name,
		       (double)p.bytes * (double)turns[s] / spent[s] / 1e6,
		       (double)p.list.len * (double)turns[s] / spent[s],
		       spent[STEPS - 1] / (double)turns[STEPS - 1] / (spent[s] / (double)turns[s]));
	for (size_t i = 0; i < p.list.len; i++)
		buf_free(&p.list.at[i]);
	VEC_FREE(&p.list);
	return 0;
}
