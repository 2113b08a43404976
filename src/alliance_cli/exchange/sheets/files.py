"""What files that hold lists may be: their endings, encodings and separators."""

ENDINGS = (".xlsx", ".xls", ".xlsm", ".et", ".ods", ".csv", ".tsv")
"""What the names of spreadsheets end in."""

REJECTS_ENDINGS = (".xlsx", ".csv", ".tsv")
"""What the name of a file for rejects can end in."""

ENCODINGS = ("utf-8", "gb18030", "big5", "cp932", "utf-16")
"""The encodings that a text can be said to have."""

SEPARATORS = {
    "comma": ",",
    "tab": "\t",
    "semicolon": ";",
    "pipe": "|",
    "\uff0c": "\uff0c",
    "\uff1b": "\uff1b",
}
"""What can stand between cells, by name; the wide marks are typed as they are."""
