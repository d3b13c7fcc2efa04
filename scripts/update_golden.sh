#!/usr/bin/env bash
# Writes tests/golden/*.out anew from what the program prints now.
exec "$(dirname "$0")/../tests/golden/run.sh" --update
