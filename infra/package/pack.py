"""Packs built functions for Lambda, each as one zip with one program in it, and prints what came out.

Usage: pack.py OUTPUT NAME=PROGRAM...

The same program gives the same bytes. A program that asks for a newer glibc than that of Amazon Linux 2023 would not
start there: it is refused, and nothing is packed.
"""

import pathlib
import re
import subprocess
import sys
import tempfile
import zipfile

# glibc of the runtime `provided.al2023`.
NEWEST_GLIBC = (2, 34)

# The oldest time a zip can name. The real one would make every package a new one.
ALWAYS = (1980, 1, 1, 0, 0, 0)

# A regular file that everyone may run.
EXECUTABLE = 0o100755 << 16
UNIX = 3


def glibc(program):
    """The newest version of glibc that a program asks for."""
    versions = subprocess.run(
        ["readelf", "--version-info", "--wide", program], check=True, capture_output=True, text=True
    ).stdout
    found = [tuple(map(int, version.split("."))) for version in re.findall(r"GLIBC_([0-9.]+)", versions)]
    return max(found, default=(0,))


def stripped(program):
    """The bytes of a program without what only a debugger reads. Release builds have none of it, and those for
    another processor stay as they are: the tools of this machine may not know it."""
    with tempfile.TemporaryDirectory() as room:
        copy = pathlib.Path(room, "bootstrap")
        known = subprocess.run(["strip", "-o", copy, program], capture_output=True).returncode == 0
        return (copy if known else pathlib.Path(program)).read_bytes()


def pack(content, package):
    entry = zipfile.ZipInfo("bootstrap", date_time=ALWAYS)
    entry.create_system = UNIX
    entry.external_attr = EXECUTABLE
    entry.compress_type = zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(package, "w") as archive:
        archive.writestr(entry, content)


def main(output, programs):
    output = pathlib.Path(output)
    needs = {name: glibc(program) for name, program in programs.items()}
    newest = ".".join(map(str, NEWEST_GLIBC))
    too_new = [name for name in programs if needs[name] > NEWEST_GLIBC]
    for name in too_new:
        found = ".".join(map(str, needs[name]))
        print(f"{name}: expected glibc {newest} at most, found {found}; build with --arm64 or --x86_64", file=sys.stderr)
    if too_new:
        return 1
    output.mkdir(parents=True, exist_ok=True)
    for old in output.glob("*.zip"):
        old.unlink()
    print(f"{'function':<12}{'program':>12}{'zip':>12}  glibc")
    for name, program in programs.items():
        package = output / f"{name}.zip"
        content = stripped(program)
        pack(content, package)
        version = ".".join(map(str, needs[name]))
        print(f"{name:<12}{len(content):>12,}{package.stat().st_size:>12,}  {version}")
    return 0


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1], dict(argument.split("=", 1) for argument in sys.argv[2:])))
