/* serve/listen.c -- the text before the last ':' is a host, in brackets when it has ':' itself. */
#include "serve/listen.h"

#include <stdio.h>
#include <sys/socket.h>

bool listen_address(struct addrinfo **out, struct str listen, struct err *err)
{
	struct addrinfo hints = {.ai_family = AF_UNSPEC,
				 .ai_socktype = SOCK_STREAM,
				 .ai_flags = AI_PASSIVE | AI_NUMERICSERV};
	size_t colon = str_rchr(listen, ':');
	char host[256], port[8];
	struct str h, p;
	int64_t n;
	int trouble;

	if (colon == STR_NPOS)
		return err_set(err, ERR_CONFIG, "'%.*s' is no address; write 127.0.0.1:8080",
			       STR_ARG(listen));
	h = str_cut(listen, 0, colon);
	p = str_cut(listen, colon + 1, listen.len);
	if (str_starts(h, STR("[")) && str_ends(h, STR("]")))
		h = str_cut(h, 1, h.len - 1);
	if (!str_int(&n, p) || n < 0 || n > 65535 || h.len >= sizeof host)
		return err_set(err, ERR_CONFIG, "'%.*s' has no port from 0 to 65535",
			       STR_ARG(listen));
	snprintf(host, sizeof host, "%.*s", STR_ARG(h));
	snprintf(port, sizeof port, "%d", (int)n);
	trouble = getaddrinfo(host[0] ? host : NULL, port, &hints, out);
	if (trouble)
		return err_set(err, ERR_CONFIG, "%s: %s", host, gai_strerror(trouble));
	return true;
}
