package io.virk;

import io.virk.detect.Slice;
import io.virk.internal.Text;
import io.virk.label.Feedback;
import io.virk.label.FeedbackStatus;
import io.virk.label.Performance;
import io.virk.label.Performance.Estimate;
import io.virk.label.Performance.Part;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What labels found and what they say, in words for a status. */
final class LabelText {
  /** Labels after which one expects most of them to find an observation. */
  private static final int SOME = 64;

  /** A calibration error that is worth a word beyond what chance gives. */
  private static final double MISCALIBRATED = 0.05;

  /** A difference of shares that is worth a word beyond what chance gives. */
  private static final double MIXED = 0.02;

  private LabelText() {}

  static String labels(FeedbackStatus f) {
    Feedback.Outcomes a = f.outcomes();
    return words(
        "%s kept%s: %,d joined, %,d replaced, %,d by another labeller, %,d by another guideline, %,d"
            + " of no known observation; %,d of %,d observations are remembered for"
            + " labels%s; %,d MB",
        Text.count(f.labels(), "label"),
        f.labelsGivenUp() == 0 ? "" : words(", %,d older ones not", f.labelsGivenUp()),
        a.joined(),
        a.replaced(),
        a.second(),
        a.otherGuideline(),
        a.unknown(),
        f.remembered(),
        f.room(),
        f.evicted() == 0 ? "" : words(", %,d older ones are forgotten", f.evicted()),
        f.memory() >> 20);
  }

  static List<String> performance(Performance p) {
    if (p.latest().isEmpty()) {
      return List.of();
    }
    Part all = p.latest().get(0);
    List<String> lines = new ArrayList<>();
    lines.add(
        words(
                all.accuracy().n() == 0
                    ? "of no labelled observation since %2$s"
                    : "%s labelled observations since %s",
                all.accuracy().inWords(),
                all.from())
            + (all.missed().n() == 0 ? "" : "; missed " + all.missed().inWords())
            + (all.unclear() == 0 ? "" : words("; %,d cannot be judged", all.unclear()))
            + (all.errorsFound() == 0
                ? ""
                : words("; %,d errors more were noticed", all.errorsFound())));
    worst(p).ifPresent(w -> lines.add("lowest " + w.slice() + ": " + w.accuracy().inWords()));
    if (!all.estimates().isEmpty()) {
      lines.add("without labels: " + estimates(all.estimates()));
    }
    mix(p).ifPresent(lines::add);
    if (all.touches().share().n() > 0) {
      lines.add(
          words(
              "corrected by hand: %s%s%s",
              all.touches().share().inWords(),
              all.touches().partly() ? " that are remembered, of more" : "",
              cost(all.touches())));
    }
    if (p.calibration().n() > 0) {
      lines.add(
          words(
              "calibration error of confidence %.3f (%.3f would be chance) of %,d",
              p.calibration().error(), p.calibration().errorOfCalibrated(), p.calibration().n()));
    }
    return lines;
  }

  private static String cost(Performance.Touches touches) {
    return touches.cost() == 0
        ? ""
        : words(", cost %,.2f %s", touches.cost(), Text.clean(touches.costUnit())).strip();
  }

  private static String estimates(List<Estimate> estimates) {
    Estimate first = estimates.get(0);
    return words(
        "%.3g (%.3g .. %.3g) of %,d by calibrated confidence%s",
        first.accuracy(),
        first.interval().low(),
        first.interval().high(),
        first.n(),
        String.join(
            "",
            estimates.stream()
                .skip(1)
                .map(
                    e ->
                        words(
                            ", %.3g by %s",
                            e.accuracy(),
                            switch (e.method()) {
                              case CALIBRATED_CONFIDENCE -> "calibrated confidence";
                              case THRESHOLD -> "a threshold";
                              case DIFFERENCE -> "its difference";
                              case REWEIGHTED -> "confidence weighted to these inputs";
                            }))
                .toList()));
  }

  /** The class of which most more or fewer come than are predicted, if that is more than chance. */
  private static Optional<String> mix(Performance p) {
    return p.mix().stream()
        .filter(c -> Math.abs(c.estimated() - c.predicted()) > 2 * c.error() + MIXED)
        .max(Comparator.comparingDouble(c -> Math.abs(c.estimated() - c.predicted())))
        .map(
            c ->
                words(
                    "of %s about %.0f %% come, though %.0f %% are predicted",
                    c.name(), 100 * c.estimated(), 100 * c.predicted()));
  }

  /** The slice whose accuracy is surely lowest. */
  private static Optional<Part> worst(Performance p) {
    return p.latest().stream()
        .filter(part -> !part.slice().equals(Slice.ALL) && part.accuracy().n() > 0)
        .min(Comparator.comparingDouble(part -> part.accuracy().interval().high()));
  }

  static void problems(FeedbackStatus f, List<String> problems) {
    if (f.withoutId() > 0) {
      problems.add(
          words(
              "no label can find %s without an id: hand the host's own id over with each,"
                  + " capture().id(..)",
              Text.count(f.withoutId(), "observation")));
    }
    if (f.outcomes().unknown() > SOME && 2 * f.outcomes().unknown() > f.outcomes().total()) {
      problems.add(
          words(
              "%,d of %,d labels found no observation: only those that are sampled can be found,"
                  + " and the last %,d of them",
              f.outcomes().unknown(), f.outcomes().total(), f.room()));
    }
    if (f.idsAgain() > 0) {
      problems.add(
          words(
              "%,d observations came under an id that one before had: labels find the newer, so an"
                  + " id should be of one inference alone",
              f.idsAgain()));
    }
  }

  static void problems(Performance p, List<String> problems) {
    if (p.latest().isEmpty()) {
      return;
    }
    Part all = p.latest().get(0);
    if (all.unpredicted() > 0) {
      problems.add(
          words(
              "no class is known that the model predicted of %s, so that labels do not say whether"
                  + " it was right: hand over logits, probabilities or predictedClass(..)",
              Text.count(all.unpredicted(), "labelled observation")));
    }
    if (!all.estimates().isEmpty() && all.estimates().get(0).contradicted()) {
      problems.add(
          "labels contradict what was estimated without them: what is right has changed, or the"
              + " labellers have; go by the labels");
    }
    List<String> otherMix =
        p.mix().stream()
            .filter(Performance.ClassShare::contradicted)
            .limit(3)
            .map(Performance.ClassShare::name)
            .toList();
    if (!otherMix.isEmpty()) {
      problems.add(
          words(
              "labels contradict how often %s was estimated to come: the class looks otherwise than"
                  + " it did, or another meaning has its name",
              String.join(", ", otherMix)));
    }
    if (all.touches().rising()) {
      problems.add("persons correct more than in the periods before: have a sample labelled");
    }
    double excess = p.calibration().error() - p.calibration().errorOfCalibrated();
    if (p.calibration().n() >= SOME && excess > MISCALIBRATED) {
      problems.add(
          words(
              "the model's confidence is off by %.2f in the mean: it is too %s",
              p.calibration().error(), p.calibration().overconfidence() > 0 ? "sure" : "unsure"));
    }
  }

  private static String words(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
