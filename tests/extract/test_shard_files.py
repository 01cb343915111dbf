"""Files of shards: whole or not there, and an error names the file that was asked for."""

from pathlib import Path

import pytest

from communique.extract.corpus.shard_files import write_lines


def test_a_folder_that_cannot_be_written_to_is_told_by_the_name_of_the_shard(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"")
    for folder in (tmp_path / "none", file):
        with pytest.raises(OSError, match=r"shard\.jsonl") as raised:
            write_lines(str(folder), "shard.jsonl", ["{}"])
        assert raised.value.filename == str(folder / "shard.jsonl")
    assert list(tmp_path.iterdir()) == [file]
