"""Sixty scripted phones in one class: how long a tap takes to its echo, and that a dead server loses nothing.

    .venv/bin/python benchmarks/class_load.py [--phones 60]

A server in a process of its own, a desk, and phones that each hold one line open for news and tap now and then on another, as
the pages do. Three phones drop out for 30 seconds and come back. In the third half-year the server is killed in the middle of
the decisions and started again. Phones and server share this machine's cores: real phones are spared that, not the network.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from class_server import Room, Server

TAPS = 8
"""Taps of each phone in a half-year."""
SPREAD = 40.0
"""Seconds over which they come."""
AWAY = 30.0
"""Seconds for which a phone is gone."""


class Line:
    """One kept-open connection of a phone."""

    def __init__(self, port: int, secret: str) -> None:
        self.port, self.secret = port, secret
        self.ends: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        """Status and answer; OSError where the server is gone."""
        if self.ends is not None and self.ends[0].at_eof():
            self.drop()  # the server hangs up on a line that was idle: a browser opens a new one too
        if self.ends is None:
            self.ends = await asyncio.open_connection("127.0.0.1", self.port)
        reader, writer = self.ends
        sent = json.dumps(body).encode() if body is not None else b""
        head = f"{method} {path} HTTP/1.1\r\nhost: 127.0.0.1:{self.port}\r\nauthorization: Bearer {self.secret}\r\n"
        writer.write(f"{head}content-type: application/json\r\ncontent-length: {len(sent)}\r\n\r\n".encode() + sent)
        try:
            lines = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
            fields = dict(line.lower().split(": ", 1) for line in lines[1:] if ": " in line)
            told = await reader.readexactly(int(fields["content-length"]))
        except (asyncio.IncompleteReadError, OSError):
            self.drop()
            raise ConnectionError from None
        return int(lines[0].split()[1]), json.loads(told)

    def drop(self) -> None:
        """Hang up."""
        if self.ends is not None:
            self.ends[1].close()
        self.ends = None


class Player:
    """A phone: it follows the room and taps."""

    def __init__(self, number: int, room: Room) -> None:
        secret = f"phone {number:03d} of this load test"
        status, told = room.server.ask("POST", f"{room.at}/join", body={"secret": secret, "link": room.link})
        assert status == 200, told
        self.number, self.at = number, f"{room.at}/seat/{told['seat']}"
        self.news, self.hand = Line(room.server.port, secret), Line(room.server.port, secret)
        self.echoes: list[float] = []
        self.bytes, self.votes, self.is_away = 0, {}, False

    async def follow(self) -> None:
        """Wait for news for ever, as the page does."""
        since, have = "", ""
        while True:
            try:
                _, view = await self.news.ask("GET", f"{self.at}?since={since}&have={have}")
                since, have = view["version"], view["series_key"].replace(" ", "%20")
                self.bytes += len(json.dumps(view))
            except OSError:
                await asyncio.sleep(0.5)
            while self.is_away:
                await asyncio.sleep(0.2)

    async def tap(self, luck: random.Random) -> None:
        """One vote, timed from the tap to its echo; put in again where the server was gone, and then not counted."""
        force = luck.choice(["purpose", "power", "practice"])
        at, began = round(luck.random(), 2), time.perf_counter()
        self.votes[force] = at
        is_first = True
        while True:
            try:
                status, told = await self.hand.ask("POST", self.at, {"votes": {force: at}})
                assert status == 200 and told["you"]["votes"][force] == at, told
                break
            except OSError:
                is_first = False
                await asyncio.sleep(0.5)
        if is_first:
            self.echoes.append(time.perf_counter() - began)

    async def play(self, seed: int, drops: bool) -> None:
        """Tap through one half-year. drops: gone in the middle of it, and back."""
        luck = random.Random(f"{seed} {self.number}")
        for number in range(TAPS):
            await asyncio.sleep(luck.uniform(0.5, 1.5) * SPREAD / TAPS)
            if drops and number == TAPS // 2:
                self.is_away = True
                self.news.drop()
                self.hand.drop()
                await asyncio.sleep(AWAY)
                self.is_away = False
            await self.tap(luck)


async def killed_midway(server: Server) -> float:
    """Kill the server in the middle of a half-year and start it again; seconds it was away."""
    await asyncio.sleep(SPREAD / 2)
    began = time.perf_counter()
    server.kill()
    await asyncio.to_thread(server.start)
    return time.perf_counter() - began


async def played(room: Room, players: list[Player]) -> float:
    """Three half-years; seconds for which the server was away in the third."""
    followers = [asyncio.create_task(one.follow()) for one in players]
    gone = 0.0
    for half_year in range(3):
        ways = [one.play(half_year, drops=half_year == 1 and one.number < 3) for one in players]
        if half_year == 2:
            gone, *_ = await asyncio.gather(killed_midway(room.server), *ways)
        else:
            await asyncio.gather(*ways)
        kept = [(await one.hand.ask("GET", one.at))[1]["you"]["votes"] for one in players]
        assert all(mine == one.votes for mine, one in zip(kept, players, strict=True)), "a vote was lost"
        for one in players:
            one.votes = {}
        for kind, phase in (("closed", "seen"), ("revealed", "revealed"), ("went_on", "")):
            assert (await asyncio.to_thread(room.order, kind))[0] == 200
            if phase:
                await asyncio.to_thread(room.wait_for, phase)
    for one in followers:
        one.cancel()
    return gone


def main() -> None:
    """Measure, and print what a page of docs can hold."""
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("--phones", type=int, default=60)
    phones = wanted.parse_args().phones
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder) / "rooms.db")
        server.start()
        try:
            room = Room(server, teams=4, sample=1.0, rounds=4)
            players = [Player(number, room) for number in range(phones)]
            assert room.order("started")[0] == 200
            gone = asyncio.run(played(room, players))
        finally:
            server.stop()
    echoes = sorted(echo * 1000 for one in players for echo in one.echoes)
    print(f"{phones} phones, {len(echoes)} taps: median {statistics.median(echoes):.0f} ms, ", end="")
    print(f"95th percentile {echoes[int(len(echoes) * 0.95)]:.0f} ms, longest {echoes[-1]:.0f} ms to the echo")
    print(f"server killed in half-year 3 and away {gone:.1f} s; three phones away {AWAY:.0f} s; no vote, no seat lost")
    print(f"news: {statistics.mean(one.bytes for one in players) / 1e6:.1f} MB a phone before compression")


if __name__ == "__main__":
    main()
