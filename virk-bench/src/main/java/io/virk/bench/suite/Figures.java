package io.virk.bench.suite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Figures of the documents, which are never typed. A document marks them by comments, which nobody
 * sees when it is rendered:
 *
 * <pre>
 * &lt;!-- figure FILE ROW [NAME=VALUE ...] METRIC [UNIT] --&gt;10.7 ms&lt;!-- / --&gt;
 * &lt;!-- table FILE[,FILE] CLASS[.METHOD] METRIC[,METRIC] --&gt;
 * | row | ... |
 * &lt;!-- / --&gt;
 * </pre>
 *
 * <p>FILE is a summary in {@value #SUMMARIES} without its ending, as {@code hot-path-jdk17}. ROW is
 * class and method, as {@code capture.CaptureBenchmark.notSampled}: the row of its usual sizes, or
 * the one whose parameters have the values named; {@code NumPy:mmd n=1000 kernels=vector} is a pair
 * with a library of Python. A METRIC is one of those of {@link Metrics}. Without a UNIT (ns, us,
 * ms, s, %, x) a figure has its own.
 */
public final class Figures {
  /** Where summaries are, below the root of the repository. */
  public static final String SUMMARIES = "virk-bench/results";

  private static final Pattern FIGURE =
      Pattern.compile("<!-- figure ([^>]*?) -->(.*?)<!-- / -->", Pattern.DOTALL);
  private static final Pattern TABLE =
      Pattern.compile(
          "^<!-- table ([^>]*?) -->\n(.*?)<!-- / -->", Pattern.DOTALL | Pattern.MULTILINE);
  private static final String CODE = "    ";
  private static final int FEWEST = 3;

  private final Path root;
  private final Map<String, Results> read = new HashMap<>();

  /**
   * Of a checkout.
   *
   * @param root of the repository
   */
  public Figures(Path root) {
    this.root = root;
  }

  /**
   * Makes results the committed summaries, one file for each group that is in them; a file that is
   * there is replaced.
   *
   * @return names of the files
   * @throws IOException if one cannot be written
   * @throws IllegalArgumentException of results of the quick mode, or of a run that failed
   */
  public List<String> summarise(Results results) throws IOException {
    Environment environment = results.environment();
    if (environment.effort().equals(RowRun.Effort.QUICK)) {
      throw new IllegalArgumentException("results: of the quick mode (expected: of \"full\")");
    }
    if (!results.failed().isEmpty()) {
      throw new IllegalArgumentException(
          "results: " + results.failed().size() + " benchmarks failed (expected: none)");
    }
    List<String> names = new ArrayList<>();
    for (Group group : Group.values()) {
      Results part = results.of(group);
      if (!part.rows().isEmpty() || !part.pairs().isEmpty()) {
        String name = group.word() + "-jdk" + environment.feature();
        part.write(file(name));
        read.remove(name);
        names.add(name);
      }
    }
    return names;
  }

  private Path file(String name) {
    return root.resolve(SUMMARIES).resolve(name + ".json");
  }

  /**
   * The documents that may have figures.
   *
   * @return README.md, docs/*.md, virk-bench/*.md, sorted
   * @throws IOException if a folder cannot be read
   */
  public List<Path> documents() throws IOException {
    List<Path> all = new ArrayList<>(List.of(root.resolve("README.md")));
    for (String folder : List.of("docs", "virk-bench")) {
      try (Stream<Path> files = Files.list(root.resolve(folder))) {
        files.filter(f -> f.toString().endsWith(".md")).sorted().forEach(all::add);
      }
    }
    return all;
  }

  /**
   * A document with its figures as the summaries have them.
   *
   * @param text of the document
   * @return the same, if nothing differs
   * @throws IOException if a summary cannot be read
   * @throws IllegalArgumentException if a mark names what there is not
   */
  public String refreshed(String text) throws IOException {
    StringBuilder out = new StringBuilder();
    Matcher figure = FIGURE.matcher(text);
    while (figure.find()) {
      String mark = figure.group(1);
      if (figure.group(2).contains("<!--")) { // what lies between would be lost
        throw wrong(mark, "an end, <!-- / -->, before the next mark");
      }
      String now =
          isCode(text, figure.start())
              ? figure.group()
              : "<!-- figure " + mark + " -->" + figure(mark) + "<!-- / -->";
      figure.appendReplacement(out, Matcher.quoteReplacement(now));
    }
    figure.appendTail(out);
    String figures = out.toString();
    out.setLength(0);
    Matcher table = TABLE.matcher(figures);
    while (table.find()) {
      String mark = table.group(1);
      if (table.group(2).contains("<!--")) {
        throw wrong(mark, "an end, <!-- / -->, before the next mark");
      }
      String now = "<!-- table " + mark + " -->\n" + table(mark) + "<!-- / -->";
      table.appendReplacement(out, Matcher.quoteReplacement(now));
    }
    table.appendTail(out);
    return out.toString();
  }

  /** In a line that is indented as code is, marks are shown to be read. */
  private static boolean isCode(String text, int at) {
    return text.startsWith(CODE, text.lastIndexOf('\n', at) + 1);
  }

  private Results results(String name) throws IOException {
    Results known = read.get(name);
    if (known == null) {
      known = Results.read(file(name));
      read.put(name, known);
    }
    return known;
  }

  private String figure(String mark) throws IOException {
    List<String> words = new ArrayList<>(Arrays.asList(mark.trim().split("\\s+")));
    if (words.size() < FEWEST) {
      throw wrong(mark, "FILE ROW [NAME=VALUE ...] METRIC [UNIT]");
    }
    Results results = results(words.remove(0));
    String row = words.remove(0);
    Map<String, String> wanted = new HashMap<>();
    while (!words.isEmpty() && words.get(0).contains("=")) {
      String[] pair = words.remove(0).split("=", 2);
      wanted.put(pair[0], pair[1]);
    }
    if (words.isEmpty()) {
      throw wrong(mark, "a metric");
    }
    String metric = words.remove(0);
    Optional<String> unit = words.isEmpty() ? Optional.empty() : Optional.of(words.remove(0));
    if (row.equals("environment")) {
      return Metrics.of(results.environment(), metric)
          .orElseThrow(() -> wrong(mark, Metrics.WORDS));
    }
    double value =
        row.contains(":")
            ? pair(results, row, wanted)
                .flatMap(pair -> Metrics.of(pair, metric))
                .orElseThrow(() -> wrong(mark, "one pair that the summary has, and its metric"))
            : row(results, row, wanted)
                .flatMap(found -> Metrics.of(found, metric))
                .orElseThrow(() -> wrong(mark, "one row that the summary has, and its metric"));
    return Metrics.text(metric, value, unit);
  }

  private static IllegalArgumentException wrong(String mark, String expected) {
    return new IllegalArgumentException("figure: " + mark + " (expected: " + expected + ")");
  }

  /** The row of usual sizes, or the only one that has what is wanted. */
  static Optional<Row> row(Results results, String name, Map<String, String> wanted) {
    List<Row> rows =
        results.rows().stream()
            .filter(r -> r.benchmark().equals(name))
            .filter(r -> r.parameters().entrySet().containsAll(wanted.entrySet()))
            .toList();
    if (rows.size() == 1) {
      return Optional.of(rows.get(0));
    }
    // others of the wanted value have that parameter's sweep alone, and the rest as usual
    List<Row> usual = rows.stream().filter(Row::usual).toList();
    return usual.size() == 1 ? Optional.of(usual.get(0)) : Optional.empty();
  }

  private static Optional<PythonPair> pair(
      Results results, String name, Map<String, String> wanted) {
    String library = name.substring(0, name.indexOf(':'));
    String task = name.substring(name.indexOf(':') + 1);
    List<PythonPair> pairs =
        results.pairs().stream()
            .filter(p -> p.task().equals(task) && p.peer().startsWith(library))
            .filter(
                p ->
                    wanted.entrySet().stream()
                        .allMatch(
                            w ->
                                w.getKey().equals("kernels")
                                    ? p.kernels().startsWith(w.getValue())
                                    : w.getValue().equals("" + p.sizes().get(w.getKey()))))
            .toList();
    return pairs.size() == 1 ? Optional.of(pairs.get(0)) : Optional.empty();
  }

  private String table(String mark) throws IOException {
    String[] words = mark.trim().split("\\s+");
    if (words.length != FEWEST) {
      throw wrong(mark, "FILE[,FILE] CLASS[.METHOD] METRIC[,METRIC]");
    }
    List<String> files = List.of(words[0].split(","));
    List<String> metrics = List.of(words[2].split(","));
    List<Row> rows =
        results(files.get(0)).rows().stream()
            .filter(r -> r.type().equals(words[1]) || r.benchmark().equals(words[1]))
            .toList();
    if (rows.isEmpty()) {
      throw wrong(mark, "rows that " + files.get(0) + " has");
    }
    StringBuilder head = new StringBuilder("| |");
    StringBuilder line = new StringBuilder("|---|");
    for (String file : files) {
      for (String metric : metrics) {
        String jdk = "JDK " + results(file).environment().feature();
        head.append(' ').append(files.size() > 1 ? jdk + ": " : "").append(metric).append(" |");
        line.append("---:|");
      }
    }
    StringBuilder out = new StringBuilder(head).append('\n').append(line).append('\n');
    for (Row row : rows) {
      out.append("| ").append(label(row)).append(" |");
      for (String file : files) {
        Optional<Row> other =
            results(file).rows().stream().filter(r -> r.key().equals(row.key())).findFirst();
        for (String metric : metrics) {
          String cell =
              other
                  .flatMap(r -> Metrics.of(r, metric))
                  .map(v -> Metrics.text(metric, v, Optional.empty()))
                  .orElse("-");
          out.append(' ').append(cell).append(" |");
        }
      }
      out.append('\n');
    }
    return out.toString();
  }

  private static String label(Row row) {
    String parameters = row.parameters().isEmpty() ? "" : ", " + Row.words(row.parameters());
    return "`" + row.method() + "`" + parameters + (row.mode().equals("sample") ? ", calls" : "");
  }

  /**
   * Writes the documents anew.
   *
   * @return names of those that differed
   * @throws IOException if one cannot be read or written
   */
  public List<String> refresh() throws IOException {
    List<String> changed = new ArrayList<>();
    for (Path document : documents()) {
      String text = Files.readString(document);
      String now = refreshed(text);
      if (!now.equals(text)) {
        Files.writeString(document, now);
        changed.add(root.relativize(document).toString().replace('\\', '/'));
      }
    }
    return changed;
  }
}
