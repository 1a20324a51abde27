"""The tablets' side of the intake's clock, as a process of its own: keep-alive TLS connections, one a tablet.

`python -m tests.bench.client PORT AUTHORITY FILE` reads one batch a line, connects, says « ready », waits for a line,
sends everything, and says in JSON how long it took. It speaks HTTP by hand: what a client library costs is not ours.
"""

import json
import socket
import ssl
import sys
import threading
import time
from pathlib import Path

END_OF_HEAD = b"\r\n\r\n"
RECORDED = b'"status":"recorded"'
NO_FLAG = b'"flags":[]'


def requests_of(batch: dict[str, object]) -> list[bytes]:
    """The bytes of each request."""
    head = (
        "POST /caisse/api/v1/envelopes HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        f"Authorization: Bearer {batch['token']}\r\n"
    )
    bodies = [str(body).encode() for body in batch["bodies"]]  # type: ignore[attr-defined]
    return [f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body for body in bodies]


def read_answer(connection: ssl.SSLSocket) -> bytes:
    """One answer, whole. Raises ConnectionError when it is none, or says anything but « recorded, no flag »."""
    data = b""
    while END_OF_HEAD not in data:
        data += _more(connection)
    head, _, body = data.partition(END_OF_HEAD)
    length = int(head.lower().partition(b"content-length:")[2].split(b"\r\n")[0])
    while len(body) < length:
        body += _more(connection)
    if not head.startswith(b"HTTP/1.1 200") or RECORDED not in body or NO_FLAG not in body:
        raise ConnectionError((head + END_OF_HEAD + body).decode())
    return body


def _more(connection: ssl.SSLSocket) -> bytes:
    data = connection.recv(65536)
    if not data:
        raise ConnectionError("the server closed the connection")
    return data


def send_all(connection: ssl.SSLSocket, requests: list[bytes], failures: list[str]) -> None:
    """Send each request once the one before it is answered."""
    try:
        for request in requests:
            connection.sendall(request)
            read_answer(connection)
    except OSError as failure:
        failures.append(str(failure))


def main() -> None:
    """Connect, wait for the word, send, tell."""
    port, authority, file = sys.argv[1:]
    context = ssl.create_default_context(cafile=authority)
    work, failures = [], list[str]()
    for text in Path(file).read_text().splitlines():
        plain = socket.create_connection(("localhost", int(port)))
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        work.append((context.wrap_socket(plain, server_hostname="localhost"), requests_of(json.loads(text))))
    threads = [threading.Thread(target=send_all, args=(*each, failures)) for each in work]
    print("ready", flush=True)
    sys.stdin.readline()
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(json.dumps({"seconds": time.perf_counter() - began, "failures": failures}), flush=True)


if __name__ == "__main__":
    main()
