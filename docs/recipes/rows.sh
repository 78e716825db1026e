#!/bin/sh
# Runs a project's draft and writes the rows of one of its SQL cells into a CSV file, whole or not at all:
#
#   rows.sh "Weekly revenue" refunds refunds.csv
#
# A run that fails ends it with 1 and leaves the file as it was.
set -eu
project=$1 cell=$2 file=$3
hextui run draft "$project" --wait --quiet --json >/dev/null
hextui cell output "$cell" --project "$project" --all --quiet --csv -o "$file"
