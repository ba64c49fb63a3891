package io.virk.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.virk.detect.calibrated.SliceWatch;
import io.virk.signal.CategoricalSignal;
import io.virk.signal.ScalarSignal;
import io.virk.signal.Signal;
import io.virk.signal.SignalTable;
import io.virk.signal.SignalValues;
import io.virk.signal.VectorSignal;
import io.virk.signal.internal.ObservedValues;
import io.virk.signal.internal.Values;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SequentialDetectorTest {
  private static final ScalarSignal SCORE = ScalarSignal.MAHALANOBIS;
  private static final int ROWS = 1000;
  private static final int D = 8;
  private static final double RATE = 1e-5;

  static Stream<SequentialDetector> detectors() {
    return SequentialDetector.all().stream();
  }

  private static Signal signal(SequentialDetector detector) {
    return detector.appliesTo(SCORE) ? SCORE : VectorSignal.EMBEDDING;
  }

  private static float[] embedding(SplittableRandom random, double moved) {
    float[] embedding = new float[D];
    for (int i = 0; i < D; i++) {
      embedding[i] = (float) (5 + random.nextGaussian() + moved);
    }
    return embedding;
  }

  private static SignalTable baseline(int rows) {
    SplittableRandom random = new SplittableRandom(1);
    double[] scores = new double[rows];
    float[] embeddings = new float[rows * D];
    for (int i = 0; i < rows; i++) {
      scores[i] = 3 + 2 * random.nextGaussian();
      System.arraycopy(embedding(random, 0), 0, embeddings, i * D, D);
    }
    return Values.table(SCORE, scores, embeddings, D);
  }

  private static SequentialDetector.Watch watch(SequentialDetector detector) {
    return detector.against(signal(detector), baseline(ROWS), 1, RATE, 1).orElseThrow();
  }

  private static SliceWatch sliceWatch(SequentialDetector detector) {
    return new SliceWatch(
        Slice.ALL,
        signal(detector),
        detector,
        watch(detector),
        1,
        1,
        new DetectionResult.Calibration("hash of a baseline", 1));
  }

  /** An observation, its score and its embedding moved by some standard deviations. */
  private static SignalValues next(SplittableRandom random, long sequence, double moved) {
    ObservedValues values = Values.numbered(sequence);
    Values.set(values, SCORE, 3 + 2 * (random.nextGaussian() + moved));
    return Values.embed(values, embedding(random, moved));
  }

  @Test
  void eachHasItsSignals() {
    assertEquals(
        List.of("e-detector", "newma", "cusum"),
        detectors().map(SequentialDetector::name).toList());
    assertFalse(new ConformalEDetector().appliesTo(ScalarSignal.BRIGHTNESS));
    assertTrue(new CusumDetector().appliesTo(ScalarSignal.BRIGHTNESS));
    assertTrue(detectors().noneMatch(d -> d.appliesTo(CategoricalSignal.PREDICTED_CLASS)));
  }

  @ParameterizedTest
  @MethodSource("detectors")
  void aStepIsFoundWithItsOnsetAndSizeAndOnce(SequentialDetector detector) {
    SliceWatch watch = sliceWatch(detector);
    SplittableRandom random = new SplittableRandom(2);
    for (int i = 0; i < 500; i++) {
      assertNull(watch.accept(next(random, i, 0)));
    }
    DetectionResult alarm = null;
    int i = 500;
    for (; alarm == null && i < 600; i++) {
      alarm = watch.accept(next(random, i, 1.5));
    }
    assertNotNull(alarm);
    assertTrue(i <= 530, () -> "found late");
    assertEquals(Verdict.DRIFT, alarm.verdict());
    assertEquals(i - 1, alarm.sample().bounds().last().sequence());
    assertEquals(500, alarm.sample().bounds().first().sequence(), 8);
    assertEquals(
        1000 * alarm.sample().bounds().first().sequence(),
        alarm.sample().bounds().first().epochMillis());
    assertTrue(alarm.evidence().statistic() >= alarm.evidence().threshold());
    assertTrue(alarm.evidence().threshold() > alarm.evidence().warningThreshold());
    assertEquals(1, alarm.evidence().pValue() / RATE, 1);
    assertTrue(alarm.effect().size() > 0.5 && alarm.effect().size() < 3, () -> "effect");
    if (!Double.isNaN(alarm.effect().change())) {
      assertEquals(3, alarm.effect().change(), 1.5);
    }
    assertEquals("hash of a baseline", alarm.calibration().baselineHash());
    for (; i < 620; i++) {
      assertNull(watch.accept(next(random, i, 1.5)), "told once");
      assertTrue(
          watch.standing().orElseThrow().evidence().statistic()
              < 100 * alarm.evidence().threshold());
    }
  }

  @ParameterizedTest
  @MethodSource("detectors")
  void evidenceLastsAsLongAsTheChangeAndNotMuchLonger(SequentialDetector detector) {
    SliceWatch watch = sliceWatch(detector);
    SplittableRandom random = new SplittableRandom(3);
    int length = detector instanceof NewmaDetector ? 40 : 5000; // NEWMA gets used to it
    for (int i = 0; i < length; i++) {
      watch.accept(next(random, i, i < 10 ? 0 : 1.5));
    }
    assertEquals(Verdict.DRIFT, watch.standing().orElseThrow().verdict());
    int back = 0;
    while (watch.standing().orElseThrow().verdict() != Verdict.NORMAL) {
      watch.accept(next(random, length + back, 0));
      back++;
      assertTrue(back < 200, "it does not forget");
    }
  }

  @ParameterizedTest
  @MethodSource("detectors")
  void itGoesOnFromItsBytesToTheLastBit(SequentialDetector detector) {
    SliceWatch whole = sliceWatch(detector);
    SplittableRandom random = new SplittableRandom(4);
    for (int i = 0; i < 300; i++) {
      whole.accept(next(random, i, i < 290 ? 0 : 1));
    }
    SliceWatch other = sliceWatch(detector);
    other.accept(next(random, 1, 3));
    other.restore(whole.toBytes());
    for (int i = 300; i < 400; i++) {
      SignalValues values = next(random, i, 0.7);
      assertEquals(whole.accept(values), other.accept(values));
      assertEquals(whole.standing(), other.standing());
    }
    byte[] bytes = whole.toBytes();
    byte[] cut = Arrays.copyOf(bytes, bytes.length - 1);
    assertThrows(IllegalArgumentException.class, () -> other.restore(cut));
    assertTrue(other.standing().isEmpty(), "reset");
    byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
    assertThrows(IllegalArgumentException.class, () -> other.restore(longer));
    assertThrows(IllegalArgumentException.class, () -> other.restore(new byte[0]));
    bytes[0] ^= 1;
    assertThrows(IllegalArgumentException.class, () -> other.restore(bytes));
  }

  @ParameterizedTest
  @MethodSource("detectors")
  void resetIsAsNew(SequentialDetector detector) {
    SequentialDetector.Watch used = watch(detector);
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < 100; i++) {
      used.accept(next(random, i, 2));
    }
    used.reset();
    assertEquals(-1, used.standing().onset().sequence());
    SequentialDetector.Watch fresh = watch(detector);
    for (int i = 0; i < 100; i++) {
      SignalValues values = next(random, i, 0.5);
      assertEquals(fresh.accept(values), used.accept(values));
      assertEquals(
          fresh.standing().evidence().statistic(), used.standing().evidence().statistic(), 0.0);
      assertEquals(fresh.standing().onset().sequence(), used.standing().onset().sequence());
    }
  }

  @ParameterizedTest
  @MethodSource("detectors")
  void whatIsMissingIsSkipped(SequentialDetector detector) {
    SequentialDetector.Watch with = watch(detector);
    SequentialDetector.Watch without = watch(detector);
    SplittableRandom random = new SplittableRandom(6);
    for (int i = 0; i < 200; i++) {
      SignalValues values = next(random, i, 0.5);
      with.accept(values);
      assertNotEquals(Verdict.DRIFT, with.accept(Values.numbered(i)));
      without.accept(values);
      assertEquals(
          without.standing().evidence().statistic(), with.standing().evidence().statistic(), 0.0);
    }
  }

  @ParameterizedTest
  @MethodSource("detectors")
  void tooFewOrConstantRowsAreNotWatched(SequentialDetector detector) {
    Signal signal = signal(detector);
    assertTrue(detector.against(signal, baseline(30), 1, RATE, 1).isEmpty());
    assertTrue(detector.against(signal, baseline(ROWS), 30, RATE, 1).isEmpty());
    double[] same = new double[ROWS];
    SignalTable constant = Values.table(SCORE, same, new float[ROWS * D], D);
    if (!(detector instanceof ConformalEDetector)) {
      assertTrue(detector.against(signal, constant, 1, RATE, 1).isEmpty());
    }
  }

  @ParameterizedTest
  @MethodSource("detectors")
  void rarerAlarmsHaveHigherThresholds(SequentialDetector detector) {
    double last = 0;
    for (double rate = 1e-3; rate > 1e-9; rate /= 10) {
      var watch = detector.against(signal(detector), baseline(ROWS), 1, rate, 1).orElseThrow();
      assertTrue(
          watch.standing().evidence().threshold() > last
              && watch.standing().evidence().threshold() < Double.POSITIVE_INFINITY);
      assertTrue(
          watch.standing().evidence().warningThreshold() < watch.standing().evidence().threshold());
      last = watch.standing().evidence().threshold();
    }
  }

  @ParameterizedTest
  @MethodSource("detectors")
  void anotherRateHasTheThresholdsOfAWatchMadeForIt(SequentialDetector detector) {
    SequentialDetector.Watch changed = watch(detector);
    for (double rate : new double[] {1e-8, 1e-3, 1e-12, RATE}) {
      changed.allow(rate);
      var made = detector.against(signal(detector), baseline(ROWS), 1, rate, 1).orElseThrow();
      assertEquals(
          made.standing().evidence().threshold(), changed.standing().evidence().threshold(), 0.0);
      assertEquals(
          made.standing().evidence().warningThreshold(),
          changed.standing().evidence().warningThreshold(),
          0.0);
      SplittableRandom random = new SplittableRandom(8);
      for (int i = 0; i < 200; i++) {
        SignalValues values = next(random, i, 0.5);
        assertEquals(made.accept(values), changed.accept(values));
        assertEquals(
            made.standing().evidence().statistic(), changed.standing().evidence().statistic(), 0.0);
      }
      changed.reset();
    }
  }

  @ParameterizedTest
  @MethodSource("detectors")
  void noEvidenceComesNearerToTheThresholdByAChangeOfTheRate(SequentialDetector detector) {
    SplittableRandom random = new SplittableRandom(9);
    for (double factor : new double[] {1e-4, 0.3, 4, 300}) {
      SequentialDetector.Watch watch = watch(detector);
      while (watch.standing().evidence().statistic()
          < 0.5 * watch.standing().evidence().threshold()) {
        watch.accept(next(random, 1, 1.5));
      }
      double missing =
          watch.standing().evidence().threshold() - watch.standing().evidence().statistic();
      double reached =
          watch.standing().evidence().statistic() / watch.standing().evidence().threshold();
      watch.allow(factor * RATE);
      if (detector instanceof NewmaDetector) { // it keeps no evidence: a distance is one
        assertEquals(
            factor < 1,
            watch.standing().evidence().threshold() - watch.standing().evidence().statistic()
                > missing);
      } else if (detector instanceof CusumDetector) { // the sum is a logarithm
        double left =
            watch.standing().evidence().threshold() - watch.standing().evidence().statistic();
        assertTrue(watch.standing().evidence().statistic() == 0 || left >= missing * (1 - 1e-12));
      } else {
        assertTrue(
            watch.standing().evidence().statistic() / watch.standing().evidence().threshold()
                <= reached * (1 + 1e-12));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("detectors")
  void anObservationAllocatesNothing(SequentialDetector detector) {
    SliceWatch watch = sliceWatch(detector);
    SplittableRandom random = new SplittableRandom(7);
    SignalValues[] values = new SignalValues[64];
    for (int i = 0; i < values.length; i++) {
      values[i] = next(random, i, 0);
    }
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long allocated = 0;
    for (int round = 0; round < 2; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 20_000; i++) {
        watch.accept(values[i % values.length]);
      }
      allocated = threads.getCurrentThreadAllocatedBytes() - before;
    }
    assertTrue(allocated < 1000, "bytes in 20,000 observations");
  }

  @Test
  void oneGlitchIsNoDrift() {
    SequentialDetector.Watch watch = watch(new CusumDetector());
    assertNotEquals(Verdict.DRIFT, watch.accept(Values.set(Values.numbered(0), SCORE, 1e9)));
    assertTrue(
        watch.standing().evidence().statistic() < watch.standing().evidence().threshold() / 2);
  }
}
