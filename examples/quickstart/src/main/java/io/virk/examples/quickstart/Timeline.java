package io.virk.examples.quickstart;

import io.virk.MonitorListener;
import io.virk.detect.DetectionResult;
import io.virk.detect.Drift;
import io.virk.detect.Verdict;
import io.virk.event.CameraMoved;
import io.virk.event.CauseChanged;
import io.virk.event.DriftClosed;
import io.virk.event.DriftOpened;
import io.virk.event.DriftReopened;
import io.virk.event.Failed;
import io.virk.event.Fit;
import io.virk.event.IncidentWritten;
import io.virk.event.StreamFitted;
import io.virk.event.StreamFrozen;
import io.virk.event.StreamResumed;
import io.virk.event.StreamStopped;
import io.virk.event.StreamThawed;
import io.virk.event.WindowJudged;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Prints what happens, as it happens, one line a thing. Called from the host's and VIRK's thread.
 */
final class Timeline implements MonitorListener {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final int WIDTH = 100;

  private final PrintStream out;
  private final List<DriftOpened> opened = new ArrayList<>();
  private final List<DriftClosed> closed = new ArrayList<>();
  private final Map<Integer, Path> incidents = new TreeMap<>();

  Timeline(PrintStream out) {
    this.out = out;
  }

  /** One line with a time and a word in front. */
  synchronized void line(long epochMillis, String word, String text) {
    String time = TIME.format(Instant.ofEpochMilli(epochMillis));
    String indent = " ".repeat(21);
    StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%s  %-9s  ", time, word));
    int column = 0;
    for (String part : text.split(" ")) {
      if (column > 0 && column + 1 + part.length() > WIDTH - indent.length()) {
        line.append(System.lineSeparator()).append(indent);
        column = 0;
      }
      line.append(column > 0 ? " " : "").append(part);
      column += part.length() + (column > 0 ? 1 : 0);
    }
    out.println(line);
  }

  @Override
  public void onStreamFitted(StreamFitted event) {
    if (event.fit() != Fit.FITS) {
      line(event.last().epochMillis(), event.fit().name(), event.inWords());
    }
  }

  @Override
  public void onWindowJudged(WindowJudged event) {
    Verdict verdict = event.verdict();
    if (verdict != Verdict.WARNING && verdict != Verdict.DRIFT) {
      return;
    }
    DetectionResult strongest =
        event.results().stream()
            .filter(r -> r.verdict() == verdict)
            .max(Comparator.comparingDouble((DetectionResult r) -> r.evidence().exceedance()))
            .orElseThrow();
    line(
        strongest.sample().bounds().last().epochMillis(),
        verdict == Verdict.DRIFT ? "drift" : "warning",
        String.format(
            Locale.ROOT,
            "%-12s %s %s %.2f, threshold %.2f",
            event.slice().isAll() ? "all cameras" : event.slice().value(),
            strongest.signal(),
            strongest.detector(),
            strongest.evidence().statistic(),
            verdict == Verdict.DRIFT
                ? strongest.evidence().threshold()
                : strongest.evidence().warningThreshold()));
  }

  @Override
  public synchronized void onDriftOpened(DriftOpened event) {
    opened.add(event);
    long now = event.drift().opened().epochMillis();
    out.println();
    line(now, "DRIFT " + event.drift().number(), event.diagnosis().headline());
    line(now, "why", event.diagnosis().explanation());
    line(now, "do", event.diagnosis().recommendedAction());
    line(now, "who", event.diagnosis().step().whoAndWhen());
    out.println();
  }

  @Override
  public synchronized void onDriftReopened(DriftReopened event) {
    out.println();
    line(
        event.drift().opened().epochMillis(),
        "AGAIN " + event.drift().number(),
        event.diagnosis().headline() + ", for the " + (event.times() + 1) + ". time");
    out.println();
  }

  @Override
  public void onCauseChanged(CauseChanged event) {
    out.println("           changed    " + event.inWords());
  }

  @Override
  public void onStreamStopped(StreamStopped event) {
    line(event.last().epochMillis() + event.silence().toMillis(), "SILENT", event.inWords());
  }

  @Override
  public void onStreamResumed(StreamResumed event) {
    line(event.at().epochMillis(), "resumed", event.inWords());
  }

  @Override
  public void onStreamFrozen(StreamFrozen event) {
    line(event.since().epochMillis(), "FROZEN", event.inWords());
  }

  @Override
  public void onCameraMoved(CameraMoved event) {
    line(event.at().epochMillis(), "camera", event.inWords());
  }

  @Override
  public void onStreamThawed(StreamThawed event) {
    line(event.at().epochMillis(), "thawed", event.inWords());
  }

  @Override
  public synchronized void onDriftClosed(DriftClosed event) {
    closed.add(event);
    out.println();
    line(
        event.drift().closing().orElseThrow().at().epochMillis(),
        "CLOSED " + event.drift().number(),
        event.inWords() + ", after " + event.drift().windows() + " drifting windows");
    out.println();
  }

  @Override
  public synchronized void onIncidentWritten(IncidentWritten event) {
    Drift drift = event.drift().orElseThrow(); // none is asked for here
    if (incidents.put(drift.number(), event.incident()) == null) {
      line(drift.opened().epochMillis(), "evidence", event.incident().toString());
      out.println();
    }
  }

  @Override
  public void onFailed(Failed event) {
    out.println("           failure    " + event.part() + ": " + event.cause());
  }

  /** The drifts that opened, in their order. */
  synchronized List<DriftOpened> opened() {
    return List.copyOf(opened);
  }

  /** Where the evidence of each drift is, by its number. */
  synchronized Map<Integer, Path> incidents() {
    return new TreeMap<>(incidents);
  }

  /** The drifts that closed, in their order. */
  synchronized List<DriftClosed> closed() {
    return List.copyOf(closed);
  }
}
