"""The strip that says what is being done, how far it is, and lets it be stopped."""

from __future__ import annotations

import time
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from ui.jobs import Job, Step, Worker

# Shorter work leaves no flicker behind.
_PATIENCE_MS = 250
_SECONDS_BEFORE_ESTIMATE = 2.0


class BusyStrip(QWidget):
    """Listens to a worker. Hidden while nothing that has a title takes its time."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._job: Job[Any] | None = None
        self._began = 0.0
        self._stage: tuple[str, int] = ("", 0)
        self._said = QLabel()
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(160)
        self._bar.setAccessibleName("进度")
        self._stop = QPushButton("停止")
        self._stop.setObjectName("link")
        self._stop.clicked.connect(self.stop)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        for part in (self._said, self._bar, self._stop):
            layout.addWidget(part)
        self._patience = QTimer(self, singleShot=True, interval=_PATIENCE_MS)
        self._patience.timeout.connect(self.show)
        self.hide()

    def listen(self, worker: Worker) -> None:
        """Show what this worker does from now on."""
        worker.began.connect(self._begin)
        worker.stepped.connect(self._step)
        worker.ended.connect(self._end)

    @property
    def said(self) -> str:
        """What is being done, in words."""
        return self._said.text()

    def stop(self) -> None:
        """Ask what is being done to stop."""
        if self._job is not None:
            self._job.cancel()
            self._stop.setEnabled(False)
            self._said.setText("正在停止……")

    def forget(self, worker: Worker) -> None:
        """Show no more of what this worker does."""
        worker.began.disconnect(self._begin)
        worker.stepped.disconnect(self._step)
        worker.ended.disconnect(self._end)
        self._patience.stop()
        self.hide()

    def _begin(self, job: Job[Any]) -> None:
        if not job.title:
            return
        self._job, self._stage = job, ("", 0)
        self._stop.setEnabled(True)
        self._said.setText(f"{job.title}……")
        self._bar.setRange(0, 0)
        self._patience.start()

    def _step(self, job: Job[Any], step: Step) -> None:
        if job is not self._job:
            return
        if self._stage != (step.label, step.total):
            # Of the stages to come nothing is known: what is told is how long this one takes.
            self._stage, self._began = (step.label, step.total), time.monotonic()
        self._bar.setRange(0, 1000 if step.total else 0)
        if step.total:
            self._bar.setValue(round(1000 * step.done / step.total))
        self._said.setText(f"{step.label or job.title}……{self._left(step)}")

    def _end(self, job: Job[Any]) -> None:
        if job is self._job:
            self._job = None
            self._patience.stop()
            self.hide()

    def _left(self, step: Step) -> str:
        spent = time.monotonic() - self._began
        if not step.total or not step.done or spent < _SECONDS_BEFORE_ESTIMATE:
            return ""
        seconds = round(spent * (step.total - step.done) / step.done)
        minutes, rest = divmod(seconds, 60)
        return f"（还要约 {minutes} 分 {rest} 秒）" if minutes else f"（还要约 {rest} 秒）"
