"""Tables from outside, row by row: Excel (xlsx, xlsm, xlsb, xls), ods, and text with commas or tabs.

What a file is, is judged by its content, never by its name. Workbooks are opened by a child process with bounded memory
and time, so that a hostile one ends the child and nothing else. Cells come as text, numbers and dates, as they were
meant; what a formula gave last is its value.

    with open_sheet(path) as sheet:
        for number, cells in sheet.rows: ...

Not here: what the columns mean.
"""

from linli.base.files.sheets._flow import flowing_sheet
from linli.base.files.sheets._open import open_sheet
from linli.base.files.sheets._reach import column_number
from linli.base.files.sheets._table import Cell, Sheet
from linli.base.files.sheets._write import SheetWriter

__all__ = ["Cell", "Sheet", "SheetWriter", "column_number", "flowing_sheet", "open_sheet"]
