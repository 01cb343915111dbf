"""Time of the whole coder as a share of spaCy's own full pipeline on the same texts, both in one run.

    python benchmarks/coder_speed.py STORIES.jsonl [NUMBER]

The file is JSON lines with a `text`. Both read the same texts in turns on one core; processor time is compared,
so that other work on the machine counts less. The coder finds actors, parses, reads, dates and attributes.
"""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

import spacy

from communique.extract.pipeline import MODEL, load
from communique.ontology.types.document import Document, document_id

_TURNS = 4


def main(path: Path, number: int) -> None:
    """Print seconds and ratio of each turn, and the least and the median ratio."""
    texts = [json.loads(line)["text"] for line in path.read_text("utf-8").splitlines()[:number]]
    documents = [Document(document_id(text, ""), text) for text in texts]
    nlp, coder = spacy.load(MODEL), load()
    for _ in nlp.pipe(texts[:5]):
        pass
    coder.extract(documents[0])
    ratios = []
    for _ in range(_TURNS):
        peer = _seconds(lambda: sum(len(doc) for doc in nlp.pipe(texts)))
        ours = _seconds(lambda: sum(len(item.reports) for item in coder.extract_all(documents)))
        ratios.append(ours / peer)
        print(f"spaCy {peer:6.2f} s   coder {ours:6.2f} s   ratio {ratios[-1]:.2f}")
    ratios.sort()
    print(f"least {ratios[0]:.2f}, median {(ratios[1] + ratios[2]) / 2:.2f}")


def _seconds(work: Callable[[], int]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 200)
