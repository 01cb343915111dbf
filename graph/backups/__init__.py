"""Backups of a store in a folder, also while another process writes to it: made whole, verified, restored.

A backup is itself a store by the name of ``store``, with the files that lie beside it and a list of all its files. The
engine's tables never change once they are written, so on one disk they are hard links; on another they are copies.
"""

from communique.graph.backups.making import back_up
from communique.graph.backups.manifest import Backup
from communique.graph.backups.restoring import restore

__all__ = ["Backup", "back_up", "restore"]
