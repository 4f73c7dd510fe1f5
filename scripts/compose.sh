#!/bin/sh
# Runs `docker compose`, or says what is missing.
set -eu
cd "$(dirname "$0")/.."

if ! command -v docker >/dev/null 2>&1; then
    echo "Docker is not installed. It is not needed: make run starts everything without it." >&2
    echo "For these targets install Docker with its compose plugin." >&2
    exit 2
fi
if ! docker compose version >/dev/null 2>&1; then
    echo "Docker is there, but its compose plugin is not (Debian, Ubuntu: docker-compose-v2)." >&2
    exit 2
fi
if ! docker info >/dev/null 2>&1; then
    echo "Docker does not answer: start its service, or use a user who may talk to it." >&2
    exit 2
fi
exec docker compose ${PROFILE:+--profile "$PROFILE"} "$@"
