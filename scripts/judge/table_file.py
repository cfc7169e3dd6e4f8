"""The files that a build embeds: a head that names kind, version, number of
lines and their FNV-1a hash, then the lines. src/judgec.cc reads them."""

VERSION = 2


def fnv1a(data):
    value = 0xCBF29CE484222325
    for byte in data:
        value = (value ^ byte) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    return value


def write_table(path, kind, lines):
    body = "".join(line + "\n" for line in lines).encode("ascii")
    head = f"gitward {kind} {VERSION} {len(lines)} {fnv1a(body):016x}\n"
    path.write_bytes(head.encode("ascii") + body)


def read_table(path, kind):
    head, _, body = path.read_bytes().partition(b"\n")
    lines = body.decode("ascii").splitlines()
    if head.decode() != f"gitward {kind} {VERSION} {len(lines)} {fnv1a(body):016x}":
        raise SystemExit(f"{path}: no table of {kind}, version {VERSION}, or damaged")
    return lines
