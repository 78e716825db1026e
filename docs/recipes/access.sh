#!/bin/sh
# Writes who can see which project, and by which ways, as CSV to standard output:
#
#   access.sh >access.csv
#
# COLLECTION narrows it to the projects of one collection. Needs a token that may list users and groups.
set -eu
projects=$(hextui project list --all --jq '.projects[] | "\(.id) \(.title)"' ${COLLECTION:+--collection "$COLLECTION"})
echo 'project,email,access,edits,ways'
printf '%s\n' "$projects" | while read -r id title; do
	[ -n "$id" ] || continue
	people=$(hextui access audit "$id" --all --quiet --csv --fields email,access,edits,ways </dev/null)
	printf '%s\n' "$people" |
		title=$title awk 'NR > 1 { t = ENVIRON["title"]; gsub(/"/, "\"\"", t); printf "\"%s\",%s\n", t, $0 }'
done
