package io.virk.tools;

import io.virk.baseline.Baseline;
import io.virk.detect.SequentialDetector;
import io.virk.diagnose.Playbook;
import io.virk.embed.Embedder;
import io.virk.incident.Incident;
import io.virk.incident.IncidentReader;
import io.virk.incident.IncidentReplay;
import io.virk.report.Report;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

@Command(
    name = "incident",
    synopsisSubcommandLabel = "COMMAND",
    description = "Shows, replays and verifies incident bundles, and makes their pages.",
    subcommands = {
      IncidentCommand.Show.class,
      IncidentCommand.Replay.class,
      IncidentCommand.Verify.class,
      IncidentCommand.Page.class
    })
final class IncidentCommand extends Tool {
  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "which command?");
  }

  private static Incident open(Path file) {
    if (!Files.isRegularFile(file)) {
      throw wrong("BUNDLE", file, "an incident bundle's file");
    }
    return IncidentReader.open(file);
  }

  @Command(name = "show", description = "Says in words what happened.")
  static final class Show extends Tool {
    @Parameters(paramLabel = "BUNDLE", description = "The bundle.")
    Path bundle;

    @Override
    public Integer call() {
      Incident incident = open(bundle);
      if (!said(Facts.json(incident))) {
        Facts.lines(incident).forEach(this::say);
      }
      return Virk.OK;
    }
  }

  @Command(
      name = "replay",
      description =
          "Drives the engine again with what was recorded, and compares: identical to the last"
              + " bit, or which number differs and why.",
      footer = {
        "",
        "With --model it also embeds the pictures of the bundle again, and compares embeddings and",
        "logits; what the model saw otherwise than the bundle has it is said, not compared.",
        "Exit codes: 0 identical; 1 something differs; 2 an error."
      })
  static final class Replay extends Tool {
    @Parameters(paramLabel = "BUNDLE", description = "The bundle.")
    Path bundle;

    @Option(
        names = {"-b", "--baseline"},
        paramLabel = "FILE",
        required = true,
        description = "The baseline that the monitor was given.")
    Path baseline;

    @Mixin ModelOptions model;

    @Override
    public Integer call() {
      IncidentReplay replay = replay(open(bundle), baseline("--baseline", this.baseline));
      if (!said(
          Json.of("identical", replay.isIdentical())
              .with("observations", replay.observations())
              .with("windows", replay.windows())
              .with("signals", replay.signals())
              .with("skipped", replay.skipped())
              .with("embeddings", replay.embeddings())
              .with("logits", replay.logits())
              .with(
                  "notComputed",
                  replay.notComputed().stream()
                      .map(
                          n ->
                              Json.of("what", n.what())
                                  .with("observations", n.observations())
                                  .with("why", n.why()))
                      .toList())
              .with(
                  "differences",
                  replay.differences().stream()
                      .map(
                          d ->
                              Json.of("what", d.what())
                                  .with("recorded", d.recorded())
                                  .with("replayed", d.replayed())
                                  .with("why", d.why()))
                      .toList()))) {
        replay.inWords().lines().map(Console::clean).forEach(this::say);
      }
      return replay.isIdentical() ? Virk.OK : Virk.FOUND;
    }

    private IncidentReplay replay(Incident incident, Baseline of) {
      Optional<Embedder> embedder = model.openFor(incident, of);
      try {
        return IncidentReplay.of(
            incident, of, Playbook.standard(), SequentialDetector.all(), embedder);
      } finally {
        embedder.ifPresent(Embedder::close);
      }
    }
  }

  @Command(
      name = "verify",
      description = "Reads bundles whole: sizes, checksums, what is in them.",
      footer = {"", "Exit codes: 0 all are whole; 2 one is not."})
  static final class Verify extends Tool {
    @Parameters(paramLabel = "BUNDLE", arity = "1..*", description = "Bundles.")
    List<Path> bundles;

    @Override
    public Integer call() {
      List<Json> all = new ArrayList<>();
      int broken = 0;
      for (Path bundle : bundles) {
        String problem = problem(bundle);
        broken += problem.isEmpty() ? 0 : 1;
        all.add(
            Json.of("bundle", bundle)
                .with("whole", problem.isEmpty())
                .with("problem", problem.isEmpty() ? null : problem));
        if (!json()) {
          say(
              Console.clean(bundle.toString())
                  + ": "
                  + (problem.isEmpty() ? "whole" : Console.clean(problem)));
        }
      }
      said(Json.of("whole", broken == 0).with("bundles", all));
      return broken == 0 ? Virk.OK : Virk.ERROR;
    }

    private static String problem(Path bundle) {
      try {
        open(bundle);
        return "";
      } catch (RuntimeException e) { // IncidentFormatException, UncheckedIOException
        return String.valueOf(e.getMessage());
      }
    }
  }

  @Command(
      name = "report",
      description = "Makes the page of an incident: one file that opens in any browser.",
      footer = {"", "A page that is there is replaced. Exit codes: 0 made; 2 an error."})
  static final class Page extends Tool {
    @Parameters(paramLabel = "BUNDLE", description = "The bundle.")
    Path bundle;

    @Option(
        names = {"-o", "--out"},
        paramLabel = "FILE",
        required = true,
        description = "Where the page goes, for example incident.html.")
    Path out;

    @Override
    public Integer call() {
      checkFolder("--out", out);
      Report.of(open(bundle)).writeTo(out);
      if (!said(Json.of("report", out))) {
        say(Console.clean(out.toString()));
      }
      return Virk.OK;
    }
  }
}
