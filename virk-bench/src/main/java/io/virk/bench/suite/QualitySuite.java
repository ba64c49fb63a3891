package io.virk.bench.suite;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import io.virk.bench.quality.QualityTable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** Runs tables of quality: one after the other, in this JVM, with seeds that are fixed. */
public final class QualitySuite {
  private static final com.sun.management.OperatingSystemMXBean SYSTEM =
      (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private QualitySuite() {}

  /**
   * A table that is wanted.
   *
   * @param table which
   * @param part of it; "" for all, or for what the quick mode takes
   */
  public record Wanted(QualityTable table, String part) {
    /**
     * Of a word on the command line.
     *
     * @param word {@code NAME} or {@code NAME:PART}
     * @throws IllegalArgumentException if there is no such table
     */
    public static Wanted of(String word) {
      int colon = word.indexOf(':');
      String name = colon < 0 ? word : word.substring(0, colon);
      return new Wanted(
          QualityTable.named(name)
              .orElseThrow(
                  () -> new IllegalArgumentException("table: " + name + "; see \"quality list\"")),
          colon < 0 ? "" : word.substring(colon + 1));
    }
  }

  /** All tables, one a line. */
  public static String list() {
    StringBuilder out = new StringBuilder();
    for (QualityTable table : QualityTable.all()) {
      out.append(
          String.format(
              Locale.ROOT,
              "%-17s %3.0f min: %s%s (%s)%n",
              table.name(),
              table.minutes(),
              table.question(),
              table.needsData() ? ", of the shared data" : "",
              table.page()));
    }
    return out.toString();
  }

  /**
   * Runs some. A table that fails does not end the run.
   *
   * @param wanted which; all without any
   * @param quick whether each is run once, and small: its figures are worth nothing
   * @param size scales all; empty for what is usual for each
   * @param console is shown what the tables print
   */
  public static QualityResults run(
      List<Wanted> wanted, boolean quick, OptionalDouble size, PrintStream console) {
    Environment environment = Environment.now(quick ? RowRun.Effort.QUICK : RowRun.Effort.FULL);
    long begin = System.nanoTime();
    Path data = Path.of(System.getProperty("virk.shared", "../shared")).resolve("data");
    List<Wanted> all =
        wanted.isEmpty()
            ? QualityTable.all().stream().map(t -> new Wanted(t, "")).toList()
            : wanted;
    List<QualityResults.Made> made = new ArrayList<>();
    List<String> leftOut = new ArrayList<>();
    List<String> failed = new ArrayList<>();
    for (Wanted one : all) {
      QualityTable table = one.table();
      if (table.needsData() && !Files.isDirectory(data)) {
        leftOut.add(
            table.name() + ": no data in the folder of -Dvirk.shared, ../shared without it");
        console.println("left out: " + leftOut.get(leftOut.size() - 1));
        continue;
      }
      QualityTable.Size usual = quick ? table.quick() : table.full();
      String part = one.part().isEmpty() ? usual.part() : one.part();
      double scale = size.orElse(usual.size());
      console.printf(Locale.ROOT, "%n# %s: %s%n", table.name(), table.question());
      try {
        made.add(made(table, data, scale, part, console));
        QualityResults.Made last = made.get(made.size() - 1);
        if (last.tables().stream().allMatch(t -> t.rows().isEmpty())) {
          failed.add(table.name() + ": no rows (expected: some; part \"" + part + "\")");
        }
        console.printf(
            Locale.ROOT,
            "%n%s: %.1f s, %.1f s of CPU%n",
            table.name(),
            last.seconds(),
            last.cpuSeconds());
      } catch (IOException | RuntimeException | Error e) {
        failed.add(table.name() + ": " + e);
        console.println("FAILED: " + failed.get(failed.size() - 1));
      }
    }
    double took = (System.nanoTime() - begin) / 1e9;
    console.printf(
        Locale.ROOT,
        "%n%d tables, %d left out, %d failed, %.0f s%n",
        made.size(),
        leftOut.size(),
        failed.size(),
        took);
    return new QualityResults(
        QualityResults.FORMAT,
        environment.after(took),
        quick ? "quick" : "full",
        made,
        leftOut,
        failed);
  }

  /** Tables print to {@link System#out}: what they print is shown, and kept. */
  private static QualityResults.Made made(
      QualityTable table, Path data, double size, String part, PrintStream console)
      throws IOException {
    PrintStream before = System.out;
    ByteArrayOutputStream kept = new ByteArrayOutputStream();
    long cpu = SYSTEM.getProcessCpuTime();
    long begin = System.nanoTime();
    JsonElement figures;
    try (PrintStream both =
        new PrintStream(new Both(console, kept), true, StandardCharsets.UTF_8)) {
      System.setOut(both);
      figures = table.run(data, size, part);
    } finally {
      System.setOut(before);
    }
    String text = kept.toString(StandardCharsets.UTF_8);
    return new QualityResults.Made(
        table.name(),
        table.question(),
        table.page(),
        part,
        size,
        (System.nanoTime() - begin) / 1e9,
        (SYSTEM.getProcessCpuTime() - cpu) / 1e9,
        MarkdownTable.in(text),
        text,
        figures instanceof JsonNull ? null : figures);
  }

  /** Two streams as one; the first is not closed. */
  private static final class Both extends OutputStream {
    private final PrintStream one;
    private final OutputStream other;

    Both(PrintStream one, OutputStream other) {
      this.one = one;
      this.other = other;
    }

    @Override
    public void write(int b) throws IOException {
      one.write(b);
      other.write(b);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      one.write(bytes, from, length);
      other.write(bytes, from, length);
    }

    @Override
    public void flush() throws IOException {
      one.flush();
      other.flush();
    }
  }
}
