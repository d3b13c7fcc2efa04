# stdout that takes nothing.
kirinuki -q -C ws init --bare
kirinuki -C ws config list >/dev/full
