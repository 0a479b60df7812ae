/* flow/stopping.c -- one flag for the process. */
#include "flow/stopping.h"

#include <signal.h>
#include <stddef.h>

static atomic_bool asked;

static void on_signal(int number)
{
	(void)number;
	atomic_store(&asked, true);
}

void stopping_catch(void)
{
	struct sigaction ours = {.sa_handler = on_signal,
				 .sa_flags = SA_RESTART | (int)SA_RESETHAND};

	sigaction(SIGINT, &ours, NULL);
	sigaction(SIGTERM, &ours, NULL);
}

const atomic_bool *stopping_flag(void)
{
	return &asked;
}

bool stopping_asked(void)
{
	return atomic_load(&asked);
}
