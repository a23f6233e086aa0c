# net/: the outside world.  Uses libcurl, libevent.

noinst_LIBRARIES += net/libnet.a
net_libnet_a_SOURCES = net/http.h net/http_names.c net/smtp.h
