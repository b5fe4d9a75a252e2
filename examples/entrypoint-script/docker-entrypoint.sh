#!/bin/sh
set -e

: "${GREETING:=Hello}"
export GREETING

exec "$@"
