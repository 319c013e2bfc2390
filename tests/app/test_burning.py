"""One disc after another: what is refused, what breaks off, and that only what was read back is good."""

from __future__ import annotations

import datetime as dt
import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

from jxdesk.app import burn_log, burning, delivery
from jxdesk.app.burn_facts import BurnedDisc, BurnImage, Order, Outcome
from jxdesk.app.burn_words import damage_words, medium_words, plan_words
from jxdesk.base.errors import Cancelled, UserError
from jxdesk.base.progress import Progress, silent
from jxdesk.disc import medium_check
from jxdesk.disc.burner import Drive, Medium, MediumState
from jxdesk.disc.media import KINDS
from jxdesk.disc.reader import ImageTree
from tests.burner_double import DRIVE, READER, Disc, DoubleBurner
from tests.package import kit

NOW = kit.MOMENT


@pytest.fixture(scope="module")
def iso(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The image of a genuine package; not to be written to."""
    folder = tmp_path_factory.mktemp("image")
    package = folder / "某县-第1版"
    kit.make(package)
    return delivery.image([package], folder / "某县.iso", silent).path


@pytest.fixture(scope="module")
def image(iso: Path) -> BurnImage:
    return burning.examine(iso, silent)


@pytest.fixture
def blank(tmp_path: Path) -> Disc:
    return Disc(tmp_path / "disc")


def burn(
    image: BurnImage, burner: DoubleBurner, progress: Progress = silent, *, overwrite: bool = False
) -> BurnedDisc:
    order = Order(image, DRIVE, 1, overwrite)
    return burning.burn_disc(order, 1, burner, progress, clock=lambda: NOW)


def flip(path: Path, place: int) -> None:
    """One bit of the byte at ``place``, from the end if negative."""
    with path.open("r+b") as handle:
        whence = os.SEEK_SET if place >= 0 else os.SEEK_END
        at = handle.seek(place, whence)
        byte = handle.read(1)[0]
        handle.seek(at)
        handle.write(bytes([byte ^ 1]))


def stopping(wanted: str, at: int) -> Progress:
    """Cancels once the work called ``wanted`` has come to ``at`` bytes."""

    def progress(label: str, done: int, total: int) -> None:
        if label == wanted and done >= at:
            raise Cancelled

    return progress


def outcomes() -> list[Outcome]:
    return [line.outcome for line in burn_log.read()]


def test_an_image_is_verified_and_hashed_before_it_is_burned(iso: Path, image: BurnImage) -> None:
    assert image.size == iso.stat().st_size
    assert image.digests == (delivery.verify_at(iso, None, kit.TODAY, silent)[0].report.digest,)
    assert len(image.sha256) == 64


def test_an_image_that_is_not_sound_is_not_burned(iso: Path, tmp_path: Path) -> None:
    bent = tmp_path / "bent.iso"
    bent.write_bytes(iso.read_bytes())
    with ImageTree(iso) as tree:
        name = next(entry.path for entry in tree.entries() if entry.path.endswith("扫描.pdf"))
        flip(bent, tree.extent(name).start * 2048)
    with pytest.raises(UserError) as caught:
        burning.examine(bent, silent)
    assert (caught.value.code, caught.value.exit_code) == ("burn.not-sound", 1)


def test_a_folder_is_no_image(tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        burning.examine(tmp_path, silent)
    assert caught.value.code == "burn.not-image"


def test_a_burned_disc_is_good_when_every_byte_came_back(image: BurnImage, blank: Disc) -> None:
    burner = DoubleBurner(blank)
    disc = burn(image, burner)
    assert disc.outcome is Outcome.GOOD
    assert burner.asked == ["burn", "reload"]
    (line,) = burn_log.read()
    assert (line.at, line.sha256, line.packages) == (NOW, image.sha256, image.digests)
    assert (line.drive, line.kind, line.outcome) == (DRIVE.id, "DVD-R", Outcome.GOOD)
    assert line.image == str(image.path)


def test_one_flipped_bit_is_found_and_its_file_named(image: BurnImage, blank: Disc) -> None:
    with ImageTree(image.path) as tree:
        (name,) = (entry.path for entry in tree.entries() if entry.path.endswith("扫描.pdf"))
        place = tree.extent(name).start * 2048 + 5000
    blank.flaw = lambda path: flip(path, place)
    disc = burn(image, DoubleBurner(blank))
    assert disc.outcome is Outcome.DIFFERENT
    (damage,) = disc.damage
    assert (damage.path, damage.sectors, damage.unreadable) == (name, 1, False)
    assert damage.first == place // 2048 * 2048
    assert name in damage_words(damage)
    assert outcomes() == [Outcome.DIFFERENT]


@pytest.mark.parametrize("place", [0, 16 * 2048 + 700, 20 * 2048])
def test_a_flipped_bit_outside_of_files_is_found(image: BurnImage, blank: Disc, place: int) -> None:
    blank.flaw = lambda path: flip(path, place)
    disc = burn(image, DoubleBurner(blank))
    assert [damage.path for damage in disc.damage] == [""]


def test_the_last_byte_is_compared_too(image: BurnImage, blank: Disc) -> None:
    blank.flaw = lambda path: flip(path, image.size - 1)
    assert burn(image, DoubleBurner(blank)).outcome is Outcome.DIFFERENT


def test_a_burner_that_wrote_nothing_and_says_good_is_not_believed(image: BurnImage, blank: Disc) -> None:
    def wipe(path: Path) -> None:
        path.write_bytes(bytes(image.size))

    blank.flaw = wipe
    disc = burn(image, DoubleBurner(blank))
    assert disc.outcome is Outcome.DIFFERENT
    assert not any(damage.unreadable for damage in disc.damage)


def test_a_disc_that_ends_early_is_unreadable_there(image: BurnImage, blank: Disc) -> None:
    blank.flaw = lambda path: os.truncate(path, image.size - 5 * 2048)
    disc = burn(image, DoubleBurner(blank))
    assert disc.outcome is Outcome.DIFFERENT
    assert sum(damage.sectors for damage in disc.damage if damage.unreadable) == 5
    assert "5 个扇区读不出来" in disc.words


def test_a_disc_with_very_many_unreadable_sectors_is_given_up(
    image: BurnImage, blank: Disc, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(medium_check, "_CHUNK", 16 << 10)
    blank.flaw = lambda path: os.truncate(path, 2048)
    disc = burn(image, DoubleBurner(blank))
    unread = sum(damage.sectors for damage in disc.damage)
    assert medium_check.MAX_UNREADABLE < unread < image.size // 2048 - 1
    assert "后面没有再读" in disc.words


@pytest.mark.parametrize("place", [16 * 2048, 30 * 2048, -1])
def test_an_image_that_changes_while_it_is_burned_is_told(
    iso: Path, blank: Disc, tmp_path: Path, place: int
) -> None:
    own = tmp_path / "own.iso"
    own.write_bytes(iso.read_bytes())
    image = burning.examine(own, silent)

    def both(path: Path) -> None:
        flip(path, place)
        flip(own, place)

    blank.flaw = both
    with pytest.raises(UserError) as caught:
        burn(image, DoubleBurner(blank))
    assert (caught.value.code, caught.value.exit_code) == ("burn.image-changed", 1)
    assert outcomes() == [Outcome.UNREAD]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"state": MediumState.USED}, "burn.used"),
        ({"state": MediumState.UNFIT, "kind": "DVD-ROM"}, "burn.unfit"),
        ({"capacity": 4096}, "burn.too-small"),
        ({"state": MediumState.REWRITABLE, "can_rewrite": True}, "burn.holds-data"),
        ({"state": MediumState.REWRITABLE, "can_rewrite": True, "capacity": 4096}, "burn.too-small"),
    ],
)
def test_what_will_not_do_is_refused_before_anything_is_written(
    image: BurnImage, blank: Disc, change: dict[str, object], code: str
) -> None:
    burner = DoubleBurner(replace(blank, **change))  # type: ignore[arg-type]
    with pytest.raises(UserError) as caught:
        burn(image, burner)
    assert (caught.value.code, caught.value.exit_code) == (code, 2)
    assert burner.asked == []
    assert outcomes() == []


def test_an_empty_drive_and_one_that_only_reads_are_refused(image: BurnImage) -> None:
    with pytest.raises(UserError) as caught:
        burn(image, DoubleBurner(None))
    assert caught.value.code == "burn.no-disc"
    refused = burning.refusal(image.size, READER, Medium(MediumState.BLANK, "DVD-R", 10**9))
    assert refused is not None
    assert refused.code == "burn.reader"


def test_a_rewritable_disc_is_overwritten_when_that_was_allowed(image: BurnImage, blank: Disc) -> None:
    used = replace(blank, kind="DVD-RW", state=MediumState.REWRITABLE, can_rewrite=True)
    assert burn(image, DoubleBurner(used), overwrite=True).outcome is Outcome.GOOD


@pytest.mark.parametrize(
    ("can_rewrite", "said", "outcome"),
    [(False, "已经作废", Outcome.SPOILED), (True, "重新刻录即可", Outcome.UNFINISHED)],
)
def test_stopping_says_whether_the_disc_is_spoiled(
    image: BurnImage, blank: Disc, can_rewrite: bool, said: str, outcome: Outcome
) -> None:
    blank.can_rewrite = can_rewrite
    with pytest.raises(UserError) as caught:
        burn(image, DoubleBurner(blank), stopping("正在刻录", 100_000))
    assert (caught.value.code, caught.value.exit_code) == ("burn.stopped", 130)
    assert said in caught.value.message + caught.value.remedy
    assert outcomes() == [outcome]


def test_stopping_before_the_drive_begins_spoils_nothing(image: BurnImage, blank: Disc) -> None:
    burner = DoubleBurner(blank)
    with pytest.raises(Cancelled):
        burn(image, burner, stopping("正在刻录", 0))
    assert burner.asked == []
    assert outcomes() == []


def test_a_drive_that_is_stopped_before_its_first_byte_is_asked_what_became(
    image: BurnImage, blank: Disc
) -> None:
    """The disc is called untouched only when the drive still calls it blank."""

    class Slow(DoubleBurner):
        def burn(self, image: Path, drive: Drive, progress: Progress) -> None:
            progress("正在刻录", 0, 1)

    order = Order(image, DRIVE)
    steps: list[str] = []

    def second(label: str, done: int, total: int) -> None:
        steps.append(label)
        if len(steps) == 2:
            raise Cancelled

    for spoils, outcome in ((False, Outcome.UNTOUCHED), (True, Outcome.SPOILED)):
        steps.clear()
        burner = DoubleBurner(blank) if spoils else Slow(blank)
        with pytest.raises(UserError) as caught:
            burning.burn_disc(order, 1, burner, second, clock=lambda: NOW)
        assert (caught.value.code, caught.value.exit_code) == ("burn.stopped", 130)
        assert ("还可以用" in caught.value.remedy) is not spoils
        assert outcomes()[-1] is outcome


def test_a_drive_that_refuses_before_its_first_byte_spoils_nothing(image: BurnImage, blank: Disc) -> None:
    class Busy(DoubleBurner):
        def burn(self, image: Path, drive: Drive, progress: Progress) -> None:
            progress("正在刻录", 0, 1)
            raise UserError("burn.busy", "光驱正被别的程序使用。", "请关闭它。")

    with pytest.raises(UserError) as caught:
        burn(image, Busy(blank))
    assert (caught.value.code, caught.value.message) == ("burn.busy", "光驱正被别的程序使用。")
    assert outcomes() == [Outcome.UNTOUCHED]


def test_ctrl_c_while_burning_is_told_like_stopping(image: BurnImage, blank: Disc) -> None:
    def interrupt(label: str, done: int, total: int) -> None:
        if done:
            raise KeyboardInterrupt

    with pytest.raises(UserError) as caught:
        burn(image, DoubleBurner(blank), interrupt)
    assert caught.value.code == "burn.stopped"


def test_a_drive_that_breaks_off_spoils_the_disc(image: BurnImage, blank: Disc) -> None:
    blank.breaks_at = 64 << 10
    with pytest.raises(UserError) as caught:
        burn(image, DoubleBurner(blank))
    assert (caught.value.code, caught.value.exit_code) == ("burn.failed", 1)
    assert "写入中断" in caught.value.message
    assert "已经作废" in caught.value.message
    assert outcomes() == [Outcome.SPOILED]


def test_stopping_while_reading_back_leaves_the_disc_unchecked(image: BurnImage, blank: Disc) -> None:
    burner = DoubleBurner(blank)
    with pytest.raises(UserError) as caught:
        burn(image, burner, stopping(medium_check.LABEL, 0))
    assert (caught.value.code, caught.value.exit_code) == ("burn.unread", 130)
    order = Order(image, DRIVE)
    again = burning.check_disc(order, 1, burner, silent, clock=lambda: NOW)
    assert again.outcome is Outcome.GOOD
    assert outcomes() == [Outcome.UNREAD, Outcome.GOOD]


@pytest.mark.parametrize("pushed", [True, False])
def test_a_tray_that_must_be_pushed_in_is_asked_for(image: BurnImage, blank: Disc, pushed: bool) -> None:
    asked: list[Drive] = []

    def push_back(drive: Drive) -> bool:
        asked.append(drive)
        return pushed

    def run() -> BurnedDisc:
        burner = DoubleBurner(blank, opens_only=True)
        order = Order(image, DRIVE)
        return burning.burn_disc(order, 1, burner, silent, clock=lambda: NOW, push_back=push_back)

    if pushed:
        assert run().outcome is Outcome.GOOD
    else:
        with pytest.raises(UserError) as caught:
            run()
        assert caught.value.code == "burn.unread"
    assert asked == [DRIVE]


def test_a_disc_taken_out_before_it_is_read_back_is_told(image: BurnImage, blank: Disc) -> None:
    blank.flaw = lambda path: path.unlink()
    with pytest.raises(UserError) as caught:
        burn(image, DoubleBurner(blank))
    assert (caught.value.code, caught.value.exit_code) == ("burn.unread", 1)


def copies(
    image: BurnImage, burner: DoubleBurner, discs: list[Disc], count: int
) -> tuple[list[BurnedDisc], list[str]]:
    """Burn ``count``; each question is answered with the next of ``discs``, or with no."""
    asked: list[str] = []

    def next_disc(number: int, drive: Drive, refused: UserError | None) -> bool:
        asked.append(refused.code if refused else f"next {number}")
        if discs:
            burner.inside = discs.pop(0)
            return True
        return False

    order = Order(image, DRIVE, count)
    return list(burning.burn_copies(order, burner, silent, next_disc, clock=lambda: NOW)), asked


def test_several_copies_ask_for_the_next_disc(image: BurnImage, tmp_path: Path) -> None:
    burner = DoubleBurner(Disc(tmp_path / "1"))
    burned, asked = copies(image, burner, [Disc(tmp_path / "2")], 2)
    assert [(disc.number, disc.copies, disc.outcome) for disc in burned] == [
        (1, 2, Outcome.GOOD),
        (2, 2, Outcome.GOOD),
    ]
    assert asked == ["next 2"]
    assert burner.asked == ["burn", "reload", "eject"] * 2
    assert (tmp_path / "1").read_bytes() == (tmp_path / "2").read_bytes()


def test_the_disc_that_was_just_burned_is_not_overwritten_by_the_next(
    image: BurnImage, tmp_path: Path
) -> None:
    def rewritable(name: str) -> Disc:
        state = MediumState.REWRITABLE
        (tmp_path / name).write_bytes(b"old")
        return Disc(tmp_path / name, kind="DVD-RW", state=state, can_rewrite=True)

    first, second = rewritable("1"), rewritable("2")
    burner = DoubleBurner(first)
    asked: list[str] = []

    def next_disc(number: int, drive: Drive, refused: UserError | None) -> bool:
        asked.append(refused.code if refused else "next")
        if refused is not None:
            burner.inside = second
        return True

    order = Order(image, DRIVE, 2, overwrite=True)
    burned = burning.burn_copies(order, burner, silent, next_disc, clock=lambda: NOW)
    assert [disc.outcome for disc in burned] == [Outcome.GOOD, Outcome.GOOD]
    assert asked == ["next", "burn.same-disc"]
    assert burner.asked.count("burn") == 2
    assert second.path.read_bytes() == image.path.read_bytes()


def test_a_used_disc_and_a_bad_one_are_replaced(image: BurnImage, tmp_path: Path) -> None:
    burner = DoubleBurner(Disc(tmp_path / "1", state=MediumState.USED))
    bad = Disc(tmp_path / "2", flaw=lambda path: flip(path, 0))
    burned, asked = copies(image, burner, [bad, Disc(tmp_path / "3")], 1)
    assert [disc.outcome for disc in burned] == [Outcome.DIFFERENT, Outcome.GOOD]
    assert asked == ["burn.used", "burn.bad-disc"]


def test_when_nobody_puts_in_the_next_disc_the_rest_is_left(image: BurnImage, tmp_path: Path) -> None:
    burned, asked = copies(image, DoubleBurner(Disc(tmp_path / "1")), [], 3)
    assert [disc.outcome for disc in burned] == [Outcome.GOOD]
    assert asked == ["next 2"]


def test_drives_are_told_with_what_lies_in_them(blank: Disc) -> None:
    recorder, reader = burning.look(DoubleBurner(blank))
    assert medium_words(recorder) == "DVD-R，空白，可写 4.70 GB"
    assert medium_words(reader) == "没有光盘，或托盘没有关上"


def test_a_drive_that_does_not_answer_is_told_beside_the_others(blank: Disc) -> None:
    class Busy(DoubleBurner):
        def medium(self, drive: Drive) -> Medium:
            if drive == READER:
                raise UserError("burn.busy", "光驱正被别的程序使用。", "请关闭它。")
            return super().medium(drive)

    recorder, reader = burning.look(Busy(blank))
    assert recorder.medium is not None
    assert reader.medium is None
    assert medium_words(reader) == "光驱正被别的程序使用"


def test_the_plan_names_the_smallest_disc_that_holds_it() -> None:
    sizes = [kind.capacity for kind in KINDS]
    assert sizes == sorted(sizes)
    for index, kind in enumerate(KINDS):
        assert burning.plan(kind.capacity, 1).kinds[0] == kind
        assert burning.plan(kind.capacity + 1, 1).kinds == KINDS[index + 1 :]
    assert "DVD-R / DVD+R（4.7 GB）" in plan_words(burning.plan(10**9, 3))
    assert "3 张" in plan_words(burning.plan(10**9, 3))
    assert "放不下" in plan_words(burning.plan(10**12, 1))


def test_a_log_with_damaged_lines_keeps_the_others(image: BurnImage, tmp_path: Path, own_home: Path) -> None:
    burn(image, DoubleBurner(Disc(tmp_path / "1")))
    log = own_home / burn_log.NAME
    whole = log.read_bytes()
    late = json.dumps(json.loads(whole.split(b"\n")[0]) | {"at": "9999-12-31T23:59:59+00:00"}).encode()
    log.write_bytes(b"\xff\n[]\n" + late + b"\n" + whole + b'{"at": 5}\n' + whole[: len(whole) // 2])
    burn(image, DoubleBurner(Disc(tmp_path / "2")))
    assert outcomes() == [Outcome.GOOD, Outcome.GOOD]


def test_a_disc_in_whose_middle_the_program_was_ended_is_in_the_log(image: BurnImage, blank: Disc) -> None:
    class Ended(BaseException):
        """Nothing that the program could handle."""

    def end(label: str, done: int, total: int) -> None:
        if done:
            raise Ended

    with pytest.raises(Ended):
        burn(image, DoubleBurner(blank), end)
    (line,) = burn_log.read()
    assert (line.outcome, line.sha256) == (Outcome.BEGUN, image.sha256)
    assert "中途被结束" in line.words
    other, later = DoubleBurner(replace(blank, state=MediumState.BLANK)), NOW + dt.timedelta(minutes=5)
    burning.burn_disc(Order(image, DRIVE), 1, other, silent, clock=lambda: later)
    assert outcomes() == [Outcome.BEGUN, Outcome.GOOD]


def test_a_log_that_cannot_be_written_stops_nothing(
    image: BurnImage, blank: Disc, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_bytes(b"")
    monkeypatch.setenv("JXDESK_HOME", str(tmp_path / "file"))
    assert burn(image, DoubleBurner(blank)).outcome is Outcome.GOOD
