"""
Learns the vectors of stems and pairs, whose sum points where the sentence model points, and writes them:

    fit.py FOLDER OUT.bin

FOLDER holds texts.stems with texts.npz, and spoken.stems with spoken.npz. Prints how well each round does on
every 33rd text, which is left out: with pairs and without.
"""

import struct
import sys
from collections import Counter
from pathlib import Path

import numpy as np
from scipy import sparse

folder, out = Path(sys.argv[1]), sys.argv[2]
dims, rounds, batch, rate, pull, left_out = 192, 7, 2048, 0.1, 0.01, 0.3
least = 5  # Texts that a pair must occur in.

texts, vectors = [], []
for name in ("texts", "spoken"):
    lines = (folder / f"{name}.stems").read_text().split("\n")
    seen = np.load(folder / f"{name}.npz")
    for place, vector in zip(seen["places"], seen["vectors"]):
        if stems := lines[place].split():
            texts.append(stems)
            vectors.append(vector)
targets = np.array(vectors, np.float32)
several = np.array([len(stems) > 1 for stems in texts])
held = several & (np.arange(len(texts)) % 33 == 0)

# The main axes of the texts; single words lie elsewhere.
targets -= targets[several].mean(0)
_, axes = np.linalg.eigh(np.cov(targets[several].T))
targets = targets @ axes[:, ::-1][:, :dims]
targets /= np.linalg.norm(targets, axis=1, keepdims=True) + 1e-9


def pairs_of(stems):
    return {f"{first} {second}" for first, second in zip(stems, stems[1:])}


stem_counts, pair_counts = Counter(), Counter()
for stems in (stems for stems, out_of_it in zip(texts, held) if not out_of_it):
    stem_counts.update(set(stems))
    pair_counts.update(pairs_of(stems))
names = [stem for stem, _ in stem_counts.most_common()]
stem_count = len(names)
names += [pair for pair, count in pair_counts.most_common() if count >= least]
index = {name: place for place, name in enumerate(names)}

rows, columns = [], []
for row, stems in enumerate(texts):
    known = [index[name] for name in {*stems, *pairs_of(stems)} if name in index]
    rows += [row] * len(known)
    columns += known
parts = sparse.csr_matrix((np.ones(len(rows), np.float32), (rows, columns)), (len(texts), len(names)))
parts, held_parts, targets, held_targets = parts[~held], parts[held], targets[~held], targets[held]

# A stem begins as the mean of its texts, the shorter for being common; a pair as nothing.
table = np.zeros((len(names), dims), np.float32)
occurrences = np.asarray(parts.sum(0)).ravel()[:stem_count, None]
lengths = np.maximum(1, np.asarray(parts[:, :stem_count].sum(1)))
table[:stem_count] = (parts.T @ (targets / np.sqrt(lengths)))[:stem_count] / (occurrences + 1)
table[:stem_count] *= np.sqrt(1e-3 / (1e-3 + occurrences / len(targets)))
start = table.copy()


def likeness(some_parts, some_table):
    sums = some_parts @ some_table
    sums /= np.linalg.norm(sums, axis=1, keepdims=True) + 1e-9
    return (sums * held_targets).sum(1).mean()


# Adagrad, with one rate a row.
random = np.random.RandomState(1)
squares = np.full((len(names), 1), 1e-4, np.float32)
step, steps = 0, rounds * -(-len(targets) // batch)
for _ in range(rounds):
    order = random.permutation(len(targets))
    for begin in range(0, len(targets), batch):
        chosen = order[begin : begin + batch]
        some = parts[chosen]
        some.data = some.data * ((some.indices < stem_count) | (random.rand(some.nnz) >= left_out))
        used, places = np.unique(some.indices, return_inverse=True)
        some = sparse.csr_matrix((some.data, places.astype(np.int32), some.indptr), (len(chosen), len(used)))
        sums = some @ table[used]
        length = np.linalg.norm(sums, axis=1, keepdims=True) + 1e-6
        sums /= length
        wanted = targets[chosen]
        slope = ((wanted * sums).sum(1, keepdims=True) * sums - wanted) / length
        change = some.T @ slope + pull * (table[used] - start[used])
        squares[used] += (change * change).mean(1, keepdims=True)
        table[used] -= rate * (1 - step / steps) * change / np.sqrt(squares[used])
        step += 1
    print(likeness(held_parts, table), likeness(held_parts[:, :stem_count], table[:stem_count]))


def hash32(text):
    """As engine/knowledge/hash.ts."""
    state = 0x811C9DC5
    for unit in struct.unpack(f"<{len(text.encode('utf-16-le')) // 2}H", text.encode("utf-16-le")):
        state = ((state ^ unit) * 0x01000193) & 0xFFFFFFFF
    state = ((state ^ (state >> 16)) * 0x85EBCA6B) & 0xFFFFFFFF
    state = ((state ^ (state >> 13)) * 0xC2B2AE35) & 0xFFFFFFFF
    return state ^ (state >> 16)


# Of two names with one hash the more frequent stays.
ids, firsts = np.unique(np.array([hash32(name) for name in names], np.uint32), return_index=True)
scales = (np.abs(table[firsts]).max(1) / 127).astype(np.float32)
values = np.round(table[firsts] / np.maximum(scales, 1e-12)[:, None]).astype(np.int8)
head = struct.pack("<II", dims, len(ids))
Path(out).write_bytes(head + ids.tobytes() + scales.tobytes() + values.tobytes())
print(stem_count, len(names) - stem_count, len(ids))
