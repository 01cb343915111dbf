"""What each worker of this machine loads at first: Ctrl-C is for the process that has started it, which ends it."""

import signal


def dask_setup(_: object) -> None:
    """Do not hear what a terminal sends to all processes of a command: a worker would give it out as the shard's."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
