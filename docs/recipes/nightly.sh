#!/bin/sh
# Runs a project's published version and mails why it failed. For cron:
#
#   0 6 * * *  nightly.sh "Weekly revenue" team@acme.example
#
# Exit codes are those of hextui: 0 done, 1 the run failed (mailed), 3 try again later, 4 refused.
set -eu
project=$1 to=$2
started=$(mktemp -d)
trap 'rm -rf "$started"' EXIT

code=0
hextui run start "$project" --wait --timeout 2h --quiet --jq .run_id -o "$started/run" || code=$?
if [ "$code" -eq 1 ] && [ -s "$started/run" ]; then
	hextui run explain "$project" "$(cat "$started/run")" | mail -s "$project failed in Hex" "$to"
fi
exit "$code"
