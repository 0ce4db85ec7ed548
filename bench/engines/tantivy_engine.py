"""tantivy in memory, one thread, one merged segment: `python3 tantivy_engine.py <exact|blockmax> <file of words>`. The protocol is that of main.ts."""

import sys
import time

import tantivy
from tantivy import Occur, Query

TOP = 10
exact = sys.argv[1] == "exact"
builder = tantivy.SchemaBuilder()
builder.add_integer_field("id", stored=False, fast=True)
builder.add_text_field("text", stored=False, tokenizer_name="whitespace")
schema = builder.build()
index = tantivy.Index(schema)
writer = index.writer(heap_size=1_000_000_000, num_threads=1)
with open(sys.argv[2], encoding="utf-8") as lines:
    for number, line in enumerate(lines):
        title, text = line.rstrip("\n").split("\t")
        writer.add_document(tantivy.Document(id=number, text=[title, text]))
writer.commit()
writer.wait_merging_threads()
index.reload()
searcher = index.searcher()
print("ready", flush=True)


def read(kind, words):
    if kind == "phrase":
        return Query.phrase_query(schema, "text", words)
    if kind == "fuzzy":
        return Query.fuzzy_term_query(schema, "text", words[0], distance=1, transposition_cost_one=True)
    clauses = [Query.term_query(schema, "text", word) for word in words]
    if kind == "prefix":
        clauses[-1] = Query.regex_query(schema, "text", words[-1] + ".*")
    if len(clauses) == 1:
        return clauses[0]
    occur = Occur.Should if kind == "any" else Occur.Must
    return Query.boolean_query([(occur, clause) for clause in clauses])


for request in sys.stdin:
    kind, text = request.rstrip("\n").split("\t")[:2]
    words = text.split(" ")
    began = time.perf_counter()
    found = searcher.search(read(kind, words), TOP, count=exact)
    ms = (time.perf_counter() - began) * 1e3
    ids = " ".join(str(address.doc) for _, address in found.hits)
    print(f"{ms}\t{found.count if exact else '-'}\t{ids}", flush=True)
