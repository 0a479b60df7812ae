/* flow/stopping.h -- SIGINT and SIGTERM as a flag, for programs that end what is at hand first. */
#pragma once
#include <stdatomic.h>
#include <stdbool.h>

/* From now on the first such signal sets the flag; a second one ends the program. */
void stopping_catch(void);
const atomic_bool *stopping_flag(void);
bool stopping_asked(void);
