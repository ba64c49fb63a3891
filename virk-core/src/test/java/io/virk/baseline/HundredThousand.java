package io.virk.baseline;

import io.virk.detect.Slice;
import io.virk.scenes.Baselines;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Builds a baseline of 100,000 embeddings of length 512 that lie in a file: {@code java -Xmx1g -cp
 * ... io.virk.baseline.HundredThousand FOLDER [ROWS]}. Prints progress, time and the file's length.
 */
final class HundredThousand {
  private static final int DIMENSION = 512;

  private HundredThousand() {}

  /** As numpy.save would write it. */
  static Path write(Path folder, int rows) throws IOException {
    Path file = folder.resolve("embeddings.npy");
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
      String header =
          "{'descr': '<f4', 'fortran_order': False, 'shape': (" + rows + ", " + DIMENSION + "), }";
      byte[] text =
          (header + " ".repeat(117 - header.length()) + "\n").getBytes(StandardCharsets.US_ASCII);
      out.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) text.length, 0});
      out.write(text);
      SplittableRandom random = new SplittableRandom(1);
      ByteBuffer row = ByteBuffer.allocate(4 * DIMENSION).order(ByteOrder.LITTLE_ENDIAN);
      for (int i = 0; i < rows; i++) {
        for (int j = 0; j < DIMENSION; j++) {
          // a sum of uniforms is normal enough, and fast
          float sum = random.nextInt() + (float) random.nextInt() + random.nextInt();
          row.putFloat(4 * j, sum / (1 << 30));
        }
        out.write(row.array());
      }
    }
    return file;
  }

  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[0]);
    int rows = args.length > 1 ? Integer.parseInt(args[1]) : 100_000;
    write(folder, rows);
    long begin = System.nanoTime();
    Baseline baseline =
        Baseline.builder("hundred thousand")
            .clock(Baselines.CLOCK)
            .progress(
                p ->
                    System.out.printf(
                        Locale.ROOT,
                        "%6.2f s  %s %d of %d%n",
                        (System.nanoTime() - begin) / 1e9,
                        p.phase(),
                        p.done(),
                        p.total()))
            .arrays(NumpyArrays.of(folder))
            .build();
    double seconds = (System.nanoTime() - begin) / 1e9;
    baseline.save(folder.resolve("b.virk"));
    System.out.printf(
        Locale.ROOT,
        "built from %d x %d in %.1f s, heap at most %d MB, file %d kB, %d rows compared with%n",
        rows,
        DIMENSION,
        seconds,
        Runtime.getRuntime().maxMemory() >> 20,
        Files.size(folder.resolve("b.virk")) >> 10,
        baseline.reference(Slice.ALL).rows().rows());
  }
}
