/*
 * date.h -- instants and days.
 * An instant is int64_t milliseconds since 1970-01-01T00:00:00Z; TIME_NONE is "not
 * known". A struct day is a date as news states it: the month or the day may be missing
 * (0). Proleptic Gregorian calendar, no leap seconds.  The wild dates of feeds are
 * parser/date.h.
 */
#ifndef BASE_DATE_H
#define BASE_DATE_H

#include "base/str.h"

#define TIME_NONE INT64_MIN
#define MS_SECOND INT64_C(1000)
#define MS_MINUTE (60 * MS_SECOND)
#define MS_HOUR (60 * MS_MINUTE)
#define MS_DAY (24 * MS_HOUR)

struct day {
	int16_t year; /* 0: no date at all */
	int8_t month, day;
};

struct civil {
	int year, month, day, hour, minute, second, ms, weekday; /* Sunday is 0 */
};

int64_t date_days(int year, int month, int day); /* since 1970-01-01 */
struct civil date_civil(int64_t ms);
int64_t date_ms(const struct civil *c); /* weekday is ignored */
bool date_valid(int year, int month, int day);

struct day day_of(int64_t ms);           /* TIME_NONE gives the empty day */
int64_t day_start(struct day d);         /* first instant; TIME_NONE for the empty day */
int64_t day_end(struct day d);           /* first instant after it */
int day_weekday(struct day d);           /* of a whole one */
struct day day_add(struct day d, int n); /* n days later; d must be whole */
int day_cmp(struct day a, struct day b);
#define DAY_TEXT 16
/* 2024-11-27, 2019-04, 2011; "": none, or before the year 1 */
struct str day_text(char out[DAY_TEXT], struct day d);
bool day_parse(struct str s, struct day *d); /* the same three forms */

#define DATE_TEXT 40
struct str date_rfc3339(char out[DATE_TEXT], int64_t ms);    /* 2024-11-27T19:00:00Z */
struct str date_rfc3339_ms(char out[DATE_TEXT], int64_t ms); /* …T19:00:00.123Z */
struct str date_http(char out[DATE_TEXT], int64_t ms);       /* IMF-fixdate, RFC 9110 */
struct str date_mail(char out[DATE_TEXT], int64_t ms);       /* RFC 5322, +0000 */
/* RFC 3339, or a bare date, which is its midnight UTC. */
bool date_parse(struct str s, int64_t *ms);
bool date_parse_http(struct str s, int64_t *ms); /* the three forms of RFC 9110, 5.6.7 */

/* "90s", "5m", "1h30m", "3d", "2w", "250ms"; a unit is required; "0" needs none. */
bool duration_parse(struct str s, int64_t *ms);
struct str duration_text(char out[DATE_TEXT], int64_t ms);

#endif
