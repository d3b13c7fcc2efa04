kirinuki --help
kirinuki search --help
kirinuki --version
kirinuki search --offset x; echo "exit $?"
kirinuki --now yesterday status; echo "exit $?"
