/* ingest/child.c -- start, feed, listen, stop, doubt.
 *
 * The input lies in a sealed file in memory, so that there is nothing to write while the
 * answer is read and no pipe to break. When the answer ended, grew too long or time is up,
 * the child is killed, ended or not, and reaped: none is ever left behind. */
#include "ingest/child.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/io.h"
#include "base/limits.h"

static const struct {
	const char *name, *text;
} ends[] = {
#define X(id, name, text) {name, text},
	CHILD_ENDS(X)
#undef X
};

const char *child_end_name(enum child_end end)
{
	return ends[end].name;
}

const char *child_end_text(enum child_end end)
{
	return ends[end].text;
}

/* -- starting ------------------------------------------------------------------------------ */

static const char *find(struct arena *a, const char *program)
{
	static const char *const beside[] = {"", "/../libexec/tocsin"};
	const char *set = getenv("TOCSIN_DECODERS");
	struct str here = io_program_folder(a);

	if (set && *set)
		return arena_fmt(a, "%s/%s", set, program).at;
	for (size_t i = 0; here.len && i < sizeof beside / sizeof *beside; i++) {
		struct str path = arena_fmt(a, "%.*s%s/%s", STR_ARG(here), beside[i], program);

		if (io_exists(path.at))
			return path.at;
	}
	return arena_fmt(a, "%s/%s", TOCSIN_BUILD, program).at;
}

/* The input as a file that nobody can change any more; -1: no memory, no descriptor. */
static int sealed(struct str input)
{
	int file = memfd_create("input", MFD_CLOEXEC | MFD_ALLOW_SEALING);
	size_t done = 0;

	while (file >= 0 && done < input.len) {
		ssize_t n = write(file, input.at + done, input.len - done);

		if (n < 0 && errno != EINTR) {
			close(file);
			return -1;
		}
		done += n > 0 ? (size_t)n : 0;
	}
	if (file >= 0 &&
	    (lseek(file, 0, SEEK_SET) != 0 ||
	     fcntl(file, F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_GROW | F_SEAL_SHRINK) != 0)) {
		close(file);
		return -1;
	}
	return file;
}

/* Only 0, 1 and 2 are open in it, the last to nowhere; no environment, no signal blocked. */
static bool spawn(pid_t *pid, const char *path, int input, int answer)
{
	char *const argument[] = {(char *)(uintptr_t)path, NULL}, *const none[] = {NULL};
	posix_spawn_file_actions_t files;
	posix_spawnattr_t how;
	sigset_t set;
	bool ok;

	if (posix_spawn_file_actions_init(&files) != 0)
		return false;
	if (posix_spawnattr_init(&how) != 0) {
		posix_spawn_file_actions_destroy(&files);
		return false;
	}
	sigemptyset(&set);
	posix_spawnattr_setsigmask(&how, &set);
	sigfillset(&set);
	posix_spawnattr_setsigdefault(&how, &set);
	posix_spawnattr_setflags(&how, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
	ok = posix_spawn_file_actions_adddup2(&files, input, 0) == 0 &&
	     posix_spawn_file_actions_adddup2(&files, answer, 1) == 0 &&
	     posix_spawn_file_actions_addopen(&files, 2, "/dev/null", O_WRONLY, 0) == 0 &&
	     posix_spawn_file_actions_addclosefrom_np(&files, 3) == 0 &&
	     posix_spawn(pid, path, &files, &how, argument, none) == 0;
	posix_spawnattr_destroy(&how);
	posix_spawn_file_actions_destroy(&files);
	return ok;
}

/* -- listening ----------------------------------------------------------------------------- */

/* Until it ends; false: time is up. A buffer that is full ends it too. */
static bool listen_to(struct buf *answer, int pipe, int64_t until_us)
{
	for (;;) {
		struct pollfd p = {.fd = pipe, .events = POLLIN};
		int64_t left_ms = (until_us - clock_ticks_us()) / 1000;
		ssize_t n;
		char *room;

		if (left_ms <= 0)
			return false;
		if (poll(&p, 1, (int)left_ms) <= 0)
			continue;
		room = buf_space(answer, KIB(64));
		if (!room)
			return true;
		n = read(pipe, room, KIB(64));
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return true;
		buf_made(answer, (size_t)n);
	}
}

static int64_t ms_of(struct timeval t)
{
	return (int64_t)t.tv_sec * 1000 + t.tv_usec / 1000;
}

static void reap(struct child_answer *out, pid_t pid, int *status)
{
	struct rusage use = {.ru_maxrss = 0};

	kill(pid, SIGKILL);
	while (wait4(pid, status, 0, &use) < 0 && errno == EINTR)
		;
	out->peak_kb = use.ru_maxrss;
	out->core_ms = ms_of(use.ru_utime) + ms_of(use.ru_stime);
}

/* -- doubting ------------------------------------------------------------------------------ */

/* False: no answer in its form. */
static bool read_answer(struct child_answer *out, struct arena *arena, struct str bytes)
{
	struct child_head head;

	if (bytes.len < sizeof head)
		return false;
	memcpy(&head, bytes.at, sizeof head);
	bytes = str_cut(bytes, sizeof head, bytes.len);
	if (head.magic != CHILD_MAGIC || head.end >= CHILD_END_COUNT || head.parts > CHILD_PARTS ||
	    (head.end != CHILD_OK && head.parts > 0))
		return false;
	for (size_t i = 0; i < head.parts; i++) {
		if (head.part[i].len > bytes.len)
			return false;
		out->part[i] = (struct child_part){
			.bytes = arena_copy(arena, str_cut(bytes, 0, head.part[i].len)),
			.a = head.part[i].a,
			.b = head.part[i].b};
		bytes = str_cut(bytes, head.part[i].len, bytes.len);
	}
	if (bytes.len > 0)
		return false;
	out->end = (enum child_end)head.end;
	out->parts = head.parts;
	return true;
}

static enum child_end end_without_answer(bool in_time, int status)
{
	if (!in_time || (WIFSIGNALED(status) && WTERMSIG(status) == SIGXCPU))
		return CHILD_TIMED_OUT;
	if (WIFEXITED(status) && WEXITSTATUS(status) == 127)
		return CHILD_NO_DECODER;
	return CHILD_CRASHED;
}

static void hear(struct child_answer *out, struct arena *arena, pid_t pid, int pipe)
{
	int64_t began_us = clock_ticks_us();
	struct buf answer;
	bool in_time;
	int status = 0;

	buf_init(&answer, LIMIT_CHILD_ANSWER + KIB(64));
	in_time = listen_to(&answer, pipe, began_us + LIMIT_CHILD_TIME * INT64_C(1000000));
	reap(out, pid, &status);
	out->clock_ms = (clock_ticks_us() - began_us) / 1000;
	if (!buf_ok(&answer) || answer.len > LIMIT_CHILD_ANSWER)
		out->end = CHILD_BAD_ANSWER;
	else if (!in_time || answer.len == 0)
		out->end = end_without_answer(in_time, status);
	else if (!read_answer(out, arena, buf_view(&answer)))
		out->end = WIFSIGNALED(status) && WTERMSIG(status) != SIGKILL ? CHILD_CRASHED
									      : CHILD_BAD_ANSWER;
	buf_free(&answer);
}

void child_run(struct child_answer *out, struct arena *arena, const char *program, struct str input)
{
	const char *path = find(arena, program);
	int file = sealed(input), pipes[2] = {-1, -1};
	pid_t pid;

	*out = (struct child_answer){.end = CHILD_NO_DECODER};
	if (file >= 0 && pipe2(pipes, O_CLOEXEC) == 0) {
		bool ok = spawn(&pid, path, file, pipes[1]);

		close(pipes[1]);
		if (ok)
			hear(out, arena, pid, pipes[0]);
		close(pipes[0]);
	}
	if (file >= 0)
		close(file);
}
