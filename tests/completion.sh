#!/bin/bash
# What bash offers after words of a command line: commands, their second words, options after a dash, else files.
# shellcheck disable=SC1091 # made by the build
. "${top_builddir:?}/doc/tocsin" || exit 1
status=0

# WANT WORD …: completing the last WORD offers WANT, in order.
offers()
{
	want=$1
	shift
	COMP_WORDS=(tocsin "$@") COMP_CWORD=$# COMPREPLY=()
	_tocsin
	[ "${COMPREPLY[*]}" = "$want" ] || { echo "after '$*': ${COMPREPLY[*]}, not $want"; status=1; }
}

cd "${top_srcdir:?}" || exit 99
offers "incident init" in
offers "add export import list poll why" feed ""
offers "list" feed l
offers "--pick --print" feed add https://news.example.org/ --p
offers "--comment" silence add 'place="Idlib"' --c
offers "README.md" config check READ
[ "$(complete -p tocsin)" = "complete -F _tocsin tocsin" ] || { echo "it is not tied to tocsin"; status=1; }
exit $status
