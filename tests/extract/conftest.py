"""One coder for all tests that read sentences: loading the model takes seconds."""

from dataclasses import replace

import pytest

from communique.extract.pipeline import Coder, load


@pytest.fixture(scope="session")
def reader() -> Coder:
    """Give the coder as it is shipped: model, gazetteer, lexicon and relation reader."""
    return load()


@pytest.fixture(scope="session")
def coder(reader: Coder) -> Coder:
    """Give the coder without the relation reader: what the rules alone read."""
    return replace(reader, purpose=None)
