package io.virk.tools;

import io.virk.Backtest;
import io.virk.BacktestResult;
import io.virk.Monitor;
import io.virk.MonitorBuilder;
import io.virk.MonitorListener;
import io.virk.baseline.Baseline;
import io.virk.detect.EmissionPolicy;
import io.virk.detect.FalseAlarms;
import io.virk.detect.SequentialDetector;
import io.virk.detect.Slice;
import io.virk.detect.WindowPolicy;
import io.virk.embed.Embedder;
import io.virk.event.Failed;
import io.virk.event.MonitorEvent;
import io.virk.event.WatchingBegan;
import io.virk.event.WindowJudged;
import io.virk.incident.Incident;
import io.virk.incident.IncidentReader;
import io.virk.incident.IncidentTape;
import io.virk.report.Report;
import io.virk.report.RunLog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "backtest",
    description = "Says what VIRK would have said of a recorded stream, with these settings.",
    footer = {
      "",
      "The stream is a folder of images, a .zip of them, an IDX file, a folder of arrays, or an",
      "incident bundle, whose own settings stand where no other is given.",
      "Exit codes: 0 no drift; 1 a drift; 2 an error, or nothing can be said."
    })
final class BacktestCommand extends Tool {
  @Parameters(paramLabel = "STREAM", description = "What was recorded.")
  Path input;

  @Option(
      names = {"-b", "--baseline"},
      paramLabel = "FILE",
      required = true,
      description = "What is normal, as virk build writes it.")
  Path baselineFile;

  @Option(
      names = "--false-alarms",
      paramLabel = "N|TIME",
      converter = Spans.OfAlarms.class,
      description =
          "How often a drift may be told for nothing: once in N windows, or in a time as"
              + " 7d; default: 1000.")
  FalseAlarms falseAlarms;

  @Option(
      names = "--window",
      paramLabel = "N",
      description = "Observations of a window; default: the baseline's.")
  Integer window;

  @Option(
      names = "--window-after",
      paramLabel = "TIME",
      converter = Spans.OfTime.class,
      description = "Judges a window that is not full after so long.")
  Duration windowAfter;

  @Option(
      names = "--emission",
      paramLabel = "A/B/C",
      converter = Spans.OfEmission.class,
      description =
          "Opens a drift after A of B windows, closes it after C calm ones; default:" + " 2/3/2.")
  EmissionPolicy emission;

  @Option(
      names = "--slice-by",
      paramLabel = "TAG",
      description = "The tag that slices; default: the baseline's.")
  String sliceBy;

  @Option(names = "--sequential", description = "Looks at every observation, too.")
  boolean sequential;

  @Option(
      names = "--fit-accepted",
      description = "Takes the stream as fitting the baseline from its beginning.")
  boolean fitAccepted;

  @Option(
      names = "--incidents",
      paramLabel = "DIR",
      description = "Writes the incidents that would have been written.")
  Path incidents;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "Makes a page of what was judged and told: one HTML file.")
  Path report;

  @Mixin StreamOptions stream;
  @Mixin ModelOptions model;

  @Override
  public Integer call() {
    if (report != null) {
      checkFolder("--report", report);
    }
    Baseline baseline = baseline("--baseline", baselineFile);
    if (Files.isRegularFile(input) && ShowCommand.kind(input) == ShowCommand.Kind.INCIDENT) {
      return ofIncident(baseline, IncidentReader.open(input));
    }
    String slices = sliceBy == null ? baseline.sliceKey().orElse(null) : sliceBy;
    try (Recorded recorded =
            stream.open("STREAM", input, slices, baseline.contextKey().orElse(null));
        Progress progress = progress()) {
      Optional<Embedder> embedder = model.openFor(baseline, recorded.hasImages());
      try {
        MonitorBuilder settings = settings(baseline);
        embedder.ifPresent(settings::embedder);
        if (incidents != null) {
          settings.incidents(incidents);
        }
        BacktestResult result = drive(settings, recorded, progress);
        progress.hide();
        return tell(recorded, result);
      } finally {
        embedder.ifPresent(Embedder::close);
      }
    }
  }

  private MonitorBuilder settings(Baseline baseline) {
    MonitorBuilder settings = Monitor.builder(baseline);
    WindowPolicy windows = windows(WindowPolicy.DEFAULT);
    if (!windows.equals(WindowPolicy.DEFAULT)) {
      settings.windows(windows);
    }
    if (falseAlarms != null) {
      settings.falseAlarms(falseAlarms);
    }
    if (emission != null) {
      settings.emission(emission);
    }
    if (sliceBy != null) {
      settings.sliceBy(sliceBy);
    }
    if (sequential) {
      settings.sequential(SequentialDetector.all().toArray(SequentialDetector[]::new));
    }
    if (fitAccepted) {
      settings.fitAccepted();
    }
    return settings;
  }

  private WindowPolicy windows(WindowPolicy otherwise) {
    WindowPolicy windows = window == null ? otherwise : WindowPolicy.ofCount(window);
    return windowAfter == null ? windows : windows.orAfter(windowAfter);
  }

  private BacktestResult drive(MonitorBuilder settings, Recorded recorded, Progress progress) {
    long[] done = {0};
    RunLog log = new RunLog();
    settings.listener(
        new MonitorListener() {
          @Override
          public void onEvent(MonitorEvent event) {
            log.accept(event);
          }
        });
    if (!json()) {
      settings.listener(
          new MonitorListener() {
            @Override
            public void onEvent(MonitorEvent event) {
              if (!(event instanceof WindowJudged)) {
                EventWords.of(event)
                    .ifPresent(words -> tellNow(progress, done[0], words, recorded));
              }
            }
          });
    }
    try (Backtest.Run run = Backtest.of(settings).start()) {
      recorded.forEach(
          observation -> {
            run.accept(observation);
            progress.at("judging", ++done[0], recorded.size());
          });
      BacktestResult result = run.result();
      if (report != null) {
        Report.of(log.run(result.inWords())).writeTo(report);
      }
      return result;
    }
  }

  private void tellNow(Progress progress, long number, String words, Recorded recorded) {
    progress.hide();
    say(Console.format("%7d  %s", number, words));
  }

  private int tell(Recorded recorded, BacktestResult result) {
    Unread.tell(this, recorded);
    if (!said(json(result, number -> recorded.name(number), null))) {
      result.summary().lines().forEach(this::say);
      for (BacktestResult.Episode e : result.episodes()) {
        say("  drift " + e.drift().number() + ": " + Console.clean(e.diagnosis().explanation()));
        say(
            "    begins "
                + Console.clean(recorded.began(e.drift().onset()))
                + ", told at "
                + Console.clean(recorded.name(e.drift().opened().sequence()))
                + e.drift()
                    .closing()
                    .map(c -> ", over at " + Console.clean(recorded.name(c.at().sequence())))
                    .orElse(", not over at the end"));
      }
      if (!result.episodes().isEmpty()) {
        say("  " + recorded.times());
      }
      sayPage(report);
    }
    return code(result);
  }

  private static int code(BacktestResult result) {
    boolean failed = result.events().stream().anyMatch(Failed.class::isInstance);
    return !result.episodes().isEmpty()
        ? Virk.FOUND
        : failed || !result.isConclusive() ? Virk.ERROR : Virk.OK;
  }

  /** With the settings of its monitor, but for those that are given. */
  private int ofIncident(Baseline baseline, Incident incident) {
    if (report != null) {
      throw wrong("--report", report, "none for an incident; virk incident report makes its page");
    }
    if (incidents != null) {
      throw wrong("--incidents", incidents, "none for an incident; it is one itself");
    }
    IncidentTape.Settings recorded =
        incident
            .tape()
            .map(IncidentTape::settings)
            .orElseThrow(
                () -> wrong("STREAM", input, "an incident with a tape; this one cannot be driven"));
    List<SequentialDetector> detectors =
        SequentialDetector.all().stream()
            .filter(d -> sequential || recorded.sequential().contains(d.name()))
            .toList();
    MonitorBuilder settings =
        Monitor.builder(baseline)
            .name(incident.provenance().monitor())
            .mismatchAccepted()
            .windows(windows(recorded.windows()))
            .maximumSlices(recorded.maximumSlices())
            .embeddedSlices(recorded.embeddedSlices())
            .falseAlarms(falseAlarms == null ? recorded.falseAlarms() : falseAlarms)
            .emission(emission == null ? recorded.emission() : emission)
            .sequential(detectors.toArray(SequentialDetector[]::new))
            .seed(recorded.seed());
    String slices = sliceBy == null ? recorded.sliceKey().orElse(null) : sliceBy;
    if (slices != null) {
      settings.sliceBy(slices);
    }
    if (fitAccepted || recorded.fitAccepted()) {
      settings.fitAccepted();
    }
    baseline
        .provenance()
        .embedder()
        .ifPresent(provenance -> settings.embedder(absent(baseline, provenance)));
    BacktestResult result = Backtest.of(settings).over(incident);
    if (!said(json(result, number -> "observation " + number, incident))) {
      say(
          "recorded: "
              + Console.clean(incident.reason())
              + incident
                  .drift()
                  .map(d -> ", opened at observation " + d.opened().sequence())
                  .orElse(""));
      result.events().stream()
          .filter(e -> !(e instanceof WatchingBegan))
          .forEach(e -> EventWords.of(e).ifPresent(words -> say("  " + words)));
      ("with these settings: " + result.summary()).lines().forEach(this::say);
    }
    return code(result);
  }

  private static Json json(
      BacktestResult result, java.util.function.LongFunction<String> name, Incident incident) {
    List<Json> events = new ArrayList<>();
    for (MonitorEvent event : result.events()) {
      EventWords.of(event)
          .ifPresent(
              words ->
                  events.add(
                      Json.of("event", event.getClass().getSimpleName()).with("words", words)));
    }
    List<Json> slices = new ArrayList<>();
    result
        .windows()
        .forEach(
            (Slice slice, java.util.Map<io.virk.detect.Verdict, Long> windows) ->
                slices.add(Json.of("slice", slice).with("windows", CheckCommand.counts(windows))));
    return Json.of("observations", result.observations())
        .with("windows", result.judged())
        .with("incident", incident == null ? null : incident.name())
        .with(
            "drifts",
            result.episodes().stream()
                .map(
                    e ->
                        Json.drift(e.drift(), e.diagnosis())
                            .with("begins", name.apply(e.drift().onset().best().sequence()))
                            .with("found", name.apply(e.drift().opened().sequence()))
                            .with("reopened", e.reopened()))
                .toList())
        .with("slices", slices)
        .with("conclusive", result.isConclusive())
        .with(
            "streams",
            result.streams().stream()
                .map(
                    s ->
                        Json.of("slice", s.slice())
                            .with("state", s.state())
                            .with("windows", s.windows())
                            .with("differing", s.differing())
                            .with("missing", s.missing())
                            .with("spacing", s.spacing()))
                .toList())
        .with("events", events)
        .with(
            "flaws",
            result.flaws().entrySet().stream()
                .collect(
                    java.util.stream.Collectors.toMap(
                        e -> e.getKey().name(), java.util.Map.Entry::getValue)));
  }
}
