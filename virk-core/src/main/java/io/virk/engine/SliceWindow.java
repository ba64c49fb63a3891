package io.virk.engine;

import io.virk.detect.DetectionResult;
import io.virk.detect.Slice;
import io.virk.detect.WindowPolicy;
import io.virk.signal.SignalSchema;
import io.virk.signal.SignalTable;
import io.virk.signal.SignalValues;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * The window of one slice as it fills, and the one before it. One without embeddings keeps the sums
 * of their random features, and of the window before, if windows do not overlap, its second half
 * alone. While a drift is open windows overlap that are closed by no time: by three quarters, those
 * with sums by half ({@link #isBetween}). VIRK's thread alone.
 *
 * <p>Where observations resemble their neighbours more than those of the baseline do, it takes only
 * one of two, four ... of them ({@link Thinning}): a window that is full and turns out to be of
 * such is thinned, and goes on.
 */
public final class SliceWindow {
  /** The object itself, about. */
  private static final int OBJECT_BYTES = 144;

  private final Slice slice;
  private final StreamView view;
  private final WindowPolicy policy;

  /** Of random features; null if it keeps embeddings, or there are no features. */
  private final FeatureSums sums;

  /** Whether the sums take the room of the first half of the window before. */
  private final boolean halfBefore;

  private final WindowParts parts;

  /** What the stream is known to be like; null if its observations count as the baseline's. */
  private final LiveStream stream;

  private SignalTable table;
  private SignalTable previous;

  /**
   * Of so many observations, or up to half as many more, one is taken: a power of two. By chance,
   * for of cameras that come in turn it would otherwise always be the same.
   */
  private int spacing = 1;

  /** The number of observations after which the next one is taken. */
  private long next;

  private boolean taken;

  /** Observations since the window began, of which a sampled one keeps some. */
  private long seen;

  private long begunNanos;
  private final LastEvidence evidence = new LastEvidence();

  /**
   * Makes an empty window.
   *
   * @param slice whose
   * @param policy resolved
   * @param schema its columns; vectors of length 0 are not kept
   * @param features random features of an observation, whose sums are kept in their place; 0 for
   *     none
   */
  public SliceWindow(Slice slice, WindowPolicy policy, SignalSchema schema, int features) {
    this(slice, policy, schema, features, null);
  }

  /**
   * Makes an empty window that leaves out what resembles its neighbours.
   *
   * @param stream of the slice; null for windows that leave nothing out
   */
  SliceWindow(
      Slice slice, WindowPolicy policy, SignalSchema schema, int features, LiveStream stream) {
    this.slice = slice;
    this.view = new StreamView(slice);
    this.policy = policy;
    this.stream = stream;
    int rows = policy.observations();
    boolean summed = schema.embeddingLength() == 0 && features > 0;
    this.halfBefore = summed && policy.stride() == rows;
    this.parts = WindowParts.of(policy, halfBefore);
    this.table = table(rows, schema);
    this.previous = table(halfBefore ? rows / 2 : rows, schema);
    this.sums = summed ? new FeatureSums(rows, parts.rows(), features) : null;
  }

  private SignalTable table(int rows, SignalSchema schema) {
    return slice.isAll() ? new SignalTable(schema, rows) : SignalTable.ofOneSlice(schema, rows);
  }

  Slice slice() {
    return slice;
  }

  /** How its stream comes. */
  StreamView view() {
    return view;
  }

  /** Whether it keeps embeddings. */
  boolean embeds() {
    return table.schema().vectors().stream().anyMatch(v -> v.length() > 0);
  }

  /** Whether it has the memory of one that keeps embeddings, if the baseline has any. */
  boolean forgets() {
    return stream == null ? embeds() : stream.memory().forgets();
  }

  /** Bytes held, about. */
  public long memory() {
    return table.memory()
        + previous.memory()
        + (sums == null ? 0 : sums.memory())
        + (stream == null ? 0 : stream.bytes())
        + OBJECT_BYTES;
  }

  /**
   * Learns how much the slice's observations resemble each other, of the one that was read.
   *
   * @return by how many bytes it has grown
   */
  long learn() {
    return stream == null ? 0 : stream.learn(length());
  }

  /** Whether so little is known of the stream that every window is learned from at once. */
  private boolean isNew() {
    return stream != null && stream.isNew(length());
  }

  /** Observations of a window. */
  private int length() {
    return table.capacity() * spacing;
  }

  /**
   * What was learned of its observations is to be kept, or forgotten.
   *
   * @param found in them
   * @param drifted whether a drift of the stream is open
   */
  void learned(Judge.Judgement found, boolean drifted) {
    if (stream != null) {
      stream.learned(found, drifted, length());
    }
  }

  /** Signals in which rows do not differ from where the stream has been. */
  Map<String, LiveStream.Unchanged> unchanged(SignalTable rows) {
    return stream == null ? Map.of() : stream.unchanged(rows, apart(rows.rows()));
  }

  /** Whether an alarm is no change of the stream ({@link LiveStream#isUnchanged}). */
  boolean isUnchanged(DetectionResult alarm, SignalTable rows) {
    return stream != null && stream.isUnchanged(alarm, rows, spacing);
  }

  /** Whether the next window has none of its rows; of those that overlap not each is. */
  boolean isAtItsEnd() {
    return policy.longest().isPresent() || table.rows() == table.capacity();
  }

  /** Whether anything was learned of its stream. */
  boolean isKnown() {
    return stream != null && stream.memory().observations() > 0;
  }

  /** Its stream fits the baseline, or a part of it. */
  void fitted() {
    if (stream != null) {
      stream.fitted();
    }
  }

  /** The next observation is not learned from: what comes after it does not follow upon this. */
  void pause() {
    if (stream != null) {
      stream.pause();
    }
  }

  /**
   * Takes one observation.
   *
   * @param values its signals. Copied.
   * @param nowNanos the monitor's time, nanoseconds
   * @param random for windows that hold a sample
   * @return whether the window is to be judged now
   */
  boolean append(SignalValues values, long nowNanos, RandomGenerator random) {
    if (seen == 0) {
      begunNanos = nowNanos;
    }
    if (policy.sampled()) {
      sample(values, random);
      return false;
    }
    taken = seen >= next;
    if (sums != null) {
      sums.accept(Math.max(0, table.rows() - (taken ? 0 : 1)), taken, values.features());
    }
    seen++;
    if (!taken) {
      return false;
    }
    table.append(values);
    next = seen - 1 + spacing + (spacing == 1 ? 0 : random.nextInt(spacing / 2 + 1));
    boolean full =
        table.rows() == table.capacity()
            || previous.rows() == previous.capacity() && table.rows() % policy.stride() == 0;
    if (full && isNew()) {
      stream.memory().trust();
      if (stream.isTooAlike(table, spacing)) {
        thin();
        return false;
      }
    }
    return full;
  }

  /** Whether the last observation ends a part of the window alone, and that before is kept. */
  boolean isBetween() {
    return taken
        && parts.number() > 1
        && table.rows() < table.capacity()
        && table.rows() % parts.rows() == 0
        && previous.rows() == previous.capacity()
        && !isNew();
  }

  /** What {@link #isBetween} goes by. */
  WindowParts parts() {
    return parts;
  }

  /** Whether the observation that was seen last is one of those that are not left out. */
  boolean tookLast() {
    return taken;
  }

  private void sample(SignalValues values, RandomGenerator random) {
    taken = true;
    if (sums != null) {
      sums.accept(seen, true, values.features());
    }
    seen++;
    if (table.rows() < table.capacity()) {
      table.append(values);
    } else { // a sampled window goes on when it is full
      long place = random.nextLong(seen);
      if (place < table.capacity()) {
        table.replace((int) place, values);
      }
    }
  }

  /** Leaves out every second row, and every second observation from now on. */
  private void thin() {
    if (sums != null) {
      sums.thin(table.rows());
    }
    RowTables.copy(RowTables.everySecond(table), table);
    previous.clear(); // its rows are closer together
    next += spacing;
    spacing *= 2;
  }

  /** What is known of its stream; of windows that leave something out. */
  LiveStream stream() {
    return stream;
  }

  /** Whether its stream fits the baseline; of windows that leave something out. */
  Fitting fitting() {
    return stream.fitting();
  }

  /** Observations since it began. */
  long seen() {
    return seen;
  }

  /** Of an observation to the next that is taken. */
  int spacing() {
    return spacing;
  }

  /**
   * As many rows as they are worth: where time closed the window before it was known that they
   * resemble each other, fewer than there are.
   */
  int worth() {
    if (stream == null || table.rows() == 0 || policy.longest().isEmpty()) {
      return lastRows().rows();
    }
    int needed = spacing;
    while (stream.isTooAlike(table, needed)) {
      needed *= 2;
    }
    return (int) Math.min(lastRows().rows(), (seen + needed - 1) / needed);
  }

  /** Observations from one of so many rows to the next, down to a power of two. */
  private int apart(int rows) {
    long least = policy.sampled() ? 1 : spacing; // a sample leaves nothing out before it is full
    long apart = Math.max(least, Long.highestOneBit(seen / rows));
    return (int) Math.min(Thinning.LARGEST, apart);
  }

  /** How much the rows resemble each other still, by the names of signals. */
  Map<String, Thinning.Resemblance> resemblance(int rows) {
    return stream == null ? Map.of() : stream.resemblance(rows, apart(rows));
  }

  /** Whether time closes the window. */
  boolean isDue(long nowNanos) {
    return seen > 0
        && policy.longest().isPresent()
        && nowNanos - begunNanos >= policy.longest().get().toNanos();
  }

  /** The rows to be judged, in the order of the observations, and the mean of their features. */
  SignalTable rows() {
    return lastRows().withFeatureMean(sums);
  }

  private SignalTable lastRows() {
    if (policy.sampled() && seen > table.capacity()) {
      return RowTables.inOrder(table);
    }
    return table.rows() < table.capacity() && policy.stride() < table.capacity()
        ? RowTables.last(previous, table)
        : table;
  }

  /** The last rows {@link #isBetween}, and the mean of their features. */
  SignalTable rowsBetween() {
    return RowTables.last(previous, table).withFeatureMean(sums);
  }

  /** Whether it has no rows, nor the one before it. */
  boolean isEmpty() {
    return table.rows() + previous.rows() == 0;
  }

  /** The rows of this window and of the one before it. */
  SignalTable rowsWithThoseBefore() {
    return SignalTable.concatenate(previous, policy.sampled() ? lastRows() : table);
  }

  /** What its last window was worth as evidence. */
  LastEvidence evidence() {
    return evidence;
  }

  /** Ends a judgement: where the window is full or its time is up, the next one begins. */
  void judged() {
    if (isAtItsEnd()) {
      SignalTable ended = lastRows();
      seen = 0;
      next = 0;
      spacing = stream == null ? 1 : stream.respaced(table, spacing);
      if (halfBefore || ended != table) {
        RowTables.copy(ended, previous);
        table.clear();
        return;
      }
      previous.clear();
      table = previous;
      previous = ended;
    }
  }

  /** What is to be remembered of it. */
  Snapshot.Window snapshot() {
    return new Snapshot.Window(
        slice,
        forgets(),
        seen,
        begunNanos,
        evidence.eValue(),
        evidence.sequence(),
        evidence.hasTooFew(),
        sums == null ? new byte[0] : sums.toBytes(),
        spacing,
        next,
        stream == null ? new byte[0] : stream.memory().toBytes(),
        stream == null ? new byte[0] : stream.level().toBytes(),
        stream == null ? Fitting.State.NEW : stream.fitting().state(),
        RowTables.copy(table),
        RowTables.copy(previous));
  }

  /**
   * Goes on from what was remembered.
   *
   * @param state its tables are copied
   * @throws IllegalArgumentException if that is no window of this policy
   */
  void restore(Snapshot.Window state) {
    state.check(policy, table.capacity());
    if (stream != null) {
      stream.restore(state.stream());
    }
    spacing = stream == null ? 1 : state.spacing();
    evidence.restore(state.eValue(), state.eValueSequence(), state.tooFew());
    seen = state.seen();
    next = state.next();
    begunNanos = state.begunNanos();
    RowTables.copy(state.own(), table);
    RowTables.copy(state.before(), previous);
    if (sums != null && state.sums().length > 0) {
      sums.restore(state.sums());
    }
  }

  /** Forgets both windows. */
  void restart() {
    table.clear();
    previous.clear();
    if (sums != null) {
      sums.clear();
    }
    seen = 0;
    next = 0;
    if (stream != null) {
      stream.forget();
    }
  }
}
