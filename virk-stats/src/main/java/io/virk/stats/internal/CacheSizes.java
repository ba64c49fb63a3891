package io.virk.stats.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Sizes of the first two data caches of a core, in bytes, by which the kernels choose how much of
 * their operands passes at a time. Only the time that a result takes depends on them: what is added
 * to what, and in which order, never does, so that another machine gives the same bits.
 *
 * <p>Read once, where Linux tells them; 32 KiB and 1 MiB where nothing does, or what it says makes
 * no sense. {@code -Dvirk.caches=32K,256K} sets them, for measurements.
 *
 * @param first of the first data cache
 * @param second of the second cache, at most 4 MiB: a larger one is shared by several cores
 */
public record CacheSizes(int first, int second) {
  static final CacheSizes USUAL = new CacheSizes(32 << 10, 1 << 20);

  private static final String PROPERTY = "virk.caches";
  private static final Path FOLDER = Path.of("/sys/devices/system/cpu/cpu0/cache");
  private static final int LARGEST_SECOND = 4 << 20;

  /** Made at the first use, after {@link KernelSelection} has looked at the property. */
  private static final class Chosen {
    static final CacheSizes IN_USE = chosen(System.getProperty(PROPERTY), FOLDER);
  }

  /** Those of this JVM. */
  public static CacheSizes inUse() {
    return Chosen.IN_USE;
  }

  /** What is wrong with the property of this JVM, or the empty string. */
  static String whyNot() {
    try {
      chosen(System.getProperty(PROPERTY), FOLDER);
      return "";
    } catch (IllegalArgumentException e) {
      return e.getMessage();
    }
  }

  /**
   * Those of the property, or those of the folder.
   *
   * @param property its value, null if it is not set
   * @param folder as Linux has it, or none
   * @throws IllegalArgumentException if the property has a value that means nothing
   */
  static CacheSizes chosen(String property, Path folder) {
    if (property == null) {
      return read(folder);
    }
    String[] sizes = property.split(",", -1);
    if (sizes.length == 2) {
      long first = bytes(sizes[0]);
      long second = bytes(sizes[1]);
      if (makesSense(first, second)) {
        return of(first, second);
      }
    }
    throw new IllegalArgumentException(
        PROPERTY
            + ": "
            + property
            + " (expected: two sizes as 32K,1M, of 8K to 1M and of twice the first to 1G)");
  }

  private static CacheSizes read(Path folder) {
    long first = 0;
    long second = 0;
    try {
      for (int i = 0; Files.exists(folder.resolve("index" + i)); i++) {
        Path index = folder.resolve("index" + i);
        String level = Files.readString(index.resolve("level")).strip();
        if (!Files.readString(index.resolve("type")).strip().equals("Instruction")) {
          long size = bytes(Files.readString(index.resolve("size")).strip());
          first = level.equals("1") ? size : first;
          second = level.equals("2") ? size : second;
        }
      }
    } catch (IOException | RuntimeException e) {
      return USUAL; // nothing depends on it but time
    }
    return makesSense(first, second) ? of(first, second) : USUAL;
  }

  private static CacheSizes of(long first, long second) {
    return new CacheSizes((int) first, (int) Math.min(second, LARGEST_SECOND));
  }

  private static boolean makesSense(long first, long second) {
    return first >= 8 << 10 && first <= 1 << 20 && second >= 2 * first && second <= 1 << 30;
  }

  /** Of 48K or 2M; 0 if it is neither. */
  private static long bytes(String size) {
    if (!size.matches("[0-9]{1,6}[KM]")) {
      return 0;
    }
    long number = Long.parseLong(size.substring(0, size.length() - 1));
    return number << (size.endsWith("K") ? 10 : 20);
  }

  /**
   * How many pieces fill half of the first cache.
   *
   * @param bytes of a piece
   * @param multiple of which the answer is one, and never less
   */
  public int inFirst(int bytes, int multiple) {
    return fitting(first / 2, bytes, multiple);
  }

  /**
   * How many pieces fill a share of the second cache.
   *
   * @param share 2 for a half, 4 for a quarter
   * @param bytes of a piece
   * @param multiple of which the answer is one, and never less
   */
  public int inSecond(int share, long bytes, int multiple) {
    return fitting(second / share, bytes, multiple);
  }

  private static int fitting(int room, long bytes, int multiple) {
    return (int) Math.max(multiple, room / bytes / multiple * multiple);
  }
}
