package io.virk.tools;

import io.virk.baseline.facts.BaselineDiff;
import io.virk.detect.Slice;
import io.virk.report.Report;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "compare",
    description = "Says how far a second baseline is apart from a first, before anything alarms.",
    footer = {
      "",
      "Exit codes: 0 at most --apart of the second's windows would be drifts; 1 more; 2 an error, or",
      "nothing to compare."
    })
final class CompareCommand extends Tool {
  @Parameters(index = "0", paramLabel = "FIRST", description = "A baseline.")
  Path first;

  @Parameters(index = "1", paramLabel = "SECOND", description = "Another of the same model.")
  Path second;

  @Option(
      names = "--apart",
      paramLabel = "SHARE",
      defaultValue = "0.1",
      description = "Drifting windows, 0 .. 1, up to which they are alike; default: 0.1.")
  double apart;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "Makes a page of it too: one HTML file.")
  Path report;

  @Override
  public Integer call() {
    if (report != null) {
      checkFolder("--report", report);
    }
    if (!(apart >= 0 && apart <= 1)) {
      throw wrong("--apart", apart, "0 .. 1");
    }
    BaselineDiff diff = baseline("FIRST", first).compareWith(baseline("SECOND", second));
    if (report != null) {
      Report.of(diff).writeTo(report);
    }
    if (!said(json(diff))) {
      say(diff.text());
      sayPage(report);
    }
    return diff.windows() == 0
        ? Virk.ERROR
        : diff.driftingWindows() <= apart ? Virk.OK : Virk.FOUND;
  }

  private static Json json(BaselineDiff diff) {
    return Json.of("first", diff.first())
        .with("second", diff.second())
        .with("windows", diff.windows())
        .with("driftingWindows", diff.driftingWindows())
        .with("provenance", diff.provenance())
        .with(
            "signals",
            diff.signals().stream()
                .map(
                    s ->
                        Json.of("slice", s.slice())
                            .with("signal", s.signal())
                            .with("kind", s.kind().name().toLowerCase(Locale.ROOT))
                            .with("moved", s.moved())
                            .with("before", s.before())
                            .with("after", s.after())
                            .with("shift", s.shift())
                            .with("spread", s.spread())
                            .with("driftingWindows", s.driftingWindows()))
                .toList())
        .with(
            "thresholds",
            diff.thresholds().stream()
                .map(
                    t ->
                        Json.of("slice", t.slice())
                            .with("signal", t.signal())
                            .with("by", t.detector())
                            .with("before", t.before())
                            .with("after", t.after()))
                .toList())
        .with("added", diff.added().stream().map(Slice::toString).toList())
        .with("removed", diff.removed().stream().map(Slice::toString).toList());
  }
}
