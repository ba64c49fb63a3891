package io.virk.baseline.build;

import io.virk.baseline.calibrate.Calibration;
import io.virk.baseline.content.Content;
import io.virk.baseline.content.Reference;
import io.virk.detect.Slice;
import io.virk.detect.calibrated.CalibratedDetector;
import io.virk.internal.Text;
import io.virk.signal.Flaw;
import io.virk.signal.Signal;
import io.virk.signal.SignalTable;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in the log how a baseline that was built is calibrated, above all what was refused. */
public final class CalibrationLog {
  private static final Logger LOG = LoggerFactory.getLogger("io.virk.baseline.Baseline");

  /** Slices fail alike: so many refusals say it. */
  private static final int MOST_REFUSALS = 3;

  private CalibrationLog() {}

  /** Says which causes failed on the baseline's own images, and why. */
  static void leftOut(String baseline, Map<String, String> causes) {
    causes.forEach(
        (cause, why) ->
            LOG.warn("{}: cause {} is left out, for it failed {}", baseline, cause, why));
  }

  /** Says that signatures have no part of the embedding although they were to have one. */
  static void causesNotEmbedded(String baseline) {
    LOG.warn(
        "{}: causes are not embedded, for there are no images, or fewer than {} embeddings to know"
            + " how they scatter; causes are told apart by the signals of images alone",
        baseline,
        ReferenceCollector.FEWEST_EMBEDDED);
  }

  /** Says that two baselines know the embedding along directions of their own. */
  public static void directionsLeftOut(String baseline) {
    LOG.warn(
        "{}: merged without what causes do to the embedding, which each has learned along"
            + " directions of its own; build a baseline of all data with causesEmbedded() for that",
        baseline);
  }

  /** Says that not all slices have pictures. */
  static void picturesOfSome(String baseline, int slices) {
    LOG.warn(
        "{}: pictures are kept of the {} slices that came first, of no others", baseline, slices);
  }

  /**
   * Says in one line what became of all that was read.
   *
   * @param readings of folders and arrays, in words
   */
  public static void tellIntake(
      String baseline, BaselineIntake taken, String sliceKey, List<String> readings) {
    StringBuilder words = new StringBuilder(taken.seen() + " observations");
    readings.forEach(reading -> words.append("; ").append(reading));
    if (taken.untagged() > 0) {
      words.append("; ").append(taken.untagged()).append(" without the tag ").append(sliceKey);
    }
    int repeats = taken.collector().repeats();
    if (repeats > 0) {
      words.append("; ").append(repeats).append(" byte-identical to one before");
    }
    LOG.info("{}: built from {}", baseline, words);
  }

  public static void tell(Content baseline) {
    int detectors = 0;
    int refused = 0;
    double least = Double.POSITIVE_INFINITY;
    Set<String> reasons = new LinkedHashSet<>();
    for (Reference reference : baseline.references()) {
      for (Calibration c : reference.calibrations()) {
        int values = reference.pool().count(c.signal());
        least = Math.min(least, values / c.autocorrelationTime());
      }
      for (CalibratedDetector detector : reference.detectors()) {
        detectors++;
        if (detector.refusal().isPresent()) {
          refused++;
          reasons.add(
              reference.slice()
                  + ", "
                  + detector.signal().name()
                  + ": "
                  + detector.refusal().get());
        }
      }
    }
    LOG.info(
        "{}: {} of {} detectors calibrated for windows of {}; the signal worth least has {}"
            + " independent values; nullReport() says what held-back data give",
        baseline.name(),
        detectors - refused,
        detectors,
        baseline.window(),
        Math.round(least));
    SignalTable all = baseline.reference(Slice.ALL).pool();
    List<String> vanished =
        all.schema().signals().stream().filter(s -> all.count(s) == 0).map(Signal::name).toList();
    if (!vanished.isEmpty()) {
      LOG.warn(
          "{}: {} cannot be judged, for the reference has no usable value of them; flaws: {}",
          baseline.name(),
          vanished,
          inWords(baseline.parts().provenance().flaws()));
    }
    reasons.stream()
        .limit(MOST_REFUSALS)
        .forEach(
            reason ->
                LOG.warn(
                    "{}: calibration refused: {}",
                    baseline.name(),
                    Text.clean(reason, Text.SENTENCE)));
    if (reasons.size() > MOST_REFUSALS) {
      LOG.warn("{}: {} more were refused", baseline.name(), reasons.size() - MOST_REFUSALS);
    }
  }

  /** Of a file, which may be of a library that knows other flaws. */
  private static String inWords(Map<String, Long> flaws) {
    Map<String, String> known =
        Arrays.stream(Flaw.values()).collect(Collectors.toMap(Flaw::name, Flaw::inWords));
    return flaws.isEmpty()
        ? "none"
        : flaws.entrySet().stream()
            .map(
                flaw ->
                    flaw.getValue()
                        + " "
                        + known.getOrDefault(flaw.getKey(), Text.clean(flaw.getKey())))
            .collect(Collectors.joining(", "));
  }
}
