"""Clean source to learn from and to look at: what is installed here.

Each package belongs to one of two halves, by a hash of its name: the judge
learns from the first and never sees the second.
"""
import collections
import glob
import hashlib
import importlib.metadata
import os
import subprocess
import sys
import sysconfig

TEXT = {".h", ".hpp", ".hh", ".c", ".cc", ".cpp", ".inl", ".ipp", ".cmake", ".py",
        ".pyi", ".go", ".js", ".mjs", ".cjs", ".ts", ".json", ".md", ".rst",
        ".txt", ".toml", ".yaml", ".yml", ".cfg", ".ini", ".sh", ".html", ".xml",
        ".s", ".mod", ".sum", ""}
# Programs that look for secrets hold what they look for.
SCANNERS = ("gitleaks betterleaks trufflehog kingfisher detect_secrets detect-secrets "
            "credsweeper secretlint zricethezav").split()


def _output(*command):
    try:
        return subprocess.run(command, capture_output=True, text=True,
                              check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""


def roots():
    """(language, folder) of every installed source tree that is here."""
    go = _output("go", "env", "GOROOT")
    found = [("c++", "/usr/include"),
             *(("cmake", folder) for folder in sorted(glob.glob("/usr/share/cmake-*"))),
             ("python", sysconfig.get_paths(vars={"base": sys.base_prefix})["stdlib"]),
             ("npm", _output("npm", "root", "-g")),
             ("go", os.path.join(go, "src") if go else "")]
    return [(language, folder) for language, folder in found
            if folder and os.path.isdir(folder)]


def package_of(language, relative):
    parts = relative.split("/")
    if language == "npm" and "node_modules" in parts[:-1]:
        last = len(parts) - 1 - parts[::-1].index("node_modules")
        return "npm/" + parts[last + 1]
    if parts[0] == "site-packages" and len(parts) > 1:
        return language + "/" + parts[1].split("-")[0]
    depth = 2 if language in ("go", "cmake") else 1
    return language + "/" + "/".join(parts[:depth])


def half_of(package):
    """0: to learn from; 1: to report on."""
    return hashlib.sha256(package.encode()).digest()[0] & 1


def files(half=None):
    """(path, language, package) of every file, in a fixed order."""
    for language, root in roots():
        for folder, folders, names in os.walk(root):
            folders[:] = sorted(f for f in folders if f != "__pycache__" and
                                not any(s in f.lower() for s in SCANNERS))
            for name in sorted(names):
                path = os.path.join(folder, name)
                if os.path.splitext(name)[1].lower() not in TEXT:
                    continue
                if os.path.islink(path) or any(s in name.lower() for s in SCANNERS):
                    continue
                package = package_of(language, os.path.relpath(path, root))
                if half is None or half_of(package) == half:
                    yield path, language, package


def count_lines(path):
    with open(path, "rb") as file:
        return file.read().count(b"\n")


def print_versions():
    """What decides the outcome of training, for the record."""
    with open(os.path.join(os.path.dirname(__file__), "requirements.txt"),
              encoding="utf-8") as file:
        packages = [line.split("==")[0] for line in file]
    print(", ".join([f"Python {sys.version.split()[0]}",
                     *(f"{name} {importlib.metadata.version(name)}" for name in packages)]))
    lines = collections.Counter()
    for path, language, package in files():
        lines[language, half_of(package)] += count_lines(path)
    for language, root in roots():
        print(f"{language} {root}: {lines[language, 0]} lines to learn from, "
              f"{lines[language, 1]} to report on; {_version(language)}")


def _version(language):
    command = {"c++": ("g++", "--version"), "cmake": ("cmake", "--version"),
               "python": (sys.executable, "--version"), "npm": ("npm", "--version"),
               "go": ("go", "version")}[language]
    return _output(*command).split("\n")[0]
