package io.virk.tools;

import io.virk.incident.IncidentReader;
import io.virk.label.Review;
import io.virk.label.ReviewDecisions;
import io.virk.label.ReviewSample;
import io.virk.report.Report;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

@Command(
    name = "review",
    description =
        "Chooses what somebody should look at from incident bundles: what the model was least sure"
            + " of, what is furthest from what it knows, and some by chance. Makes the page on which"
            + " it is decided; or says what was decided on one.",
    footer = {"", "Exit codes: 0 made, or read; 2 an error, or nothing to look at."})
final class ReviewCommand extends Tool {
  @Parameters(paramLabel = "BUNDLE", arity = "0..*", description = "Bundles with pictures.")
  List<Path> bundles = List.of();

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      description = "Where the page goes, for example review.html. One that is there is replaced.")
  Path out;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      defaultValue = "review",
      description = "Of the review; its decisions carry it. Default: ${DEFAULT-VALUE}.")
  String name;

  @Option(
      names = "--of-each",
      paramLabel = "N",
      defaultValue = "20",
      description = "Observations of each reason, 1 .. 100. Default: ${DEFAULT-VALUE}.")
  int ofEach;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Of what is drawn by chance. Default: ${DEFAULT-VALUE}.")
  long seed;

  @Option(
      names = "--decisions",
      paramLabel = "FILE",
      description = "What was saved on a page: says what was decided, in the place of making one.")
  Path decisions;

  @Override
  public Integer call() {
    if (decisions != null) {
      return decided();
    }
    if (bundles.isEmpty() || out == null) {
      throw new ParameterException(
          spec.commandLine(), "bundles and --out are needed, or --decisions");
    }
    if (ofEach < 1 || ofEach > ReviewSample.MOST) {
      throw wrong("--of-each", ofEach, "1 .. " + ReviewSample.MOST);
    }
    checkFolder("--out", out);
    ReviewSample sample = new ReviewSample(ofEach, seed);
    for (Path bundle : bundles) {
      if (!Files.isRegularFile(bundle)) {
        throw wrong("BUNDLE", bundle, "an incident bundle's file");
      }
      sample.add(IncidentReader.open(bundle));
    }
    Review review = sample.review(name);
    if (review.items().isEmpty()) {
      throw wrong("BUNDLE", bundles.size() + " bundles without a picture", "one with pictures");
    }
    Report.of(review).writeTo(out);
    Map<String, Long> chosen = new TreeMap<>();
    review.items().forEach(i -> chosen.merge(word(i.why()), 1L, Long::sum));
    if (!said(Json.of("report", out).with("name", name).with("chosen", chosen))) {
      say(Console.clean(out.toString()) + ": " + counts(chosen));
    }
    return Virk.OK;
  }

  private Integer decided() {
    ReviewDecisions read = ReviewDecisions.read(decisions);
    Map<String, Long> answers = new TreeMap<>();
    List<Json> all = new ArrayList<>();
    for (ReviewDecisions.Decision d : read.decisions()) {
      answers.merge(word(d.answer()), 1L, Long::sum);
      all.add(
          Json.of("incident", d.incident())
              .with("observation", d.sequence())
              .with("id", d.id().orElse(null))
              .with("answer", word(d.answer()))
              .with("label", d.label()));
    }
    if (!said(Json.of("review", read.review()).with("answers", answers).with("decisions", all))) {
      say(Console.clean(read.review()) + ": " + counts(answers));
      for (ReviewDecisions.Decision d : read.decisions()) {
        String of = d.id().orElse("observation " + d.sequence());
        String label = d.label().isEmpty() ? "" : ", it is " + d.label();
        say("  " + Console.clean(of) + ": " + word(d.answer()) + Console.clean(label));
      }
    }
    return Virk.OK;
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static String counts(Map<String, Long> by) {
    return by.isEmpty()
        ? "nothing"
        : String.join(
            ", ", by.entrySet().stream().map(e -> e.getValue() + " " + e.getKey()).toList());
  }
}
