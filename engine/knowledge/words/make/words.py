"""
One word for each stem that the texts have, the one they have most often:

    words.py FOLDER

reads words.txt, words.stems, texts.txt and texts.stems there, and writes spoken.txt and spoken.stems.
"""

import re
import sys
from collections import Counter
from pathlib import Path

folder = Path(sys.argv[1])
lines = {path: (folder / path).read_text().split("\n") for path in ("words.txt", "words.stems", "texts.txt", "texts.stems")}
stems = Counter(stem for line in lines["texts.stems"] for stem in line.split())
words = Counter(word for line in lines["texts.txt"] for word in re.findall("[a-z]+", line.lower()))

best = {}
for word, stem in zip(lines["words.txt"], lines["words.stems"]):
    worth = (words[word], -len(word))
    if stem in stems and (stem not in best or worth > best[stem][0]):
        best[stem] = (worth, word)
chosen = sorted(best, key=lambda stem: -stems[stem])
(folder / "spoken.txt").write_text("\n".join(best[stem][1] for stem in chosen))
(folder / "spoken.stems").write_text("\n".join(chosen))
