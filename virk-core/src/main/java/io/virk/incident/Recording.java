package io.virk.incident;

import io.virk.image.Redactor;
import io.virk.internal.Durations;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the flight recorder keeps in memory, what of it may be written, and how many bundles stay.
 *
 * @param observations the last ones that are kept, 0 .. 100000
 * @param bytes what all of them may take together, those that show how slices were before among
 *     them, 1 MB .. 64 GB. Where that is not enough the oldest go first, and of slices those that
 *     have most
 * @param redactor sees every image before it is written
 * @param privateTags that are not written; not the one that slices, nor the context
 * @param retention which bundles stay
 * @param sinks that take incidents beside the folder
 */
public record Recording(
    int observations,
    long bytes,
    Redactor redactor,
    Set<String> privateTags,
    Retention retention,
    List<IncidentSink> sinks) {
  /** 128 observations, 96 MB, images as they are, all tags, the last 1,000 bundles. */
  public static final Recording DEFAULT =
      new Recording(128, 96L << 20, Redactor.NONE, Set.of(), Retention.DEFAULT, List.of());

  private static final int MOST = 100_000;
  private static final long LEAST_BYTES = 1 << 20;
  private static final long MOST_BYTES = 64L << 30;

  /**
   * Which bundles of a monitor stay in its folder. The oldest are deleted once a new one is
   * written; those of drifts that are open or may be reopened, and other files, never are.
   *
   * @param bundles at most, &ge; 1
   * @param bytes that all together may take, &ge; 1
   * @param age beyond which a bundle goes, &gt; 0
   */
  public record Retention(int bundles, long bytes, Duration age) {
    /** 1,000 bundles of 4 GB together, ten years. */
    public static final Retention DEFAULT = new Retention(1000, 4L << 30, Duration.ofDays(3653));

    public Retention {
      if (bundles < 1) {
        throw new IllegalArgumentException("bundles: " + bundles + " (expected: >= 1)");
      }
      if (bytes < 1) {
        throw new IllegalArgumentException("bytes: " + bytes + " (expected: >= 1)");
      }
      if (age.isNegative() || age.isZero()) {
        throw new IllegalArgumentException("age: " + Durations.exact(age) + " (expected: > 0)");
      }
    }
  }

  public Recording {
    if (observations < 0 || observations > MOST) {
      throw new IllegalArgumentException(
          "recorded: " + observations + " (expected: 0 .. " + MOST + ")");
    }
    if (bytes < LEAST_BYTES || bytes > MOST_BYTES) {
      throw new IllegalArgumentException(
          "bytes: " + bytes + " (expected: " + LEAST_BYTES + " .. " + MOST_BYTES + ")");
    }
    Objects.requireNonNull(redactor, "redactor");
    privateTags = Set.copyOf(new TreeSet<>(privateTags));
    Objects.requireNonNull(retention, "retention");
    sinks = List.copyOf(sinks);
  }

  /**
   * The defaults, of so many observations.
   *
   * @param observations 0 .. 100000
   * @return all else as in {@link #DEFAULT}
   */
  public static Recording of(int observations) {
    return new Recording(
        observations,
        DEFAULT.bytes,
        DEFAULT.redactor,
        DEFAULT.privateTags,
        DEFAULT.retention,
        DEFAULT.sinks);
  }

  /**
   * Bounds what is kept in memory.
   *
   * @param value 1 MB .. 64 GB
   * @return all else as it is here
   */
  public Recording bytes(long value) {
    return new Recording(observations, value, redactor, privateTags, retention, sinks);
  }

  /**
   * Sets what sees every image before it is written.
   *
   * @param value the host's
   * @return all else as it is here
   */
  public Recording redactor(Redactor value) {
    return new Recording(observations, bytes, value, privateTags, retention, sinks);
  }

  /**
   * Keeps tags from being written.
   *
   * @param keys names of tags
   * @return all else as it is here
   */
  public Recording privateTags(String... keys) {
    return new Recording(observations, bytes, redactor, Set.of(keys), retention, sinks);
  }

  /**
   * Sets which bundles stay.
   *
   * @param value how many, how large, how old
   * @return all else as it is here
   */
  public Recording retention(Retention value) {
    return new Recording(observations, bytes, redactor, privateTags, value, sinks);
  }

  /**
   * Hands incidents on, beside the folder.
   *
   * @param values each is called on a thread of its own
   * @return all else as it is here
   */
  public Recording sinks(IncidentSink... values) {
    return new Recording(observations, bytes, redactor, privateTags, retention, List.of(values));
  }
}
