kirinuki -C nowhere search 年休
