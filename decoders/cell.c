/* decoders/cell.c -- limits, namespaces and the filter of system calls (libseccomp). */
#include "decoders/cell.h"

#include <errno.h>
#include <sched.h>
#include <seccomp.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/limits.h"

/* -- answering -------------------------------------------------------------------------- */

static void put(const void *at, size_t len)
{
	const char *from = at;

	while (len > 0) {
		ssize_t n = write(1, from, len);

		if (n <= 0)
			_exit(1);
		from += n;
		len -= (size_t)n;
	}
}

void cell_answer(const struct cell_part *part, size_t count)
{
	struct child_head head = {.magic = CHILD_MAGIC, .end = CHILD_OK};

	head.parts = (uint32_t)count;
	for (size_t i = 0; i < count; i++) {
		head.part[i].len = (uint32_t)part[i].bytes.len;
		head.part[i].a = part[i].a;
		head.part[i].b = part[i].b;
	}
	put(&head, sizeof head);
	for (size_t i = 0; i < count; i++)
		put(part[i].bytes.at, part[i].bytes.len);
	_exit(0);
}

void cell_fail(enum child_end end)
{
	struct child_head head = {.magic = CHILD_MAGIC, .end = end};

	put(&head, sizeof head);
	_exit(0);
}

/* Libraries that find no memory call exit(): poppler does. */
static void on_exit_early(void)
{
	cell_fail(CHILD_TOO_BIG);
}

/* -- the walls ---------------------------------------------------------------------------- */

static void limit(int what, rlim_t soft, rlim_t hard)
{
	struct rlimit l = {soft, hard};

	if (setrlimit((__rlimit_resource_t)what, &l) != 0)
		cell_fail(CHILD_NO_SANDBOX);
}

static void limit_all(void)
{
#ifndef __SANITIZE_ADDRESS__ /* which maps terabytes for its shadow */
	limit(RLIMIT_AS, LIMIT_CHILD_MEMORY, LIMIT_CHILD_MEMORY);
#endif
	limit(RLIMIT_CPU, LIMIT_CHILD_TIME - 1, LIMIT_CHILD_TIME);
	limit(RLIMIT_FSIZE, 0, 0);
	limit(RLIMIT_CORE, 0, 0);
	limit(RLIMIT_STACK, MIB(8), MIB(8));
}

/* What decoders and the C library do when they work, and nothing beyond. */
static bool allow(scmp_filter_ctx f)
{
	static const int calls[] = {
		SCMP_SYS(read),        SCMP_SYS(write),         SCMP_SYS(close),
		SCMP_SYS(exit),        SCMP_SYS(exit_group),    SCMP_SYS(brk),
		SCMP_SYS(munmap),      SCMP_SYS(mremap),        SCMP_SYS(madvise),
		SCMP_SYS(futex),       SCMP_SYS(clock_gettime), SCMP_SYS(gettimeofday),
		SCMP_SYS(lseek),       SCMP_SYS(fstat),         SCMP_SYS(newfstatat),
		SCMP_SYS(getrandom),   SCMP_SYS(rt_sigreturn),  SCMP_SYS(rt_sigprocmask),
		SCMP_SYS(sigaltstack), SCMP_SYS(sched_yield),   SCMP_SYS(getpid),
		SCMP_SYS(gettid),      SCMP_SYS(rt_sigaction),  SCMP_SYS(restart_syscall),
	};

	for (size_t i = 0; i < sizeof calls / sizeof *calls; i++)
		if (seccomp_rule_add(f, SCMP_ACT_ALLOW, calls[i], 0) != 0)
			return false;
	/* tgkill is how abort() ends a program; with its own number it reaches nobody else. */
	return seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 1,
				SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)getpid())) == 0 &&
	       seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1,
				SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)) == 0 &&
	       seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1,
				SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)) == 0;
}

/* Libraries look for settings, fonts and the like and do without: those calls fail. Whoever
 * asks for a socket, a process or another program has been taken over. There is one thread, and
 * killing that works where the call seccomp() itself is refused, as in our systemd units. */
static bool forbid(scmp_filter_ctx f)
{
	static const int calls[] = {
		SCMP_SYS(socket),         SCMP_SYS(socketpair),       SCMP_SYS(connect),
		SCMP_SYS(execve),         SCMP_SYS(execveat),         SCMP_SYS(fork),
		SCMP_SYS(vfork),          SCMP_SYS(ptrace),           SCMP_SYS(bpf),
		SCMP_SYS(mount),          SCMP_SYS(unshare),          SCMP_SYS(setns),
		SCMP_SYS(kexec_load),     SCMP_SYS(init_module),      SCMP_SYS(keyctl),
		SCMP_SYS(userfaultfd),    SCMP_SYS(process_vm_readv), SCMP_SYS(process_vm_writev),
		SCMP_SYS(io_uring_setup),
	};

	for (size_t i = 0; i < sizeof calls / sizeof *calls; i++)
		if (seccomp_rule_add(f, SCMP_ACT_KILL_THREAD, calls[i], 0) != 0)
			return false;
	return true;
}

static void filter(void)
{
	scmp_filter_ctx f = seccomp_init(SCMP_ACT_ERRNO(EACCES));

	if (!f || !allow(f) || !forbid(f) || seccomp_load(f) != 0)
		cell_fail(CHILD_NO_SANDBOX);
	seccomp_release(f);
}

void cell_enter(void)
{
	if (atexit(on_exit_early) != 0)
		cell_fail(CHILD_NO_SANDBOX);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	prctl(PR_SET_DUMPABLE, 0);
	limit_all();
	/* A second wall where it is to be had: containers and hardened units refuse it. */
	if (unshare(CLONE_NEWUSER | CLONE_NEWNET | CLONE_NEWNS | CLONE_NEWIPC | CLONE_NEWUTS) != 0)
		errno = 0;
	filter();
}

struct str cell_input(size_t most)
{
	struct stat s;
	void *at;

	if (fstat(0, &s) != 0 || s.st_size < 0)
		cell_fail(CHILD_NO_SANDBOX);
	if ((uint64_t)s.st_size > most)
		cell_fail(CHILD_TOO_BIG);
	if (s.st_size == 0)
		return STR_NONE;
	at = mmap(NULL, (size_t)s.st_size, PROT_READ, MAP_PRIVATE, 0, 0);
	if (at == MAP_FAILED)
		cell_fail(CHILD_TOO_BIG);
	return (struct str){at, (size_t)s.st_size};
}
