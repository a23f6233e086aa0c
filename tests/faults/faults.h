/*
 * faults.h -- calls of the C library that fail when they are told to: linked into a test
 * program, or preloaded into a daemon (faults.so).  Two ways: the n-th call of the chosen
 * kinds fails, each in its turn; or all calls of a kind fail for as long as a fault
 * lasts.  The orders stand in a page that a test may share with another process
 * ($TOCSIN_FAULTS names its file).
 */
#ifndef TESTS_FAULTS_H
#define TESTS_FAULTS_H

#include <stdint.h>

enum fault_kind {
	FAULT_MEMORY = 1, /* malloc and its like */
	FAULT_OPEN = 2,   /* files are opened, made, moved, looked at */
	FAULT_READ = 4,   /* from files and pipes */
	FAULT_WRITE = 8,  /* to files: the disk is full */
	FAULT_SYNC = 16,  /* the disk is broken */
	/* sockets are made, bound, connected, accepted, read, written */
	FAULT_SOCKET = 32,
	FAULT_PROCESS = 64, /* threads, processes, loops and what they wait on */
	FAULT_NAMES = 128,  /* the DNS */
	FAULT_PAGE = 256,   /* of a database: the disk cannot read it */
	FAULT_LOCK = 512,   /* what a process gives up: limits, privileges, filters */
	FAULT_BUSY = 1024,  /* files are locked, by others as it seems */
};

struct faults {
	volatile int64_t clock_ms; /* how far the wall clock is wrong */
	volatile uint32_t down;    /* the kinds of which every call fails */
	volatile uint32_t kinds;   /* those of which one call fails */
	volatile int64_t at;       /* which: 1 is the first; 0: none */
	volatile int64_t seen;     /* calls of those kinds so far */
	volatile int64_t failed;   /* calls that were made to fail */
	volatile int64_t blocks;   /* of memory that are in use */
	char name[32];             /* of the last one */
};
extern struct faults *faults;

#endif
