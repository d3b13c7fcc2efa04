# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads a WARC file with nothing but Python's standard library, as a stranger's
tool would: versions, mandatory fields, lengths, digests, one gzip member per
record, references between records. Prints one line per record and fails loudly."""
import hashlib
import re
import sys
import uuid
import zlib

MANDATORY = ("WARC-Type", "WARC-Record-ID", "WARC-Date", "Content-Length")


def records(data):
    """(member, bytes of one record): by gzip member, or all in one."""
    if data[:2] != b"\x1f\x8b":
        yield data
        return
    while data:
        z = zlib.decompressobj(31)
        plain = z.decompress(data)
        assert z.eof, "a gzip member is cut off"
        yield plain
        data = z.unused_data


def split(data):
    while data:
        head, _, rest = data.partition(b"\r\n\r\n")
        lines = head.decode("utf-8").split("\r\n")
        assert lines[0] == "WARC/1.1", lines[0]
        fields = {}
        for line in lines[1:]:
            name, colon, value = line.partition(": ")
            assert colon and name not in fields, line
            fields[name] = value
        n = int(fields["Content-Length"])
        block, data = rest[:n], rest[n:]
        assert len(block) == n and data[:4] == b"\r\n\r\n", "wrong length"
        data = data[4:]
        yield fields, block


def check_digest(fields, name, data):
    algorithm, _, value = fields[name].partition(":")
    assert hashlib.new(algorithm, data).hexdigest() == value, name


def main():
    seen = {}
    data = open(sys.argv[1], "rb").read()
    is_gzip = data[:2] == b"\x1f\x8b"
    for member in records(data):
        found = list(split(member))
        assert not is_gzip or len(found) == 1, "more than one record in a member"
        for fields, block in found:
            for name in MANDATORY:
                assert name in fields, name
            uuid.UUID(re.fullmatch("<urn:uuid:(.*)>", fields["WARC-Record-ID"]).group(1))
            assert fields["WARC-Record-ID"] not in seen, "an id twice"
            assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", fields["WARC-Date"])
            kind = fields["WARC-Type"]
            seen[fields["WARC-Record-ID"]] = kind
            check_digest(fields, "WARC-Block-Digest", block)
            if kind in ("response", "resource"):
                payload = block
                if fields["Content-Type"].startswith("application/http"):
                    payload = block.partition(b"\r\n\r\n")[2]
                check_digest(fields, "WARC-Payload-Digest", payload)
            if "WARC-Concurrent-To" in fields:
                assert seen.get(fields["WARC-Concurrent-To"]) in ("response", "resource")
            assert kind != "warcinfo" or len(seen) == 1, "warcinfo comes first"
            print(kind, fields.get("WARC-Target-URI", "-"), fields["WARC-Date"])
            if kind == "metadata":
                print("   ", block.decode("utf-8").replace("\r\n", "; "))


main()
