package io.virk.incident.internal;

import io.virk.event.Failed;
import io.virk.event.IncidentWritten;
import io.virk.event.MonitorEvent;
import io.virk.event.internal.Failures;
import io.virk.incident.Incident;
import io.virk.incident.IncidentSink;
import io.virk.incident.IncidentTape;
import io.virk.incident.Spool;
import io.virk.internal.Text;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Where incidents go: into the folder, and to each sink, none of which waits for another. The
 * models are made on the threads that write.
 */
final class Delivery {
  private static final int READS = 5;

  private final String monitor;
  private final IncidentFiles files;
  private final Assembly assembly;
  private final Consumer<MonitorEvent> events;
  private final Failures failures;

  /** Where the incidents of drifts are written that go on, or may be reopened. */
  private final Map<String, AtomicReference<Path>> live = new ConcurrentHashMap<>();

  /** That of the folder, then one for each sink. */
  private final List<IncidentQueue> queues = new ArrayList<>();

  /**
   * Without threads yet.
   *
   * @param writer writes into the folder; null for what does so but in tests
   * @param threads makes those that write; empty to write on VIRK's
   * @param events is told what was written, on the thread that writes
   */
  Delivery(
      Incidents.Setup setup,
      IncidentQueue.Writer writer,
      Failures failures,
      Optional<ThreadFactory> threads,
      Consumer<MonitorEvent> events) {
    this.monitor = setup.monitor();
    this.events = events;
    this.failures = failures;
    this.files = new IncidentFiles(setup.folder(), monitor, setup.recording().retention());
    this.assembly =
        new Assembly(
            monitor,
            setup.baseline(),
            setup.model(),
            setup.recording(),
            setup.settings(),
            e ->
                failures.thrown(
                    Failed.Part.INCIDENT, "the redactor failed, and its image was dropped", e));
    queues.add(
        new IncidentQueue(
            "written",
            "see that "
                + Text.clean(setup.folder().toString(), Text.SENTENCE)
                + " can be made and written to, and has room",
            writer == null ? this::write : writer,
            this::told,
            failures,
            threads,
            setup.nanoClock(),
            Optional.empty()));
    for (IncidentSink sink : setup.recording().sinks()) {
      queues.add(
          new IncidentQueue(
              "sent",
              sink instanceof Spool
                  ? "see to " + sink
                  : "see to the sink "
                      + Text.clean(sink.getClass().getName())
                      + ", or what it writes to",
              draft -> {
                sink.write(incident(draft));
                return null;
              },
              (draft, file) -> {},
              failures,
              threads,
              setup.nanoClock(),
              sink instanceof Spool spool
                  ? Optional.of(new Resending(spool, failures, setup.nanoClock()))
                  : Optional.empty()));
    }
  }

  private Path write(Episode.Draft draft) throws IOException {
    Optional<Path> before = Optional.ofNullable(draft.file().get());
    Path file = files.write(incident(draft), draft.where(), before, spared());
    draft.file().set(file);
    draft.reel().set(null); // it is in the file from now on
    return file;
  }

  /** With its tape, which the writer of the folder may put away meanwhile: it is read once. */
  private Incident incident(Episode.Draft draft) throws IOException {
    Tape.Reel reel = draft.reel().get();
    Path file = reel == null ? draft.file().get() : null;
    return assembly.incident(draft, reel, file == null ? Optional.empty() : tape(draft, file));
  }

  /** The bundles of drifts that go on, or may be reopened. */
  private Set<Path> spared() {
    return live.values().stream()
        .map(AtomicReference::get)
        .filter(Objects::nonNull)
        .collect(Collectors.toSet());
  }

  /** A later state may take the file's place while it is read: then it is read again. */
  private Optional<IncidentTape> tape(Episode.Draft draft, Path earlier) {
    RuntimeException unreadable = null;
    for (int i = 0; i < READS; i++) {
      try {
        return BundleReader.tape(earlier);
      } catch (RuntimeException e) {
        unreadable = e;
      }
    }
    failures.thrown(
        Failed.Part.INCIDENT,
        "an incident has lost its recording",
        "the incident "
            + draft.name()
            + " can no longer be replayed: its recording was in the bundle alone, which cannot be"
            + " read, and the rest is kept without it: "
            + Text.message(unreadable),
        unreadable);
    return Optional.empty();
  }

  private void told(Episode.Draft draft, Path file) {
    events.accept(new IncidentWritten(monitor, draft.drift(), draft.reason(), file));
  }

  void start() {
    queues.forEach(IncidentQueue::start);
  }

  /** Takes what is to be written. VIRK's thread, as for {@link #tick} and {@link #over}. */
  void put(Episode.Draft draft) {
    if (draft.drift().isPresent()) {
      live.put(draft.name(), draft.file());
    }
    for (IncidentQueue queue : queues) {
      queue.put(draft);
    }
  }

  void tick() {
    queues.forEach(IncidentQueue::tick);
  }

  /** An incident does not go on any more: its bundle may make room for others. */
  void over(String name) {
    live.remove(name);
  }

  boolean waits(String name) {
    return queues.stream().anyMatch(q -> q.waits(name));
  }

  /** As {@link IncidentQueue#stop}, all within the limit. */
  boolean stop(Duration limit) {
    boolean ended = true;
    long deadline = System.nanoTime() + limit.toNanos();
    for (IncidentQueue queue : queues) {
      ended &= queue.stop(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
    }
    return ended;
  }

  /**
   * Of observations that wait in drafts, each once, about.
   *
   * @param which are counted, by the incident's name
   */
  long bytes(BiPredicate<String, RecordedObservation> which) {
    Set<RecordedObservation> once = new HashSet<>();
    for (IncidentQueue queue : queues) {
      queue.observations(
          (name, observation) -> {
            if (which.test(name, observation)) {
              once.add(observation);
            }
          });
    }
    return once.stream().mapToLong(RecordedObservation::memory).sum();
  }

  int waiting() {
    return queues.stream().mapToInt(IncidentQueue::waiting).sum();
  }

  int spooled() {
    return queues.stream().mapToInt(IncidentQueue::spooled).sum();
  }

  /** Into the folder. */
  long written() {
    return queues.get(0).written();
  }

  long lost() {
    return queues.stream().mapToLong(IncidentQueue::lost).sum();
  }

  long failures() {
    return queues.stream().mapToLong(IncidentQueue::failures).sum();
  }

  long deleted() {
    return files.deleted();
  }
}
