"""What a sealed package consists of (a BagIt 1.0 bag, RFC 8493), and its caps."""

from __future__ import annotations

from jxdesk.domain import plain_json

BAGIT = "bagit.txt"
BAG_INFO = "bag-info.txt"
MANIFEST = "manifest-sha256.txt"
BLOCKS = "blocks-crc32.txt"
READING_PAGE = "index.html"
HOW_TO_VERIFY = "核验说明.txt"
TAG_MANIFEST = "tagmanifest-sha256.txt"
SIGNATURE = "signature.p7s"
PAYLOAD = "data"
APPLICATION = "data/application.json"
PAGES = "data/pages.json"
REPORT = "data/report.json"
REQUIRED = (APPLICATION, PAGES, REPORT)
"""What no payload may lack."""

EVIDENCE = "佐证材料"
SCANS = "盖章扫描版"
NOTICE = "申报通知"
"""Folders below ``data`` whose files the three above name by their digests."""

MARKS = frozenset({BAGIT, TAG_MANIFEST})
"""A folder without either of them is no package."""

BAGIT_TEXT = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"

LISTED_TAGS = (BAG_INFO, BAGIT, BLOCKS, READING_PAGE, MANIFEST, HOW_TO_VERIFY)
"""The tag files that the tag manifest lists, each of them and no other."""

ROOT_FILES = frozenset({*LISTED_TAGS, TAG_MANIFEST, SIGNATURE})
"""Every file that stands at the root; beside them only the folder ``data``."""

BLOCK = 32 * 1024
"""Bytes of payload under one CRC-32."""

MAX_PAYLOAD_FILES = 20_000
MAX_MANIFEST = 8 * 1024 * 1024
MAX_BLOCKS_FILE = 16 * 1024 * 1024
MAX_BAG_INFO = 16 * 1024
MAX_TAG_MANIFEST = 16 * 1024
MAX_READING_PAGE = 16 * 1024 * 1024
MAX_APPLICATION = plain_json.MAX_BYTES
MAX_PAGES = 8 * 1024 * 1024
MAX_REPORT = 32 * 1024 * 1024
"""Caps in bytes, looked at before a file is read into memory."""
