/* flow/stopping.c -- one flag for the process. */
#include "flow/stopping.h"

#include <stddef.h>

static atomic_bool asked;

static void on_signal(int number)
{
	(void)number;
	stopping_ask();
}

void stopping_catch(struct stopping *s, bool restarts)
{
	struct sigaction ours = {.sa_handler = on_signal,
				 .sa_flags = (restarts ? SA_RESTART : 0) | (int)SA_RESETHAND};

	sigaction(SIGINT, &ours, s ? &s->before[0] : NULL);
	sigaction(SIGTERM, &ours, s ? &s->before[1] : NULL);
}

void stopping_release(const struct stopping *s)
{
	sigaction(SIGINT, &s->before[0], NULL);
	sigaction(SIGTERM, &s->before[1], NULL);
}

const atomic_bool *stopping_flag(void)
{
	return &asked;
}

bool stopping_asked(void)
{
	return atomic_load(&asked);
}

void stopping_ask(void)
{
	atomic_store(&asked, true);
}

void stopping_clear(void)
{
	atomic_store(&asked, false);
}
