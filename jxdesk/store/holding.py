"""The attached files of a workspace: their bytes, what is known of them, and getting rid of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from contextlib import AbstractContextManager, suppress
from pathlib import Path
from types import MappingProxyType

from jxdesk.base.clock import Clock
from jxdesk.base.errors import UserError
from jxdesk.base.progress import Progress, silent
from jxdesk.domain.facts import FileFacts
from jxdesk.store import backups, purging, scanned, screened
from jxdesk.store.building import BACKUPS_NAME, FILES_NAME
from jxdesk.store.doomed import Doomed
from jxdesk.store.entries import Confirmation, StoredFile
from jxdesk.store.files import FileStore
from jxdesk.store.session import Session


class Holding:
    """The part of a workspace that holds files, each once, by the SHA-256 (hex) of its bytes."""

    def __init__(self, path: Path, session: Session, clock: Clock) -> None:
        self.path = path
        self._session = session
        self._clock = clock
        self._files = FileStore(path / FILES_NAME)
        self._facts: tuple[object, Mapping[str, FileFacts]] = (None, {})
        self._facts_kept = 0
        self._papers_kept = 0

    @property
    def read_only(self) -> bool:
        """Whether nothing can be changed."""
        return self._session.database.read_only

    # --- bytes -------------------------------------------------------------------------------

    def add_file(self, source: Path, progress: Progress = silent, *, expected: str = "") -> StoredFile:
        """Copy ``source`` into the workspace in one pass; the same bytes are kept once.

        Where ``expected`` (SHA-256, hex) is given, nothing else is kept. Raises ``UserError``
        (``path.missing``, ``store.not-file``, ``store.other-content``, ``disk.full``, …) and
        ``Cancelled`` from ``progress`` (bytes done, of bytes); then nothing is left behind.
        """
        self._session.must_write()
        return self._files.add(source, progress, expected)

    def incoming(self) -> AbstractContextManager[Path]:
        """A path in the workspace for a file that is being made to be added; gone afterwards."""
        self._session.must_write()
        return self._files.incoming()

    def add_bytes(self, data: bytes) -> StoredFile:
        """Keep ``data`` as a file."""
        self._session.must_write()
        return self._files.add_bytes(data)

    def file(self, sha256: str) -> Path:
        """Where the bytes with this SHA-256 lie. Raises ``UserError`` ``store.file-missing``."""
        return self._files.path(sha256)

    def holds(self, sha256: str) -> bool:
        """Whether the bytes with this SHA-256 lie here."""
        return sha256 in self._files.stored()

    def discard(self, sha256: str) -> None:
        """Take away bytes that were just added for something that came to nothing."""
        self._session.must_write()
        self._files.discard(sha256)

    def unused_files(self) -> tuple[StoredFile, ...]:
        """The files that neither a row of evidence nor a scan names any more, by digest.

        Undoing, or restoring a backup, may still bring back a row that does.
        """
        with self._session.turn:
            used = {row.sha256 for row in self._session.application().evidence}
            with self._session.read() as connection:
                used |= {scan.file.sha256 for scan in scanned.read_scans(connection)}
            unused = sorted(self._files.stored() - used)
            return tuple(StoredFile(sha256, self.file(sha256).stat().st_size) for sha256 in unused)

    # --- what is known of them: never undone ---------------------------------------------------

    def file_facts(self, prober: int) -> Mapping[str, FileFacts]:
        """What this version of the prober has seen in files, by SHA-256.

        The same object until facts are kept or purged.
        """
        with self._session.turn:
            stamp = (prober, self._session.meta.revision if self.read_only else self._facts_kept)
            if self._facts[0] != stamp:
                with self._session.read() as connection:
                    self._facts = (stamp, MappingProxyType(screened.read_facts(connection, prober)))
            return self._facts[1]

    def keep_facts(self, facts: Iterable[FileFacts], prober: int) -> None:
        """Keep what this version of the prober has seen, over what was known of the same files."""
        with self._session.write() as connection:
            screened.keep_facts(connection, facts, prober)
            self._facts_kept += 1

    def confirmations(self) -> tuple[Confirmation, ...]:
        """Who has looked through which files, in the order of time."""
        with self._session.read() as connection:
            return screened.read_confirmations(connection)

    def confirm(self, sha256: str, who: str, note: str) -> None:
        """Keep that ``who`` has looked through a file, over what was kept of it before."""
        self.file(sha256)
        with self._session.write() as connection:
            screened.confirm(connection, Confirmation(sha256, who, self._clock(), note))

    def withdraw_confirmation(self, sha256: str) -> None:
        """Take back that somebody has looked through a file."""
        with self._session.write() as connection:
            screened.withdraw(connection, sha256)

    # --- gone for good -----------------------------------------------------------------------

    @property
    def purge_pending(self) -> bool:
        """Whether a purge was begun and could not be brought to its end yet."""
        return self._doomed() is not None

    def purge(self, digests: Collection[str], progress: Progress = silent) -> None:
        """Remove files for good: bytes, rows, facts, confirmations, scans, and what was written of them.

        Former copies of the same rows go too, as far as the history knows them.
        Nothing can be undone afterwards, and backups hold neither the files nor a history. What was
        begun and not brought to its end is finished too. Raises ``UserError``: ``store.frozen`` and
        ``store.read-only`` (then nothing was changed); ``store.busy``, ``path.denied``, ``disk.full``
        (then the rest is done by the next purge or at the next opening, and :attr:`purge_pending` says so).
        """
        for sha256 in digests:
            self._files.must_be_digest(sha256)
        with self._session.turn:
            self._session.must_write()
            self._facts_kept += 1
            self._papers_kept += 1
            if digests:
                with self._session.write(reload=True) as connection:
                    purging.begin(connection, digests, self._files.stored())
            self._finish_purge(progress)

    def _finish_purge(self, progress: Progress = silent) -> None:
        doomed = self._doomed()
        if doomed is not None:
            folder = self.path / BACKUPS_NAME
            purging.finish(doomed, self._session.database, self._files, folder, progress)

    def _doomed(self) -> Doomed | None:
        with self._session.read() as connection:
            return purging.pending(connection)

    def _clean_up(self) -> None:
        """At opening, for the holder of the lock: remove what was cut off, finish what was begun."""
        self._files.clean_up()
        backups.clean_up(self.path / BACKUPS_NAME)
        if self.purge_pending:
            # Another program in the way must not keep anybody from working; it stays noted down.
            with suppress(UserError):
                self._finish_purge()
