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
pack files/outer.zip files/claim.xz
limited 3 files/outer.zip << 'EOF'
gap limit outer.zip
EOF

# zstd: a window of 2 GB.
printf '\x28\xb5\x2f\xfd\x00\xa8\x29\x00\x00bytes' > files/window.zst
limited 3 files/window.zst << 'EOF'
gap limit window.zst
EOF

# An image of a disk that begins with zeros is no empty tar.
echo "TOKEN=$(fake github-pat)" > app.env
{ head -c 4096 /dev/zero; cat app.env; } | gzip -n > files/disk.img.gz
findings 1 gitward dir files/disk.img.gz << 'EOF'
github-pat disk.img.gz!data:1:4103
EOF
