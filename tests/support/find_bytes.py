#!/usr/bin/env python3
"""find_bytes.py FOLDER TEXT: which files below the folder hold the text, as it is or packed.

Looks into every zstd frame that begins anywhere in a file (tables of the store, pages, texts
of the index), with the dictionaries that the files carry in base64, and prints below
which names of the folder the text is held; exit 0 either way. A search that only looked at plain bytes would find nothing
in a store that is full of it."""
import base64
import ctypes
import ctypes.util
import os
import re
import sys

zstd = ctypes.CDLL(ctypes.util.find_library("zstd") or "libzstd.so.1")
zstd.ZSTD_createDCtx.restype = ctypes.c_void_p
zstd.ZSTD_getFrameContentSize.restype = ctypes.c_ulonglong
zstd.ZSTD_findFrameCompressedSize.restype = ctypes.c_size_t
zstd.ZSTD_decompress_usingDict.restype = ctypes.c_size_t
zstd.ZSTD_decompress_usingDict.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_size_t,
                                           ctypes.c_char_p, ctypes.c_size_t, ctypes.c_char_p,
                                           ctypes.c_size_t]
context = zstd.ZSTD_createDCtx()
MAGIC, MOST = b"\x28\xb5\x2f\xfd", 1 << 28


def unpack(data, at, dictionary):
    """The frame that begins at `at`, or None."""
    tail = data[at:]
    size = zstd.ZSTD_getFrameContentSize(tail, len(tail))
    packed = zstd.ZSTD_findFrameCompressedSize(tail, ctypes.c_size_t(len(tail)))
    if packed > len(tail):
        return None
    room = size if size < MOST else 1 << 24
    out = ctypes.create_string_buffer(int(room) or 1)
    n = zstd.ZSTD_decompress_usingDict(context, out, room, tail, packed, dictionary,
                                       len(dictionary))
    return out.raw[:n] if n <= room else None


def holds(data, text, dictionaries, depth=0):
    if text in data:
        return True
    at = data.find(MAGIC)
    while at >= 0 and depth < 3:
        for dictionary in dictionaries:
            plain = unpack(data, at, dictionary)
            if plain is not None:
                if holds(plain, text, dictionaries, depth + 1):
                    return True
                break
        at = data.find(MAGIC, at + 1)
    return False


def main():
    folder, text = sys.argv[1], sys.argv[2].encode()
    files = {}
    for root, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(root, name)
            if os.path.isfile(path):
                with open(path, "rb") as f:
                    files[os.path.relpath(path, folder)] = f.read()
    dictionaries = [b""]
    for data in files.values():
        for packed in re.findall(rb"[A-Za-z0-9+/]{200,}={0,2}", data):
            plain = base64.b64decode(packed[:len(packed) - len(packed) % 4])
            if plain.startswith(b"\x37\xa4\x30\xec"):
                dictionaries.append(plain)
    found = {name.split(os.sep)[0] for name, data in files.items()
             if holds(data, text, dictionaries)}
    print("held by: " + (" ".join(sorted(found)) or "no file"))


main()
