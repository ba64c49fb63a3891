package io.virk.incident.internal;

import io.virk.detect.DetectionResult;
import io.virk.detect.Slice;
import io.virk.engine.Engine;
import io.virk.engine.Snapshot;
import io.virk.event.WindowJudged;
import io.virk.internal.DataText;
import io.virk.signal.Observation;
import io.virk.signal.SignalValues;
import io.virk.signal.internal.ObservationFormat;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * What an engine was given and said since its state was taken: with that state, another engine can
 * be driven to say the same. The state is taken anew now and then, so that what came since stays
 * short: it has all rows of the windows, so nothing older is needed. VIRK's thread alone, but for
 * {@link #memory}.
 *
 * <p>Cost: of an observation its signals; of the state, as many bytes as windows hold, spread over
 * the observations between two of them: 16 kB each at most.
 */
public final class Tape {
  static final byte TIME = 1;
  static final byte OBSERVED = 2;
  static final byte JUDGED = 3;

  private static final int LEAST_PERIOD = 256;
  private static final int BYTES_AN_OBSERVATION = 16 << 10;

  private final long budget;
  private final Log log = new Log();
  private final DataOutputStream out = new DataOutputStream(log);
  private final ObservationFormat format = new ObservationFormat();
  private Snapshot state;
  private long stateNanos;
  private long stateBytes;
  private long period;
  private long observations;

  /** The last time that was told, and not written yet. */
  private long pending;

  private boolean isPending;
  private boolean hasTime;

  /** Whether something was thrown while an entry was written. */
  private boolean torn;

  private long lastNanos;
  private int beforeTime;
  private volatile long memory;

  /** An array that can be cut off. */
  private static final class Log extends ByteArrayOutputStream {
    void cut(int length) {
      count = length;
    }
  }

  /**
   * What is on a tape.
   *
   * @param nanos what the clock showed when the state was taken
   * @param state shares nothing with the engine
   * @param bytes of the state, about
   * @param inputs what it was given and said since
   */
  record Reel(long nanos, Snapshot state, long bytes, byte[] inputs) {}

  /**
   * Makes an empty tape.
   *
   * @param budget bytes; 0 for none at all
   */
  Tape(long budget) {
    this.budget = budget;
  }

  /**
   * Takes the engine's state if it is wanted. To be called between two observations.
   *
   * @param engine what runs
   */
  public void between(Engine engine) {
    long held = engine.memoryWithoutPictures();
    if (isDue(held)) {
      begin(engine.snapshotWithoutPictures(), held);
    }
  }

  /**
   * Whether the engine's state is wanted.
   *
   * @param windows what of the engine would be copied, bytes
   */
  boolean isDue(long windows) {
    return hasTime
        && windows <= budget / 2
        && (state == null || observations >= period || log.size() > budget / 2);
  }

  private void begin(Snapshot taken, long windows) {
    state = taken;
    stateNanos = lastNanos;
    stateBytes = windows;
    period = Math.max(LEAST_PERIOD, windows / BYTES_AN_OBSERVATION);
    observations = 0;
    isPending = false;
    torn = false;
    log.reset();
    memory = stateBytes;
  }

  /** Without a state nothing can be driven. What is too large, or torn, is given up. */
  private boolean runs() {
    if (state != null && (torn || stateBytes > budget || log.size() > budget)) {
      state = null;
      log.reset();
      memory = 0;
    }
    return state != null;
  }

  /** The engine is about to be told the time. */
  public void timeIs(long nanos) {
    hasTime = budget > 0;
    lastNanos = nanos;
    if (!runs()) {
      return;
    }
    beforeTime = log.size();
    time(nanos);
  }

  /**
   * It was told.
   *
   * @param looked whether it has done more than to learn the time
   */
  public void timeWas(boolean looked) {
    if (state == null) {
      return;
    }
    isPending = !looked;
    if (!looked) { // the next one takes its place
      log.cut(beforeTime);
      pending = lastNanos;
    }
    memory = stateBytes + log.size();
  }

  private void time(long nanos) {
    try {
      out.writeByte(TIME);
      out.writeLong(nanos);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void observed(Observation observation, SignalValues values) {
    if (!runs()) {
      return;
    }
    if (isPending) {
      time(pending);
      isPending = false;
    }
    observations++;
    torn = true;
    try {
      out.writeByte(OBSERVED);
      format.write(out, observation, values, true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    torn = false;
    memory = stateBytes + log.size();
  }

  /** The engine has judged a window. */
  public void judged(WindowJudged event) {
    if (!runs()) {
      return;
    }
    torn = true;
    try {
      Slice slice = event.slice();
      out.writeByte(JUDGED);
      DataText.write(out, slice.key());
      DataText.write(out, slice.value());
      DataText.write(out, slice.context());
      out.writeInt(event.results().size());
      for (DetectionResult result : event.results()) {
        DataText.write(out, result.signal());
        DataText.write(out, result.detector());
        DataText.write(out, result.verdict().name());
        out.writeDouble(result.evidence().statistic());
        out.writeDouble(result.evidence().threshold());
        out.writeDouble(result.evidence().pValue());
        out.writeDouble(result.effect().size());
        out.writeInt(result.sample().n());
        out.writeLong(result.sample().bounds().first().sequence());
        out.writeLong(result.sample().bounds().last().sequence());
      }
      torn = false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A copy of what is on it; empty if it has no state. */
  Optional<Reel> reel() {
    return runs()
        ? Optional.of(new Reel(stateNanos, state, stateBytes, log.toByteArray()))
        : Optional.empty();
  }

  /** Bytes held, about. Any thread. */
  long memory() {
    return memory;
  }
}
