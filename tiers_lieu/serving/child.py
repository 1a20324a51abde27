"""`python …/child.py MODULE ARGS…`: run a module that ends when its parent ends.

Without it, a supervisor killed outright would leave a server holding the port and an agent printing alone.
"""

import ctypes
import os
import runpy
import signal
import sys

PR_SET_PDEATHSIG = 1


def end_with_parent() -> None:
    """Ask Linux to send SIGTERM to this process when the thread that started it is gone."""
    parent = os.getppid()
    try:
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
    except AttributeError:  # not Linux: nothing to ask, the children are stopped one by one
        return
    if os.getppid() != parent:
        sys.exit(0)


if __name__ == "__main__":
    end_with_parent()
    sys.argv = sys.argv[1:]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
