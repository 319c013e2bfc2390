"""Small images that would cost much work or many names: each is given up early."""

from __future__ import annotations

from pathlib import Path

import pytest

from jxdesk.base.errors import UserError
from jxdesk.base.tree import EntryKind
from jxdesk.disc.device import Device
from jxdesk.disc.directory import MAX_IRREGULAR
from jxdesk.disc.reader import ImageTree
from jxdesk.disc.rock_ridge import MAX_CONTINUATIONS, MAX_FIELDS
from tests.disc.handmade import (
    AREAS,
    SECTOR,
    continued,
    image,
    joliet_file,
    mode,
    posix_file,
    posix_name,
    record,
)

PADDING = b"PD\x04\x01"


def opened(tmp_path: Path, data: bytes) -> ImageTree:
    path = tmp_path / "hostile.iso"
    path.write_bytes(data)
    return ImageTree(path)


def refusal(tmp_path: Path, data: bytes) -> UserError:
    with pytest.raises(UserError) as caught:
        opened(tmp_path, data).close()
    return caught.value


def chain(length: int) -> list[bytes]:
    """Continuation areas that lead from one to the next."""
    further = [continued(AREAS + place + 1, 28 if place + 2 < length else 4) for place in range(length - 1)]
    return [*further, PADDING]


def test_handmade_image_is_sound(tmp_path: Path) -> None:
    with opened(
        tmp_path, image([posix_file("a"), posix_file("b")], [joliet_file("a"), joliet_file("b")])
    ) as tree:
        assert [(entry.path, entry.kind) for entry in tree.entries()] == [
            ("a", EntryKind.FILE),
            ("b", EntryKind.FILE),
        ]


def test_continuation_bomb_is_not_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read = 0
    plain_read = Device.read

    def counted(device: Device, offset: int, length: int) -> bytes:
        nonlocal read
        read += length
        return plain_read(device, offset, length)

    monkeypatch.setattr(Device, "read", counted)
    names = [f"{number:04d}" for number in range(2000)]
    area = mode(0o100444) + bytes(SECTOR - len(mode(0)))
    bomb = [record(b"A", posix_name(name.encode()) + continued(AREAS, SECTOR)) for name in names]
    data = image(bomb, [joliet_file(name) for name in names], [area])
    assert refusal(tmp_path, data).code == "image.damaged"
    assert read < 4 * len(data)


def test_record_of_too_many_fields(tmp_path: Path) -> None:
    def crowded(count: int) -> bytes:
        return image([posix_file("a", PADDING * (count - 2))], [joliet_file("a")])

    opened(tmp_path, crowded(MAX_FIELDS)).close()
    assert refusal(tmp_path, crowded(MAX_FIELDS + 1)).code == "image.damaged"


def test_chain_of_too_many_continuations(tmp_path: Path) -> None:
    def chained(length: int) -> bytes:
        first = continued(AREAS, 28 if length > 1 else 4)
        return image([posix_file("a", first)], [joliet_file("a")], chain(length))

    opened(tmp_path, chained(MAX_CONTINUATIONS)).close()
    assert refusal(tmp_path, chained(MAX_CONTINUATIONS + 1)).code == "image.damaged"


def test_crowd_that_joliet_does_not_show(tmp_path: Path) -> None:
    crowd = [posix_file(f"{number:04d}") for number in range(3000)]
    refused = refusal(tmp_path, image(crowd, [joliet_file("0000")]))
    assert refused.code == "image.trees-differ"
    assert "“0001”" in refused.message


def test_crowd_of_links(tmp_path: Path) -> None:
    def links(count: int) -> bytes:
        made = [posix_file(f"{number:04d}", kind=0o120777) for number in range(count)]
        return image([posix_file("a"), *made], [joliet_file("a")])

    opened(tmp_path, links(MAX_IRREGULAR)).close()
    assert refusal(tmp_path, links(MAX_IRREGULAR + 1)).code == "image.too-many"


def test_endless_name(tmp_path: Path) -> None:
    parts = [b"NM" + bytes([255, 1, flag]) + b"n" * 250 for flag in (1, 1, 1, 1, 0)]
    area = b"".join(parts)
    data = image([record(b"A", mode(0o100444) + continued(AREAS, len(area)))], [joliet_file("a")], [area])
    assert refusal(tmp_path, data).code == "image.damaged"


def test_names_that_would_steer_a_terminal(tmp_path: Path) -> None:
    refused = refusal(tmp_path, image([], [joliet_file("\x1b[2J好\u202e")] * 2))
    assert refused.code == "image.duplicate"
    assert "“\\u001b[2J好\\u202e”" in refused.message
