package io.virk.examples.fleet;

import io.virk.baseline.Baseline;
import io.virk.baseline.NumpyArrays;
import io.virk.baseline.PartialBaseline;
import io.virk.signal.Observation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.functions.MapPartitionFunction;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.Collector;

/**
 * Builds a baseline of more embeddings than one JVM reads in good time: each task reads some of the
 * shards, row by row, and keeps a sample of bounded size; the samples are merged, and one JVM
 * builds the baseline of what is left. The same comes out however many tasks there are.
 *
 * <pre>
 * BaselineJob SHARDS baseline.virk
 * </pre>
 *
 * <p>{@code SHARDS} is a folder that every task can read, with a folder for each shard, as {@link
 * NumpyArrays#of} takes it: {@code embeddings.npy}, and {@code logits.npy}, {@code sources.npy} and
 * the others if there are.
 */
public final class BaselineJob {
  private BaselineJob() {}

  /**
   * Runs.
   *
   * @param arguments the folder of shards, the file of the baseline
   */
  public static void main(String[] arguments) throws Exception {
    if (arguments.length != 2) {
      throw new IllegalArgumentException("BaselineJob SHARDS baseline.virk");
    }
    StreamExecutionEnvironment flink = StreamExecutionEnvironment.getExecutionEnvironment();
    Path file = Path.of(arguments[1]);
    System.out.println(
        build(flink, Path.of(arguments[0]), file, PartialBaseline.DEFAULT_ROWS, Instant.now()));
  }

  /**
   * Builds a baseline of all shards.
   *
   * @param file where the last task writes it
   * @param rows observations that are kept at most, in each task and in all
   * @param created stands in the baseline
   * @return what it is of, in words
   */
  static String build(
      StreamExecutionEnvironment flink, Path shards, Path file, int rows, Instant created)
      throws Exception {
    flink.setRuntimeMode(RuntimeExecutionMode.BATCH);
    return flink
        .fromData(folders(shards))
        .rebalance()
        .fullWindowPartition()
        .mapPartition(new Sampling(rows))
        .returns(PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO)
        .global()
        .fullWindowPartition()
        .mapPartition(new Building(rows, file.toString(), created))
        .returns(String.class)
        .setParallelism(1)
        .executeAndCollect("virk-baseline", 1)
        .get(0);
  }

  private static List<String> folders(Path shards) throws IOException {
    try (Stream<Path> found = Files.list(shards)) {
      return found.filter(Files::isDirectory).map(Path::toString).sorted().toList();
    }
  }

  /** One sample of all shards of a task. */
  private static final class Sampling implements MapPartitionFunction<String, byte[]> {
    private static final long serialVersionUID = 1;

    private final int rows;

    Sampling(int rows) {
      this.rows = rows;
    }

    @Override
    public void mapPartition(Iterable<String> shards, Collector<byte[]> out) {
      PartialBaseline sample = PartialBaseline.ofRows(rows);
      for (String shard : shards) {
        String name = Path.of(shard).getFileName().toString();
        NumpyArrays.of(Path.of(shard))
            .forEach(null, null, observation -> sample.add(of(name, observation)));
      }
      if (sample.seen() > 0) {
        out.collect(sample.toBytes());
      }
    }

    /** A source of a shard is that of no other. */
    private static Observation of(String shard, Observation row) {
      Observation.Builder builder =
          Observation.builder()
              .sequence(row.sequence())
              .source(row.source() == null ? shard : shard + "/" + row.source());
      if (row.embedding() != null) {
        builder.embedding(row.embedding());
      }
      if (row.logits() != null) {
        builder.logits(row.logits());
      }
      if (row.predictedClass() != Observation.NO_CLASS) {
        builder.predictedClass(row.predictedClass());
      }
      if (row.label() != Observation.NO_CLASS) {
        builder.label(row.label());
      }
      return builder.build();
    }
  }

  /** Merges the samples and builds. */
  private static final class Building implements MapPartitionFunction<byte[], String> {
    private static final long serialVersionUID = 1;

    private final int rows;
    private final String file;
    private final Instant created;

    Building(int rows, String file, Instant created) {
      this.rows = rows;
      this.file = file;
      this.created = created;
    }

    @Override
    public void mapPartition(Iterable<byte[]> samples, Collector<String> out) {
      PartialBaseline all = PartialBaseline.ofRows(rows);
      for (byte[] sample : samples) {
        all.merge(PartialBaseline.fromBytes(sample));
      }
      String name = Path.of(file).getFileName().toString().replaceFirst("\\.virk$", "");
      Baseline.builder(name)
          .clock(InstantSource.fixed(created))
          .add(all)
          .build()
          .save(Path.of(file));
      out.collect(file + ": of " + all.kept() + " of " + all.seen() + " observations");
    }
  }
}
