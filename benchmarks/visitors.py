"""Memory of a server with visitors: `python -m benchmarks.visitors [--visitors 40] [--megabytes 5] [--minutes 0]`.

Each visitor uploads a table of their own, watches EM on it and, for so many minutes, steps through other numbers of
components; then all leave. Printed: the memory of the server at rest, at most, with all there, and after they left.
It speaks to the server as a browser does, by Streamlit's own messages; Linux only, for it reads /proc.
"""

import argparse
import threading
import time
import urllib.request
from pathlib import Path
from typing import Any

import numpy as np
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.sync.client import connect

from benchmarks.serving import Dashboard

LEFT = (30, 60, 90, 120, 150, 180)  # seconds after all have left
THINKING = 5.0  # seconds between two changes of a visitor
XSRF = "_streamlit_xsrf"
BOUNDARY = "visitors"


class Visitor:
    """A browser without a picture: one connection, the widgets seen, the state of those touched."""

    def __init__(self, url: str) -> None:
        self.url = url
        with urllib.request.urlopen(f"{url}/_stcore/health", timeout=60) as answer:
            cookies = answer.headers.get_all("Set-Cookie") or []
        with urllib.request.urlopen(f"{url}/_stcore/host-config", timeout=60) as answer:
            cookies += answer.headers.get_all("Set-Cookie") or []
        tokens = [c.partition("=")[2].partition(";")[0] for c in cookies if c.startswith(XSRF)]
        self.token = tokens[0] if tokens else "none"
        self.page = ""
        self.query = ""
        self.session = ""
        self.widgets: dict[str, Any] = {}
        self.states: dict[str, WidgetState] = {}
        self.exceptions: list[str] = []
        self.received = 0  # bytes
        self._kept: dict[str, tuple[ForwardMsg, int]] = {}  # large messages, and the run that last had them
        self._n_runs, self._keeps = 0, 0
        self.socket = connect(
            f"{url.replace('http', 'ws')}/_stcore/stream",
            subprotocols=["streamlit", self.token],  # type: ignore[list-item]
            additional_headers={"Cookie": f"{XSRF}={self.token}"},
            origin=url,  # type: ignore[arg-type]
            max_size=None,
            open_timeout=60,
        )

    def run(self, page: str | None = None, query: str = "") -> None:
        """Have the script run to its end; `page`, the dashboard's is empty, and `query` to go there."""
        message = BackMsg()
        asked = message.rerun_script
        self.query = query or self.query
        asked.query_string = self.query
        asked.widget_states.SetInParent()
        asked.widget_states.widgets.extend(self.states.values())
        asked.page_name = page or ""
        asked.page_script_hash = self.page if page is None else ""
        asked.cached_message_hashes.extend(self._kept)
        self.socket.send(message.SerializeToString())
        while True:
            answer = self._next()
            if answer.WhichOneof("type") == "script_finished" and answer.script_finished in (0, 3):
                self._n_runs += 1
                oldest = self._n_runs - self._keeps
                self._kept = {name: (kept, run) for name, (kept, run) in self._kept.items() if run >= oldest}
                return

    def _next(self) -> ForwardMsg:
        content = self.socket.recv(timeout=600)
        self.received += len(content)
        answer = ForwardMsg.FromString(content)  # type: ignore[arg-type]
        if answer.WhichOneof("type") == "ref_hash":  # the server knows that this is kept here
            answer = self._kept[answer.ref_hash][0]
        if answer.metadata.cacheable:
            self._kept[answer.hash] = answer, self._n_runs
        kind = answer.WhichOneof("type")
        if kind == "new_session":
            self.session, self.page = answer.new_session.initialize.session_id, answer.new_session.page_script_hash
            self._keeps = answer.new_session.config.max_cached_message_age
        elif kind == "navigation":
            self.page = answer.navigation.page_script_hash
        elif kind == "page_info_changed":
            self.query = answer.page_info_changed.query_string
        elif kind == "delta" and answer.delta.WhichOneof("type") == "new_element":
            element = answer.delta.new_element
            name = element.WhichOneof("type")
            if name == "exception":
                self.exceptions.append(element.exception.message)
            widget = getattr(element, str(name))
            if getattr(widget, "id", ""):
                self.widgets[widget.id.split("-", 2)[-1]] = widget
        return answer

    def press(self, key: str) -> None:
        """Press a button."""
        state = WidgetState(id=self.widgets[key].id, trigger_value=True)
        self.states[key] = state
        self.run()
        del self.states[key]

    def choose(self, key: str, option: str) -> None:
        """Choose an option of a segmented control."""
        state = WidgetState(id=self.widgets[key].id)
        state.string_array_value.data.append(option)
        self.states[key] = state
        self.run()

    def slide(self, key: str, value: float) -> None:
        """Move a slider."""
        state = WidgetState(id=self.widgets[key].id)
        state.double_array_value.data.append(value)
        self.states[key] = state
        self.run()

    def upload(self, key: str, content: bytes) -> None:
        """Give a file to an uploader."""
        message = BackMsg()
        message.file_urls_request.request_id = "1"
        message.file_urls_request.file_names.append("mine.csv")
        message.file_urls_request.session_id = self.session
        self.socket.send(message.SerializeToString())
        while (answer := self._next()).WhichOneof("type") != "file_urls_response":
            pass
        urls = answer.file_urls_response.file_urls[0]
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="mine.csv"; filename="mine.csv"\r\n'
        body = f"{head}Content-Type: text/csv\r\n\r\n".encode() + content + f"\r\n--{BOUNDARY}--\r\n".encode()
        headers = {
            "Content-Type": f"multipart/form-data; boundary={BOUNDARY}",
            "X-Xsrftoken": self.token,
            "Cookie": f"{XSRF}={self.token}",
        }
        request = urllib.request.Request(self.url + urls.upload_url, body, headers, method="PUT")
        with urllib.request.urlopen(request, timeout=300):
            pass
        state = WidgetState(id=self.widgets[key].id)
        info = state.file_uploader_state_value.uploaded_file_info.add()
        info.file_id, info.name, info.size = urls.file_id, "mine.csv", len(content)
        info.file_urls.CopyFrom(urls)
        self.states[key] = state
        self.run()


def main() -> None:
    """Start a server, have them come, stay and leave."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--visitors", type=int, default=40)
    parser.add_argument("--megabytes", type=float, default=5.0, help="of own data each; 0: none")
    parser.add_argument("--minutes", type=float, default=0.0, help="that they stay and change things")
    options = parser.parse_args()
    with Dashboard(log="/dev/stderr") as server:
        first = Visitor(server.url)
        first.run("")
        first.socket.close()
        time.sleep(2)
        at_rest = memory(server.process.pid)
        print(f"at rest, after the first visit: {at_rest:.0f} MB", flush=True)
        visitors: list[Visitor] = []
        lock = threading.Lock()

        def visit(number: int) -> None:
            visitor = Visitor(server.url)
            with lock:
                visitors.append(visitor)
            _come(visitor, number, options.megabytes)

        _all_at_once([lambda n=n: visit(n) for n in range(options.visitors)], at_a_time=4)
        there = memory(server.process.pid)
        print(f"all {options.visitors} there: {there:.0f} MB, {(there - at_rest) / options.visitors:.1f} a visitor")
        begun = minute = time.monotonic()
        while time.monotonic() - begun < 60 * options.minutes:
            _all_at_once([lambda v=v: _change(v) for v in visitors], at_a_time=options.visitors)
            time.sleep(THINKING)
            if time.monotonic() - minute > 60:
                minute = time.monotonic()
                print(f"after {(minute - begun) / 60:.0f} min: {memory(server.process.pid):.0f} MB", flush=True)
        print(f"at most: {memory(server.process.pid, 'VmHWM'):.0f} MB", flush=True)
        for visitor in visitors:
            visitor.socket.close()
        left = time.monotonic()
        for seconds in LEFT:
            time.sleep(max(0.0, left + seconds - time.monotonic()))
            print(f"{seconds} s after they left: {memory(server.process.pid):.0f} MB", flush=True)
        troubles = {message for visitor in visitors for message in visitor.exceptions}
        print("no exception" if not troubles else f"exceptions: {troubles}")


def _come(visitor: Visitor, number: int, megabytes: float) -> None:
    if not megabytes:
        visitor.run("")
        return
    rows = int(megabytes * 1e6 / 38)
    rng = np.random.default_rng(number)
    lines = [f"{x:.6f},{y:.6f},{z:.9f},{i:08d}" for i, (x, y, z) in enumerate(rng.normal(0, 1, (rows, 3)))]
    visitor.run("Your_own_data")
    visitor.choose("own-way", "Upload a file")
    visitor.upload("own-upload-0", ("x,y,z,row\n" + "\n".join(lines)).encode())
    if "own_mark" not in visitor.query:
        visitor.exceptions.append("the upload did not come in")
    visitor.states.clear()
    visitor.run("", visitor.query)


def _change(visitor: Visitor) -> None:
    k = np.random.default_rng().integers(1, 9)
    visitor.slide("n_components", float(k))


def _all_at_once(tasks: list[Any], at_a_time: int) -> None:
    turns = threading.Semaphore(at_a_time)

    def one(task: Any) -> None:
        with turns:
            task()

    threads = [threading.Thread(target=one, args=(task,)) for task in tasks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def memory(process: int, kind: str = "VmRSS") -> float:
    """Memory of a process in MB; `VmHWM`: the most it has had."""
    for line in Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith(f"{kind}:"):
            return int(line.split()[1]) * 1024 / 1e6
    raise RuntimeError("the server is gone")


if __name__ == "__main__":
    main()
