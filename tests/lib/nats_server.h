/* tests/lib/nats_server.h -- a nats-server of one's own, on a free port, in the scratch folder. */
#pragma once
#include <signal.h>
#include <sys/wait.h>

#include "base/clock.h"
#include "base/str.h"
#include "lib/scratch.h"

static pid_t nats_server_pid;
static char nats_server_url[200]; /* "nats://127.0.0.1:PORT", "" there is none */
static char nats_server_port[16] = "-1";

static inline const char *nats_server_program(void)
{
	static const char *const place[] = {"/usr/sbin/nats-server", "/usr/bin/nats-server",
					    "/usr/local/bin/nats-server", NULL};

	for (size_t i = 0; place[i]; i++)
		if (access(place[i], X_OK) == 0)
			return place[i];
	return NULL;
}

/* The server writes down where it listens. */
static inline bool nats_server_ports(void)
{
	char name[64], text[2000] = "";
	const char *at;
	FILE *f;

	snprintf(name, sizeof name, "nats-server_%d.ports", (int)nats_server_pid);
	f = fopen(scratch_path(name), "rb");
	if (!f)
		return false;
	(void)!fread(text, 1, sizeof text - 1, f);
	fclose(f);
	at = strstr(text, "nats://127.0.0.1:");
	if (!at || !strchr(at, '"'))
		return false;
	snprintf(nats_server_url, sizeof nats_server_url, "%.*s", (int)strcspn(at, "\""), at);
	snprintf(nats_server_port, sizeof nats_server_port, "%s",
		 strrchr(nats_server_url, ':') + 1);
	return true;
}

/* False: none is installed. Started again it is at the same port, with what it kept. */
static inline bool nats_server_start(void)
{
	const char *program = nats_server_program();

	if (!program)
		return false;
	nats_server_pid = fork();
	if (nats_server_pid == 0) {
		(void)!freopen(scratch_path("nats.log"), "ab", stderr);
		execl(program, program, "-a", "127.0.0.1", "-p", nats_server_port, "-js", "-sd",
		      scratch_path("js"), "--ports_file_dir", scratch_folder, (char *)NULL);
		_exit(127);
	}
	for (int i = 0; i < 200 && !nats_server_ports(); i++)
		clock_sleep_ms(50);
	CHECK(nats_server_url[0]);
	return true;
}

static inline void nats_server_kill(void)
{
	kill(nats_server_pid, SIGKILL);
	waitpid(nats_server_pid, NULL, 0);
}

static inline void nats_server_remove(void)
{
	char command[600];

	nats_server_kill();
	snprintf(command, sizeof command, "rm -rf '%s'", scratch_folder);
	(void)!system(command);
}
