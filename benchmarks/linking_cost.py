"""What linking actors costs beside spaCy: seconds of processor time for the same stories, in one run.

Run it as ``python benchmarks/linking_cost.py STORIES.jsonl [NUMBER]``: lines with a `text`, 300 unless a number is
given. Four things are timed over the sentences of the stories, the best of three passes each: spaCy's whole pipeline
(tagger, parser, attribute ruler, lemmatiser, entity recogniser), its tagger and parser alone, the finding of names,
and all of linking (names, offices, counterparts, anaphora) over sentences that are parsed already.
"""

import json
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from spacy.tokens import Doc

from communique.extract.actors.discourse import Discourse
from communique.extract.actors.mentions import compose
from communique.extract.actors.names import name_mentions
from communique.extract.coreference.anaphora import resolve
from communique.extract.coreference.counterparts import with_counterparts
from communique.extract.pipeline import Coder, load
from communique.extract.syntax.segmentation import sentences

BATCH = 128
PASSES = 3
SHIPPED = ("ner", "attribute_ruler", "lemmatizer")
DAY = date(2020, 1, 1)


def texts(path: Path, number: int) -> Iterator[str]:
    """Give the texts of the first stories of a file of JSON lines."""
    with path.open(encoding="utf-8") as lines:
        for _, line in zip(range(number), lines, strict=False):
            yield json.loads(line)["text"]


def timed(work: Callable[[], object]) -> float:
    """Give the least seconds of processor time that some work takes in three passes.

    Processor time, and the least, because other work on the machine slows each of them in another way.
    """
    spent = []
    for _ in range(PASSES):
        began = time.process_time()
        work()
        spent.append(time.process_time() - began)
    return min(spent)


def names_only(stories: list[list[Doc]], coder: Coder) -> None:
    """Find the names in the sentences of stories."""
    for story in stories:
        named: dict[str, str] = {}
        for doc in story:
            doc.user_data.clear()
            name_mentions(doc, coder.names, DAY, named)


def linked(stories: list[list[Doc]], coder: Coder) -> None:
    """Find and resolve everything that means an actor in parsed sentences of stories."""
    for story in stories:
        discourse = Discourse(coder.names.gazetteer.actors, DAY)
        for doc in story:
            doc.user_data.clear()
            discourse.sentence += 1
            raw = name_mentions(doc, coder.names, DAY, discourse.named)
            mentions = with_counterparts(compose(doc, raw, coder.names, DAY), doc, discourse)
            coder.names.phrases(doc)
            resolve(doc, mentions, discourse, coder.lemma_of)


def main() -> None:
    """Print sentences, seconds, and the share of linking."""
    number = int(sys.argv[2]) if len(sys.argv) > 2 else 300
    coder = load()
    split = [[item.doc.text for item in sentences(text, coder.nlp)] for text in texts(Path(sys.argv[1]), number)]
    flat = [text for story in split for text in story]
    lean = [name for name in SHIPPED if name in coder.nlp.pipe_names]
    list(coder.nlp.pipe(flat[:200], batch_size=BATCH))
    whole = timed(lambda: list(coder.nlp.pipe(flat, batch_size=BATCH)))
    parsing = timed(lambda: list(coder.nlp.pipe(flat, batch_size=BATCH, disable=lean)))
    docs = coder.nlp.pipe(flat, batch_size=BATCH, disable=lean)
    stories = [[next(docs) for _ in story] for story in split]
    names = timed(lambda: names_only(stories, coder))
    linking = timed(lambda: linked(stories, coder))
    print(f"{len(split)} stories, {len(flat)} sentences")
    for what, seconds in (
        ("spaCy, whole pipeline", whole),
        ("spaCy, tagger and parser", parsing),
        ("names", names),
        ("all of linking", linking),
    ):
        print(f"{what:26} {seconds:7.2f} s  {seconds / whole:6.1%} of the whole pipeline")


if __name__ == "__main__":
    main()
