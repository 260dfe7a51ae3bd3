"""Opens workbooks and their annotated copies in other programs: openpyxl, and LibreOffice for a sample.

    python3 tests/corpus/buka.py CORPUS COPIES [SAMPLE]

For each copy it is told whether it opens wherever the original does, and whether openpyxl reads the
same values, formulas, number formats, fonts, borders, alignments, merges and sizes from both. SAMPLE
(150 unless told) evenly spread files are converted by LibreOffice, and all that are special: strict,
with macros, templates, with prefixed names, with drawings, controls or signatures. A file on which
openpyxl takes longer than a minute or more than 6 GB is counted apart.
"""

import multiprocessing
import os
import resource
import signal
import subprocess
import sys
import tempfile
import warnings
import zipfile

import openpyxl

warnings.simplefilter("ignore")

ENDINGS = (".xlsx", ".xlsm", ".xltx", ".xltm")
SPECIAL = ("ctrlprops/", "_xmlsignatures/", "threadedcomments/", "slicers/", "activex/", "embeddings/", "vbaproject",
           "vmldrawing", "pivottables/", "chartsheets/", "externallinks/")


def pairs(corpus, copies):
    """Original and copy of each annotated workbook, by name."""
    for folder, _, names in sorted(os.walk(copies)):
        for name in sorted(names):
            copy = os.path.join(folder, name)
            original = os.path.join(corpus, os.path.relpath(copy, copies))
            if name.lower().endswith(ENDINGS) and os.path.exists(original):
                yield original, copy


class TooSlow(BaseException):
    """The minute of a pair is over."""


def load(path):
    try:
        return openpyxl.load_workbook(path, keep_vba=True), None
    except MemoryError:
        raise
    except Exception as error:  # whatever openpyxl can't do
        return None, f"{type(error).__name__}: {error}"


def cells(sheet):
    """Everything of a sheet's cells but their fills."""
    found = {}
    for (row, column), cell in sheet._cells.items():
        value = getattr(cell, "value", None)
        found[(row, column)] = (
            repr(value if isinstance(value, (str, int, float, type(None))) else getattr(value, "__dict__", value)),
            # A cell without style and one of the first style read as "General", "GENERAL" or nothing.
            (cell.number_format if cell.has_style and cell.number_format else "General").lower(),
            *(repr(getattr(cell, part)) if cell.has_style else None
              for part in ("font", "border", "alignment", "protection")),
        )
    return found


def differences(before, after):
    """What openpyxl reads differently from the copy."""
    for sheet in before.worksheets:
        if sheet.title not in after.sheetnames:
            yield f"sheet {sheet.title} is gone"
            continue
        other = after[sheet.title]
        old, new = cells(sheet), cells(other)
        for at, content in old.items():
            kept = new.get(at)
            if kept is None:
                yield f"{sheet.title} {at} is gone"
            elif content[:2] != kept[:2] or any(a != b for a, b in zip(content[2:], kept[2:]) if a is not None):
                yield f"{sheet.title} {at}: {content} became {kept}"
        added = [at for at in new if at not in old and new[at][0] != "None"]
        if added:
            yield f"{sheet.title}: values added at {added[:3]}"
        if sorted(map(str, sheet.merged_cells.ranges)) != sorted(map(str, other.merged_cells.ranges)):
            yield f"{sheet.title}: merges differ"
        for kind in ("column_dimensions", "row_dimensions"):
            size = "width" if kind[0] == "c" else "height"
            sizes = lambda s: {k: getattr(d, size) for k, d in getattr(s, kind).items() if getattr(d, size)}
            if sizes(sheet) != sizes(other):
                yield f"{sheet.title}: {kind} differ"


def by_openpyxl(pair):
    """What becomes of a pair: unreadable, broken, different, same, or given up."""
    def over(*_):
        raise TooSlow

    signal.signal(signal.SIGALRM, over)
    signal.alarm(60)
    try:
        return compared(pair)
    except (TooSlow, MemoryError) as reason:
        return pair, "given up", type(reason).__name__
    finally:
        signal.alarm(0)


def compared(pair):
    original, copy = pair
    before, reason = load(original)
    if before is None:
        return pair, "unreadable", reason
    after, reason = load(copy)
    if after is None:
        return pair, "broken", reason
    found = list(differences(before, after))
    if found:
        return pair, "different", "; ".join(found[:3])
    comments = sum(1 for sheet in after.worksheets for row in sheet._cells.values() if row.comment)
    return pair, "same", str(comments)


def is_special(path):
    if not path.lower().endswith(".xlsx"):
        return True
    try:
        with zipfile.ZipFile(path) as package:
            names = " ".join(package.namelist()).lower()
            book = next((n for n in package.namelist() if n.lower().endswith("workbook.xml")), None)
            head = package.read(book)[:600] if book else b""
    except Exception:
        return True
    return any(word in names for word in SPECIAL) or b"purl.oclc.org" in head or b"<x:" in head


def opened(paths, profile):
    """The workbooks that LibreOffice opens and writes as CSV, many at one start of the program."""
    found = set()
    for start in range(0, len(paths), 20):
        batch = paths[start:start + 20]
        with tempfile.TemporaryDirectory() as folder:
            links = {}
            for number, path in enumerate(batch):
                link = os.path.join(folder, f"b{number}{os.path.splitext(path)[1].lower()}")
                os.symlink(os.path.abspath(path), link)
                links[f"b{number}.csv"] = path
            command = ["soffice", "--headless", f"-env:UserInstallation=file://{profile}", "--convert-to", "csv",
                       "--outdir", os.path.join(folder, "csv")]
            try:
                subprocess.run(command + [os.path.join(folder, name) for name in sorted(os.listdir(folder))],
                               capture_output=True, timeout=60 + 20 * len(batch))
            except subprocess.TimeoutExpired:
                pass
            if os.path.isdir(os.path.join(folder, "csv")):
                found.update(links[name] for name in os.listdir(os.path.join(folder, "csv")) if name in links)
    return found


def bounded():
    resource.setrlimit(resource.RLIMIT_AS, (6 << 30, 6 << 30))


def main():
    corpus, copies = sys.argv[1:3]
    size = int(sys.argv[3]) if len(sys.argv) > 3 else 150
    found = list(pairs(corpus, copies))
    counts = {}
    with multiprocessing.Pool(2, initializer=bounded, maxtasksperchild=100) as pool:
        for (original, _), result, detail in pool.imap_unordered(by_openpyxl, found, chunksize=4):
            counts[result] = counts.get(result, 0) + 1
            if result not in ("same", "unreadable"):
                print(f"openpyxl {result}: {original}: {detail[:400]}", flush=True)
    print("openpyxl:", ", ".join(f"{count} {result}" for result, count in sorted(counts.items())), flush=True)
    if size == 0:
        return
    step = max(1, len(found) // size)
    sample = [pair for index, pair in enumerate(found) if index % step == 0 or is_special(pair[0])]
    with tempfile.TemporaryDirectory() as profile:
        good = opened([copy for _, copy in sample], profile)
        # One file that brings the program down takes the rest of its batch along.
        for _, copy in sample:
            if copy not in good:
                good |= opened([copy], profile)
        failed = [original for original, copy in sample if copy not in good and opened([original], profile)]
    for original in failed:
        print(f"LibreOffice does not open the copy of {original}", flush=True)
    print(f"LibreOffice: {len(sample)} sampled, {len(good)} copies opened, {len(failed)} only as original")


if __name__ == "__main__":
    main()
