"""What `serve` checks and makes before it starts, in a process of its own so that no memory stays taken.

The schema is the code's, the embedded database can be written by one process, and the agent beside the server
has a token the server knows.
"""

import secrets
import subprocess
import sys

from tiers_lieu.config import Settings
from tiers_lieu.kernel.errors import Refusal


def in_a_process_of_its_own() -> None:
    """Run this module. Raises Refusal with the sentence it said when the hub cannot be served."""
    done = subprocess.run(
        [sys.executable, "-m", "tiers_lieu.serving.prepare"], stderr=subprocess.PIPE, text=True, check=False
    )
    if done.returncode == 0:
        return
    lines = done.stderr.strip().splitlines()
    raise Refusal("cannot_serve", lines[-1] if lines else "Le lieu ne peut pas s'ouvrir. Voir « doctor ».")


def prepare(settings: Settings) -> None:
    """Check the hub and let its own agent in; refuses one that `init` has not made."""
    from tiers_lieu.commands.hub import check_schema
    from tiers_lieu.printing.operations import adopt_agent
    from tiers_lieu.serving import keyfiles, writer
    from tiers_lieu.serving.application import application
    from tiers_lieu.serving.supervisor import agent_token_file

    check_schema(settings)
    token_file = agent_token_file(settings)
    if not token_file.exists():
        keyfiles.write(token_file, secrets.token_urlsafe(32).encode())
    with writer.alone_if_unsafe(settings), application(settings):
        adopt_agent(name="serve", token=token_file.read_text())


if __name__ == "__main__":
    try:
        prepare(Settings.from_environment())
    except Refusal as refusal:
        print(refusal, file=sys.stderr)  # noqa: T201 -- read by the process that waits for it
        sys.exit(1)
