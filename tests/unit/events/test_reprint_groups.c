/* Groups of copies: what is printed, and that the order of arrival does not matter. */
#include "lib/test.h"

#include "base/json.h"
#include "events/reprint_groups.c"

static struct err err;

static bool collect(struct str line, void *payload)
{
	buf_str(payload, line);
	return true;
}

static const char *const CAR[] = {
	"Police say a driverless taxi struck a woman on Monday evening. ",
	"It dragged her for six metres before it stopped. ",
	"The operator withdrew all of its cars from the streets of the city. ",
	"A regulator suspended the licence while it looks into the crash. ",
	"Doctors at the hospital said that she was in a stable condition. ",
	"Two witnesses told reporters that the car had not slowed down at all. ",
	"The maker of its cameras declined to comment on the matter. ",
	"A hearing about the licence was called for the end of the month. "};
static const char *const CHESS[] = {
	"A chess robot broke the finger of a seven-year-old boy at the Moscow Open. ",
	"The president of the federation said that the machine had been rented. ",
	"It had been shown at many tournaments before without any accident. ",
	"The boy reached for a piece before the arm had come to rest. ",
	"Four adults needed fifteen seconds to free his hand from the grip. ",
	"He finished the tournament with a plaster cast and won a game. "};

struct sample {
	const char *id, *publisher, *date;
	const char *const *sentence;
	int from, upto;
};

static const struct sample sample[] = {
	{"car-ap", "AP", "2024-03-05", CAR, 0, 8},
	{"chess", "TASS", "2022-07-24", CHESS, 0, 6},
	{"car-cut", "Herald", "2024-03-06", CAR, 0, 5},
	{"car-tail", "Post", "", CAR, 4, 8},
	{"car-same", "AP", "2024-03-07", CAR, 0, 8},
	{"chess-cut", "", "2022-07-23", CHESS, 1, 6},
};
#define SAMPLES (sizeof sample / sizeof *sample)

static void add(struct reprint_groups *g, struct arena *arena, const struct sample *s)
{
	struct article a = {.id = str_of(s->id),
			    .publisher = str_of(s->publisher),
			    .url = STR("https://www.example.com/x")};
	struct date date;
	struct buf text;

	buf_init(&text, 1 << 16);
	for (int i = s->from; i < s->upto; i++)
		buf_z(&text, s->sentence[i]);
	if (date_parse(&date, str_of(s->date)))
		a.date_ms = date.ms;
	a.field[FIELD_TITLE] = str_of(s->id);
	a.field[FIELD_TEXT] = buf_view(&text);
	reprint_groups_add(g, arena, &a);
	buf_free(&text);
}

static void printed(struct buf *out, struct arena *arena, const size_t order[SAMPLES])
{
	struct reprint_groups *g = reprint_groups_new();

	buf_clear(out);
	for (size_t i = 0; i < SAMPLES; i++)
		add(g, arena, &sample[order[i]]);
	assert_true(reprint_groups_print(g, collect, out));
	reprint_groups_free(g);
}

static void test_what_is_printed(void **state)
{
	static const size_t order[SAMPLES] = {0, 1, 2, 3, 4, 5};
	struct arena *a = arena_new();
	struct str line, rest;
	struct json *json;
	struct buf out;

	(void)state;
	buf_init(&out, 1 << 20);
	printed(&out, a, order);
	rest = buf_view(&out);
	for (int i = 0; i < 2; i++) {
		size_t end = (size_t)((const char *)memchr(rest.at, '\n', rest.len) - rest.at);

		line = str_cut(rest, 0, end);
		rest = str_cut(rest, end + 1, rest.len);
		assert_true(json_parse(&json, line, &err));
		assert_str(json_get_str(json, "first"), i ? "chess-cut" : "car-ap");
		assert_str(json_get_str(json, "how"), "near");
		assert_int_equal(json_len(json_get(json, "articles")), i ? 2 : 4);
		assert_int_equal(json_len(json_get(json, "publishers")), i ? 2 : 3);
		if (i == 0) { /* by date, the one without at the end */
			const struct json *list = json_get(json, "articles");

			assert_str(json_get_str(json_at(list, 0), "how"), "first");
			assert_str(json_get_str(json_at(list, 1), "id"), "car-cut");
			assert_str(json_get_str(json_at(list, 2), "how"), "exact");
			assert_str(json_get_str(json_at(list, 3), "id"), "car-tail");
		} else { /* no publisher is named: the site */
			assert_str(json_str(json_at(json_get(json, "publishers"), 0)),
				   "example.com");
		}
		json_free(json);
	}
	assert_int_equal(rest.len, 0);
	buf_free(&out);
	arena_free(a);
}

static int by_line(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The lines, sorted, since groups are printed in the order in which they began. */
static void sort_lines(struct buf *text)
{
	char *line[SAMPLES], *copy = memory_zalloc(text->len + 1), *at = copy;
	size_t count = 0;

	memcpy(copy, text->at, text->len);
	for (char *end; (end = strchr(at, '\n')) && count < SAMPLES; at = end + 1) {
		*end = '\0';
		line[count++] = at;
	}
	qsort(line, count, sizeof *line, by_line);
	buf_clear(text);
	for (size_t i = 0; i < count; i++)
		buf_fmt(text, "%s\n", line[i]);
	memory_free(copy);
}

static void test_order_does_not_matter(void **state)
{
	size_t order[SAMPLES] = {0, 1, 2, 3, 4, 5};
	struct arena *a = arena_new();
	struct buf want, got;
	struct random rng;

	(void)state;
	random_seed(&rng, 7);
	buf_init(&want, 1 << 20);
	buf_init(&got, 1 << 20);
	printed(&want, a, order);
	sort_lines(&want);
	for (int round = 0; round < 200; round++) {
		for (size_t i = SAMPLES - 1; i > 0; i--) {
			size_t k = random_below(&rng, (uint32_t)i + 1), was = order[i];

			order[i] = order[k];
			order[k] = was;
		}
		printed(&got, a, order);
		sort_lines(&got);
		assert_true(str_eq(buf_view(&got), buf_view(&want)));
	}
	buf_free(&want);
	buf_free(&got);
	arena_free(a);
}

static void test_nothing_to_print(void **state)
{
	struct arena *a = arena_new();
	struct reprint_groups *g = reprint_groups_new();
	struct buf out;

	(void)state;
	buf_init(&out, 1 << 16);
	assert_true(reprint_groups_print(g, collect, &out));
	add(g, a, &sample[0]);
	add(g, a, &sample[1]);
	assert_true(reprint_groups_print(g, collect, &out));
	assert_int_equal(out.len, 0);
	buf_free(&out);
	reprint_groups_free(g);
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_is_printed),
		cmocka_unit_test(test_order_does_not_matter),
		cmocka_unit_test(test_nothing_to_print),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
