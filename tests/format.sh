#!/bin/sh
# Every source is as `make format` leaves it.  Other versions of clang-format than Debian 12's break lines elsewhere.
cd "${top_srcdir:-.}" || exit 99
# What a build makes is no source.
sources() { find base net parser facts feeds store alerts daemon bench tests -name '*.[ch]' ! -name actor_classes.c -exec "$@" {} +; }
joined=$(sources grep -nE '^ \*[^ 	/*]')
[ -z "$joined" ] || { printf '%s\n' "$joined" "a line of the comment was too long, and make format joined it to others"; exit 1; }
clang-format --version 2>/dev/null | grep -q ' version 14\.' || { echo "skipped: clang-format 14 is not here"; exit 77; }
bad=$(sources clang-format --dry-run --Werror 2>&1 | sed -n 's/:.*error:.*//p' | sort -u)
[ -z "$bad" ] && exit 0
printf '%s\n' "$bad" "make format mends these"
exit 1
