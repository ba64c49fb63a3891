package io.virk.diagnose;

import io.virk.baseline.content.Reference;
import io.virk.detect.DetectionResult;
import io.virk.detect.Drift;
import io.virk.detect.Slice;
import io.virk.image.Corruption;
import io.virk.internal.Text;
import io.virk.signal.CategoricalSignal;
import io.virk.signal.ScalarSignal;
import io.virk.signal.SignalTable;
import io.virk.signal.VectorSignal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Puts a drift into words. */
public final class Explainer {
  private static final int CHANGES_TOLD = 4;

  /** Mean contrast, 8-bit steps, below which an image shows nothing. */
  private static final double BLANK_CONTRAST = 2;

  private static final String BLANK_ACTION =
      "Look at the camera: is it powered, connected, covered, or blinded by a light?";

  private static final String COMPARE_ACTION =
      "Compare recent images with earlier ones: has the scene, the product, or the preprocessing"
          + " changed?";

  private static final String UNKNOWN_ACTION = "No known camera fault fits. " + COMPARE_ACTION;

  private static final Set<ScalarSignal> CHANNELS =
      Set.of(ScalarSignal.RED, ScalarSignal.GREEN, ScalarSignal.BLUE);

  private Explainer() {}

  /**
   * Diagnoses a drift.
   *
   * @param drift the episode
   * @param reference what its slices are compared with
   * @param window rows of its slices, from the window that opened it. Not modified.
   * @return the diagnosis
   */
  public static Diagnosis explain(Drift drift, Reference reference, SignalTable window) {
    Fingerprint fingerprint = FingerprintMatcher.match(reference, window);
    List<SignalChange> changes = new ArrayList<>();
    for (ScalarSignal signal : ScalarSignal.ALL) {
      SignalChange change = Changes.of(signal, reference.rows(), window);
      if (!Double.isNaN(change.deviations())) {
        changes.add(change);
      }
    }
    changes.sort(
        Comparator.comparingDouble((SignalChange c) -> Math.abs(c.deviations())).reversed());
    boolean imageDrifted =
        drift.evidence().stream()
            .flatMap(e -> ScalarSignal.named(e.signal()).stream())
            .anyMatch(s -> s.source() == ScalarSignal.Source.IMAGE);
    Optional<CauseMatch> cause = imageDrifted ? fingerprint.cause() : Optional.empty();
    boolean blank = imageDrifted && cause.isEmpty() && isBlank(changes);
    String what =
        blank
            ? "shows a blank image"
            : cause.map(c -> adjective(c.cause())).orElseGet(() -> whatMoved(drift, changes));
    String headline = subject(drift) + " " + what;
    return new Diagnosis(
        headline,
        fingerprint,
        changes,
        explanation(drift, cause, blank, changes),
        blank ? BLANK_ACTION : cause.map(c -> action(c.cause())).orElse(UNKNOWN_ACTION));
  }

  /**
   * What can be said of a drift without a look at its observations.
   *
   * @param drift the episode
   * @return a diagnosis that names no cause
   */
  public static Diagnosis unexplained(Drift drift) {
    return new Diagnosis(
        subject(drift) + " differs from the baseline",
        Fingerprint.NONE,
        List.of(),
        since(drift) + ". Its cause could not be worked out." + strongestEvidence(drift),
        COMPARE_ACTION);
  }

  /** Whether there is hardly anything in the images any more: a dead, covered or blinded camera. */
  private static boolean isBlank(List<SignalChange> changes) {
    return changes.stream()
        .anyMatch(
            c ->
                c.signal().equals(ScalarSignal.CONTRAST)
                    && c.now() < BLANK_CONTRAST
                    && c.baseline() > 4 * BLANK_CONTRAST);
  }

  private static String subject(Drift drift) {
    if (drift.slices().stream().anyMatch(Slice::isAll)) {
      return "the whole stream";
    }
    String key = Text.clean(drift.slices().first().key());
    return key
        + " "
        + drift.slices().stream()
            .map(Slice::value)
            .map(Text::clean)
            .collect(Collectors.joining(", "));
  }

  private static String adjective(Corruption cause) {
    return switch (cause) {
      case UNDER_EXPOSURE -> "is darker than the baseline";
      case OVER_EXPOSURE -> "is brighter than the baseline";
      case LOW_CONTRAST -> "has less contrast than the baseline";
      case DEFOCUS -> "is out of focus, blurrier than the baseline";
      case GAUSSIAN_NOISE -> "is noisier than the baseline";
      case WARM_CAST -> "is redder than the baseline, a warm colour cast";
      case COOL_CAST -> "is bluer than the baseline, a cool colour cast";
    };
  }

  private static String action(Corruption cause) {
    return switch (cause) {
      case UNDER_EXPOSURE ->
          "Check the lamp, the exposure time, the gain and the diaphragm; look for dirt on the lens.";
      case OVER_EXPOSURE ->
          "Check the exposure time and the gain; look for stray light or a new lamp.";
      case LOW_CONTRAST -> "Clean the lens and its window; look for steam, dust or a new filter.";
      case DEFOCUS ->
          "Check the lens: focus ring, locking screw, working distance; clean the front glass.";
      case GAUSSIAN_NOISE ->
          "Check the gain, the sensor's temperature, the exposure time and the cable's shielding.";
      case WARM_CAST, COOL_CAST ->
          "Check the white balance, the lamp's colour temperature and the camera's firmware.";
    };
  }

  /** Without a known cause: the signal that drifted most, in words. */
  private static String whatMoved(Drift drift, List<SignalChange> changes) {
    for (DetectionResult evidence : drift.evidence()) {
      Optional<ScalarSignal> signal = ScalarSignal.named(evidence.signal());
      if (signal.isPresent()) {
        double deviations =
            changes.stream()
                .filter(c -> c.signal().equals(signal.get()))
                .mapToDouble(SignalChange::deviations)
                .findFirst()
                .orElse(0);
        return moved(signal.get(), deviations < 0);
      }
      if (evidence.signal().equals(CategoricalSignal.PREDICTED_CLASS.name())) {
        return "gets other predicted classes than the baseline";
      }
      if (evidence.signal().equals(VectorSignal.EMBEDDING.name())) {
        return "looks different to the model than the baseline";
      }
    }
    return "differs from the baseline";
  }

  private static String moved(ScalarSignal signal, boolean lower) {
    return switch (signal.name()) {
      case "brightness" -> "is " + (lower ? "darker" : "brighter") + " than the baseline";
      case "sharpness" -> "is " + (lower ? "blurrier" : "sharper") + " than the baseline";
      case "noise" -> "is " + (lower ? "smoother" : "noisier") + " than the baseline";
      case "mahalanobis" ->
          lower
              ? "looks more alike to the model than the baseline"
              : "looks unlike the baseline to the model";
      case "energy" ->
          lower
              ? "gives the model more evidence than the baseline"
              : "gives the model less evidence than the baseline";
      default -> "has " + (lower ? "less " : "more ") + signal.name() + " than the baseline";
    };
  }

  /**
   * The signals that drifted, if no cause is known; otherwise all, but the channels that moved
   * along with the brightness are not told by themselves.
   */
  private static Stream<SignalChange> told(
      Drift drift, Optional<CauseMatch> cause, List<SignalChange> changes) {
    if (cause.isEmpty()) {
      return changes.stream()
          .filter(
              c -> drift.evidence().stream().anyMatch(e -> e.signal().equals(c.signal().name())));
    }
    boolean cast =
        cause
            .map(c -> c.cause() == Corruption.WARM_CAST || c.cause() == Corruption.COOL_CAST)
            .orElse(true);
    return changes.stream().filter(c -> cast || !CHANNELS.contains(c.signal()));
  }

  private static String explanation(
      Drift drift, Optional<CauseMatch> cause, boolean blank, List<SignalChange> changes) {
    String told =
        told(drift, cause, changes)
            .limit(CHANGES_TOLD)
            .map(SignalChange::inWords)
            .collect(Collectors.joining(", "));
    StringBuilder text = new StringBuilder();
    text.append(since(drift))
        .append(": ")
        .append(told.isEmpty() ? "brightness, sharpness and the like have not drifted" : told)
        .append(".");
    if (cause.isPresent()) {
      text.append(
          String.format(
              Locale.ROOT,
              " Most likely %s (probability %.2f).",
              cause.get().cause().term(),
              cause.get().probability()));
    } else if (!blank) {
      text.append(" No known camera fault explains it.");
    }
    return text.append(named(drift)).append(strongestEvidence(drift)).toString();
  }

  private static String since(Drift drift) {
    return "Since about "
        + Instant.ofEpochMilli(drift.onset().epochMillis()).truncatedTo(ChronoUnit.SECONDS)
        + " (observation "
        + drift.onset().sequence()
        + ")";
  }

  private static String named(Drift drift) {
    return drift.selection().selected().isEmpty()
        ? ""
        : " By their own windows: " + drift.selection().inWords() + ".";
  }

  private static String strongestEvidence(Drift drift) {
    return drift.evidence().stream()
        .findFirst()
        .map(
            first ->
                String.format(
                    Locale.ROOT,
                    " Strongest evidence: %s of %s %.3g, threshold %.3g, p %.1e, n %d.",
                    first.detector(),
                    first.signal(),
                    first.evidence().statistic(),
                    first.evidence().threshold(),
                    first.evidence().pValue(),
                    first.sample().n()))
        .orElse("");
  }
}
