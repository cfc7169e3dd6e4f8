#!/usr/bin/env python3
"""Makes archives for stories, the same bytes each time.

    pack.py ARCHIVE NAME...       files and folders, as they lie here; the kind
                                  is that of ARCHIVE's suffix
    pack.py --encrypted ZIP NAME...
                                  a zip whose entries claim to be encrypted
    pack.py --docker ARCHIVE CONFIG LAYER...
    pack.py --oci FOLDER CONFIG LAYER...
                                  an image of these folders, the lowest first;
                                  CONFIG is a JSON file, to which rootfs is added
"""
import gzip
import hashlib
import io
import json
import os
import sys
import tarfile
import zipfile


def walk(names):
    for name in names:
        yield name
        if os.path.isdir(name):
            yield from walk(sorted(os.path.join(name, each)
                                   for each in os.listdir(name)))


def tar_of(files):
    """Pairs of a name and a path or bytes -> a tar."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.GNU_FORMAT) as tar:
        for name, content in files:
            entry = tarfile.TarInfo(name)
            if isinstance(content, str) and os.path.isdir(content):
                entry.type = tarfile.DIRTYPE
                tar.addfile(entry)
                continue
            if isinstance(content, str):
                with open(content, "rb") as file:
                    content = file.read()
            entry.size = len(content)
            tar.addfile(entry, io.BytesIO(content))
    return out.getvalue()


def zip_of(names):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in walk(names):
            if os.path.isdir(name):
                continue
            with open(name, "rb") as file:
                archive.writestr(zipfile.ZipInfo(name), file.read(),
                                 zipfile.ZIP_DEFLATED)
    return out.getvalue()


def encrypted(archive):
    """Sets the flag in each local header and in the directory's entries."""
    made = bytearray(archive)
    for magic, flags in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        at = made.find(magic)
        while at >= 0:
            made[at + flags] |= 1
            at = made.find(magic, at + 1)
    return bytes(made)


def pack(archive, names):
    if archive.endswith((".zip", ".jar")):
        return zip_of(names)
    if archive.endswith((".tar", ".tar.gz", ".tgz")):
        made = tar_of((name, name) for name in walk(names))
        return made if archive.endswith(".tar") else gzip.compress(made, mtime=0)
    with open(names[0], "rb") as file:
        return gzip.compress(file.read(), mtime=0)


def digest(content):
    return hashlib.sha256(content).hexdigest()


def image(config, folders):
    layers = [tar_of((os.path.relpath(name, folder), name)
                     for name in walk([folder]) if name != folder)
              for folder in folders]
    with open(config) as file:
        made = json.load(file)
    made["rootfs"] = {"type": "layers",
                      "diff_ids": ["sha256:" + digest(each) for each in layers]}
    return json.dumps(made).encode(), layers


def docker(config, folders):
    config, layers = image(config, folders)
    files = [(f"layer{i}/layer.tar", each) for i, each in enumerate(layers)]
    manifest = [{"Config": digest(config) + ".json", "RepoTags": ["story:1"],
                 "Layers": [name for name, _ in files]}]
    files.append((digest(config) + ".json", config))
    files.append(("manifest.json", json.dumps(manifest).encode()))
    return tar_of(files)


def oci(folder, config, folders):
    config, layers = image(config, folders)
    os.makedirs(os.path.join(folder, "blobs/sha256"))

    def blob(kind, content):
        path = os.path.join(folder, "blobs/sha256", digest(content))
        with open(path, "wb") as file:
            file.write(content)
        return {"mediaType": f"application/vnd.oci.image.{kind}",
                "digest": "sha256:" + digest(content), "size": len(content)}

    manifest = {"schemaVersion": 2, "config": blob("config.v1+json", config),
                "layers": [blob("layer.v1.tar+gzip",
                                gzip.compress(each, mtime=0))
                           for each in layers]}
    index = {"schemaVersion": 2,
             "manifests": [blob("manifest.v1+json",
                                json.dumps(manifest).encode())]}
    for name, content in (("index.json", index),
                          ("oci-layout", {"imageLayoutVersion": "1.0.0"})):
        with open(os.path.join(folder, name), "w") as file:
            json.dump(content, file)


def main():
    kind = sys.argv.pop(1) if sys.argv[1].startswith("--") else ""
    out, rest = sys.argv[1], sys.argv[2:]
    if kind == "--oci":
        oci(out, rest[0], rest[1:])
        return
    made = docker(rest[0], rest[1:]) if kind == "--docker" else pack(out, rest)
    if kind == "--encrypted":
        made = encrypted(made)
    with open(out, "wb") as file:
        file.write(made)


main()
