"""Every frame of the lexicon reads its own example as its action between the parties of the example."""

from communique.api.evaluation.lexicon import problems
from communique.extract.pipeline import Coder
from communique.ontology.lexicon.frames import frames


def test_every_frame_reads_its_example(coder: Coder) -> None:
    assert list(problems(coder, frames())) == []


def test_the_lexicon_has_frames_for_every_root() -> None:
    roots = {frame.code[:2] for frame in frames()}
    assert len(frames()) >= 2500
    assert len(roots) == 20
