"""Opens workbooks and their annotated copies in other programs: openpyxl, and LibreOffice for a sample.

    python3 tests/corpus/buka.py CORPUS COPIES [SAMPLE]

For each copy it is told whether it opens wherever the original does, and whether openpyxl reads the
same values, formulas, number formats, fonts, borders, alignments, merges and sizes from both. SAMPLE
(150 unless told) evenly spread files are converted by LibreOffice, and all that are special: strict,
with macros, templates, with prefixed names, with drawings, controls or signatures.
"""

import concurrent.futures
import os
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


def load(path):
    try:
        return openpyxl.load_workbook(path, keep_vba=True), None
    except Exception as error:  # whatever openpyxl can't do
        return None, f"{type(error).__name__}: {error}"


def cells(sheet):
    """Everything of a sheet's cells but their fills."""
    found = {}
    for (row, column), cell in sheet._cells.items():
        found[(row, column)] = (
            repr(getattr(cell, "value", None)) if not hasattr(getattr(cell, "value", None), "text")
            else repr((cell.value.ref, cell.value.text)),
            cell.number_format if cell.has_style else "General",
            repr(cell.font) if cell.has_style else None,
            repr(cell.border) if cell.has_style else None,
            repr(cell.alignment) if cell.has_style else None,
            repr(cell.protection) if cell.has_style else None,
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


def converts(path, profile):
    """Whether LibreOffice opens a workbook and writes it as CSV."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["soffice", "--headless", f"-env:UserInstallation=file://{profile}", "--convert-to", "csv",
                   "--outdir", folder, path]
        try:
            subprocess.run(command, capture_output=True, timeout=90)
        except subprocess.TimeoutExpired:
            return False
        return any(name.endswith(".csv") for name in os.listdir(folder))


def main():
    corpus, copies = sys.argv[1:3]
    size = int(sys.argv[3]) if len(sys.argv) > 3 else 150
    found = list(pairs(corpus, copies))
    counts = {}
    with concurrent.futures.ProcessPoolExecutor(2) as pool:
        for (original, _), result, detail in pool.map(by_openpyxl, found, chunksize=8):
            counts[result] = counts.get(result, 0) + 1
            if result in ("broken", "different"):
                print(f"openpyxl {result}: {original}: {detail[:400]}", flush=True)
    print("openpyxl:", ", ".join(f"{count} {result}" for result, count in sorted(counts.items())), flush=True)
    if size == 0:
        return
    step = max(1, len(found) // size)
    sample = [pair for index, pair in enumerate(found) if index % step == 0 or is_special(pair[0])]
    opened = failed = 0
    with tempfile.TemporaryDirectory() as profile:
        for original, copy in sample:
            if converts(copy, profile):
                opened += 1
            elif converts(original, profile):
                failed += 1
                print(f"LibreOffice does not open the copy of {original}", flush=True)
    print(f"LibreOffice: {len(sample)} sampled, {opened} copies opened, {failed} only as original")


if __name__ == "__main__":
    main()
