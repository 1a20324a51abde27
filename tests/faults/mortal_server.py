"""A server made to be killed: the parent keeps the port open and forks a child that serves; a dead child is replaced.

Run as a program: `python -m tests.faults.mortal_server`, with the settings in the environment. It prints its
port, then the pid of each child as it begins to serve. The house is loaded before the fork: a child is quick.
"""

import os
import signal
import socket
import sys

from werkzeug.serving import make_server

from tiers_lieu import create_app


def main() -> None:
    """Fork for ever; end with the parent."""
    warm = create_app()  # imports and reads the keys; each child opens a database of its own
    listener = socket.create_server(("127.0.0.1", 0), backlog=64)
    print(listener.getsockname()[1], flush=True)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    child = 0
    try:
        while True:
            child = os.fork()
            if child == 0:
                signal.signal(signal.SIGTERM, signal.SIG_DFL)
                app = create_app(warm.extensions["settings"])
                server = make_server("127.0.0.1", 0, app, threaded=True, fd=listener.fileno())
                print(os.getpid(), flush=True)
                server.serve_forever()
                os._exit(0)
            os.waitpid(child, 0)
    finally:
        if child:
            os.kill(child, signal.SIGKILL)


if __name__ == "__main__":
    main()
