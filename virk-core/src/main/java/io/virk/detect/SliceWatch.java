package io.virk.detect;

import io.virk.detect.DetectionResult.Calibration;
import io.virk.detect.DetectionResult.Effect;
import io.virk.detect.DetectionResult.Evidence;
import io.virk.detect.DetectionResult.Sample;
import io.virk.signal.Signal;
import io.virk.signal.SignalValues;
import java.util.Optional;

/**
 * The watch of a {@link SequentialDetector} over one signal of one slice, and what is said of it.
 * It alarms once; then it is in alarm until the evidence has fallen below the warning threshold, or
 * it is reset. Not thread-safe.
 */
public final class SliceWatch {
  /** The most that any watch is allowed. */
  private static final double LARGEST = 0.01;

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
    boolean beyond = watch.accept(values);
    if (inAlarm) {
      inAlarm = watch.statistic() > watch.warningThreshold();
      return null;
    }
    inAlarm = beyond;
    return beyond ? result(Verdict.DRIFT) : null;
  }

  /**
   * How things stand now: {@link Verdict#DRIFT} as long as it is in alarm.
   *
   * @return empty before the first observation with the signal
   */
  public Optional<DetectionResult> standing() {
    if (watch.onsetSequence() < 0) {
      return Optional.empty();
    }
    boolean warns = watch.statistic() > watch.warningThreshold();
    return Optional.of(result(inAlarm ? Verdict.DRIFT : warns ? Verdict.WARNING : Verdict.NORMAL));
  }

  private DetectionResult result(Verdict verdict) {
    return new DetectionResult(
        slice,
        signal.name(),
        detector.name(),
        verdict,
        new Evidence(
            watch.statistic(), watch.threshold(), watch.warningThreshold(), watch.chance()),
        new Effect(watch.effectSize(), watch.minimumEffect(), watch.change()),
        new Sample(
            watch.n(),
            watch.n() / autocorrelationTime,
            new WindowBounds(
                new Position(watch.onsetSequence(), watch.onsetEpochMillis()),
                new Position(lastSequence, lastEpochMillis))),
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
    byte[] state = watch.toBytes();
    return WatchBytes.begin('s', 1 + Double.BYTES + 2 * Long.BYTES + state.length)
        .put((byte) (inAlarm ? 1 : 0))
        .putDouble(allowed)
        .putLong(lastSequence)
        .putLong(lastEpochMillis)
        .put(state)
        .array();
  }

  /**
   * Goes on where another one over the same baseline stood.
   *
   * @param bytes what its {@link #toBytes} wrote. Not modified.
   * @throws IllegalArgumentException if they are cut off or no possible state; it is then reset
   */
  public void restore(byte[] bytes) {
    WatchBytes.read(
        's',
        bytes,
        in -> {
          boolean wasInAlarm = in.get() != 0;
          double allowedThen = WatchBytes.evidence(in, "allowed");
          if (allowedThen > 0) {
            allow(allowedThen);
          }
          lastSequence = in.getLong();
          lastEpochMillis = in.getLong();
          byte[] state = new byte[in.remaining()];
          in.get(state);
          watch.restore(state);
          inAlarm = wasInAlarm;
        },
        this::reset);
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
