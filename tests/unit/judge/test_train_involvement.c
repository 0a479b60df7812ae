/* `tocsin train involvement`: same files, same bytes; bad lines are told by place. */
#include "judge/train_involvement.c"

#include <sys/wait.h>

#include "lib/scratch.h"
#include "lib/test.h"

#define FOLDER "/packs/oecd/training/involvement"

static struct pack *pack;

static int load(void **state)
{
	struct err err;

	scratch_setup(state);
	return pack_load(&pack, TOCSIN_SOURCE "/packs/oecd", &err) ? 0 : -1;
}

static int unload(void **state)
{
	pack_free(pack);
	return scratch_teardown(state);
}

static void train_to(struct buf *out)
{
	static const char *const file[] = {
		TOCSIN_SOURCE FOLDER "/dev1.jsonl",
		TOCSIN_SOURCE FOLDER "/dev2.jsonl",
		TOCSIN_SOURCE FOLDER "/dev3.jsonl",
	};
	const struct train_involvement_options o = {
		.file = file, .file_count = 3, .pack = pack, .out = scratch_folder};
	struct err err;
	int status = -1;
	pid_t child = fork(); /* as by the command: liblinear's order begins anew */

	if (child == 0)
		_exit(train_involvement(&o, &err) ? 0 : 1);
	assert_true(child > 0 && waitpid(child, &status, 0) == child);
	assert_int_equal(status, 0);
	assert_true(io_read(out, scratch_path("involvement.weights"), &err));
}

static void test_same_files_same_bytes(void **state)
{
	struct buf one, two;
	struct linear *m;
	struct err err;

	(void)state;
	buf_init(&one, LIMIT_FILE);
	buf_init(&two, LIMIT_FILE);
	train_to(&one);
	train_to(&two);
	assert_true(str_eq(buf_view(&one), buf_view(&two)));
	assert_true(linear_parse(&m, buf_view(&one), &err));
	assert_int_equal(linear_count(m), INVOLVEMENT_OUTPUTS);
	for (size_t i = 0; i < INVOLVEMENT_OUTPUTS; i++)
		assert_true(str_eq(linear_output(m, i)->name, str_of(involvement_output_name[i])));
	linear_free(m);
	buf_free(&one);
	buf_free(&two);
}

static void test_a_bad_value_is_told(void **state)
{
	const char *file = scratch_path("bad.jsonl");
	const struct train_involvement_options o = {.file = &file, .file_count = 1, .pack = pack};
	struct err err;

	(void)state;
	scratch_write("bad.jsonl", "{\"id\":\"a\",\"title\":\"T\",\"text\":\"A "
				   "chatbot.\",\"ai_involvement\":\"maybe\"}\n");
	assert_false(train_involvement(&o, &err));
	assert_non_null(strstr(err.text, "none of the five"));
	scratch_write("bad.jsonl", "{\"id\":\"a\",\"title\":\"T\",\"text\":\"x\"}\n");
	assert_false(train_involvement(&o, &err));
	assert_non_null(strstr(err.text, "no pieces"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_same_files_same_bytes),
		cmocka_unit_test(test_a_bad_value_is_told),
	};

	return cmocka_run_group_tests(tests, load, unload);
}
