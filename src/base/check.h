/* base/check.h -- assertions are part of the program and stay on in release.
 *
 * CHECK(x) is for what only a bug of ours can break; never for input. */
#pragma once

#define CHECK(x)                                                                                   \
	do {                                                                                       \
		if (__builtin_expect(!(x), 0))                                                     \
			check_failed(__FILE__, __LINE__, #x);                                      \
	} while (0)

/* For costly checks: on in debug and sanitizer builds only. */
#ifdef TOCSIN_DEBUG
#define DCHECK(x) CHECK(x)
#else
#define DCHECK(x)                                                                                  \
	do {                                                                                       \
		(void)sizeof(x);                                                                   \
	} while (0)
#endif

/* Prints place, expression and version, then aborts. */
_Noreturn void check_failed(const char *file, int line, const char *expression);
