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


class FileNotFound(Refusal):
    """There is no such file, or not for this reader."""
