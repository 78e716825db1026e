#!/bin/sh
# Keeps the drafts of all projects in git, a file each. The folder is the argument; it becomes a repository if it is none:
#
#   export-all.sh ~/hex-backup
#
# COLLECTION narrows it to the projects of one collection.
set -eu
projects=$(hextui project list --all --jq '.projects[].id' ${COLLECTION:+--collection "$COLLECTION"})
mkdir -p "$1"
cd "$1"
[ -d .git ] || git init --quiet
for id in $projects; do
	hextui project export "$id" --quiet -o "$id.hex.yaml"
done
git add --all
git diff --cached --quiet || git commit --quiet --message "Projects as of $(date -u +%Y-%m-%d)"
