kirinuki -q -C ws init --bare
printf '{"id":"a","title":"年休","text":"年休を取る。"}\n' >a.ndjson
kirinuki -q -C ws import a.ndjson && kirinuki -q -C ws index
kirinuki -C ws search '"年休'
