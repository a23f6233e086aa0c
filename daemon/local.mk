# daemon/: the shell that wires it: main, options, pipeline, workers, control, the command.

bin_PROGRAMS += daemon/tocsin
daemon_tocsin_SOURCES = daemon/command.c daemon/command.h daemon/tocsin.c
daemon_tocsin_LDADD   = $(ALL_LIBS)
