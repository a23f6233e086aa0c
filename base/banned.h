/*
 * banned.h -- functions that do not compile here, included by config.h into every .c.
 * Each either cannot bound what it writes, cannot report an error, or keeps its
 * answer in memory shared by the whole process.  System headers come first, so that
 * the bans never meet their declarations.
 */
#ifndef BASE_BANNED_H
#define BASE_BANNED_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define BANNED(f) use_the_house_replacement_for_##f

#undef strcpy
#define strcpy(d, s) BANNED(strcpy) /* str_copy(), buf_add() */
#undef strcat
#define strcat(d, s) BANNED(strcat) /* buf_add() */
#undef strncpy
#define strncpy(d, s, n) BANNED(strncpy) /* str_copy() */
#undef strncat
#define strncat(d, s, n) BANNED(strncat) /* buf_add() */
#undef sprintf
#define sprintf(...) BANNED(sprintf) /* snprintf(), buf_printf() */
#undef vsprintf
#define vsprintf(d, f, a) BANNED(vsprintf) /* vsnprintf() */
#undef strtok
#define strtok(s, d) BANNED(strtok) /* str_cut() */
#undef atoi
#define atoi(s) BANNED(atoi) /* str_uint(), str_int() */
#undef atol
#define atol(s) BANNED(atol) /* str_int() */
#undef atoll
#define atoll(s) BANNED(atoll) /* str_int() */
#undef atof
#define atof(s) BANNED(atof) /* str_double() */
#undef strtol
#define strtol(s, e, b) BANNED(strtol) /* str_int() */
#undef gmtime
#define gmtime(t) BANNED(gmtime) /* date_civil() */
#undef localtime
#define localtime(t) BANNED(localtime) /* localtime_r() */
#undef ctime
#define ctime(t) BANNED(ctime) /* date_rfc3339() */
#undef asctime
#define asctime(t) BANNED(asctime) /* date_rfc3339() */
#undef alloca
#define alloca(n) BANNED(alloca) /* arena_alloc() */

#endif
