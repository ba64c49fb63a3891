package io.virk.bench.suite;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import io.virk.bench.host.HostRow;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A run, as it stands in a file. Numbers have five digits there, and each row a line, so that two
 * files can be looked at by {@code diff}.
 *
 * @param format of the file, {@value #FORMAT}
 * @param environment where it was
 * @param rows what was measured
 * @param pairs ours and NumPy's, from the script
 * @param host a host with VIRK beside the host without it; empty where none was run
 * @param leftOut what did not run, and why
 * @param failed what failed, and how: then the run has failed
 */
public record Results(
    int format,
    Environment environment,
    List<Row> rows,
    List<PythonPair> pairs,
    List<HostRow> host,
    List<String> leftOut,
    List<String> failed) {
  /** The format that is written. */
  public static final int FORMAT = 2;

  private static final MathContext DIGITS = new MathContext(5);
  private static final Gson GSON =
      new GsonBuilder()
          .disableHtmlEscaping()
          .registerTypeAdapter(double.class, new Rounded())
          .registerTypeAdapter(Double.class, new Rounded())
          .create();

  public Results {
    Objects.requireNonNull(environment, "environment");
    rows = List.copyOf(rows);
    pairs = List.copyOf(pairs);
    host = host == null ? List.of() : List.copyOf(host); // files before there was one
    leftOut = List.copyOf(leftOut);
    failed = List.copyOf(failed);
  }

  /** Of five digits; null is NaN. */
  private static final class Rounded extends TypeAdapter<Double> {
    @Override
    public void write(JsonWriter out, Double value) throws IOException {
      if (value == null || !Double.isFinite(value)) {
        out.nullValue();
      } else {
        BigDecimal rounded = new BigDecimal(value).round(DIGITS).stripTrailingZeros();
        out.value(rounded.scale() <= 0 ? new BigDecimal(rounded.toBigInteger()) : rounded);
      }
    }

    @Override
    public Double read(JsonReader in) throws IOException {
      if (in.peek() == JsonToken.NULL) {
        in.nextNull();
        return Double.NaN;
      }
      return in.nextDouble();
    }
  }

  /** Results of benchmarks alone. */
  public Results(
      int format,
      Environment environment,
      List<Row> rows,
      List<PythonPair> pairs,
      List<String> leftOut,
      List<String> failed) {
    this(format, environment, rows, pairs, List.of(), leftOut, failed);
  }

  /** The same with a host, what was left out of it and what failed. */
  public Results with(Results other) {
    List<String> out = new ArrayList<>(leftOut);
    out.addAll(other.leftOut);
    List<String> bad = new ArrayList<>(failed);
    bad.addAll(other.failed);
    return new Results(format, environment, rows, pairs, other.host, out, bad);
  }

  /** The same with a host. */
  Results withHost(List<HostRow> rowsOfHost) {
    return new Results(format, environment, rows, pairs, rowsOfHost, leftOut, failed);
  }

  /**
   * Reads a file.
   *
   * @throws IOException if it cannot be read, or is not such a file
   */
  public static Results read(Path file) throws IOException {
    try {
      Results read = GSON.fromJson(Files.readString(file), Results.class);
      if (read == null || read.format != FORMAT) {
        throw new IOException(file + ": not results of format " + FORMAT);
      }
      return read;
    } catch (RuntimeException e) {
      throw new IOException(file + ": not results of the suite", e);
    }
  }

  /**
   * Writes a file.
   *
   * @throws IOException if it cannot be written
   */
  public void write(Path file) throws IOException {
    StringBuilder out = new StringBuilder("{\n\"format\":" + format + ",\n");
    out.append("\"environment\":").append(GSON.toJson(environment)).append(",\n");
    out.append("\"rows\":").append(lines(rows)).append(",\n");
    out.append("\"pairs\":").append(lines(pairs)).append(",\n");
    out.append("\"host\":").append(lines(host)).append(",\n");
    out.append("\"leftOut\":").append(lines(leftOut)).append(",\n");
    out.append("\"failed\":").append(lines(failed)).append("\n}\n");
    Files.writeString(file, out);
  }

  private static String lines(List<?> all) {
    return all.stream().map(GSON::toJson).collect(Collectors.joining(",\n", "[", "]"));
  }

  /**
   * One run of several that were made group by group. A row that two have is that of the later
   * file; shares of ceilings are those of all rows together.
   *
   * @param parts in the order of the files
   * @throws IllegalArgumentException if they are not of one machine, JDK, commit and effort
   */
  public static Results merge(List<Results> parts) {
    Environment environment = parts.get(0).environment();
    Map<String, Row> rows = new LinkedHashMap<>();
    Map<String, PythonPair> pairs = new LinkedHashMap<>();
    Map<String, HostRow> hosts = new LinkedHashMap<>();
    Set<String> leftOut = new TreeSet<>();
    Set<String> failed = new TreeSet<>();
    for (int i = 0; i < parts.size(); i++) {
      Results part = parts.get(i);
      environment = i == 0 ? environment : environment.with(part.environment());
      part.rows().forEach(row -> rows.put(row.key(), row));
      part.pairs().forEach(pair -> pairs.put(pair.key(), pair));
      part.host().forEach(row -> hosts.put(row.key(), row));
      leftOut.addAll(part.leftOut());
      failed.addAll(part.failed());
    }
    return new Results(
        FORMAT,
        environment,
        Ceilings.beside(List.copyOf(rows.values())),
        List.copyOf(pairs.values()),
        List.copyOf(hosts.values()),
        List.copyOf(leftOut),
        List.copyOf(failed));
  }

  /** The part of one group; pairs with Python belong to the peers. */
  public Results of(Group group) {
    boolean peers = group == Group.PEERS;
    return new Results(
        FORMAT,
        environment,
        rows.stream().filter(row -> row.group().equals(group.word())).toList(),
        peers ? pairs : List.of(),
        leftOut.stream()
            .filter(l -> peers && l.startsWith("peers.py") || group.has(Row.PACKAGE + l))
            .toList(),
        List.of());
  }
}
