/* cli/help.h -- what the program says about itself, from the tables. */
#pragma once
#include "base/buf.h"
#include "cli/command.h"

void help_overview(struct buf *out);
void help_command(struct buf *out, const struct command *c);
void help_man(struct buf *out);        /* roff, man(7): tocsin.1 */
void help_completion(struct buf *out); /* for bash */
