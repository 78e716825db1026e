#!/bin/sh
# Fails a pull request that drops tables which cells in Hex still use, and names the cells. Tables are the arguments:
#
#   dropped-tables.sh $(git diff origin/main -- migrations | sed -n 's/^+ *drop table \(if exists \)\{0,1\}\([a-z0-9_.]*\).*/\2/Ip')
#
# COLLECTION narrows the search to the projects of one collection.
set -eu
projects=$(hextui project list --all --jq '.projects[].id' ${COLLECTION:+--collection "$COLLECTION"})
used=0
for table in "$@"; do
	for project in $projects; do
		found=$(hextui cell search "$project" "$table" --whole-word --type SQL --all \
			--jq '.matches[] | "\(.label // .cell_id), line \(.line): \(.text)"')
		if [ -n "$found" ]; then
			printf '%s is used in project %s:\n%s\n' "$table" "$project" "$found"
			used=1
		fi
	done
done
exit "$used"
