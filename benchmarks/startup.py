"""What starting the linker costs: the model, the gazetteer, its index, and the linking of one text.

Run it as ``python benchmarks/startup.py``; each figure is the median processor time of fresh processes (five, or the
number given).
"""

import json
import statistics
import subprocess
import sys

STEPS = """
import json, time
spent, began = {}, time.process_time()
def lap(name):
    global began
    now = time.process_time()
    spent[name], began = now - began, now
import spacy
lap("import of spaCy")
from communique.extract.pipeline import MODEL, load, adapt_tokeniser
from communique.extract.actors.dictionary import dictionary
from communique.ontology.actors.gazetteer import gazetteer
lap("import of Communiqué")
nlp = spacy.load(MODEL)
adapt_tokeniser(nlp)
lap("model")
known = gazetteer()
lap("gazetteer")
names = dictionary(known, nlp)
lap("index of names")
spent["linker (gazetteer and index)"] = spent["gazetteer"] + spent["index of names"]
from communique.extract.actors.names import name_mentions
lap("rest")
name_mentions(nlp.make_doc("Russia accused the United States on Monday."), names, None, {})
lap("first sentence")
began = time.process_time()
load()
lap("load() with everything read once")
print(json.dumps(spent))
"""


def main() -> None:
    """Print the median seconds of processor time of each step."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    commands = [[sys.executable, "-c", STEPS]] * runs
    found = [
        json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout) for command in commands
    ]
    for name in found[0]:
        print(f"{name:34} {statistics.median(run[name] for run in found):6.3f} s")


if __name__ == "__main__":
    main()
