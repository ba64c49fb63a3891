package io.virk.detect.calibrated;

import io.virk.detect.DetectionResult;
import io.virk.detect.DetectionResult.Calibration;
import io.virk.detect.DetectionResult.Evidence;
import io.virk.detect.DetectionResult.Sample;
import io.virk.detect.Position;
import io.virk.detect.SequentialDetector;
import io.virk.detect.SequentialDetector.Standing;
import io.virk.detect.Slice;
import io.virk.detect.Verdict;
import io.virk.detect.WindowBounds;
import io.virk.signal.Signal;
import io.virk.signal.SignalValues;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * The watch of a {@link SequentialDetector} over one signal of one slice, and what is said of it.
 * It alarms once; then it is in alarm until the evidence has fallen below the warning threshold, or
 * it is reset. Not thread-safe.
 */
public final class SliceWatch {
  /** The most that any watch is allowed. */
  private static final double LARGEST = 0.01;

  /** Of the form of its bytes. */
  private static final byte VERSION = 1;

  private final Slice slice;
  private final Signal signal;
  private final SequentialDetector detector;
  private final SequentialDetector.Watch watch;
  private final double share;
  private final double autocorrelationTime;
  private final Calibration calibration;
  private double allowed;
  private boolean inAlarm;
  private long lastSequence = -1;
  private long lastEpochMillis;

  /**
   * Joins the parts.
   *
   * @param slice whose observations
   * @param signal what is watched
   * @param detector how
   * @param watch that it made
   * @param share of what its slice is allowed, in (0, 1]
   * @param autocorrelationTime of the signal, observations, &ge; 1
   * @param calibration the baseline, and the seed of the simulation behind the thresholds
   */
  public SliceWatch(
      Slice slice,
      Signal signal,
      SequentialDetector detector,
      SequentialDetector.Watch watch,
      double share,
      double autocorrelationTime,
      Calibration calibration) {
    this.slice = slice;
    this.signal = signal;
    this.detector = detector;
    this.watch = watch;
    this.share = share;
    this.autocorrelationTime = autocorrelationTime;
    this.calibration = calibration;
  }

  /**
   * What one watch of a slice is allowed.
   *
   * @param falseAlarms in one observation of a slice, over all its watches together, &gt; 0
   * @param share of them, in (0, 1]
   * @return in (0, 0.01]
   */
  public static double allowed(double falseAlarms, double share) {
    return Math.min(LARGEST, falseAlarms * share);
  }

  /**
   * Sets how often there may be a false alarm from now on ({@link SequentialDetector.Watch#allow}).
   * Costs nothing if that is what holds already.
   *
   * @param falseAlarms allowed in one observation of the slice, over all its watches together, &gt;
   *     0
   */
  public void allow(double falseAlarms) {
    if (falseAlarms != allowed) {
      allowed = falseAlarms;
      watch.allow(allowed(falseAlarms, share));
    }
  }

  /**
   * Takes the next observation of the slice.
   *
   * @param values its signals. Not modified, not kept.
   * @return the alarm, or null, which is usual; nothing is allocated then
   */
  public DetectionResult accept(SignalValues values) {
    lastSequence = values.sequence();
    lastEpochMillis = values.epochMillis();
    Verdict verdict = watch.accept(values);
    if (inAlarm) {
      inAlarm = verdict != Verdict.NORMAL;
      return null;
    }
    inAlarm = verdict == Verdict.DRIFT;
    return inAlarm ? result(verdict, watch.standing()) : null;
  }

  /**
   * How things stand now: {@link Verdict#DRIFT} as long as it is in alarm.
   *
   * @return empty before the first observation with the signal
   */
  public Optional<DetectionResult> standing() {
    Standing standing = watch.standing();
    if (standing.onset().sequence() < 0) {
      return Optional.empty();
    }
    Evidence evidence = standing.evidence();
    boolean warns = evidence.statistic() > evidence.warningThreshold();
    Verdict verdict = inAlarm ? Verdict.DRIFT : warns ? Verdict.WARNING : Verdict.NORMAL;
    return Optional.of(result(verdict, standing));
  }

  private DetectionResult result(Verdict verdict, Standing standing) {
    return new DetectionResult(
        slice,
        signal.name(),
        detector.name(),
        verdict,
        standing.evidence(),
        standing.effect(),
        new Sample(
            standing.n(),
            standing.n() / autocorrelationTime,
            new WindowBounds(standing.onset(), new Position(lastSequence, lastEpochMillis))),
        calibration,
        "");
  }

  /**
   * What tells it from the others of its slice.
   *
   * @return for example "brightness/cusum"
   */
  public String key() {
    return signal.name() + '/' + detector.name();
  }

  /** Forgets all observations. */
  public void reset() {
    watch.reset();
    inAlarm = false;
  }

  /**
   * The state, for a checkpoint.
   *
   * @return for {@link #restore}
   */
  public byte[] toBytes() {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      DataOutputStream out = new DataOutputStream(bytes);
      out.writeByte(VERSION);
      out.writeBoolean(inAlarm);
      out.writeDouble(allowed);
      out.writeLong(lastSequence);
      out.writeLong(lastEpochMillis);
      watch.write(out);
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(key() + " cannot write its state", e);
    }
  }

  /**
   * Goes on where another one over the same baseline stood.
   *
   * @param bytes what its {@link #toBytes} wrote. Not modified.
   * @throws IllegalArgumentException if they are cut off or no possible state; it is then reset
   */
  public void restore(byte[] bytes) {
    boolean whole = false;
    try {
      read(new DataInputStream(new ByteArrayInputStream(bytes)));
      whole = true;
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "bytes: " + bytes.length + " (expected: more, the state of " + key() + ")", e);
    } finally {
      if (!whole) {
        reset();
      }
    }
  }

  private void read(DataInputStream in) throws IOException {
    byte version = in.readByte();
    if (version != VERSION) {
      throw new IllegalArgumentException("version: " + version + " (expected: " + VERSION + ")");
    }
    boolean wasInAlarm = in.readBoolean();
    double allowedThen = in.readDouble();
    if (!(allowedThen >= 0 && allowedThen < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("allowed: " + allowedThen + " (expected: >= 0)");
    }
    if (allowedThen > 0) {
      allow(allowedThen);
    }
    lastSequence = in.readLong();
    lastEpochMillis = in.readLong();
    watch.read(in);
    if (in.available() > 0) {
      throw new IllegalArgumentException("bytes: " + in.available() + " too many (expected: none)");
    }
    inAlarm = wasInAlarm;
  }

  /**
   * The memory that it holds.
   *
   * @return bytes, about
   */
  public long memory() {
    return 100 + watch.memory();
  }
}
