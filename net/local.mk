# net/: the outside world.  Uses libcurl, libevent.

noinst_LIBRARIES += net/libnet.a
net_libnet_a_SOURCES = \
	net/explain.c net/guard.c net/guard.h net/headers.c net/headers.h net/http.c net/http.h \
	net/http_names.c net/job.h net/multi.c net/smtp.c net/smtp.h net/url.c net/url.h
