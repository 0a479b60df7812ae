/* lib/test.h -- what every unit test wants: cmocka and the base floor. */
#pragma once
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/memory.h"
#include "base/random.h"
#include "base/str.h"

#define assert_str(got, want)                                                                      \
	do {                                                                                       \
		struct str got_ = (got), want_ = str_of(want);                                     \
		if (!str_eq(got_, want_))                                                          \
			fail_msg("got \"%.*s\", want \"%.*s\"", STR_ARG(got_), STR_ARG(want_));    \
	} while (0)
