package io.virk.tools;

import io.virk.RecordedFeedback;
import io.virk.RecordedFeedback.Plan;
import io.virk.baseline.Baseline;
import io.virk.label.AnnotationQuality;
import io.virk.label.CandidateExport;
import io.virk.label.Candidates;
import io.virk.label.Feedback;
import io.virk.label.FeedbackPolicy;
import io.virk.label.Performance;
import io.virk.label.SamplingPlan;
import io.virk.report.Report;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

@Command(
    name = "labels",
    description =
        "What labels say of a model: accuracy by period and slice, beside what can be estimated"
            + " without them; how far labellers agree; what to label next; what to train on.",
    footer = {
      "",
      "Labels are CSV files, or decisions of a review (JSON). They meet the predictions of a file, or",
      "what a monitor's checkpoint remembers. Exit codes: 0 said; 1 accuracy is surely below",
      "--at-least, or labels contradict what is estimated without them; 2 an error, or no label that",
      "finds a prediction."
    })
final class LabelsCommand extends Tool {
  private static final int OBSERVATIONS = 1_000_000;

  @Parameters(
      paramLabel = "LABELS",
      arity = "0..*",
      description = "CSV files, and JSON of reviews.")
  List<Path> labels = List.of();

  @Option(
      names = "--predictions",
      paramLabel = "FILE",
      description =
          "What the model said: CSV with the columns id, time, predicted, and confidence, distance,"
              + " energy, weight, slice (as camera=7), model.")
  Path predictions;

  @Option(
      names = "--checkpoint",
      paramLabel = "FILE",
      description = "Or what a monitor remembered: its checkpoint, with the labels that it had.")
  Path checkpoint;

  @Option(
      names = {"-b", "--baseline"},
      paramLabel = "FILE",
      description =
          "The monitor's baseline: how many classes there are, and how the model erred on it.")
  Path baseline;

  @Option(
      names = "--class-names",
      paramLabel = "NAME",
      split = ",",
      description =
          "Names of the classes 0, 1, 2 .., with commas between, by which files may name them; with"
              + " --baseline, whose file has none.")
  List<String> classNames = List.of();

  @Option(
      names = "--labeller",
      paramLabel = "NAME",
      defaultValue = "reviewer",
      description = "Who made the decisions of a review; default: ${DEFAULT-VALUE}.")
  String labeller;

  @Option(
      names = "--period",
      paramLabel = "TIME",
      converter = Spans.OfTime.class,
      description = "In whose terms it is told, for example 12h or 7d; default: a day.")
  Duration period;

  @Option(
      names = "--normal",
      paramLabel = "CLASS",
      description = "Number of the class that is as it should be: others may be missed.")
  Integer normal;

  @Option(
      names = "--largest-weight",
      paramLabel = "W",
      defaultValue = "1",
      description = "That a label may have, if a plan chose what was labelled; default: 1.")
  double largestWeight;

  @Option(
      names = "--touch-cost",
      paramLabel = "COST",
      defaultValue = "0",
      description = "Of one correction by hand; default: none.")
  double touchCost;

  @Option(
      names = "--at-least",
      paramLabel = "SHARE",
      description = "Accuracy, 0 .. 1; exit code 1 if it is surely below in any period.")
  Double atLeast;

  @Option(
      names = "--next",
      paramLabel = "N",
      description = "Says which N predictions to label next, with their weights.")
  Integer next;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Of what is drawn by chance. Default: ${DEFAULT-VALUE}.")
  long seed;

  @Option(
      names = "--export",
      paramLabel = "FILE",
      description = "Writes the manifest of candidates for training: JSON.")
  Path export;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "Makes a page of it too: one HTML file.")
  Path report;

  @Option(names = "--balanced", description = "Of each class as many candidates as of the rarest.")
  boolean balanced;

  @Override
  public Integer call() {
    if ((predictions == null) == (checkpoint == null)) {
      throw new ParameterException(
          spec.commandLine(), "--predictions or --checkpoint is needed, one of them");
    }
    if (next != null && (next < 1 || predictions == null)) {
      throw wrong("--next", next, ">= 1, with --predictions: a checkpoint keeps no ids");
    }
    if (atLeast != null && !(atLeast > 0 && atLeast < 1)) {
      throw wrong("--at-least", atLeast, "in (0, 1)");
    }
    if (!classNames.isEmpty() && baseline == null) {
      throw wrong("--class-names", String.join(",", classNames), "with --baseline");
    }
    if (export != null) {
      checkFolder("--export", export);
    }
    if (report != null) {
      checkFolder("--report", report);
    }
    RecordedFeedback recorded = read();
    Feedback feedback = recorded.feedback();
    Feedback.Outcomes outcomes = take(feedback);
    Performance performance = feedback.performance();
    AnnotationQuality quality = feedback.quality();
    Plan chosen = next == null ? Plan.NONE : recorded.next(SamplingPlan.standard(), next, seed);
    Optional<CandidateExport> written =
        Optional.ofNullable(export)
            .map(
                file ->
                    feedback.export(
                        file,
                        balanced
                            ? Candidates.LABELLED.withBalancedClasses()
                            : Candidates.LABELLED));
    if (report != null) {
      Path of = checkpoint == null ? predictions : checkpoint;
      Report.of(of.getFileName().toString(), performance, quality).writeTo(report);
    }
    if (!said(LabelFacts.json(outcomes, performance, quality, chosen, written))) {
      LabelFacts.lines(outcomes, performance, quality, chosen, written).forEach(this::say);
      sayPage(report);
    }
    return feedback.labelled().isEmpty() ? Virk.ERROR : isWrong(performance) ? Virk.FOUND : Virk.OK;
  }

  private RecordedFeedback read() {
    FeedbackPolicy policy =
        FeedbackPolicy.of(OBSERVATIONS)
            .labels(OBSERVATIONS)
            .period(period == null ? Duration.ofDays(1) : period)
            .largestWeight(largestWeight)
            .touchCost(touchCost, "");
    if (normal != null) {
      policy = policy.normal(normal);
    }
    Optional<Baseline> of =
        Optional.ofNullable(baseline)
            .map(b -> baseline("--baseline", b))
            .map(b -> classNames.isEmpty() ? b : b.withClassNames(classNames));
    InstantSource clock = InstantSource.system();
    return checkpoint == null
        ? RecordedFeedback.ofPredictions(predictions, policy, of, clock)
        : RecordedFeedback.ofCheckpoint(checkpoint, policy, of, clock);
  }

  private Feedback.Outcomes take(Feedback feedback) {
    for (Path file : labels) {
      if (file.toString().endsWith(".json")) {
        feedback.review(file, labeller, Instant.now());
      } else {
        feedback.csv(file);
      }
    }
    return feedback.status().outcomes();
  }

  private boolean isWrong(Performance performance) {
    return performance.course().stream()
        .anyMatch(
            part ->
                atLeast != null && part.accuracy().interval().high() < atLeast
                    || part.estimates().stream().anyMatch(Performance.Estimate::contradicted));
  }
}
