#!/bin/sh
# Run one test program and fail if a sanitizer or valgrind said anything.  Needed because
# Criterion runs each test in a child and counts it as passed before the child exits, which is
# when leaks are reported.
log=$(mktemp -d) || exit 99
trap 'rm -rf "$log"' EXIT
export ASAN_OPTIONS="log_path=$log/asan:$ASAN_OPTIONS"
export UBSAN_OPTIONS="log_path=$log/ubsan:print_stacktrace=1:$UBSAN_OPTIONS"
export TSAN_OPTIONS="log_path=$log/tsan:$TSAN_OPTIONS"
case $1 in
*/test_*)
	if grep -q '^#define SANITIZED_THREADS 1' "${top_builddir:-.}/config.h"; then
		echo "skipped: what Criterion's processes share has no place beside ThreadSanitizer's memory"
		exit 77
	fi
	if [ -n "$VALGRIND" ] && [ "${1##*/}" = test_worker ]; then
		echo "skipped: a worker may make few system calls, and valgrind makes others"
		exit 77
	fi
	[ -n "$VALGRIND" ] && set -- valgrind -q --trace-children=yes --leak-check=full \
		--errors-for-leak-kinds=definite --log-file="$log/vg.%p" "$@"
	;;
esac
"$@"
rc=$?
# A process that a test kills while it looks for leaks leaves one line, of its dead threads: no finding.
for f in "$log"/*; do
	[ -s "$f" ] && grep -v '^==[0-9]*==Unable to get registers from thread [0-9]*\.$' "$f" && rc=1
done
exit $rc
