package io.virk.baseline.calibrate;

import io.virk.detect.Detector;
import io.virk.signal.Signal;
import io.virk.signal.SignalTable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The detectors of a baseline: some of VIRK's, and some of the user's own. In the file they are
 * names; reading it back takes the same detectors. MMD never comes without random-feature MMD,
 * which takes its place where a slice keeps no embeddings.
 *
 * @param list no two of one name
 */
public record DetectorChoice(List<Detector> list) {
  private static final Pattern NAME = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
  private static final int LONGEST_NAME = 100;

  public static final DetectorChoice STANDARD = of(Detector.standard());

  public DetectorChoice {
    list = List.copyOf(list);
    Set<String> names = new HashSet<>();
    for (Detector detector : list) {
      String name = Objects.requireNonNull(detector.name(), "name of a detector");
      if (!NAME.matcher(name).matches() || name.length() > LONGEST_NAME) {
        throw rejected("\"" + name + "\"", "lower-case words joined by hyphens, <= 100 characters");
      }
      if (!names.add(name)) {
        throw rejected("two of the name " + name, "each name once");
      }
      for (Detector ours : Detector.all()) {
        if (ours.name().equals(name) && !ours.getClass().equals(detector.getClass())) {
          throw rejected(
              detector.getClass().getName() + " of the name " + name,
              "another name: VIRK has a detector of this one");
        }
      }
      if (!(detector.share() > 0 && detector.share() < Double.POSITIVE_INFINITY)) {
        throw rejected(name + " with share " + detector.share(), "> 0");
      }
      if (!(detector.minimumEffect() >= 0)) {
        throw rejected(name + " with minimumEffect " + detector.minimumEffect(), ">= 0");
      }
    }
  }

  private static IllegalArgumentException rejected(String what, String rule) {
    return new IllegalArgumentException("detectors: " + what + " (expected: " + rule + ")");
  }

  /** What a builder chose. */
  public static DetectorChoice of(Detector... detectors) {
    if (detectors.length == 0) {
      throw rejected("none", "at least one");
    }
    return of(List.of(detectors));
  }

  private static DetectorChoice of(List<Detector> detectors) {
    List<Detector> all = new ArrayList<>(new DetectorChoice(detectors).list());
    for (Detector detector : detectors) {
      detector
          .standIn()
          .filter(s -> all.stream().noneMatch(d -> d.name().equals(s.name())))
          .ifPresent(all::add);
    }
    return new DetectorChoice(all);
  }

  /** Whether random features of embeddings are needed. */
  public boolean needsFeatures() {
    return list.stream().anyMatch(Detector::comparesFeatures);
  }

  /** All that some calibrations are of. */
  public static DetectorChoice in(List<Calibration> calibrations) {
    List<Detector> found = new ArrayList<>();
    for (Calibration calibration : calibrations) {
      if (found.stream().noneMatch(d -> d.name().equals(calibration.detector().name()))) {
        found.add(calibration.detector());
      }
    }
    return new DetectorChoice(found);
  }

  /** These, or the standard ones where there are none. */
  public DetectorChoice orStandard() {
    return list.isEmpty() ? STANDARD : this;
  }

  /** VIRK's, and these. */
  public List<Detector> known() {
    List<Detector> known = new ArrayList<>(Detector.all());
    known.addAll(list);
    return known;
  }

  /** The null statistics of a detector that may be anybody's. */
  static double[] draw(
      Detector detector, Signal signal, SignalTable pool, Detector.Resampler resampler, int draws) {
    double[] statistics = detector.nullStatistics(signal, pool, resampler, draws);
    if (statistics.length != draws) {
      throw rejected(
          detector.name() + " with " + statistics.length + " null statistics", "" + draws);
    }
    for (double statistic : statistics) {
      if (Double.isInfinite(statistic)) {
        throw rejected(
            detector.name() + " with the statistic " + statistic + " on " + signal.name(),
            "finite, or NaN for too few values");
      }
    }
    return statistics;
  }
}
