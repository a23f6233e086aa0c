/* httpd_address.c -- the addresses that httpd.c listens on, as they are written. */
#include "config.h"

#include <event2/util.h>
#include <sys/un.h>

#include "net/httpd_parse.h"

int
httpd_tcp_address(struct str address, struct sockaddr_storage *out, int *len,
    struct err *e)
{
	char text[128];
	size_t bracket, colon;

	if (address.n + sizeof("[::]") > sizeof(text))
		return err_set(e, "the address to listen on is too long");
	snprintf(text, sizeof(text), "%s%.*s",
	    str_starts(address, STR(":")) ? "[::]" : "", STR_ARG(address));
	bracket = str_chr(str_of(text), ']');
	colon = str_chr(bracket == STR_NOWHERE ? str_of(text) : str_of(text + bracket),
	    ':');
	if (str_ends(str_of(text), STR(":0")))
		text[strlen(text) - 2] = '\0'; /* libevent takes no port 0, but no port */
	*len = sizeof(*out);
	memset(out, 0, sizeof(*out));
	if (colon == STR_NOWHERE ||
	    evutil_parse_sockaddr_port(text, (struct sockaddr *)out, len) != 0)
		return err_set(e,
		    "%.*s is no address to listen on (say 127.0.0.1:8080, "
		    "[::1]:8080, unix:/path or fd:3)",
		    STR_ARG(address));
	return 0;
}

int
httpd_unix_address(struct str address, struct sockaddr_un *out, struct err *e)
{
	*out = (struct sockaddr_un){ .sun_family = AF_UNIX };
	if (!str_copy(out->sun_path, sizeof(out->sun_path),
		str_sub(address, 5, address.n)))
		return err_set(e, "the path of %.*s is too long", STR_ARG(address));
	return 0;
}

int
httpd_fd_address(struct str address, int *fd, struct err *e)
{
	uint64_t v;

	if (!str_uint(str_sub(address, 3, address.n), &v) || v > 65535)
		return err_set(e, "%.*s is no file descriptor", STR_ARG(address));
	*fd = (int)v;
	return 0;
}

int
httpd_address(struct str address, struct err *e)
{
	struct sockaddr_storage ss;
	struct sockaddr_un un;
	int n;

	if (str_starts(address, STR("unix:")))
		return httpd_unix_address(address, &un, e);
	if (str_starts(address, STR("fd:")))
		return httpd_fd_address(address, &n, e);
	return httpd_tcp_address(address, &ss, &n, e);
}
