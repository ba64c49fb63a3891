package io.virk.bench.suite;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import io.virk.bench.host.HostRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A run, as it stands in a file.
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
  public static final int FORMAT = 1;

  private static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

  public Results {
    rows = List.copyOf(rows);
    pairs = List.copyOf(pairs);
    host = host == null ? List.of() : List.copyOf(host); // files before there was one
    leftOut = List.copyOf(leftOut);
    failed = List.copyOf(failed);
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
    Files.writeString(file, GSON.toJson(this) + "\n");
  }
}
