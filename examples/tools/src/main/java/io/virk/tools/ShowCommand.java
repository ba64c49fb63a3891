package io.virk.tools;

import io.virk.CheckpointFacts;
import io.virk.baseline.Baseline;
import io.virk.event.Sight;
import io.virk.incident.Incident;
import io.virk.incident.IncidentReader;
import io.virk.report.Report;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.ZipFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "show",
    description = "Says in words what a file of VIRK is: a baseline, an incident, a checkpoint.",
    footer = {"", "Exit codes: 0 shown; 2 it is none, or damaged."})
final class ShowCommand extends Tool {
  @Parameters(paramLabel = "FILE", description = "The file.")
  Path file;

  @Option(
      names = "--null-report",
      description = "Of a baseline, which false alarms held-back windows of its reference gave.")
  boolean nullReport;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "Makes a page of it too, one HTML file: of a baseline with its null report.")
  Path report;

  /** What a file of VIRK's may be. */
  enum Kind {
    BASELINE,
    INCIDENT,
    CHECKPOINT,
    NONE
  }

  /** By its first bytes and entries, whatever it is called. */
  static Kind kind(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] head = in.readNBytes(6);
      if (Arrays.equals(head, "VIRKCP".getBytes(StandardCharsets.US_ASCII))) {
        return Kind.CHECKPOINT;
      }
      if (head.length < 2 || head[0] != 'P' || head[1] != 'K') {
        return Kind.NONE;
      }
    } catch (IOException e) {
      throw StreamOptions.unreadable(file, e);
    }
    try (ZipFile zip = new ZipFile(file.toFile())) {
      if (zip.getEntry("manifest.json") == null) {
        return Kind.NONE;
      }
      return zip.stream().anyMatch(e -> e.getName().startsWith("reference-"))
          ? Kind.BASELINE
          : Kind.INCIDENT;
    } catch (IOException e) {
      return file.toString().endsWith(".virk") ? Kind.BASELINE : Kind.INCIDENT; // which tell more
    }
  }

  @Override
  public Integer call() {
    if (!Files.isRegularFile(file)) {
      throw wrong("FILE", file, "an existing file");
    }
    if (report != null) {
      checkFolder("--report", report);
    }
    switch (kind(file)) {
      case BASELINE -> {
        Baseline baseline = Baseline.load(file);
        page(Report.of(baseline));
        Sight sight = sight(baseline);
        if (!said(
            Facts.json(baseline, sight)
                .with(
                    "nullReport",
                    nullReport ? Facts.parsed(baseline.nullReport().toJson()) : null))) {
          Facts.lines(baseline, sight).forEach(this::say);
          if (nullReport) {
            say("");
            say(baseline.nullReport().toText().stripTrailing());
          }
          sayPage(report);
        }
      }
      case INCIDENT -> {
        Incident incident = IncidentReader.open(file);
        page(Report.of(incident));
        if (!said(Facts.json(incident))) {
          Facts.lines(incident).forEach(this::say);
          sayPage(report);
        }
      }
      case CHECKPOINT -> {
        if (report != null) {
          throw wrong("--report", report, "none for a checkpoint");
        }
        CheckpointFacts facts = CheckpointFacts.read(file);
        if (!said(Facts.json(facts))) {
          Facts.lines(facts).forEach(this::say);
        }
      }
      default -> throw wrong("FILE", file, "a baseline, an incident bundle or a checkpoint");
    }
    return Virk.OK;
  }

  private void page(Report page) {
    if (report != null) {
      page.writeTo(report);
    }
  }
}
