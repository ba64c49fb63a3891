package io.virk;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * Forged files of each format: those of the saved corpus, which lead to much of the code, and some
 * of a seed. More of them, of other seeds, by {@code -Dvirk.fuzz=SECONDS}, for each format. Jazzer,
 * which looks where the code has not been yet, is run by hand:
 *
 * <pre>java -cp jazzer.jar:virk-core/target/test-classes:... com.code_intelligence.jazzer.Jazzer \
 *   --target_class=io.virk.FuzzTargets\$Incidents --instrumentation_includes=io.virk.** \
 *   --keep_going=100 -timeout=20 -max_len=192 -max_total_time=600</pre>
 */
class FuzzTest {
  private static final int SEEDED = 40;
  private static final int SECONDS = Integer.getInteger("virk.fuzz", 0);

  private static List<String> corpus(String name) throws IOException {
    try (InputStream in = FuzzTest.class.getResourceAsStream("fuzz/" + name + ".txt")) {
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .toList();
    }
  }

  private static void fuzz(String name, Consumer<byte[]> target) throws IOException {
    for (String hex : corpus(name)) {
      read(target, HexFormat.of().parseHex(hex));
    }
    SplittableRandom random =
        new SplittableRandom(SECONDS == 0 ? 29 : System.nanoTime()); // longer: something else
    long end = System.nanoTime() + SECONDS * 1_000_000_000L;
    for (int i = 0; i < SEEDED || SECONDS > 0 && System.nanoTime() - end < 0; i++) {
      byte[] program = new byte[6 * (1 + random.nextInt(4))];
      random.nextBytes(program);
      read(target, program);
    }
  }

  private static void read(Consumer<byte[]> target, byte[] program) {
    long begin = System.nanoTime();
    String hex = HexFormat.of().formatHex(program);
    try {
      target.accept(program);
    } catch (Throwable e) {
      fail("of the program " + hex, e);
    }
    if (SECONDS > 0 && System.nanoTime() - begin > 10_000_000_000L) {
      fail("10 s for the program " + hex);
    }
  }

  @Test
  void incidentsAreRefusedInWordsOrRead() throws IOException {
    fuzz("incidents", FuzzTargets.Incidents::fuzzerTestOneInput);
  }

  @Test
  void baselinesAreRefusedInWordsOrRead() throws IOException {
    fuzz("baselines", FuzzTargets.Baselines::fuzzerTestOneInput);
  }

  @Test
  void checkpointsAreRefusedInWordsOrRestored() throws IOException {
    fuzz("checkpoints", FuzzTargets.Checkpoints::fuzzerTestOneInput);
  }
}
