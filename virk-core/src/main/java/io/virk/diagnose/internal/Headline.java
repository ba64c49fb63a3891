package io.virk.diagnose.internal;

import io.virk.detect.DetectionResult;
import io.virk.detect.Drift;
import io.virk.detect.Slice;
import io.virk.diagnose.SignalChange;
import io.virk.internal.Text;
import io.virk.signal.CategoricalSignal;
import io.virk.signal.ScalarSignal;
import io.virk.signal.Signal;
import io.virk.signal.SignalSchema;
import io.virk.signal.SignalSources;
import io.virk.signal.VectorSignal;
import java.util.List;
import java.util.stream.Collectors;

/** What happened, and to whom, in one sentence. */
final class Headline {
  private static final int SLICES_TOLD = 20;

  /** The detector of classes that the baseline does not have. */
  private static final String NEW_CLASS = "new-class";

  private Headline() {}

  /** The rest of the sentence. */
  static String what(Findings found, List<SignalChange> changes, ClassChanges classes) {
    if (found.blank()) {
      return "shows a blank image";
    }
    return found
        .cause()
        .map(NamedCause::words)
        .or(() -> found.family().map(FamilyWords::words))
        .orElseGet(
            () ->
                whatMoved(found.drift(), found.schema(), changes, classes)
                    + (found.isNewContent() ? ", though its images look the same" : ""));
  }

  /** Its subject: whose observations drifted. */
  static String subject(Drift drift) {
    Slice first = drift.slices().first();
    String context =
        first.context().isEmpty()
            ? ""
            : " in "
                + drift.slices().stream()
                    .map(Slice::context)
                    .distinct()
                    .map(Text::clean)
                    .collect(Collectors.joining(" and "));
    List<String> values = drift.slices().stream().map(Slice::value).distinct().toList();
    if (drift.slices().stream().anyMatch(Slice::isAll)) {
      return "the whole stream" + context;
    }
    int more = values.size() - SLICES_TOLD;
    return Text.clean(first.key())
        + " "
        + values.stream().limit(SLICES_TOLD).map(Text::clean).collect(Collectors.joining(", "))
        + (more > 0 ? " and " + more + " more" : "")
        + context;
  }

  /** Without a known cause: the signal that drifted most, in words. */
  private static String whatMoved(
      Drift drift, SignalSchema schema, List<SignalChange> changes, ClassChanges classes) {
    for (DetectionResult evidence : drift.evidence()) {
      Signal signal = schema.named(evidence.signal()).orElse(null);
      if (signal instanceof ScalarSignal scalar) {
        double deviations =
            changes.stream()
                .filter(c -> c.signal().equals(scalar.name()))
                .mapToDouble(SignalChange::deviations)
                .findFirst()
                .orElse(0);
        return moved(scalar, deviations < 0);
      }
      if (signal instanceof CategoricalSignal) {
        String words = classes.headline(signal.name(), evidence.detector().equals(NEW_CLASS));
        return !words.isEmpty()
            ? words
            : signal.name().equals(CategoricalSignal.PREDICTED_CLASS.name())
                ? "gets other predicted classes than the baseline"
                : "differs from the baseline in " + signal.name();
      }
      if (signal != null) {
        return signal.name().equals(VectorSignal.EMBEDDING.name())
            ? "looks different to the model than the baseline"
            : "differs from the baseline in " + signal.name();
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
      default ->
          SignalSources.names().contains(signal.source()) && signal.unit().isEmpty()
              ? "has " + (lower ? "less " : "more ") + signal.name() + " than the baseline"
              : "has a " + (lower ? "lower " : "higher ") + signal.name() + " than the baseline";
    };
  }
}
