/*
 * limits.h -- every quantity that comes from outside has its cap here.
 * Reaching one is an ordinary error that names the limit, never a crash.
 */
#ifndef BASE_LIMITS_H
#define BASE_LIMITS_H

#include <stdint.h>

#define LIMIT_FEED_BODY (16u << 20) /* decoded bytes of one HTTP response */
#define LIMIT_FEED_DEPTH 256        /* nested elements, or JSON values */
#define LIMIT_ENTRIES 2000          /* entries taken from one feed document */
#define LIMIT_ATTRIBUTES 256        /* of one element */
#define LIMIT_NAMES (256u << 10)    /* bytes of all names of elements and attributes */
#define LIMIT_ENCLOSURES 1000       /* of one entry */
#define LIMIT_FIELD (1u << 20)      /* bytes of one feed element's text */
/* bytes of an entry's text that are read for facts */
#define LIMIT_ENTRY_TEXT (256u << 10)
#define LIMIT_TITLE 4096       /* bytes of a title kept */
#define LIMIT_URL 8192         /* bytes of an address */
#define LIMIT_WORDS (1u << 21) /* forms of words that one language has */
#define LIMIT_FACTS 200        /* facts per entry */
/* people or things that a fact counts: sums of them overflow nowhere */
#define LIMIT_COUNT INT64_C(1000000000000)
#define LIMIT_PLACES 64             /* places per fact */
#define LIMIT_LANG 64               /* bytes of a language tag or an encoding's name */
#define LIMIT_KNOWN_ENTRIES 4000    /* entries a worker is told of that need no reading */
#define LIMIT_JOB_FACTS 50000       /* facts of one document */
#define LIMIT_MESSAGE (64u << 20)   /* bytes of one message between engine and worker */
#define LIMIT_CONFIG (64u << 20)    /* bytes of one configuration file */
#define LIMIT_BASEMAP (8u << 20)    /* bytes of the page's own base of the map */
#define LIMIT_CONFIG_DEPTH 32u      /* lists and maps within each other */
#define LIMIT_CONFIG_NODES 2000000u /* values in one file */
#define LIMIT_CONFIG_KEYS 10000u    /* of one map */
#define LIMIT_CONFIG_FILES 1000u    /* that one configuration takes in */
#define LIMIT_CONFIG_ERRORS 50 /* mistakes reported in one run, and as many warnings */
#define LIMIT_CONFIG_MISTAKES 1000   /* kept until they are in order, of either */
#define LIMIT_REDIRECTS 5            /* hops of one fetch */
#define LIMIT_HEADER (64u << 10)     /* bytes of one HTTP response's headers */
#define LIMIT_ALERT_JSON (20u << 10) /* Standard Webhooks: keep below 20 kB */
#define LIMIT_JOBS 64                /* threads of one command */
#define LIMIT_QUOTE 600              /* bytes of evidence shown in an alert */

#endif
