"""A real browser without a screen, and an ear on this machine that hears what a page asks for."""

from __future__ import annotations

import subprocess
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

_QUIET = (
    "--headless",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_SECONDS = 60


class Browser:
    """Chromium at ``program``, with a user folder of its own."""

    def __init__(self, program: str, folder: Path) -> None:
        self._command = (program, *_QUIET, f"--user-data-dir={folder}", "--virtual-time-budget=3000")

    def dom(self, page: Path) -> str:
        """What the page has become once everything in it that runs has run."""
        asked = [*self._command, "--dump-dom", page.resolve().as_uri()]
        done = subprocess.run(asked, capture_output=True, text=True, timeout=_SECONDS, check=True)
        return done.stdout


class Listener:
    """Answers any request on this machine with nothing and keeps its path in ``heard``."""

    def __init__(self) -> None:
        heard: list[str] = []

        class Ear(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                heard.append(self.path)
                self.send_response(204)
                self.end_headers()

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the library's name)
                """Nothing: a request is kept, not told."""

        self.heard = heard
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Ear)
        self.address = f"http:{2 * '/'}127.0.0.1:{self._server.server_address[1]}/heard"
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Hear no more."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
