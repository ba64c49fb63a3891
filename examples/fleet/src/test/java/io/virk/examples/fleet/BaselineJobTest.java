package io.virk.examples.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.baseline.Baseline;
import io.virk.baseline.BaselineBuilder;
import io.virk.baseline.PartialBaseline;
import io.virk.signal.Observation;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.SplittableRandom;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** However many tasks read the shards, the baseline is the one that a single JVM builds. */
@Tag("slow")
@Tag("once")
class BaselineJobTest {
  private static final int SHARDS = 5;
  private static final int ROWS = 256;
  private static final int LENGTH = 4;

  private static final Instant CREATED = Instant.parse("2026-03-02T06:00:00Z");

  /** Fewer than there are. */
  private static final int KEPT = 640;

  @TempDir private Path folder;

  private static float[] row(int shard, int row) {
    SplittableRandom random = new SplittableRandom(shard * 1_000L + row);
    float[] embedding = new float[LENGTH];
    for (int i = 0; i < LENGTH; i++) {
      embedding[i] = (float) random.nextGaussian();
    }
    return embedding;
  }

  private static String shard(int number) {
    return "shard-" + number;
  }

  private void write(int shard) throws Exception {
    byte[] header =
        String.format(
                "{'descr': '<f4', 'fortran_order': False, 'shape': (%d, %d), }%52s%n",
                ROWS, LENGTH, "")
            .getBytes(StandardCharsets.US_ASCII);
    ByteBuffer file =
        ByteBuffer.allocate(10 + header.length + 4 * ROWS * LENGTH).order(ByteOrder.LITTLE_ENDIAN);
    file.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII)).put((byte) 1);
    file.put((byte) 0).putShort((short) header.length).put(header);
    for (int row = 0; row < ROWS; row++) {
      for (float value : row(shard, row)) {
        file.putFloat(value);
      }
    }
    Path own = Files.createDirectories(folder.resolve("shards").resolve(shard(shard)));
    Files.write(own.resolve("embeddings.npy"), file.array());
  }

  @Test
  void itIsTheBaselineOfOneJvm() throws Exception {
    PartialBaseline alone = PartialBaseline.ofRows(KEPT);
    for (int shard = 0; shard < SHARDS; shard++) {
      write(shard);
      for (int row = 0; row < ROWS; row++) {
        alone.add(
            Observation.builder()
                .sequence(row)
                .source(shard(shard))
                .embedding(row(shard, row))
                .build());
      }
    }
    BaselineBuilder builder =
        Baseline.builder("fleet").clock(InstantSource.fixed(CREATED)).add(alone);
    String hash = builder.build().hash();
    for (int tasks : new int[] {1, 3}) {
      StreamExecutionEnvironment flink = StreamExecutionEnvironment.createLocalEnvironment(tasks);
      Path file = folder.resolve("fleet.virk");
      String said = BaselineJob.build(flink, folder.resolve("shards"), file, KEPT, CREATED);
      assertTrue(said.endsWith("of " + SHARDS * ROWS + " observations"), said);
      assertEquals(hash, Baseline.load(file).hash());
    }
  }
}
