package io.virk.incident;

import io.virk.baseline.Baseline;
import io.virk.detect.DetectionResult;
import io.virk.detect.FalseAlarms;
import io.virk.detect.SequentialDetector;
import io.virk.diagnose.Playbook;
import io.virk.incident.internal.RegressionRun;
import io.virk.incident.internal.RegressionRun.Outcome;
import io.virk.incident.internal.RegressionRun.Said;
import io.virk.internal.Text;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * An incident as a case of the host's own tests: what was detected once must stay detected, with
 * the next baseline, other settings, the next VIRK.
 *
 * <pre>{@code
 * @Test
 * void theDefocusOfMarchStaysDetected() {
 *   RegressionCase.of(Path.of("src/test/resources/defocus.zip"), baseline).mustBeDetected("defocus", 3);
 * }
 * }</pre>
 *
 * <p>An engine is given the observations that were recorded up to the opening, and those later ones
 * that the incident shows; where that is too short, those since the onset again, as if it went on,
 * 20 times at most, or 2,000 observations where that is more. With the baseline of the incident it
 * begins where the monitor's stood; with another one, of the same signals, it begins with the
 * recording, as one whose stream fits.
 */
public final class RegressionCase {
  private final Incident incident;
  private final Baseline baseline;
  private final Optional<FalseAlarms> allowance;
  private final List<SequentialDetector> sequential;

  private RegressionCase(
      Incident incident,
      Baseline baseline,
      Optional<FalseAlarms> allowance,
      List<SequentialDetector> sequential) {
    this.incident = Objects.requireNonNull(incident, "incident");
    this.baseline = Objects.requireNonNull(baseline, "baseline");
    this.allowance = allowance;
    this.sequential = List.copyOf(sequential);
  }

  /**
   * Makes a case of a bundle.
   *
   * @param bundle a file
   * @param baseline to compare with: the incident's, or the one that took its place
   * @return a case
   * @throws IncidentFormatException as {@link IncidentReader#open}
   */
  public static RegressionCase of(Path bundle, Baseline baseline) {
    return of(IncidentReader.open(bundle), baseline);
  }

  /**
   * Makes a case of an incident.
   *
   * @param incident of a drift
   * @param baseline to compare with: the incident's, or the one that took its place
   * @return a case
   */
  public static RegressionCase of(Incident incident, Baseline baseline) {
    return new RegressionCase(incident, baseline, Optional.empty(), SequentialDetector.all());
  }

  /**
   * Sets how many false alarms are allowed.
   *
   * @param value as a monitor's
   * @return a case with that, where this one has as many as the monitor had
   */
  public RegressionCase falseAlarms(FalseAlarms value) {
    return new RegressionCase(incident, baseline, Optional.of(value), sequential);
  }

  /**
   * Sets the sequential detectors, among which the monitor's are.
   *
   * @param values VIRK's and the host's own
   * @return a case with those
   */
  public RegressionCase sequential(List<SequentialDetector> values) {
    return new RegressionCase(incident, baseline, allowance, values);
  }

  /**
   * Fails unless the drift is detected, and as this.
   *
   * @param cause the name of a cause or of a family of causes, {@link
   *     io.virk.diagnose.Diagnosis#cause}; "" for a drift whose cause is not known
   * @param windows of one of its slices that may be judged, from the incident's onset on, until it
   *     is; &ge; 1
   * @throws AssertionError if it is not; says what came instead
   * @throws IllegalArgumentException if the incident is of no drift, has no recording, or the
   *     baseline has other signals
   */
  public void mustBeDetected(String cause, int windows) {
    Objects.requireNonNull(cause, "cause");
    if (windows < 1) {
      throw new IllegalArgumentException("windows: " + windows + " (expected: >= 1)");
    }
    Predicate<Said> expected = said -> said.windows() <= windows && said.is(cause);
    Outcome outcome =
        RegressionRun.of(
            incident, baseline, windows, expected, allowance, Playbook.standard(), sequential);
    if (outcome.said().stream().noneMatch(expected)) {
      throw new AssertionError(
          "incident "
              + incident.key()
              + ": expected "
              + (cause.isEmpty() ? "a drift of no known cause" : cause)
              + " within "
              + Text.count(windows, "window")
              + " of its onset; "
              + end(outcome, windows)
              + instead(outcome));
    }
  }

  /** Says that the recording has fewer windows, which is not the same as none detected. */
  private static String end(Outcome outcome, int windows) {
    return outcome.windows() >= windows
        ? ""
        : "the recording ends after "
            + Text.count(outcome.windows(), "window")
            + ", its last "
            + Text.count(outcome.again(), "observation")
            + " given as if it had gone on; ";
  }

  private static String instead(Outcome outcome) {
    if (outcome.said().isEmpty()) {
      String judged =
          "nothing was detected in "
              + Text.count(outcome.observations(), "observation")
              + ", "
              + Text.count(outcome.windows(), "window")
              + " since the onset";
      return judged + outcome.nearest().map(RegressionCase::nearest).orElse("");
    }
    StringBuilder words = new StringBuilder("what came:");
    String before = "";
    for (Said said : outcome.said()) {
      String now =
          (said.causes().isEmpty() ? "no known cause" : String.join(" and ", said.causes()))
              + ": "
              + Text.clean(said.diagnosis().headline(), Text.SENTENCE);
      if (!now.equals(before)) {
        words.append("\n  after ").append(Text.count(said.windows(), "window")).append(", ");
        words.append(now);
        before = now;
      }
    }
    return words.toString();
  }

  private static String nearest(DetectionResult result) {
    return String.format(
        Locale.ROOT,
        "; nearest came %s by %s, %s, threshold %s",
        result.signal(),
        result.detector(),
        Text.number(result.evidence().statistic()),
        Text.number(result.evidence().threshold()));
  }
}
