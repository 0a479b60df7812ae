/* cli/cmd_group.c -- `tocsin group`: clustering alone.
 *
 * `event` of a round-up is a list, the greatest share first. Printed in the order of the input once
 * all are placed: a later article can show that two events are one. */
#include <inttypes.h>
#include <stdio.h>

#include "base/emit.h"
#include "base/io.h"
#include "base/limits.h"
#include "base/vec.h"
#include "cli/common.h"
#include "events/group.h"

struct taken {
	struct group *group;
	struct arena *ids;
	VEC(struct str) id;
};

static bool take(const struct article *a, struct arena *arena, void *payload, struct err *err)
{
	struct taken *t = payload;

	(void)err;
	group_add(t->group, arena, a);
	VEC_PUSH(&t->id, arena_copy(t->ids, a->id));
	return true;
}

static void emit_event(struct emit *e, uint64_t event)
{
	char name[24];

	snprintf(name, sizeof name, "e%" PRIu64, event);
	emit_str(e, str_of(name));
}

static bool print_one(struct buf *line, struct str id, const uint64_t *event, size_t events,
		      struct err *err)
{
	struct emit e;

	buf_clear(line);
	emit_open(&e, line);
	emit_object(&e);
	emit_pair(&e, "id", id);
	emit_key(&e, "event");
	if (events > 1)
		emit_array(&e);
	for (size_t i = 0; i < events; i++)
		emit_event(&e, event[i]);
	if (events > 1)
		emit_end(&e);
	emit_end(&e);
	buf_char(line, '\n');
	return io_print(buf_view(line), err);
}

static bool print_all(struct taken *t, struct err *err)
{
	struct buf line;
	bool ok = true;

	buf_init(&line, LIMIT_FIELD * 8);
	group_run(t->group, NULL);
	for (size_t i = 0; ok && i < t->id.len; i++) {
		uint64_t event[ROUNDUP_PARTS];
		size_t events = group_events(event, t->group, i);

		ok = print_one(&line, t->id.at[i], event, events, err);
	}
	buf_free(&line);
	return ok && io_print_end(err);
}

int cmd_group(const struct options *o)
{
	struct taken t = {0};
	struct err err;
	int status;

	if (o->operand_count == 0)
		return common_usage("group", "at least one FILE of articles (- is standard input)");
	t.group = group_new();
	t.ids = arena_new();
	status = common_articles(o, 0, take, &t);
	if (!print_all(&t, &err))
		status = common_failed(&err);
	VEC_FREE(&t.id);
	arena_free(t.ids);
	group_free(t.group);
	return status;
}
