package io.virk.engine;

import io.virk.baseline.Baseline;
import io.virk.baseline.calibrate.Calibrator;
import io.virk.baseline.content.Reference;
import io.virk.detect.EmissionPolicy;
import io.virk.detect.FalseAlarms;
import io.virk.detect.Slice;
import io.virk.detect.WindowPolicy;
import io.virk.detect.calibrated.CalibratedDetector;
import io.virk.detect.calibrated.Refusal;
import io.virk.event.Sight;
import io.virk.signal.Signal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/** Works out what a monitor sees, and how soon. Any thread. */
public final class Sights {
  private static final double SECONDS_A_DAY = 86_400;
  private static final double NANOS = 1e9;

  /** Rows that are further apart than neighbours come by chance, so much further in the mean. */
  private static final double BY_CHANCE = 1.25;

  /** The smallest changes are worked out again where what they follow from is so much different. */
  private static final double STEPS_OF_TWOFOLD = 4;

  private final WindowSizes sizes;
  private final EmissionPolicy emission;
  private final ToDoubleFunction<Slice> probability;
  private final Map<Slice, Sight.Reference> references = new HashMap<>();
  private final Map<Slice, Known> known = new HashMap<>();

  /** Smallest changes, and what they follow from, in steps. */
  private record Known(int rows, long windows, long probability, List<Sight.SmallestChange> of) {}

  /**
   * Looks at a baseline.
   *
   * @param sizes the baseline, for every size of window
   * @param emission when drifts open
   * @param probability of a false drift that a window of a slice is given; NaN if not known yet
   */
  Sights(WindowSizes sizes, EmissionPolicy emission, ToDoubleFunction<Slice> probability) {
    this.sizes = sizes;
    this.emission = emission;
    this.probability = probability;
  }

  /**
   * What a baseline can judge, before anything has come.
   *
   * @param baseline of a monitor
   * @return with references alone
   */
  public static Sight of(Baseline baseline) {
    List<Sight.Reference> references = new ArrayList<>();
    for (Slice slice : baseline.slices()) {
      Reference reference = baseline.reference(slice);
      List<Sight.Armed> armed = new ArrayList<>();
      List<Sight.Refused> refused = new ArrayList<>();
      for (CalibratedDetector detector : reference.detectors()) {
        String signal = detector.signal().name();
        String name = detector.detector().name();
        detector
            .blindness()
            .ifPresentOrElse(
                why -> refused.add(refused(signal, name, why)),
                () -> armed.add(new Sight.Armed(signal, name)));
      }
      for (Signal signal : baseline.schema().signals()) {
        if (signal.isTested()) {
          notCalibrated(baseline, reference, signal)
              .ifPresent(why -> refused.add(refused(signal.name(), "", why)));
        }
      }
      references.add(new Sight.Reference(slice, armed, refused, OptionalDouble.empty(), List.of()));
    }
    return new Sight(references, OptionalDouble.empty(), List.of(), List.of(), List.of());
  }

  private static Sight.Refused refused(String signal, String detector, Refusal why) {
    return new Sight.Refused(signal, detector, why.reason(), why.remedy());
  }

  private static Optional<Refusal> notCalibrated(
      Baseline baseline, Reference reference, Signal signal) {
    return baseline.notJudged().contains(signal.name())
        ? Optional.of(
            new Refusal(
                "its source " + signal.source() + " is not here",
                "give the builder the source, or update VIRK"))
        : Calibrator.tooFew(signal, reference.pool());
  }

  /**
   * As of now.
   *
   * @param streams that come
   * @param perSecond observations a second that can be afforded
   */
  synchronized Sight now(Collection<StreamView> streams, OptionalDouble perSecond) {
    if (references.isEmpty()) { // not before somebody asks: it takes a moment
      of(sizes.full()).references().forEach(r -> references.put(r.slice(), r));
    }
    Map<Slice, StreamView> bySlice = new HashMap<>();
    streams.forEach(s -> bySlice.put(s.slice(), s));
    List<Sight.Reference> now = new ArrayList<>();
    for (Slice slice : sizes.full().slices()) {
      now.add(now(references.get(slice), bySlice.get(slice)));
    }
    List<Sight.Stream> all = streams.stream().map(this::stream).toList();
    Comparator<Sight.Stream> bySlowness =
        Comparator.comparing((Sight.Stream s) -> s.judgedEvery().orElseThrow()).reversed();
    Comparator<Sight.Stream> byWorth = Comparator.comparingDouble(Sight.Stream::apart);
    return new Sight(
        now,
        perSecond,
        first(all, s -> s.judgedEvery().isPresent(), bySlowness),
        first(all, s -> true, byWorth.reversed()),
        first(all, s -> true, byWorth));
  }

  private static List<Sight.Stream> first(
      List<Sight.Stream> all, Predicate<Sight.Stream> which, Comparator<Sight.Stream> order) {
    return all.stream()
        .filter(which)
        .sorted(order.thenComparing(Sight.Stream::slice))
        .limit(Sight.TOLD)
        .toList();
  }

  private Sight.Reference now(Sight.Reference reference, StreamView stream) {
    OptionalDouble windowsADay =
        stream == null || stream.perSecond() == 0
            ? OptionalDouble.empty()
            : OptionalDouble.of(SECONDS_A_DAY / secondsOfWindow(stream));
    int rows = stream == null ? sizes.policy().observations() : rowsOfWindow(stream);
    return new Sight.Reference(
        reference.slice(),
        reference.armed(),
        reference.refused(),
        windowsADay,
        smallest(reference.slice(), rows, windowsADay.orElse(emission.among())));
  }

  private List<Sight.SmallestChange> smallest(Slice slice, int rows, double windows) {
    Baseline calibrated = sizes.atMost(rows);
    double ofWindow = probability.applyAsDouble(slice);
    if (calibrated == null || !(ofWindow > 0)) {
      return List.of();
    }
    Reference reference = calibrated.reference(slice);
    Known before = known.get(slice);
    Known now = new Known(calibrated.window(), steps(windows), steps(ofWindow), new ArrayList<>());
    if (before == null
        || before.rows() != now.rows()
        || before.windows() != now.windows()
        || before.probability() != now.probability()) {
      double ofTest = FalseAlarms.driftProbability(ofWindow, reference.detectors(true).tests());
      now.of()
          .addAll(SmallestChanges.of(reference, calibrated.window(), ofTest, windows, emission));
      known.put(slice, now);
    }
    return known.get(slice).of();
  }

  private static long steps(double value) {
    return Math.round(STEPS_OF_TWOFOLD * Math.log(value) / Math.log(2));
  }

  private Sight.Stream stream(StreamView view) {
    return new Sight.Stream(
        view.slice(),
        view.perSecond(),
        view.apart(),
        view.perSecond() == 0
            ? Optional.empty()
            : Optional.of(Duration.ofNanos((long) (NANOS * secondsOfWindow(view)))));
  }

  /** From one window to the next; of a stream that has a pace. */
  private double secondsOfWindow(StreamView stream) {
    WindowPolicy policy = sizes.policy();
    double longest =
        policy.longest().map(t -> t.toNanos() / NANOS).orElse(Double.POSITIVE_INFINITY);
    return policy.sampled()
        ? longest
        : Math.min(longest, policy.stride() * apart(stream) / stream.perSecond());
  }

  /** As many as come before time closes a window. */
  private int rowsOfWindow(StreamView stream) {
    int full = sizes.policy().observations();
    return stream.perSecond() == 0 || sizes.policy().longest().isEmpty()
        ? full
        : (int)
            Math.min(
                full,
                sizes.policy().longest().get().toNanos()
                    / NANOS
                    * stream.perSecond()
                    / apart(stream));
  }

  private static double apart(StreamView stream) {
    return stream.spacing() == 1 ? 1 : BY_CHANCE * stream.spacing();
  }
}
