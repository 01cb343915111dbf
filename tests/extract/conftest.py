"""One coder for all tests that read sentences: loading the model takes seconds."""

import pytest

from communique.extract.pipeline import Coder, load


@pytest.fixture(scope="session")
def coder() -> Coder:
    """Give the coder with the shipped model, gazetteer and lexicon."""
    return load()
