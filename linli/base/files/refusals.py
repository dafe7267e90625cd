"""Why a file was not kept. Their words are in `texts`."""

from __future__ import annotations

from linli.kernel.refusals import Refusal


class UnableToKeepFile(Refusal):
    """This file is not kept; a subclass says why."""


class FileEmpty(UnableToKeepFile):
    """No bytes arrived."""


class FileTooLarge(UnableToKeepFile):
    """More bytes than its kind allows: `most_mb`."""


class FileKindRefused(UnableToKeepFile):
    """Neither a photo nor one of the papers we keep."""


class OldOfficeFile(UnableToKeepFile):
    """A .doc or .xls."""


class FileHasMacros(UnableToKeepFile):
    """An Office file that carries code."""


class FileUnpacksTooLarge(UnableToKeepFile):
    """Small outside, endless inside."""


class FileDamaged(UnableToKeepFile):
    """Begins like what it claims to be and breaks off or does not hold together."""


class PhotoFormatUnknown(UnableToKeepFile):
    """A photo in a format we cannot read: `format`."""


class PhotoTooLarge(UnableToKeepFile):
    """More pixels than we decode: `most_megapixels`."""


class FileStoreSilent(UnableToKeepFile):
    """The file is good, and the place where files are kept does not take it now."""


class FileNotFound(Refusal):
    """There is no such file, or not for this reader."""


class UnableToReadSheet(Refusal):
    """This is no table that can be read; a subclass says why."""


class SheetKindRefused(UnableToReadSheet):
    """Neither a workbook nor text with separators."""


class SheetIsWebPage(UnableToReadSheet):
    """A web page or XML under the name of a workbook, as some systems export it."""


class SheetLocked(UnableToReadSheet):
    """A workbook with a password."""


class SheetDamaged(UnableToReadSheet):
    """A workbook that does not hold together."""


class SheetReachesTooFar(UnableToReadSheet):
    """Something stands so far down or to the right that what lies between cannot be laid out: `cell`."""


class NoSuchSheet(UnableToReadSheet):
    """The workbook has no table of that name: `names`."""


class EncodingUnknown(UnableToReadSheet):
    """Text in an encoding that is neither UTF-8 nor GB18030."""


class SheetQuoteOpen(UnableToReadSheet):
    """A quotation mark is never closed, and what follows is endless: `line`."""
