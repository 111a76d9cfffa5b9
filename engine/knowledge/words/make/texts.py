"""
Gathers the texts that the word vectors are learnt from, and the words they are made of:

    texts.py SOURCES OUT

SOURCES holds the unpacked packages that README.md names: Debian's under usr/, PyPI's as they are.
OUT/texts.txt gets a text a line, OUT/words.txt a word a line. Frames are filled at random: with other
packages or another order of their files other ones come out, of the same kinds.
"""

import html
import random
import re
import sys
from collections import Counter
from itertools import accumulate
from pathlib import Path

sources, out = Path(sys.argv[1]), Path(sys.argv[2])
share = sources / "usr/share"
random.seed(7)


def lines(path):
    return path.read_text("utf8", errors="ignore").split("\n")


def words_in(text, least, most):
    return least <= text.count(" ") + 1 <= most


def wordnet():
    """Example sentences, definitions with their word, nouns, and verb phrases."""
    examples, definitions, nouns, verbs = [], [], [], []
    for part in ("noun", "verb", "adj", "adv"):
        for line in lines(share / "wordnet" / f"data.{part}"):
            if not re.match(r"\d{8} ", line):
                continue
            head, _, gloss = line.partition(" | ")
            fields = head.split(" ")
            names = [fields[4 + 2 * at].replace("_", " ") for at in range(int(fields[3], 16))]
            meaning = re.sub(r"\([^)]*\)", "", re.split(r';\s*(?=")', gloss.strip())[0]).strip(" ;")
            if not meaning.startswith('"') and words_in(meaning, 3, 17):
                definitions.append((names[0].split("(")[0], meaning))
            examples += re.findall(r'"([^"]{8,160})"', gloss)
            if part == "noun":
                nouns += [name for name in names if name.islower()]
            if part == "verb":
                verbs += [name for name in names if " " in name]
    return examples, definitions, nouns, verbs


def dictionary():
    """The English phrases of a German-English dictionary."""

    def plain(text):
        text = re.sub(r"\[[^\]]*\]|\{[^}]*\}|\([^)]*\)", " ", text).replace("’", "'")
        text = re.sub(r"([A-Za-z']+)\s*/\s*[A-Za-z'./ ]+?(?=[ ,.?!]|$)", r"\1", text)
        text = re.sub(r"\bsb\.'s", lambda _: random.choice(["his", "their", "my", "your"]), text)
        text = re.sub(r"\bsb\.", lambda _: random.choice(["someone", "him", "them", "me"]), text)
        text = re.sub(r"\bsth\.?", lambda _: random.choice(["something", "it", "this"]), text)
        text = text.replace("one's", random.choice(["my", "your", "their"]))
        return re.sub(r"\s+", " ", text).strip(" ,;")

    entries = [line.split("::", 1)[1] for line in lines(share / "trans/de-en") if "::" in line]
    phrases = {plain(part) for entry in entries for part in re.split(r"[|;]", entry)}
    return sorted(phrase for phrase in phrases if phrase and phrase.isascii())


def help_pages():
    """Sentences of the GNOME and GnuCash help."""
    found = {}
    folder = share / "help/C"
    for path in sorted([*folder.glob("*/*.page"), *folder.glob("*/*.docbook"), *folder.glob("*/*.xml")]):
        text = re.sub(r"<!--.*?-->|<credit.*?</credit>|<(screen|code)>.*?</\1>", "", "\n".join(lines(path)), flags=re.S)
        for _, block in re.findall(r"<(p|title|desc|para|entry|term)\b[^>]*>(.*?)</\1>", text, flags=re.S):
            flat = re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", "", block))).strip()
            found.update(dict.fromkeys(re.split(r"(?<=[.?!])\s+", flat)))
    return [text for text in found if words_in(text, 3, 29) and text.isascii()]


def requests():
    """What voice assistants are asked: patterns of OpenVoiceOS, each written out three times."""

    def written_out(text):
        while match := re.search(r"\(([^()]*)\)|\[([^\[\]]*)\]", text):
            needed, optional = match.groups()
            choices = needed.split("|") if needed is not None else [*optional.split("|"), ""]
            text = text[: match.start()] + random.choice(choices) + text[match.end() :]
        text = re.sub(r"\{([^}]*)\}", lambda slot: slot.group(1).replace("_", " "), text)
        return re.sub(r"\s+", " ", text).strip()

    patterns = [line for path in sorted(sources.glob("**/locale/en-us/**/*.intent")) for line in lines(path)]
    asked = {written_out(pattern) for pattern in patterns for _ in range(3)}
    return sorted(text for text in asked if words_in(text, 2, 21))


def chat():
    """Lines of the dialogues of chatterbot-corpus."""
    paths = sorted(sources.glob("**/chatterbot_corpus/data/english/*.yml"))
    said = [re.match(r"\s*-\s*(?:-\s*)?(.+)", line) for path in paths for line in lines(path)]
    return [text for match in said if match and words_in(text := match.group(1).strip("'\""), 3, 29)]


examples, definitions, nouns, verbs = wordnet()
phrases = dictionary()
sentences = [phrase for phrase in phrases if phrase[-1] in ".?!" and words_in(phrase, 3, 25)]
infinitives = [phrase[3:] for phrase in phrases if re.fullmatch(r"to [a-z]+( [a-z']+){1,7}", phrase)]
no_noun = re.compile(r"(to|he|she|it|is|are|was|were|they|i)\b")
noun_phrases = [
    phrase for phrase in phrases if re.fullmatch(r"[a-z]+( [a-z]+){1,3}", phrase) and not no_noun.match(phrase)
]
pages, asked, said = help_pages(), requests(), chat()

natural = [*examples, *sentences, *pages, *said, *(text for _, text in definitions), *infinitives, *noun_phrases]
frequency = Counter(word for text in natural for word in re.findall(r"[a-z']+", text.lower()))
single_nouns = [noun for noun in dict.fromkeys(nouns) if re.fullmatch("[a-z]+", noun)]
noun_weights = list(accumulate(frequency[noun] ** 0.6 for noun in single_nouns))
verb_phrases = [*infinitives, *infinitives, *verbs]
single_verbs = list(dict.fromkeys(phrase.split()[0] for phrase in infinitives))
verb_weights = list(accumulate(frequency[verb] ** 0.6 + 0.1 for verb in single_verbs))

frames = Path(__file__).with_name("frames.txt").read_text().split("\n\n")
before_verbs, around_nouns, tails = [part.strip().split("\n")[1:] for part in frames]


def noun(chance=0.55):
    if random.random() < chance:
        return random.choices(single_nouns, cum_weights=noun_weights)[0]
    return random.choice(noun_phrases)


def with_tail(text, chance):
    return f"{text} {random.choice(tails)}" if random.random() < chance else text


def about_a_verb_phrase():
    text = with_tail(f"{random.choice(before_verbs)} {random.choice(verb_phrases)}", 0.2)
    if random.random() < 0.3:
        text = re.sub(r"\b(a|an|the)\b", random.choice(["the", "my", "a"]), text, count=1)
    return text


def about_a_verb_and_a_noun():
    verb = random.choices(single_verbs, cum_weights=verb_weights)[0]
    article = random.choice(["my", "the", "a", "your", "this", "all", "some", "more", "his", "our"])
    return f"{random.choice(before_verbs)} {verb} {article} {noun(0.6)}"


def about_a_noun():
    frame = random.choice(around_nouns)
    if "_" not in frame:
        frame += " _"
    while "_" in frame:
        frame = frame.replace("_", noun(), 1)
    return with_tail(frame, 0.15)


random.shuffle(definitions)
about_verbs = [about_a_verb_phrase() for _ in range(75_000)]
about_nouns = [about_a_noun() for _ in range(75_000)]
short = [text for text in [*sentences, *examples, *said] if words_in(text, 1, 11)]
texts = [
    *examples,
    *sentences,
    *pages,
    *asked,
    *said,
    *(text for _, text in definitions[:45_000]),
    *(f"{word}{random.choice([' is ', ': '])}{text}" for word, text in definitions[45_000:60_000]),
    *random.sample(noun_phrases, min(60_000, len(noun_phrases))),
    *random.sample(infinitives, min(15_000, len(infinitives))),
    *about_verbs,
    *(about_a_verb_and_a_noun() for _ in range(35_000)),
    *about_nouns,
    *(" ".join(random.sample([random.choice(group) for group in (short, about_verbs, about_nouns)], 2)) for _ in range(25_000)),
]
(out / "texts.txt").write_text("\n".join(dict.fromkeys(text.strip() for text in texts if text.strip())))

known = [word for word in lines(share / "dict/american-english-large") if re.fullmatch(r"[a-z]{2,}", word)]
often = [word for word, count in frequency.items() if count >= 2 and re.fullmatch("[a-z]{2,}", word)]
(out / "words.txt").write_text("\n".join(dict.fromkeys([*known, *single_nouns, *often])))
