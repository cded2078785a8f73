"""The bytes with which files of other kinds begin, so that each reader can tell what it was given."""

from __future__ import annotations

PDF = b"%PDF-"
ZIP = b"PK\x03\x04"  # also .docx and .xlsx
OLE = bytes.fromhex("d0cf11e0a1b11ae1")  # .doc and .xls, and whatever Office has locked by a password
RTF = b"{\\rtf"
