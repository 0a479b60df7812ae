/* flow/stopping.h -- SIGINT and SIGTERM as a flag, for programs that end what is at hand first.
 *
 * One flag for the process. A second signal, for those in a hurry, ends the program as it always
 * would. */
#pragma once
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>

struct stopping { /* what such signals did before */
	struct sigaction before[2];
};

/* From now on the first such signal sets the flag. `restarts`: system calls go on all the same.
 * `s` NULL: for as long as the program runs. */
void stopping_catch(struct stopping *s, bool restarts);
void stopping_release(const struct stopping *s);

const atomic_bool *stopping_flag(void);
bool stopping_asked(void);
void stopping_ask(void); /* as a signal does */
void stopping_clear(void);
