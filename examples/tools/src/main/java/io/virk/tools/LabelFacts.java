package io.virk.tools;

import io.virk.RecordedFeedback.Plan;
import io.virk.label.AnnotationQuality;
import io.virk.label.AnnotationQuality.Kappa;
import io.virk.label.CandidateExport;
import io.virk.label.Feedback;
import io.virk.label.Performance;
import io.virk.label.Performance.Estimate;
import io.virk.label.Performance.Part;
import io.virk.label.Performance.Rate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What labels say, in lines and as JSON. */
final class LabelFacts {
  private static final int SOME = 10;

  private LabelFacts() {}

  static List<String> lines(
      Feedback.Outcomes outcomes,
      Performance performance,
      AnnotationQuality quality,
      Plan plan,
      Optional<CandidateExport> export) {
    List<String> lines = new ArrayList<>();
    lines.add(
        Console.format(
            "%s: %,d joined, %,d replaced, %,d by another labeller, %,d by another guideline, %,d of"
                + " no known prediction",
            Console.count(outcomes.total(), "label"),
            outcomes.joined(),
            outcomes.replaced(),
            outcomes.second(),
            outcomes.otherGuideline(),
            outcomes.unknown()));
    performance.course().forEach(part -> lines.add(period(part)));
    if (!performance.whole().isEmpty()) {
      lines.add("  in all     " + rates(performance.whole().get(0)));
      performance.whole().stream()
          .skip(1)
          .forEach(part -> lines.add("    " + part.slice() + "  " + rates(part)));
      classes(performance.whole().get(0), lines);
    }
    if (performance.calibration().n() > 0) {
      lines.add(
          Console.format(
              "  confidence is off by %.3f (%.3f would be chance) of %,d, too %s",
              performance.calibration().error(),
              performance.calibration().errorOfCalibrated(),
              performance.calibration().n(),
              performance.calibration().overconfidence() > 0 ? "sure" : "unsure"));
    }
    quality(quality, lines);
    if (!plan.next().isEmpty()) {
      lines.add(
          Console.format("  label next, taken with --largest-weight %.4g:", plan.largestWeight()));
    }
    plan.next()
        .forEach(
            n ->
                lines.add(
                    Console.format(
                        "    %s  weight %.4g: %s",
                        Console.clean(n.id()),
                        n.choice().weight(),
                        n.choice().why().name().toLowerCase(Locale.ROOT))));
    export.ifPresent(
        e -> lines.add("  " + Console.count(e.candidates(), "candidate") + " exported"));
    return lines;
  }

  private static String period(Part part) {
    String from = Console.time(part.from().toEpochMilli());
    return "  " + from + "  " + rates(part) + estimates(part);
  }

  private static String rates(Part part) {
    StringBuilder words = new StringBuilder("accuracy ").append(words(part.accuracy()));
    if (part.missed().n() > 0) {
      words.append(", missed ").append(words(part.missed()));
    }
    if (part.touches().corrected() > 0) {
      words.append(", corrected ").append(words(part.touches().share()));
    }
    if (part.unclear() > 0) {
      words.append(Console.format(", %,d cannot be judged", part.unclear()));
    }
    return words.toString();
  }

  private static String words(Rate rate) {
    return rate.inWords();
  }

  private static String estimates(Part part) {
    if (part.estimates().isEmpty()) {
      return "";
    }
    Estimate first = part.estimates().get(0);
    return Console.format(
        "; without labels %.3g (%.3g .. %.3g) of %,d%s",
        first.accuracy(),
        first.interval().low(),
        first.interval().high(),
        first.n(),
        first.contradicted() ? ", which labels contradict" : "");
  }

  private static void classes(Part part, List<String> lines) {
    part.classes()
        .forEach(
            c ->
                lines.add(
                    "    "
                        + Console.clean(c.name())
                        + "  precision "
                        + words(c.precision())
                        + ", recall "
                        + words(c.recall())));
  }

  private static void quality(AnnotationQuality q, List<String> lines) {
    if (q.observations() == 0) {
      return;
    }
    lines.add(
        Console.format(
            "  labellers agree on %s: alpha %.3g (%.3g .. %.3g), Fleiss' kappa %s",
            Console.count(q.observations(), "observation"),
            q.alpha(),
            q.interval().low(),
            q.interval().high(),
            words(q.fleiss())));
    q.pairs().stream()
        .limit(SOME)
        .forEach(
            p ->
                lines.add(
                    "    "
                        + Console.clean(p.first() + " and " + p.second())
                        + "  Cohen's kappa "
                        + words(p.kappa())));
    q.labellers().stream()
        .filter(AnnotationQuality.OfLabeller::drifts)
        .forEach(l -> lines.add("    " + Console.clean(l.name()) + " agrees less than before"));
    q.classes().stream()
        .filter(AnnotationQuality.OfClass::drifts)
        .forEach(
            c -> lines.add("    on " + Console.clean(c.name()) + " they agree less than before"));
    if (!q.disputed().isEmpty()) {
      lines.add(
          "    disputed: "
              + Console.clean(
                  String.join(", ", q.disputed().subList(0, Math.min(SOME, q.disputed().size()))))
              + (q.disputed().size() > SOME
                  ? " and " + (q.disputed().size() - SOME) + " more"
                  : ""));
    }
  }

  private static String words(Kappa kappa) {
    return Double.isNaN(kappa.value())
        ? "not known"
        : Console.format(
            "%.3g (%.3g .. %.3g) of %,d",
            kappa.value(), kappa.interval().low(), kappa.interval().high(), kappa.n());
  }

  static Json json(
      Feedback.Outcomes outcomes,
      Performance performance,
      AnnotationQuality quality,
      Plan plan,
      Optional<CandidateExport> export) {
    return Json.of(
            "labels",
            Json.of("joined", outcomes.joined())
                .with("replaced", outcomes.replaced())
                .with("second", outcomes.second())
                .with("otherGuideline", outcomes.otherGuideline())
                .with("unknown", outcomes.unknown()))
        .with("whole", performance.whole().stream().map(LabelFacts::json).toList())
        .with("latest", performance.latest().stream().map(LabelFacts::json).toList())
        .with("course", performance.course().stream().map(LabelFacts::json).toList())
        .with(
            "calibration",
            Json.of("error", performance.calibration().error())
                .with("errorOfCalibrated", performance.calibration().errorOfCalibrated())
                .with("overconfidence", performance.calibration().overconfidence())
                .with("n", performance.calibration().n()))
        .with("agreement", json(quality))
        .with(
            "next",
            plan.next().stream()
                .map(
                    n ->
                        Json.of("id", n.id())
                            .with("weight", n.choice().weight())
                            .with("why", n.choice().why().name()))
                .toList())
        .with("largestWeight", plan.largestWeight())
        .with("candidates", export.map(CandidateExport::candidates).orElse(null));
  }

  private static Json json(Part part) {
    return Json.of("slice", part.slice().toString())
        .with("from", part.from())
        .with("until", part.until())
        .with("accuracy", json(part.accuracy()))
        .with("missed", json(part.missed()))
        .with("unclear", part.unclear())
        .with("unpredicted", part.unpredicted())
        .with("errorsFound", part.errorsFound())
        .with(
            "classes",
            part.classes().stream()
                .map(
                    c ->
                        Json.of("class", c.number())
                            .with("name", c.name())
                            .with("precision", json(c.precision()))
                            .with("recall", json(c.recall())))
                .toList())
        .with("corrected", json(part.touches().share()))
        .with("cost", part.touches().cost())
        .with(
            "estimates",
            part.estimates().stream()
                .map(
                    e ->
                        Json.of("method", e.method().name())
                            .with("accuracy", e.accuracy())
                            .with("low", e.interval().low())
                            .with("high", e.interval().high())
                            .with("n", e.n())
                            .with("contradicted", e.contradicted()))
                .toList());
  }

  private static Json json(Rate rate) {
    return Json.of("value", rate.value())
        .with("low", rate.interval().low())
        .with("high", rate.interval().high())
        .with("n", rate.n());
  }

  private static Json json(AnnotationQuality q) {
    return Json.of("observations", q.observations())
        .with("alpha", q.alpha())
        .with("low", q.interval().low())
        .with("high", q.interval().high())
        .with("fleiss", json(q.fleiss()))
        .with(
            "pairs",
            q.pairs().stream()
                .map(
                    p ->
                        Json.of("first", p.first())
                            .with("second", p.second())
                            .with("cohen", json(p.kappa())))
                .toList())
        .with(
            "course",
            q.course().stream()
                .map(
                    p ->
                        Json.of("from", p.from())
                            .with("alpha", p.alpha())
                            .with("low", p.interval().low())
                            .with("high", p.interval().high())
                            .with("fleiss", json(p.fleiss()))
                            .with("observations", p.observations()))
                .toList())
        .with("disputed", q.disputed());
  }

  private static Json json(Kappa kappa) {
    return Json.of("value", kappa.value())
        .with("low", kappa.interval().low())
        .with("high", kappa.interval().high())
        .with("n", kappa.n());
  }
}
