/* test_pack_check.c -- a small pack with every kind of finding. */
#include "lib/test.h"
#include "lib/scratch.h"

#include "judge/pack_check.c"

static struct err err;

static const char CUES[] = "group system.robot\n"      /* 1 */
			   "\t(robot|robots) [arm]\n"  /* 2: robot, robot arm, robots, ... */
			   "\tdroid~\n"                /* 3 */
			   "\trobots arm\n"            /* 4: dead */
			   "\trobot @title\n"          /* 5: in the title only: another phrase */
			   "\trobot !before(dance)\n"  /* 6: tied: another */
			   "\t=Robot\n"                /* 7: capitals count: another */
			   "group system.chat\n"       /* 8 */
			   "\tdroid~\n"                /* 9: conflict */
			   "\ttalking ..3 box\n"       /* 10: silent */
			   "group harm.physical.hit\n" /* 11 */
			   "limb physical\n"
			   "\tcrash~\n" /* 13 */
			   "\thit\n"    /* 14: found, but within a mute */
			   "group harm.other.dent\n"
			   "limb other\n"
			   "\tcrash~\n" /* 17: conflict */
			   "group sector.cars\n"
			   "\tcrash~\n" /* 19: fine, a hint at a facet */
			   "group mute.words\n"
			   "mute\n"
			   "\thit parade\n"   /* 22 */
			   "\t(robot arm)\n"; /* 23: mutes 2 */

static const char PACK[] = "{\"name\":\"small\",\"title\":\"Small\",\"taxonomy\":{\"severity\":["
			   "\"a\",\"b\",\"c\",\"d\","
			   "\"e\"],\"facets\":{\"f\":{\"values\":[\"v\"]}}}}";

static void expect_line(struct str told, const char *line)
{
	if (str_find(told, str_of(line)) == STR_NPOS)
		fail_msg("\"%s\" is not told:\n%.*s", line, STR_ARG(told));
}

static void test_findings(void **state)
{
	struct arena *arena = arena_new();
	struct article a = {.field = {STR("Robots on the hit parade"),
				      STR("A droid crashed. The Robot did not. robot!")}};
	struct pack_check *c;
	struct matcher *m;
	struct pack *pack;
	struct buf out;
	struct str told;

	(void)state;
	scratch_write("pack.json", PACK);
	scratch_write("small.cues", CUES);
	assert_true(pack_load(&pack, scratch_folder, &err));
	c = pack_check_new(pack);
	m = matcher_new(pack);
	buf_init(&out, 100000);
	assert_int_equal(pack_check_tell(&out, c), 4);
	assert_int_equal(str_find(buf_view(&out), STR("silent")), STR_NPOS);
	buf_clear(&out);
	pack_check_read(c, m, arena, &a);
	assert_int_equal(pack_check_tell(&out, c), 4);
	told = buf_view(&out);
	expect_line(told, "small.cues:4: dead: \"robots arm\" of system.robot is said by "
			  "system.robot at small.cues:2\n");
	expect_line(told, "small.cues:9: conflict: \"droid~\" of system.chat is said by "
			  "system.robot at small.cues:3\n");
	expect_line(told, "small.cues:17: conflict: \"crash~\" of harm.other.dent is said by "
			  "harm.physical.hit at small.cues:13\n");
	expect_line(told, "small.cues:23: dead: \"robot arm\" of mute.words is muted or mutes "
			  "system.robot at small.cues:2\n");
	expect_line(told, "small.cues:10: silent: talking ..3 box\n");
	expect_line(told, "small.cues:14: silent: hit (found, but within a longer cue or out of");
	expect_line(told, "2 dead, 2 in conflict; ");
	expect_line(told, " silent in 1 articles\n");
	assert_int_equal(str_find(told, STR("small.cues:19:")), STR_NPOS);
	assert_int_equal(str_find(told, STR("small.cues:5: dead")), STR_NPOS);
	assert_int_equal(str_find(told, STR("small.cues:6: dead")), STR_NPOS);
	assert_int_equal(str_find(told, STR("small.cues:7: dead")), STR_NPOS);
	buf_free(&out);
	matcher_free(m);
	pack_check_free(c);
	pack_check_free(NULL);
	pack_free(pack);
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_findings),
	};
	int failed;

	scratch_make();
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	scratch_remove();
	return failed;
}
