# Sums gcov -b -n output by folder: lines, and branches that were taken in each direction.  The core is what decides:
# 90 % of its lines and 80 % of its branches are asked for.
BEGIN {
	split("base net parser facts feeds store alerts", core)
	split("lines branches", kinds)
	want["lines"] = 90
	want["branches"] = 80
}
/^File '/ {
	file = $0
	sub(/^File '/, "", file)
	sub(/'$/, "", file)
	if (match(file, /(base|net|parser|facts|feeds|store|alerts|daemon)\/[^\/]*\.c$/))
		file = substr(file, RSTART)
	else
		file = ""
}
file != "" && /^(Lines executed|Taken at least once):/ {
	what = /^Lines/ ? "lines" : "branches"
	split($0, a, /[:% ]+/)
	pct = what == "lines" ? a[3] : a[5]
	all = what == "lines" ? a[5] : a[7]
	if (!((file, what) in n) || pct > best[file, what]) {
		best[file, what] = pct
		n[file, what] = all
	}
}
END {
	for (key in n) {
		split(key, p, SUBSEP)
		split(p[1], folder, "/")
		total[folder[1], p[2]] += n[key]
		hit[folder[1], p[2]] += n[key] * best[key] / 100
	}
	for (i = 1; i in core; i++)
		for (what in want) {
			total["core", what] += total[core[i], what]
			hit["core", what] += hit[core[i], what]
		}
	core[i++] = "core"
	core[i] = "daemon"
	for (i = 1; i in core; i++) {
		printf "%-8s", core[i]
		for (k = 1; k in kinds; k++) {
			what = kinds[k]
			of = total[core[i], what]
			printf "  %5.1f %% of %5d %s", 100 * hit[core[i], what] / (of + (of == 0)), of, what
		}
		printf "\n"
	}
	for (what in want)
		if (hit["core", what] < total["core", what] * want[what] / 100)
			bad = 1
	exit bad
}
