/* tests/hostile/prisoner.c -- a decoder that was taken over: tries to get out of its cell.
 *
 * The first byte of the input says how. What it can do it answers; tests/unit/ingest/test_child.c
 * asks for each. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "decoders/cell.h"

static _Noreturn void tell(const char *text)
{
	struct cell_part part = {.bytes = str_of(text)};

	cell_answer(&part, 1);
}

static const char *tried(int result)
{
	return result >= 0 ? "out" : errno == EACCES ? "kept in" : "failed otherwise";
}

int main(void)
{
	static char *const shell[] = {"sh", NULL};
	static char large[5 << 20];
	struct str in;

	cell_enter();
	in = cell_input(100);
	switch (in.len ? in.at[0] : ' ') {
	case 'r':
		tell(tried(open("/etc/passwd", O_RDONLY)));
	case 'w':
		tell(tried(open("/tmp/prisoner", O_WRONLY | O_CREAT, 0600)));
	case 'u':
		tell(tried(unlink("/tmp/prisoner")));
	case 'f':
		tell(tried(fork()));
	case 'k':
		tell(tried(kill(getppid(), 0)));
	case 'e':
		tell(mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) ==
				     MAP_FAILED
			     ? "kept in"
			     : "out");
	case 'm':
		tell(mmap(NULL, 300 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1,
			  0) == MAP_FAILED
			     ? "kept in"
			     : "out");
	case 's':
		tell(tried(socket(AF_INET, SOCK_STREAM, 0)));
	case 'x':
		tell(tried(execve("/bin/sh", shell, NULL)));
	case 'l': /* an endless answer */
		while (write(1, large, sizeof large) > 0)
			;
		_exit(0);
	case 'a':
		abort();
	case 't':
		for (;;)
			;
	default:
		exit(1);
	}
}
