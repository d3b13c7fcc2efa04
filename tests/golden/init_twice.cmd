kirinuki -C ws init --bare && kirinuki -C ws init --bare
