package io.virk.tools;

import io.virk.Backtest;
import io.virk.BacktestResult;
import io.virk.BacktestResult.Episode;
import io.virk.Monitor;
import io.virk.MonitorBuilder;
import io.virk.MonitorListener;
import io.virk.baseline.Baseline;
import io.virk.detect.FalseAlarms;
import io.virk.detect.Slice;
import io.virk.detect.Verdict;
import io.virk.embed.Embedder;
import io.virk.event.ContextFound;
import io.virk.event.Failed;
import io.virk.event.StreamFrozen;
import io.virk.event.WindowJudged;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "check",
    description = "Checks a folder of images against a baseline, for CI and for people.",
    footer = {
      "",
      "Exit codes: 0 it looks like the baseline; 1 a drift; 2 an error, or too little to judge."
    })
final class CheckCommand extends Tool {
  /** Windows that there should be, so that two of three can drift. */
  private static final int WINDOWS = 3;

  private static final int SHORTEST = 8;

  @Parameters(
      paramLabel = "FOLDER",
      description = "A folder of images, a .zip of them, an IDX file, or a folder of arrays.")
  Path folder;

  @Option(
      names = {"-b", "--baseline"},
      paramLabel = "FILE",
      required = true,
      description = "What is normal, as virk build writes it.")
  Path baselineFile;

  @Option(
      names = "--junit",
      paramLabel = "FILE",
      description = "Writes JUnit XML too: a test for each slice.")
  Path junit;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description =
          "Makes a page too, one HTML file: of the drift, with pictures, or of what was judged.")
  Path report;

  @Option(
      names = "--window",
      paramLabel = "N",
      description = "Images of a window; default: the baseline's, or fewer for a small folder.")
  Integer window;

  @Option(
      names = "--false-alarms",
      paramLabel = "N",
      defaultValue = "1000",
      converter = Spans.OfAlarms.class,
      description = "One in so many windows may drift for nothing; default: 1000.")
  FalseAlarms falseAlarms;

  @Option(
      names = "--strict",
      description = "Of several slices all have to be judged: exit code 2 if one was not.")
  boolean strict;

  @Mixin StreamOptions stream;
  @Mixin ModelOptions model;

  /** Why windows of a slice were not judged. */
  private final Map<Slice, String> reasons = new HashMap<>();

  /** What becomes of a slice. */
  record Outcome(Slice slice, Map<Verdict, Long> windows, Optional<Episode> drift, String why) {
    long judged() {
      return windows.entrySet().stream()
          .filter(e -> e.getKey() != Verdict.INSUFFICIENT_DATA)
          .mapToLong(Map.Entry::getValue)
          .sum();
    }

    String word() {
      return drift.isPresent() ? "drift" : judged() == 0 ? "insufficient" : "normal";
    }
  }

  @Override
  public Integer call() {
    if (report != null) {
      checkFolder("--report", report);
    }
    if (junit != null) {
      checkFolder("--junit", junit);
    }
    Baseline baseline = baseline("--baseline", baselineFile);
    try (Recorded recorded =
            stream.open(
                "FOLDER",
                folder,
                baseline.sliceKey().orElse(null),
                baseline.contextKey().orElse(null));
        Progress progress = progress()) {
      Optional<Embedder> embedder = model.openFor(baseline, recorded.hasImages());
      try {
        int rows = rows(baseline, recorded);
        BacktestResult result = judge(baseline, embedder, rows, recorded, progress);
        progress.hide();
        return tell(baseline, rows, recorded, result);
      } finally {
        embedder.ifPresent(Embedder::close);
      }
    }
  }

  /** Observations of a window. */
  private int rows(Baseline baseline, Recorded recorded) {
    if (window != null) {
      return window;
    }
    long size = recorded.size();
    return size < 0 || size >= (long) WINDOWS * baseline.window()
        ? baseline.window()
        : (int) Math.max(SHORTEST, size / WINDOWS);
  }

  private BacktestResult judge(
      Baseline baseline,
      Optional<Embedder> embedder,
      int rows,
      Recorded recorded,
      Progress progress) {
    MonitorBuilder settings =
        Monitor.builder(baseline)
            .window(rows)
            .fitAccepted()
            .falseAlarms(falseAlarms)
            .listener(
                new MonitorListener() {
                  @Override
                  public void onWindowJudged(WindowJudged event) {
                    event.results().stream()
                        .filter(r -> event.verdict() == Verdict.INSUFFICIENT_DATA)
                        .findFirst()
                        .ifPresent(r -> reasons.putIfAbsent(r.slice(), r.reason()));
                  }
                });
    embedder.ifPresent(settings::embedder);
    long[] done = {0};
    try (CheckPage page = report == null ? null : new CheckPage(report, settings)) {
      BacktestResult result;
      try (Backtest.Run run = Backtest.of(settings).start()) {
        recorded.forEach(
            observation -> {
              run.accept(observation);
              progress.at("checking", ++done[0], recorded.size());
            });
        result = run.result();
      }
      if (page != null) {
        page.write(result);
      }
      return result;
    }
  }

  private int tell(Baseline baseline, int rows, Recorded recorded, BacktestResult result) {
    Unread.tell(this, recorded);
    List<Outcome> outcomes = outcomes(result);
    List<String> notes = notes(baseline, rows, recorded, result);
    int code = code(result, outcomes);
    if (junit != null) {
      try {
        JUnitXml.write(junit, baseline.name(), folder, outcomes, notes, result, recorded);
      } catch (IOException e) {
        throw new UncheckedIOException("--junit: " + junit + " cannot be written: " + e, e);
      }
    }
    if (!said(json(baseline, rows, recorded, result, outcomes, notes, code))) {
      text(recorded, result, outcomes, notes);
    }
    return code;
  }

  private int code(BacktestResult result, List<Outcome> outcomes) {
    if (!result.episodes().isEmpty()) {
      return Virk.FOUND;
    }
    boolean failed = result.events().stream().anyMatch(Failed.class::isInstance);
    boolean unjudged = strict && outcomes.stream().anyMatch(o -> o.judged() == 0);
    return failed || unjudged || !result.isConclusive() ? Virk.ERROR : Virk.OK;
  }

  private List<Outcome> outcomes(BacktestResult result) {
    List<Outcome> outcomes = new ArrayList<>();
    result
        .windows()
        .forEach(
            (slice, windows) ->
                outcomes.add(
                    new Outcome(
                        slice,
                        windows,
                        result.episodes().stream()
                            .filter(
                                e ->
                                    slice.isAll()
                                        ? e.drift().slices().contains(slice)
                                        : e.drift().covers(slice))
                            .findFirst(),
                        reasons.getOrDefault(slice, ""))));
    for (Episode e : result.episodes()) { // of one in which no window was judged yet
      for (Slice slice : e.drift().slices()) {
        if (outcomes.stream().noneMatch(o -> o.slice().equals(slice))) {
          outcomes.add(new Outcome(slice, Map.of(), Optional.of(e), ""));
        }
      }
    }
    return outcomes;
  }

  /** What is to be known of the answer. */
  private static List<String> notes(
      Baseline baseline, int rows, Recorded recorded, BacktestResult result) {
    List<String> notes = new ArrayList<>();
    if (rows != baseline.window() && result.judged() > 0) {
      notes.add(
          "windows of "
              + rows
              + ", the baseline's are of "
              + baseline.window()
              + (rows < baseline.window() ? ": changes have to be larger to be seen" : ""));
    }
    if (result.judged() == 0) {
      notes.add(
          "nothing was judged: "
              + Console.count(result.observations(), "observation")
              + (result.observations() < rows
                  ? ", a window has " + rows + ", and three windows are the least to see a drift by"
                  : ", of which none filled a window that could be"));
    } else if (result.judged() == 1) {
      notes.add("one window was judged, and two have to drift: a drift could not be seen");
    }
    long few = result.windows(Verdict.INSUFFICIENT_DATA);
    if (few > 0) {
      notes.add(Console.count(few, "window") + " had too little to be judged");
    }
    if (!result.flaws().isEmpty()) {
      notes.add("unusable parts of observations: " + result.flaws());
    }
    long inDrift = result.windows(Verdict.DRIFT);
    if (inDrift > 0 && result.episodes().isEmpty()) {
      notes.add(Console.count(inDrift, "window") + " drifted alone, which opens no drift");
    }
    if (!result.episodes().isEmpty()) {
      notes.add(recorded.times());
    }
    result.events().stream()
        .filter(e -> e instanceof StreamFrozen || e instanceof ContextFound || e instanceof Failed)
        .limit(5)
        .forEach(e -> EventWords.of(e).ifPresent(notes::add));
    return notes;
  }

  private void text(
      Recorded recorded, BacktestResult result, List<Outcome> outcomes, List<String> notes) {
    long unjudged = outcomes.stream().filter(o -> o.word().equals("insufficient")).count();
    String partly =
        unjudged == 0
            ? "normal"
            : "normal, but "
                + unjudged
                + " of "
                + Console.count(outcomes.size(), "slice")
                + " could not be judged";
    say(
        (!result.episodes().isEmpty() ? "DRIFT" : result.judged() == 0 ? "NOT JUDGED" : partly)
            + ": "
            + Console.count(result.observations(), "observation")
            + ", "
            + Console.count(result.judged(), "window")
            + " judged");
    for (Episode e : result.episodes()) {
      say("  " + Console.clean(e.diagnosis().headline()));
      say("    " + Console.clean(e.diagnosis().explanation()));
      say("    to do: " + Console.clean(e.diagnosis().recommendedAction()));
      say(
          "    begins "
              + Console.clean(recorded.began(e.drift().onset()))
              + ", found by "
              + Console.clean(recorded.name(e.drift().opened().sequence())));
    }
    if (outcomes.size() > 1) {
      for (Outcome o : outcomes) {
        say(
            Console.format(
                "  %-24s %-12s %s%s",
                o.slice(),
                o.word(),
                Console.count(o.judged(), "window"),
                o.word().equals("insufficient") && !o.why().isEmpty()
                    ? ": " + Console.clean(o.why())
                    : ""));
      }
    }
    notes.forEach(note -> say("  " + note));
    sayPage(report);
  }

  private Json json(
      Baseline baseline,
      int rows,
      Recorded recorded,
      BacktestResult result,
      List<Outcome> outcomes,
      List<String> notes,
      int code) {
    return Json.of(
            "verdict",
            code == Virk.FOUND ? "drift" : code == Virk.ERROR ? "insufficient" : "normal")
        .with("exitCode", code)
        .with("baseline", baseline.name())
        .with("baselineHash", baseline.hash())
        .with("folder", folder)
        .with("observations", result.observations())
        .with("window", rows)
        .with("windows", result.judged())
        .with(
            "drifts",
            result.episodes().stream()
                .map(
                    e ->
                        Json.drift(e.drift(), e.diagnosis())
                            .with("begins", recorded.name(e.drift().onset().best().sequence()))
                            .with("found", recorded.name(e.drift().opened().sequence())))
                .toList())
        .with(
            "slices",
            outcomes.stream()
                .map(
                    o ->
                        Json.of("slice", o.slice())
                            .with("verdict", o.word())
                            .with("why", o.why().isEmpty() ? null : o.why())
                            .with("windows", counts(o.windows())))
                .toList())
        .with("notes", notes)
        .with("report", report)
        .with("unreadable", recorded.unreadable());
  }

  /** How many windows of each verdict. */
  static Json counts(Map<Verdict, Long> windows) {
    Json counts = Json.of("normal", windows.getOrDefault(Verdict.NORMAL, 0L));
    for (Verdict v : List.of(Verdict.WARNING, Verdict.DRIFT)) {
      counts.with(v.name().toLowerCase(Locale.ROOT), windows.getOrDefault(v, 0L));
    }
    return counts.with("insufficient", windows.getOrDefault(Verdict.INSUFFICIENT_DATA, 0L));
  }
}
