"""The peer of `import in.xlsx`: the same workbook, only read, by pandas with either of its engines.

python benchmarks/read_frame.py ENGINE
"""

import sys

import pandas

frame = pandas.read_excel("in.xlsx", engine=sys.argv[1], dtype=str, keep_default_na=False)  # type: ignore[call-overload]
print(len(frame))
