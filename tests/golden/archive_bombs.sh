#!/usr/bin/env bash
# A few bytes that ask for gigabytes of memory don't get them: that is a gap.
. "$(dirname "$0")/common.sh"
mkdir files

# limited STATUS FILE: gitward takes no more memory than the dictionaries that
# it lets through and what sanitizers take.
limited() {
  exits "$1" python3 -c 'import resource, subprocess, sys
status = subprocess.call(sys.argv[1:])
used = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
if used > 500_000:
    sys.exit("took %d kB" % used)
sys.exit(status)' gitward dir "$2" --format jsonl
  brief > "$out.brief"
  compare "$out.brief"
}

# xz: 700 MB of zeros, with a head that asks for a dictionary of 4 GB.
python3 - files/claim.xz files/modest.xz << 'END'
import lzma, sys, zlib
for path, megabytes, code in (sys.argv[1], 700, 40), (sys.argv[2], 1, 12):
    made = bytearray(lzma.compress(bytes(megabytes << 20), preset=0))
    end = 12 + (made[12] + 1) * 4 - 4
    made[made.index(b"\x21\x01", 13) + 2] = code
    made[end:end + 4] = zlib.crc32(bytes(made[12:end])).to_bytes(4, "little")
    with open(path, "wb") as file:
        file.write(made)
END
limited 3 files/claim.xz << 'EOF'
gap limit claim.xz
EOF
says "it would take 4,294,967,295 bytes of memory to unpack it"
clean gitward dir files/modest.xz
# The same within another xz.
for file in claim modest; do
  python3 -c 'import lzma, sys
sys.stdout.buffer.write(lzma.compress(sys.stdin.buffer.read()))' \
    < "files/$file.xz" > "files/$file.xz.xz"
done
limited 3 files/claim.xz.xz << 'EOF'
gap limit claim.xz.xz
EOF
says "in it 'data': it would take 4,294,967,295 bytes of memory to unpack it"
clean gitward dir files/modest.xz.xz
pack files/outer.zip files/claim.xz
limited 3 files/outer.zip << 'EOF'
gap limit outer.zip
EOF

# An rpm whose payload is lzma: 96 MB of dictionary are no reason not to look,
# 300 are; and what is no payload at all is told as that.
echo "TOKEN=$(fake github-pat)" > app.env
mkdir rpms
python3 - rpms << 'END'
import lzma, sys
with open("app.env", "rb") as file:
    token = file.read()

def entry(name, content, mode):
    fields = [1, mode, 0, 0, 1, 0, len(content), 0, 0, 0, 0, len(name) + 1, 0]
    made = b"070701" + b"".join(b"%08x" % each for each in fields) + name + b"\0"
    made += bytes(-len(made) % 4) + content
    return made + bytes(-len(made) % 4)

cpio = entry(b"app.env", token, 0o100644) + entry(b"TRAILER!!!", b"", 0)
head = b"\x8e\xad\xe8\x01" + bytes(7) + b"\1" + bytes(3) + b"\5"
head += b"i" * 16 + b"words"
lead = b"\xed\xab\xee\xdb\3" + bytes(91) + head + bytes(3) + head

def lzma_of(megabytes):
    return lzma.compress(cpio, format=lzma.FORMAT_ALONE, filters=[
        {"id": lzma.FILTER_LZMA1, "dict_size": megabytes << 20}])

large = bytearray(lzma_of(96))
large[1:5] = (300 << 20).to_bytes(4, "little")
for name, payload in (("read", lzma_of(96)), ("large", bytes(large)),
                      ("other", bytes(each ^ 0x55 for each in cpio)),
                      ("text", lzma.compress(token)), ("none", b"")):
    with open("%s/%s.rpm" % (sys.argv[1], name), "wb") as file:
        file.write(lead + payload)
END
findings 1 gitward dir rpms << 'EOF'
github-pat read.rpm!app.env:1:7
github-pat text.rpm!data:1:7
gap corrupt none.rpm
gap limit large.rpm
gap unsupported other.rpm
gap unsupported text.rpm
EOF
for cause in "it would take 314,572,800 bytes of memory to unpack it" \
  "what it holds is packed in no way that is read here" \
  "what it holds is no cpio archive"; do
  says "$cause"
done

# Gzip of gzip of gzip: each layer counts, though the last one holds nothing.
# Streams of which nobody reads more than a folder's name. And zeros alone.
python3 - << 'END'
import gzip, tarfile, zipfile, zlib

def packed(piece, count, head=b""):
    made = zlib.compressobj(9, zlib.DEFLATED, 31)
    pieces = [made.compress(head)] + [made.compress(piece) for _ in range(count)]
    return b"".join(pieces) + made.flush()

empty = gzip.compress(b"", mtime=0) * 500_000
with open("files/layers.gz", "wb") as file:
    file.write(gzip.compress(packed(empty, 10), mtime=0))
folder = tarfile.TarInfo("folder")
folder.type = tarfile.DIRTYPE
unread = packed(bytes(1 << 20), 20, folder.tobuf(tarfile.USTAR_FORMAT))
with zipfile.ZipFile("files/unread.zip", "w", zipfile.ZIP_DEFLATED) as outer:
    for i in range(10):
        outer.writestr(zipfile.ZipInfo("%d.tgz" % i), unread,
                       zipfile.ZIP_DEFLATED)
with open("files/zeros.gz", "wb") as file:
    file.write(packed(bytes(1 << 20), 70))
END
for file in layers.gz unread.zip zeros.gz; do
  limited 3 "files/$file" << EOF
gap limit $file
EOF
  says "it unfolds to more than 67,108,864 bytes"
done
echo text | gzip -n | gzip -n | gzip -n > files/three.gz
clean gitward dir files/three.gz
gzip -n < files/three.gz > files/four.gz
findings 3 gitward dir files/four.gz << 'EOF'
gap limit four.gz
EOF
says "raise --max-archive-depth"

# zstd: a window of 2 GB.
printf '\x28\xb5\x2f\xfd\x00\xa8\x29\x00\x00bytes' > files/window.zst
limited 3 files/window.zst << 'EOF'
gap limit window.zst
EOF

# An image of a disk that begins with zeros is no empty tar.
{ head -c 4096 /dev/zero; cat app.env; } | gzip -n > files/disk.img.gz
findings 1 gitward dir files/disk.img.gz << 'EOF'
github-pat disk.img.gz!data:1:4103
EOF

# A tar behind blocks of zeros is one, as for `tar -i`, and what lies in it is
# opened; also where the whole is compressed.
pack inner.zip app.env
pack inner.tar inner.zip
{ head -c 1024 /dev/zero; cat inner.tar; } > files/zeros.tar
gzip -n < files/zeros.tar > files/zeros.tgz
for file in zeros.tar zeros.tgz; do
  findings 1 gitward dir "files/$file" << EOF
github-pat $file!inner.zip!app.env:1:7
EOF
done
