#!/usr/bin/env bash
# Run once by PostgreSQL's image as the superuser: the owner that migrates, and the database it owns.
set -euo pipefail

psql -X -q -v ON_ERROR_STOP=1 -v password="$OWNER_PASSWORD" -U "${POSTGRES_USER:-postgres}" -d postgres <<'SQL'
create role up2_owner login createrole password :'password';
create database up2 owner up2_owner;
SQL
