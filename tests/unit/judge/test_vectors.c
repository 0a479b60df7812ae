/* test_vectors.c -- a table of words: made from text, read, averaged; how it is refused. */
#include "lib/test.h"
#include "lib/scratch.h"

#include "judge/train_vectors.h"
#include "judge/vectors.c"

#include "base/io.h"

static struct err err;

static const char CORPUS[] = "{\"title\":\"Cat bites dog\",\"text\":\"The cat was sorry.\"}\n"
			     "{\"title\":\"Rain\",\"text\":\"The dog was wet.\"}\n"
			     "\n"
			     "{\"title\":\"Wind\"}\n{\"title\":\"Fog\"}\n{\"title\":\"Hail\"}\n"
			     "{\"title\":\"Rain again\",\"text\":\"The dogs were wet.\"}\n";
static const char TEXT[] = "the 1 1 1 1\n"
			   "Cat 5 1 1 1\n"
			   "dog 1 5 1 1\n"
			   "two-words 1 1 1 1\n"
			   "dog 1 1 1 5\n"
			   "unseen 1 1 5 1\n";

static bool make(const char *text, const char *corpus)
{
	const char *path[] = {scratch_path("corpus.jsonl")};

	scratch_write("corpus.jsonl", corpus);
	scratch_write("text", text);
	return train_vectors(&(struct train_vectors_options){.text = scratch_path("text"),
							     .corpus = path,
							     .corpus_count = 1,
							     .out = scratch_folder},
			     &err);
}

static struct vectors *load(struct buf *bytes)
{
	struct vectors *v;

	buf_init(bytes, LIMIT_FILE);
	assert_true(io_read(bytes, scratch_path("words.vectors"), &err));
	assert_true(vectors_parse(&v, buf_view(bytes), &err));
	return v;
}

static void mean_of(float out[VECTORS_DIMENSIONS_MAX], const struct vectors *v, const char *text)
{
	struct arena *a = arena_new();
	struct words w;

	words_of(&w, a, str_of(text));
	vectors_mean(out, v, w.at, w.len);
	arena_free(a);
}

static void test_made_and_read(void **state)
{
	float cat[VECTORS_DIMENSIONS_MAX], dog[VECTORS_DIMENSIONS_MAX], x[VECTORS_DIMENSIONS_MAX];
	struct vectors *v;
	struct buf bytes;

	(void)state;
	assert_true(make(TEXT, CORPUS));
	v = load(&bytes);
	assert_int_equal(vectors_dimensions(v), 4);
	mean_of(cat, v, "CAT");
	mean_of(dog, v, "Dog");
	assert_true(cat[0] > 0.6F && cat[1] < 0 && dog[1] > 0 && dog[0] < 0); /* the mean is off */
	mean_of(x, v, "cat cat dog"); /* the cat is in one text of six, the dog in two */
	assert_true(x[0] > x[1]);
	assert_float_equal(x[0] * x[0] + x[1] * x[1] + x[2] * x[2] + x[3] * x[3], 1, 1e-4);
	mean_of(x, v, "unseen");
	assert_true(x[2] > 0.4F); /* a common line is kept though the corpus has it not */
	mean_of(x, v, "zebra two");
	assert_true(x[0] == 0 && x[1] == 0 && x[2] == 0 && x[3] == 0);
	vectors_free(v);
	vectors_free(NULL);
	assert_int_equal(vectors_dimensions(NULL), 0);
	buf_free(&bytes);
}

static void test_damaged_files_are_refused(void **state)
{
	struct vectors *v;
	struct buf b;

	(void)state;
	assert_true(make(TEXT, CORPUS));
	vectors_free(load(&b));
	for (size_t cut = 0; cut < b.len; cut++) {
		assert_false(vectors_parse(&v, str_cut(buf_view(&b), 0, cut), &err));
		assert_true(err.text[0] != '\0');
	}
	for (size_t at = 0; at < b.len; at++) {
		b.at[at] = (char)(b.at[at] ^ 0x20);
		assert_false(vectors_parse(&v, buf_view(&b), &err));
		b.at[at] = (char)(b.at[at] ^ 0x20);
	}
	buf_free(&b);
}

/* A well-formed file (right checksum) that lies in its head. */
static bool parse_with_head(const char *head)
{
	struct vectors *v;
	struct buf b;

	buf_init(&b, LIMIT_FILE);
	buf_z(&b, head);
	buf_char(&b, '\n');
	uint64_t sum = hash64(buf_view(&b), FORMAT);

	le32_put(&b, (uint32_t)sum);
	le32_put(&b, (uint32_t)(sum >> 32));
	bool fine = vectors_parse(&v, buf_view(&b), &err);

	if (fine)
		vectors_free(v);
	buf_free(&b);
	return fine;
}

static void test_lying_heads(void **state)
{
	(void)state;
	assert_true(parse_with_head("{\"tocsin_vectors\":1,\"dimensions\":4,\"rows\":0}"));
	assert_false(parse_with_head("{\"tocsin_vectors\":2,\"dimensions\":4,\"rows\":0}"));
	assert_false(parse_with_head("{\"tocsin_vectors\":1,\"dimensions\":0,\"rows\":0}"));
	assert_false(parse_with_head("{\"tocsin_vectors\":1,\"dimensions\":129,\"rows\":0}"));
	assert_false(parse_with_head("{\"tocsin_vectors\":1,\"dimensions\":4,\"rows\":200001}"));
	assert_false(parse_with_head("{\"tocsin_vectors\":1,\"dimensions\":4,\"rows\":3}"));
	assert_false(parse_with_head("[]"));
	assert_false(parse_with_head("not json"));
}

static void test_bad_text_is_named(void **state)
{
	(void)state;
	assert_false(make("the 1 2\ncat 1 2 3\n", CORPUS));
	assert_non_null(strstr(err.text, "text:2"));
	assert_non_null(strstr(err.text, "3 numbers, the lines before have 2"));
	assert_false(make("the 1 x\n", CORPUS));
	assert_non_null(strstr(err.text, "\"x\" is no number"));
	assert_false(make("the 1 inf\n", CORPUS));
	assert_false(make("the a b c d e f g h i\n", CORPUS));
	assert_false(make("", CORPUS));
	assert_non_null(strstr(err.text, "no vectors"));
	assert_false(make(TEXT, "{\"title\":\n"));
	assert_non_null(strstr(err.text, "corpus.jsonl:1"));
	assert_true(make("3 4\nthe 1 1 1 1\ncat 5 1 1 1\n", CORPUS)); /* fastText's head */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_made_and_read),
		cmocka_unit_test(test_damaged_files_are_refused),
		cmocka_unit_test(test_lying_heads),
		cmocka_unit_test(test_bad_text_is_named),
	};
	int failed;

	scratch_make();
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	scratch_remove();
	return failed;
}
