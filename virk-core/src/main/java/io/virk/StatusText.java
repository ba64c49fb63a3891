package io.virk;

import io.virk.capture.CaptureCost;
import io.virk.detect.Slice;
import io.virk.diagnose.SceneChange;
import io.virk.event.DropReason;
import io.virk.event.Fit;
import io.virk.event.StreamFrozen;
import io.virk.internal.Durations;
import io.virk.internal.Text;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A status in words: how it is, and what to do about it. Silence is a defect. */
final class StatusText {
  /** A listener that takes longer is told of. */
  private static final Duration LONG_CALL = Duration.ofSeconds(5);

  /** An observation that waits longer is told of. */
  private static final Duration LONG_LAG = Duration.ofSeconds(10);

  /** Captures after which one expects to see observations. */
  private static final int SOME = 64;

  /** Frozen streams that are said one by one. */
  private static final int SAID = 10;

  /** Observations of which one counts. */
  private static final double WORTH_SAYING = 1.1;

  private final MonitorStatus status;

  StatusText(MonitorStatus status) {
    this.status = status;
  }

  String text() {
    StringBuilder text = new StringBuilder(512);
    text.append(headline()).append('\n');
    line(text, "captured", captured());
    line(text, "judged", judged());
    streams().ifPresent(words -> line(text, "streams", words));
    status.sight().ifPresent(s -> s.inWords().forEach(words -> line(text, "sight", words)));
    status.feedback().ifPresent(f -> line(text, "labels", LabelText.labels(f)));
    status
        .performance()
        .ifPresent(p -> LabelText.performance(p).forEach(words -> line(text, "accuracy", words)));
    status
        .feedback()
        .ifPresent(
            f -> StudiesText.lines(f.studied()).forEach((what, words) -> line(text, what, words)));
    line(text, "events", events());
    line(text, "cost", cost());
    line(text, "failures", failures());
    problems().forEach(p -> line(text, "look at", p));
    return text.toString();
  }

  private static void line(StringBuilder text, String what, String words) {
    text.append(String.format(Locale.ROOT, "  %-9s ", what)).append(words).append('\n');
  }

  private String headline() {
    String name = Text.clean(status.monitor());
    if (status.state() != MonitorState.LEARNING || status.learning().isEmpty()) {
      return name + ": " + status.state().name().toLowerCase(Locale.ROOT);
    }
    return words(
        "%s: learning its baseline: %s, %,d of %,d observations",
        name,
        status.learning().get().state().name().toLowerCase(Locale.ROOT),
        status.learning().get().observed(),
        status.learning().get().needed());
  }

  private String captured() {
    MonitorStatus.Captured c = status.captured();
    return words(
        "%,d of about %,.0f inferences (%s %%)%s; %s dropped, %,d aborted,"
            + " %,d orphaned, %,d of %,d slots in use",
        c.sampled(),
        c.inferences(),
        percent(c.fraction()),
        c.marked() == 0 ? "" : words(", %,d of them marked by the host", c.marked()),
        c.dropped() == 0
            ? "none"
            : words("%,d (%s)", c.dropped(), DropReason.inWords(c.droppedBy())),
        c.aborted(),
        c.orphaned(),
        c.unfinished(),
        c.slots());
  }

  private String judged() {
    MonitorStatus.Judged j = status.judged();
    if (status.state() == MonitorState.LEARNING) {
      return words("nothing yet; %,d observations taken to learn from", j.observations());
    }
    return words(
        "%s%s; %s taken; %s opened%s, %,d closed%s",
        Text.count(j.windows(), "window"),
        j.windows() == 0 && j.observations() > 0 ? ", the first is not full yet" : "",
        Text.count(j.observations(), "observation"),
        Text.count(j.driftsOpened(), "drift"),
        j.driftsReopened() == 0 ? "" : words(", %,d reopened", j.driftsReopened()),
        j.driftsClosed(),
        j.open().isEmpty()
            ? ""
            : j.open().stream()
                .map(d -> words("%d (%s)", d.number(), d.where()))
                .collect(Collectors.joining(", ", "; open: ", "")));
  }

  private Optional<String> streams() {
    MonitorStatus.Judged j = status.judged();
    List<String> parts =
        new ArrayList<>(
            new TreeMap<>(j.fits())
                .entrySet().stream()
                    .map(e -> words("%,d %s", e.getValue(), e.getKey().inWords(e.getValue() == 1)))
                    .toList());
    if (j.uncompared() > 0) {
      parts.add(
          words(
              "%,d %s not compared with the baseline yet: no drift can open there",
              j.uncompared(), j.uncompared() == 1 ? "is" : "are"));
    }
    String fits = String.join(", ", parts);
    String apart =
        j.apart() < WORTH_SAYING
            ? ""
            : words(
                "of %.1f observations one counts, for neighbours resemble each other", j.apart());
    String all = fits + (fits.isEmpty() || apart.isEmpty() ? "" : "; ") + apart;
    return Optional.of(all).filter(words -> !words.isEmpty());
  }

  private String events() {
    MonitorStatus.Events e = status.events();
    return words(
        "%,d wait for listeners, %,d dropped; %s written, %,d wait for the disk%s%s%s",
        e.waiting(),
        e.windowsDropped() + e.othersDropped(),
        Text.count(e.incidentsWritten(), "incident bundle"),
        e.incidentsWaiting(),
        e.incidentsSpooled() == 0 ? "" : words(", %,d in a spool", e.incidentsSpooled()),
        e.incidentsLost() == 0 ? "" : words(", %,d given up", e.incidentsLost()),
        e.evidenceGivenUp() == 0
            ? ""
            : words(", %,d pieces of evidence found no room", e.evidenceGivenUp()));
  }

  private String cost() {
    MonitorStatus.Cost c = status.cost();
    CaptureCost capture = c.capture();
    long observations = status.judged().observations();
    return words(
        "a capture %s (99 %%: %s); VIRK's thread %s an observation, at most %s %% of a core, %s"
            + " behind; %,d MB%s",
        Durations.about(Math.round(capture.meanNanos())),
        Durations.about(capture.p99Nanos()),
        Durations.about(observations == 0 ? 0 : c.worked().toNanos() / observations),
        percent(c.cpuBudget()),
        Durations.about(c.lag().toNanos()),
        c.memory() >> 20,
        c.embedding().map(e -> "; " + e.text()).orElse(""));
  }

  private String failures() {
    MonitorStatus.Failures f = status.failures();
    return f.total() == 0
        ? "none"
        : words(
            "embedder %,d, input %,d, learning %,d, evaluation %,d, incidents %,d, summaries %,d,"
                + " listeners %,d",
            f.embedder(),
            f.input(),
            f.learning(),
            f.evaluation(),
            f.incidents(),
            f.summaries(),
            f.listeners());
  }

  List<String> problems() {
    List<String> problems = new ArrayList<>();
    capturing(problems);
    inputs(problems);
    judging(problems);
    telling(problems);
    status.feedback().ifPresent(f -> LabelText.problems(f, problems));
    status.performance().ifPresent(p -> LabelText.problems(p, problems));
    return List.copyOf(problems);
  }

  private void capturing(List<String> problems) {
    MonitorStatus.Captured c = status.captured();
    if (c.sampled() == 0) {
      if (status.running()) { // the status does not know for how long: it may have just begun
        problems.add(
            "nothing has been captured so far; if inferences have run meanwhile, see that"
                + " monitor.capture() is called with each, and that the sampler's share is large"
                + " enough");
      }
      return;
    }
    long noSlot = c.droppedBy().getOrDefault(DropReason.NO_SLOT, 0L);
    long overBudget = c.droppedBy().getOrDefault(DropReason.CPU_BUDGET, 0L);
    if (c.claimed() - c.aborted() - c.orphaned() - status.judged().observations() >= c.slots()
        && noSlot > 0) {
      problems.add(
          words(
              "all %,d slots are in use: captures that are neither committed nor closed hold"
                  + " theirs",
              c.slots()));
    } else if (noSlot > 0) {
      problems.add(
          words(
              "%,d captures found no free slot: sample less, or set more slots than %,d",
              noSlot, c.slots()));
    }
    if (overBudget > 0) {
      problems.add(
          words(
              "%,d captures were dropped while VIRK's thread rested: sample less, or allow it more"
                  + " than %s %% of a core (cpuBudget)",
              overBudget, percent(status.cost().cpuBudget())));
    }
    if (2 * c.aborted() > c.claimed() && c.claimed() >= SOME) {
      problems.add(
          words(
              "%,d of %,d captures were closed without a commit: nothing is known of those",
              c.aborted(), c.claimed()));
    }
    if (c.thrown() > 0) {
      problems.add(
          words(
              "%,d times code given to observe(..) threw, and nothing is known of those: the log"
                  + " has the first of each kind",
              c.thrown()));
    }
    if (c.orphaned() > 0) {
      problems.add(
          words(
              "%,d captures were held for longer than the lease and are lost: commit or close each,"
                  + " or use monitor.observe(..)",
              c.orphaned()));
    }
    if (status.cost().lag().compareTo(LONG_LAG) > 0) {
      problems.add(
          "observations wait "
              + Durations.about(status.cost().lag().toNanos())
              + " for VIRK's thread: it is at its CPU budget, or something it calls takes long");
    }
  }

  private void inputs(List<String> problems) {
    new TreeMap<>(status.judged().flaws())
        .forEach(
            (flaw, count) ->
                problems.add(
                    words(
                        "%s in %,d of %,d observations: %s",
                        flaw.inWords(), count, status.judged().observations(), flaw.remedy())));
    if (status.judged().slicesEvicted() > 0) {
      problems.add(
          words(
              "%,d slices were forgotten to make room for others: raise maximumSlices, or slice by"
                  + " a tag of fewer values",
              status.judged().slicesEvicted()));
    }
  }

  private void unlike(List<String> problems) {
    long streams = status.judged().fits().getOrDefault(Fit.MOVED, 0L);
    if (streams > 0) {
      problems.add(
          words(
              "%s %s and did not from the beginning, so that no drift opens there: %s",
              Text.count(streams, "stream"), Fit.MOVED.inWords(streams == 1), Fit.MOVED.remedy()));
    }
  }

  private void judging(List<String> problems) {
    if (!status.judged().silent().isEmpty()) {
      problems.add(
          (status.judged().silent().stream().anyMatch(Slice::isAll)
                  ? "the whole stream"
                  : Slice.inWords(status.judged().silent()))
              + " has stopped: nothing has come for longer than usual");
    }
    frozen(problems);
    moved(problems);
    unlike(problems);
    problems.addAll(status.judged().blind());
    status
        .learning()
        .flatMap(l -> l.instability())
        .filter(i -> status.state() == MonitorState.LEARNING)
        .ifPresent(i -> problems.add("not stable while it was learned: " + clean(i)));
    MonitorStatus.Failures f = status.failures();
    Map<String, Long> failed = new TreeMap<>();
    failed.put(
        "batches the embedder failed on; their images were not judged by the model", f.embedder());
    failed.put("baselines that were learned could not be built or saved", f.learning());
    failed.put("steps met an unexpected error, most of which lost an observation", f.evaluation());
    failed.put("attempts to write an incident, or to send it to a sink, failed", f.incidents());
    failed.put("attempts to hand summaries to their sink failed", f.summaries());
    failed.put("calls of listeners, of Flight Recorder or of the log threw", f.listeners());
    failed.forEach(
        (what, count) -> {
          if (count > 0) {
            problems.add(words("%s (%,d): the log has the first of each kind", what, count));
          }
        });
  }

  private void frozen(List<String> problems) {
    List<StreamFrozen> frozen = status.judged().frozen();
    frozen.stream().limit(SAID).forEach(f -> problems.add(f.standing() + ". " + f.action()));
    if (frozen.size() > SAID) {
      problems.add(words("%,d more have sent the same for long", frozen.size() - SAID));
    }
  }

  private void moved(List<String> problems) {
    Map<Slice, SceneChange> moved = status.judged().moved();
    moved.entrySet().stream()
        .limit(SAID)
        .forEach(e -> problems.add(e.getKey() + ": " + e.getValue().inWords()));
    if (moved.size() > SAID) {
      problems.add(words("%,d more cameras have moved", moved.size() - SAID));
    }
  }

  private void telling(List<String> problems) {
    MonitorStatus.Events e = status.events();
    if (e.incidentsLost() > 0) {
      problems.add(
          words(
              "%s given up: not to be written or sent, or more waited than may; the log"
                  + " says where",
              e.incidentsLost() == 1
                  ? "1 incident was"
                  : words("%,d incidents were", e.incidentsLost())));
    }
    if (e.summariesLost() > 0) {
      problems.add(
          words(
              "%s given up, for too many wait: see that their sink takes them",
              e.summariesLost() == 1
                  ? "1 summary was"
                  : words("%,d summaries were", e.summariesLost())));
    }
    if (e.windowsDropped() + e.othersDropped() > 0) {
      problems.add(
          words(
              "%,d events (%,d of them windows) were not told, for listeners were busy: what takes"
                  + " long belongs on a thread of the listener's own",
              e.windowsDropped() + e.othersDropped(), e.windowsDropped()));
    }
    e.listening()
        .filter(call -> call.since().compareTo(LONG_CALL) > 0)
        .ifPresent(
            call ->
                problems.add(
                    words(
                        "listener %s was called %s ago and has not returned: the others wait",
                        call.listener(), Durations.about(call.since().toNanos()))));
  }

  private static String clean(String words) {
    return Text.clean(words, Text.SENTENCE);
  }

  private static String words(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  private static String percent(double share) {
    return words(share >= 0.1 ? "%.0f" : "%.2g", 100 * share);
  }
}
