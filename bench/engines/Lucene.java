// Lucene over one merged segment, one thread: `java Lucene.java <exact|blockmax> <file of words> <folder for the index>`. The protocol is that of main.ts.
// With `store` or `store-small` (its best compression) it keeps the lines of the file, as they are, with their text, and says how many seconds it took.
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.core.WhitespaceTokenizer;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.codecs.lucene912.Lucene912Codec;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.FuzzyQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TopScoreDocCollectorManager;
import org.apache.lucene.search.TotalHits;
import org.apache.lucene.store.MMapDirectory;

class Lucene {
  static final String FIELD = "text";
  static final int TOP = 10;
  static final int MAX_EXPANSIONS = 512;

  public static void main(String[] args) throws IOException {
    boolean exact = args[0].equals("exact");
    Path folder = Path.of(args[2]);
    if (args[0].startsWith("store")) {
      store(folder, Path.of(args[1]), args[0].equals("store-small"));
      return;
    }
    try (var directory = new MMapDirectory(folder)) {
      write(directory, Path.of(args[1]));
      var searcher = new IndexSearcher(DirectoryReader.open(directory));
      // The same queries are asked again and again: a cache would answer, not the index.
      searcher.setQueryCache(null);
      System.out.println("ready");
      answer(searcher, exact ? Integer.MAX_VALUE : 1000);
    }
  }

  static void write(MMapDirectory directory, Path lines) throws IOException {
    var config = new IndexWriterConfig(new Words()).setRAMBufferSizeMB(256);
    try (var writer = new IndexWriter(directory, config); var reader = Files.newBufferedReader(lines)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        int tab = line.indexOf('\t');
        var document = new Document();
        document.add(new TextField(FIELD, line.substring(0, tab), Field.Store.NO));
        document.add(new TextField(FIELD, line.substring(tab + 1), Field.Store.NO));
        writer.addDocument(document);
      }
      writer.forceMerge(1);
    }
  }

  static void store(Path folder, Path lines, boolean small) throws IOException {
    var mode = small ? Lucene912Codec.Mode.BEST_COMPRESSION : Lucene912Codec.Mode.BEST_SPEED;
    var config = new IndexWriterConfig(new StandardAnalyzer()).setRAMBufferSizeMB(256).setCodec(new Lucene912Codec(mode));
    long began = System.nanoTime();
    try (var directory = new MMapDirectory(folder);
        var writer = new IndexWriter(directory, config);
        var reader = Files.newBufferedReader(lines)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        int tab = line.indexOf('\t');
        var document = new Document();
        document.add(new TextField("title", line.substring(0, tab), Field.Store.YES));
        document.add(new TextField(FIELD, line.substring(tab + 1), Field.Store.YES));
        writer.addDocument(document);
      }
      writer.forceMerge(1);
    }
    System.out.println((System.nanoTime() - began) / 1e9);
  }

  static void answer(IndexSearcher searcher, int threshold) throws IOException {
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String request = in.readLine(); request != null; request = in.readLine()) {
      String[] fields = request.split("\t");
      long began = System.nanoTime();
      Query query = read(fields[0], fields[1].split(" "));
      TopDocs found = searcher.search(query, new TopScoreDocCollectorManager(TOP, null, threshold));
      double ms = (System.nanoTime() - began) / 1e6;
      var answer = new StringBuilder().append(ms).append('\t');
      boolean counted = found.totalHits.relation == TotalHits.Relation.EQUAL_TO;
      answer.append(counted ? String.valueOf(found.totalHits.value) : "-").append('\t');
      for (var hit : found.scoreDocs) answer.append(hit.doc).append(' ');
      System.out.println(answer.toString().stripTrailing());
    }
  }

  static Query read(String kind, String[] words) {
    if (kind.equals("phrase")) return new PhraseQuery(FIELD, words);
    if (kind.equals("fuzzy")) return new FuzzyQuery(new Term(FIELD, words[0]), 1, 1, MAX_EXPANSIONS, true);
    var occur = kind.equals("any") ? BooleanClause.Occur.SHOULD : BooleanClause.Occur.MUST;
    var query = new BooleanQuery.Builder();
    for (int i = 0; i < words.length; i++) {
      var term = new Term(FIELD, words[i]);
      boolean begins = kind.equals("prefix") && i == words.length - 1;
      Query clause = begins ? new PrefixQuery(term) : new TermQuery(term);
      if (words.length == 1) return clause;
      query.add(clause, occur);
    }
    return query.build();
  }

  /** The words are those of Pilcrow's analyzer, with spaces between them. No phrase reaches from the title into the text. */
  static class Words extends Analyzer {
    @Override
    protected TokenStreamComponents createComponents(String field) {
      return new TokenStreamComponents(new WhitespaceTokenizer());
    }

    @Override
    public int getPositionIncrementGap(String field) {
      return 100;
    }
  }
}
