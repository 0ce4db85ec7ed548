"""Xapian, compacted: `/usr/bin/python3 xapian_engine.py <file of words> <folder for the index>`. The protocol is that of main.ts."""

import sys
import time

import xapian
from xapian import Query

TOP = 10
GAP = 100
folder = sys.argv[2]
writer = xapian.WritableDatabase(folder, xapian.DB_CREATE_OR_OVERWRITE)
with open(sys.argv[1], encoding="utf-8") as lines:
    for line in lines:
        document = xapian.Document()
        position = 0
        for field in line.rstrip("\n").split("\t"):
            for word in field.split():
                position += 1
                document.add_posting(word, position)
            position += GAP
        writer.add_document(document)
writer.commit()
writer.close()
xapian.Database(folder).compact(folder + "-compact")
database = xapian.Database(folder + "-compact")
count = database.get_doccount()
enquire = xapian.Enquire(database)
print("ready", flush=True)


def read(kind, words):
    if kind == "phrase":
        return Query(Query.OP_PHRASE, words, len(words))
    if kind == "any":
        return Query(Query.OP_OR, words)
    if kind == "prefix":
        begins = Query(Query.OP_WILDCARD, words[-1], 0, Query.WILDCARD_LIMIT_ERROR)
        return Query(Query.OP_AND, [*map(Query, words[:-1]), begins])
    return Query(Query.OP_AND, words)


for request in sys.stdin:
    kind, text = request.rstrip("\n").split("\t")[:2]
    if kind == "fuzzy":
        print("-", flush=True)
        continue
    began = time.perf_counter()
    enquire.set_query(read(kind, text.split(" ")))
    found = enquire.get_mset(0, TOP, count)
    ids = [hit.docid - 1 for hit in found]
    ms = (time.perf_counter() - began) * 1e3
    print(f"{ms}\t{found.get_matches_estimated()}\t{' '.join(map(str, ids))}", flush=True)
