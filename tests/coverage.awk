# Sums gcov -n output by folder: lines, and the files below 90 %.
/^File '/ {
	file = $0
	sub(/^File '/, "", file)
	sub(/'$/, "", file)
	if (match(file, /(base|net|parser|facts|feeds|store|alerts|daemon)\/[^\/]*\.c$/))
		file = substr(file, RSTART)
	else
		file = ""
}
/^Lines executed:/ && file != "" {
	split($0, a, /[:% ]+/)
	pct = a[3]
	n = a[5]
	if (!(file in lines) || pct > best[file]) {
		best[file] = pct
		lines[file] = n
	}
	file = ""
}
END {
	for (f in lines) {
		split(f, p, "/")
		total[p[1]] += lines[f]
		hit[p[1]] += lines[f] * best[f] / 100
	}
	for (d in total)
		printf "%-8s %6.1f %% of %d lines\n", d, 100 * hit[d] / total[d], total[d]
}
