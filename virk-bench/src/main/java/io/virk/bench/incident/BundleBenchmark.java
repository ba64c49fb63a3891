package io.virk.bench.incident;

import io.virk.baseline.Baseline;
import io.virk.incident.Incident;
import io.virk.incident.IncidentReader;
import io.virk.incident.IncidentReplay;
import io.virk.incident.internal.BundleWriter;
import io.virk.report.Report;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * An incident of observations with pictures of 224 x 224: written as a bundle to nowhere, so that
 * the disk is not in it; opened; made a page. And an incident of embeddings replayed, with as many
 * observations.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsPrepend = "-Xmx1g")
public class BundleBenchmark {
  /** Observations, each with a picture. */
  @Param({"100", "20", "400"})
  private int observations;

  private Path folder;
  private Path bundle;
  private Incident incident;
  private Baseline baseline;
  private Incident replayed;

  /** Has monitors write bundles. */
  @Setup(Level.Trial)
  public void make() throws IOException {
    folder = Files.createTempDirectory("virk-bundle");
    incident = IncidentCost.incident(Files.createDirectory(folder.resolve("a")), observations);
    bundle = folder.resolve("bundle.zip");
    BundleWriter.writeNew(incident, bundle);
    IncidentCost.Small small =
        IncidentCost.small(Files.createDirectory(folder.resolve("b")), observations);
    baseline = small.baseline();
    replayed = IncidentReader.open(small.bundle());
    if (!replay().isIdentical()) {
      throw new IllegalStateException("replay: " + replay().inWords());
    }
  }

  /** Deletes them. */
  @TearDown(Level.Trial)
  public void delete() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(file);
      }
    }
  }

  /** Compressed, with checksums. */
  @Benchmark
  public void write() throws IOException {
    BundleWriter.write(incident, OutputStream.nullOutputStream());
  }

  /** Checked and read. */
  @Benchmark
  public Incident open() {
    return IncidentReader.open(bundle);
  }

  /** Judged again. */
  @Benchmark
  public IncidentReplay replay() {
    return IncidentReplay.of(replayed, baseline);
  }

  /** One page of HTML with its pictures. */
  @Benchmark
  public String report() {
    return Report.of(incident).html();
  }
}
