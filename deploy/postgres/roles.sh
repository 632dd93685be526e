#!/bin/sh
# Run once by PostgreSQL's image, on an empty data directory: the role that owns the schema, the role that the program runs as, and the database.
# The program itself applies the schema as the owner and grants the other what it needs.
set -eu

psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres \
  -v owner_password="$(cat "$USAGE_OWNER_PASSWORD_FILE")" -v app_password="$(cat "$USAGE_APP_PASSWORD_FILE")" <<'SQL'
CREATE ROLE usage_owner LOGIN PASSWORD :'owner_password';
CREATE ROLE usage_app LOGIN PASSWORD :'app_password';
CREATE DATABASE usage OWNER usage_owner;
REVOKE ALL ON DATABASE usage FROM PUBLIC;
GRANT CONNECT ON DATABASE usage TO usage_app;
SQL
