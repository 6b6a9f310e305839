"""A class's server in a process of its own, and phones that talk to it, for tests and for measuring."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Server:
    """`lwsim class` over a file of rooms; it can be killed and started again."""

    def __init__(self, rooms: Path, port: int = 0) -> None:
        self.rooms, self.port = rooms, port or free_port()
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, patience: float = 60.0) -> None:
        command = [sys.executable, "-m", "lwsim", "class", "--port", str(self.port), "--rooms", str(self.rooms)]
        self.process = subprocess.Popen(command, stderr=subprocess.DEVNULL, env={**os.environ})
        until = time.monotonic() + patience
        while time.monotonic() < until:
            try:
                if self.ask("GET", "/class/api/shelf")[0] == 200:
                    return
            except OSError:
                time.sleep(0.2)
        raise AssertionError("the server did not start")

    def kill(self) -> None:
        """As the power cord would."""
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(20)

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(20)

    def ask(self, method: str, path: str, secret: str = "", body: Any = None, raw: bytes | None = None) -> tuple[int, Any]:
        """Status and answer of one request."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            headers = {"content-type": "application/json"} | ({"authorization": f"Bearer {secret}"} if secret else {})
            line.request(method, path, raw if raw is not None else json.dumps(body) if body is not None else None, headers)
            answer = line.getresponse()
            told = answer.read()
            is_json = (answer.getheader("content-type") or "").startswith("application/json")
            return answer.status, json.loads(told) if is_json else told.decode("utf-8", "replace")
        finally:
            line.close()


class Room:
    """A room on a server, seen from its desk."""

    def __init__(self, server: Server, **wish: Any) -> None:
        self.server = server
        setup = {"place": "small_town", "base": "ordinary", "sample": 0.2, "rounds": 4, "teams": 1} | wish
        status, told = server.ask("POST", "/class/api/open", body=setup)
        assert status == 200, told
        self.told, self.code, self.secret, self.link = told, told["code"], told["desk"], told["link"]
        self.at = f"/class/api/{self.code}"

    def order(self, kind: str, **wish: Any) -> tuple[int, Any]:
        return self.server.ask("POST", f"{self.at}/desk", self.secret, {"kind": kind, **wish})

    def desk(self) -> Any:
        return self.server.ask("GET", f"{self.at}/desk", self.secret)[1]

    def wait_for(self, phase: str, patience: float = 300.0) -> Any:
        """The desk's screen once the room stands there (a model that was never compiled takes a minute)."""
        until = time.monotonic() + patience
        while time.monotonic() < until:
            told = self.desk()
            if told["phase"] == phase:
                return told
            time.sleep(0.2)
        raise AssertionError(f"never {phase}")

    def join(self, number: int) -> Phone:
        secret = f"phone {number:03d} of this test room"
        status, told = self.server.ask("POST", f"{self.at}/join", body={"secret": secret, "link": self.link})
        assert status == 200, told
        return Phone(self, told["seat"], secret)


class Phone:
    """A seat on a server."""

    def __init__(self, room: Room, seat: str, secret: str) -> None:
        self.room, self.seat, self.secret = room, seat, secret
        self.at = f"{room.at}/seat/{seat}"

    def put(self, **wish: Any) -> tuple[int, Any]:
        return self.room.server.ask("POST", self.at, self.secret, wish)

    def look(self) -> Any:
        return self.room.server.ask("GET", self.at, self.secret)[1]
