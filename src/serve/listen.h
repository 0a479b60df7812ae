/* serve/listen.h -- where a server listens: "127.0.0.1:8080", "[::1]:0", "localhost:8080". */
#pragma once
#include <netdb.h>

#include "base/err.h"
#include "base/str.h"

/* The caller frees it by freeaddrinfo(). ERR_CONFIG. */
bool listen_address(struct addrinfo **out, struct str listen, struct err *err) MUST_USE;
