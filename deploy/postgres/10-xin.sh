#!/bin/bash
# Runs once, when the container makes its database: roles, extension and schemas, then passwords.
# The image runs every *.sh in /docker-entrypoint-initdb.d as the superuser.
set -euo pipefail

: "${XIN_APP_PASSWORD:?set XIN_APP_PASSWORD}"
: "${XIN_OWNER_PASSWORD:?set XIN_OWNER_PASSWORD}"
: "${XIN_JOBS_PASSWORD:?set XIN_JOBS_PASSWORD}"

connect=(psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB")

"${connect[@]}" --file /xin/roles.sql

# psql quotes :'name' as a literal. The passwords come by standard input, so that no process list shows them.
"${connect[@]}" <<'SQL'
\getenv app XIN_APP_PASSWORD
\getenv owner XIN_OWNER_PASSWORD
\getenv jobs XIN_JOBS_PASSWORD
alter role xin_app password :'app';
alter role xin_owner password :'owner';
alter role xin_jobs password :'jobs';
SQL
