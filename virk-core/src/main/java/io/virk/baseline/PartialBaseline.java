package io.virk.baseline;

import io.virk.signal.Observation;
import io.virk.stats.internal.BinaryInput;
import io.virk.stats.internal.BinaryOutput;
import io.virk.stats.internal.Checks;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What a baseline needs of more observations than one JVM can hold: a sample of them that merges.
 * Each partition of the data makes one, they are merged in any order, and a builder takes the
 * result ({@link BaselineBuilder#add(PartialBaseline)}). Not thread-safe.
 *
 * <p>Kept are runs of {@value #RUN} neighbours, for how alike neighbours are is a part of every
 * null distribution: those whose hash of source and number of the run is smallest, as many as there
 * is room for. So every observation is as likely as any other to be kept, merging has no bias, is
 * commutative and associative, and however the data is parted the same baseline comes out, to the
 * bit. An observation is told from others by its source and its number ({@link
 * Observation.Builder#source}, {@link Observation.Builder#sequence}); one that comes twice, as from
 * a task that was begun again, counts once.
 *
 * <p>Which part a source plays (fit, reference, calibration) is dealt out when the baseline is
 * built, from all that was kept. A baseline of a sample differs from that of all by the error of
 * the sample: of its references hardly, for they hold 2,000 observations a slice whatever there
 * was; of the model of embeddings by about the root of d over the quarter of the sample that fits
 * it.
 *
 * <p>Embeddings, logits, classes, labels, tags and the host's own signals are taken; images are to
 * be embedded first, and causes are not measured. Memory: about 250 + 4 (d + c) bytes for each of
 * the sample, 100 MB for 40,000 embeddings of 512; the same again while it is read or written.
 */
public final class PartialBaseline {
  /** Observations that are kept unless another number is asked for. */
  public static final int DEFAULT_ROWS = 40_000;

  private static final char KIND = 'b';
  private static final int VERSION = 1;
  private static final int RUN = 64;
  private static final int MOST_ROWS = 1_000_000;
  private static final int MOST_TAGS = 64;
  private static final int LONGEST = 65_536;
  private static final int MOST_CLASSES = 1_000_000;

  private final int rows;
  private final List<String> signals;
  private final TreeMap<Key, TreeMap<Long, Observation>> runs = new TreeMap<>();

  /** Runs from here on have no room. */
  private Key limit;

  private long seen;
  private int kept;

  /** A run of neighbours, in an order that has nothing to do with them. */
  private record Key(long hash, String source, long run) implements Comparable<Key> {
    private static final Comparator<Key> ORDER =
        Comparator.comparingLong(Key::hash).thenComparing(Key::source).thenComparingLong(Key::run);

    static Key of(String source, long run) {
      long hash = 0xcbf29ce484222325L;
      for (int i = 0; i < source.length(); i++) {
        hash = (hash ^ source.charAt(i)) * 0x100000001b3L;
      }
      return new Key(mix(hash + 0x9e3779b97f4a7c15L * mix(run)), source, run);
    }

    private static long mix(long value) {
      long z = (value ^ value >>> 33) * 0xff51afd7ed558ccdL;
      z = (z ^ z >>> 33) * 0xc4ceb9fe1a85ec53L;
      return z ^ z >>> 33;
    }

    @Override
    public int compareTo(Key other) {
      return ORDER.compare(this, other);
    }
  }

  private PartialBaseline(int rows, List<String> signals) {
    if (rows < RUN || rows > MOST_ROWS) {
      throw new IllegalArgumentException(
          "rows: " + rows + " (expected: " + RUN + " .. " + MOST_ROWS + ")");
    }
    this.rows = rows;
    this.signals = List.copyOf(signals);
  }

  /**
   * Of nothing yet, with room for {@value #DEFAULT_ROWS} observations.
   *
   * @param signals of the host's own that are kept, by name
   * @return a new one
   */
  public static PartialBaseline of(String... signals) {
    return ofRows(DEFAULT_ROWS, signals);
  }

  /**
   * Of nothing yet.
   *
   * @param rows observations that are kept, 64 .. 1,000,000
   * @param signals of the host's own that are kept, by name
   * @return a new one
   */
  public static PartialBaseline ofRows(int rows, String... signals) {
    return new PartialBaseline(rows, List.of(signals));
  }

  /**
   * Takes one observation, in any order.
   *
   * @param observation without an image and outputs but embedding, logits and class; its source and
   *     number tell it from all others. Its arrays may be reused after the call.
   * @return this
   * @throws IllegalArgumentException if it has an image or another output
   */
  public PartialBaseline add(Observation observation) {
    boolean other =
        observation.frame() != null
            || observation.probabilities() != null
            || observation.scores() != null
            || observation.detections() != null
            || observation.mask() != null;
    if (other) {
      throw new IllegalArgumentException(
          "observation "
              + observation.sequence()
              + ": has an image or other outputs (expected: embedding, logits, class, tags and"
              + " signals of the host; embed images first)");
    }
    seen++;
    String source = observation.source() == null ? "" : observation.source();
    Key key = Key.of(source, Math.floorDiv(observation.sequence(), (long) RUN));
    if (limit == null || key.compareTo(limit) < 0) {
      put(key, observation.sequence(), copy(observation));
      trim();
    }
    return this;
  }

  private void put(Key key, long number, Observation observation) {
    boolean isNew =
        runs.computeIfAbsent(key, k -> new TreeMap<>()).putIfAbsent(number, observation) == null;
    kept += isNew ? 1 : 0;
  }

  private void trim() {
    while (kept > rows && runs.size() > 1) {
      Map.Entry<Key, TreeMap<Long, Observation>> last = runs.pollLastEntry();
      kept -= last.getValue().size();
      limit = last.getKey();
    }
  }

  private Observation copy(Observation of) {
    Observation.Builder copy =
        Observation.builder().sequence(of.sequence()).epochMillis(of.epochMillis());
    if (of.source() != null) {
      copy.source(of.source());
    }
    if (of.embedding() != null) {
      copy.embedding(of.embedding().clone());
    }
    if (of.logits() != null) {
      copy.logits(of.logits().clone());
    }
    if (of.predictedClass() != Observation.NO_CLASS) {
      copy.predictedClass(of.predictedClass());
    }
    if (of.label() != Observation.NO_CLASS) {
      copy.label(of.label());
    }
    of.tags(copy::tag);
    for (String signal : signals) {
      double value = of.signal(signal);
      if (!Double.isNaN(value)) {
        copy.signal(signal, value);
      }
    }
    return copy.build();
  }

  /**
   * Takes all that another one has seen.
   *
   * @param other of as many rows and the same signals. Not modified.
   * @return this
   * @throws IllegalArgumentException if it has room for another number, or keeps other signals
   */
  public PartialBaseline merge(PartialBaseline other) {
    Objects.requireNonNull(other, "other");
    if (rows != other.rows || !signals.equals(other.signals)) {
      throw new IllegalArgumentException(
          "other: of "
              + other.rows
              + " rows and the signals "
              + other.signals
              + " (expected: "
              + rows
              + ", "
              + signals
              + ")");
    }
    if (other.limit != null && (limit == null || other.limit.compareTo(limit) < 0)) {
      limit = other.limit;
    }
    seen += other.seen;
    other.runs.forEach((key, run) -> run.forEach((number, o) -> put(key, number, o)));
    if (limit != null) {
      Map<Key, TreeMap<Long, Observation>> beyond = runs.tailMap(limit, true);
      kept -= beyond.values().stream().mapToInt(Map::size).sum();
      beyond.clear();
    }
    trim();
    return this;
  }

  /** Observations that were added, those that came twice counted twice. */
  public long seen() {
    return seen;
  }

  /** Of them, those that are kept. */
  public int kept() {
    return kept;
  }

  /** The kept ones, by source and number. */
  List<Observation> observations() {
    List<Observation> all = new ArrayList<>(kept);
    TreeMap<String, TreeMap<Long, Observation>> bySource = new TreeMap<>();
    runs.forEach(
        (key, run) -> bySource.computeIfAbsent(key.source(), s -> new TreeMap<>()).putAll(run));
    bySource.values().forEach(of -> all.addAll(of.values()));
    return all;
  }

  /**
   * A versioned, checksummed form.
   *
   * @return for {@link #fromBytes}; the same sample gives the same bytes
   */
  public byte[] toBytes() {
    BinaryOutput out = new BinaryOutput(KIND, VERSION, 1 << 16);
    out.count(rows).count(signals.size());
    signals.forEach(s -> write(out, s));
    out.count(seen).flag(limit != null);
    if (limit != null) {
      write(out, limit.source());
      out.bits(limit.run());
    }
    out.count(kept);
    observations().forEach(o -> write(out, o));
    return out.toCheckedBytes();
  }

  private void write(BinaryOutput out, Observation of) {
    out.bits(of.sequence()).bits(of.epochMillis()).flag(of.source() != null);
    if (of.source() != null) {
      write(out, of.source());
    }
    write(out, of.embedding());
    write(out, of.logits());
    out.count(of.predictedClass() + 1L).count(of.label() + 1L);
    TreeMap<String, String> tags = new TreeMap<>();
    of.tags(tags::put);
    out.count(tags.size());
    tags.forEach(
        (key, value) -> {
          write(out, key);
          write(out, value);
        });
    signals.forEach(s -> out.real(of.signal(s)));
  }

  private static void write(BinaryOutput out, float[] vector) {
    out.count(vector == null ? 0 : vector.length);
    if (vector != null) {
      out.singles(vector, 0, vector.length);
    }
  }

  private static void write(BinaryOutput out, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.count(bytes.length).bytes(bytes);
  }

  /**
   * Reads what {@link #toBytes} wrote. The bytes may be anyone's.
   *
   * @param bytes Not modified.
   * @return a new one
   * @throws IllegalArgumentException if they are cut off, damaged, of something else, of a newer
   *     version or no possible sample
   */
  public static PartialBaseline fromBytes(byte[] bytes) {
    BinaryInput in = BinaryInput.checked(bytes, KIND, VERSION);
    int rows = (int) in.count("rows", RUN, MOST_ROWS);
    List<String> signals = new ArrayList<>();
    for (int n = (int) in.count("signals", 0, LONGEST); n > 0; n--) {
      signals.add(text(in, "signal"));
    }
    PartialBaseline read = new PartialBaseline(rows, signals);
    read.seen = in.count("seen", 0, Long.MAX_VALUE >> 1);
    if (in.flag("whether it is full")) {
      read.limit = Key.of(text(in, "source"), in.bits("run"));
    }
    int kept = (int) in.count("kept", 0, Math.min(MOST_ROWS, read.seen));
    for (int i = 0; i < kept; i++) {
      Observation o = read.observation(in);
      String source = o.source() == null ? "" : o.source();
      Key key = Key.of(source, Math.floorDiv(o.sequence(), (long) RUN));
      read.put(key, o.sequence(), o);
    }
    in.end();
    return read;
  }

  private Observation observation(BinaryInput in) {
    Observation.Builder of =
        Observation.builder().sequence(in.bits("number")).epochMillis(in.bits("time"));
    if (in.flag("whether it has a source")) {
      of.source(text(in, "source"));
    }
    float[] embedding = vector(in, "embedding", LONGEST);
    if (embedding.length > 0) {
      of.embedding(embedding);
    }
    float[] logits = vector(in, "logits", MOST_CLASSES);
    if (logits.length > 0) {
      of.logits(logits);
    }
    int predicted = (int) in.count("class", 0, Integer.MAX_VALUE) - 1;
    if (predicted != Observation.NO_CLASS) {
      of.predictedClass(predicted);
    }
    int label = (int) in.count("label", 0, Integer.MAX_VALUE) - 1;
    if (label != Observation.NO_CLASS) {
      of.label(label);
    }
    for (int n = (int) in.count("tags", 0, MOST_TAGS); n > 0; n--) {
      of.tag(text(in, "key of a tag"), text(in, "tag"));
    }
    for (String signal : signals) {
      double value = in.real("signal");
      if (!Double.isNaN(value)) {
        of.signal(signal, value);
      }
    }
    return of.build();
  }

  private static float[] vector(BinaryInput in, String name, int longest) {
    int length = in.size(name, 0, Float.BYTES);
    if (length > longest) {
      throw Checks.rejected("length of " + name, length, "at most " + longest);
    }
    float[] vector = new float[length];
    in.finiteSingles(vector, 0, length, name);
    return vector;
  }

  private static String text(BinaryInput in, String name) {
    return new String(in.bytes(name), StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "PartialBaseline[" + kept + " of " + seen + " observations]";
  }
}
