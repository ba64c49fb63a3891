package io.virk.incident.internal;

import io.virk.baseline.Baseline;
import io.virk.detect.Drift;
import io.virk.diagnose.Diagnosis;
import io.virk.event.CauseChanged;
import io.virk.event.DriftClosed;
import io.virk.event.DriftOpened;
import io.virk.event.DriftReopened;
import io.virk.event.Failed;
import io.virk.event.IncidentWritten;
import io.virk.event.MonitorEvent;
import io.virk.event.internal.Failures;
import io.virk.internal.Courier;
import io.virk.internal.Text;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;

/**
 * Writes the incident of every drift, when it opens, when it turns out to have another cause, and
 * once more when it closes, on a thread of its own unless it is given none: a disk that hangs keeps
 * no drift from being told. Keeps what a drift shows as long as it is open, or may be reopened: it
 * then goes on in the same bundle, which shows both how it began and how it came back.
 *
 * <p>What waits is bounded: a drift has one bundle, the later state of which takes the place of one
 * that waits, and a drift that would be one too many has none, which is a failure.
 */
public final class Incidents {
  /** Bundles that may wait for the disk. */
  public static final int CAPACITY = 64;

  private static final int MOST_CAUSES = 8;

  /** Changes of cause that a bundle tells; the last ones. */
  private static final int MOST_NOTES = 100;

  private static final String NOT_WRITTEN = "an incident was not written";

  private final Path folder;
  private final Baseline baseline;
  private final String monitor;
  private final Writer writer;
  private final Consumer<MonitorEvent> events;
  private final Failures failures;
  private final Optional<ThreadFactory> threads;
  private final Courier courier = new Courier(this::doNext);
  private final Map<Integer, Opening> open = new HashMap<>();

  /** Those that may be reopened. */
  private final Map<Integer, Opening> closed = new HashMap<>();

  /** Guarded by itself. So large that it never grows: a bundle is in it, or is not. */
  private final Map<Integer, Bundle> waiting = new LinkedHashMap<>(2 * CAPACITY);

  private final AtomicLong written = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private final AtomicLong memory = new AtomicLong();
  private volatile boolean writing;

  /** {@link IncidentWriter#write}, but in tests. */
  interface Writer {
    Path write(
        Baseline baseline,
        IncidentWriter.Content content,
        List<Exhibit> exhibits,
        Optional<Path> earlier)
        throws IOException;
  }

  /**
   * What a drift keeps: what was said of it at first, what it showed then and shows, with its
   * bytes, what has become of its cause since, how often it was reopened, and where its bundle is,
   * null before it is written.
   */
  private record Opening(
      String where,
      Diagnosis diagnosis,
      List<Exhibit> first,
      List<Exhibit> exhibits,
      long memory,
      List<IncidentWriter.Note> notes,
      int reopened,
      AtomicReference<Path> file) {}

  /** What is to be written. */
  private record Bundle(Opening opening, Drift drift, Diagnosis diagnosis) {}

  /**
   * Makes it, without a thread.
   *
   * @param monitor name of the monitor
   * @param baseline what windows are compared with
   * @param folder where bundles go
   * @param counted counts what fails
   * @param threads makes the thread; empty to write on VIRK's
   * @param events is told what was written and what could not be; on the thread that writes
   */
  public Incidents(
      String monitor,
      Baseline baseline,
      Path folder,
      Failures counted,
      Optional<ThreadFactory> threads,
      Consumer<MonitorEvent> events) {
    this(
        monitor,
        baseline,
        folder,
        new IncidentWriter(folder, monitor)::write,
        counted,
        threads,
        events);
  }

  Incidents(
      String monitor,
      Baseline baseline,
      Path folder,
      Writer writer,
      Failures counted,
      Optional<ThreadFactory> threads,
      Consumer<MonitorEvent> events) {
    this.monitor = monitor;
    this.baseline = baseline;
    this.folder = folder;
    this.writer = writer;
    this.threads = threads;
    this.events = events;
    this.failures = counted.to(events);
  }

  /** Starts its thread. */
  public void start() {
    if (threads.isEmpty()) {
      return;
    }
    try {
      courier.start(threads.get());
    } catch (Throwable e) { // a factory of the host's that makes one thread alone, no memory
      failures.thrown(
          Failed.Part.INCIDENT,
          "no thread to write incidents on, so VIRK's does, and observations wait meanwhile",
          e);
    }
  }

  /**
   * Takes what was told of a drift. VIRK's thread; never throws.
   *
   * @param event has been told to everybody else
   * @param exhibits what there is to show of a drift that has just opened
   */
  public void accept(MonitorEvent event, Function<Drift, List<Exhibit>> exhibits) {
    try {
      if (event instanceof DriftOpened opened) {
        opened(opened.drift(), opened.diagnosis(), exhibits);
      } else if (event instanceof DriftReopened reopened) {
        reopened(reopened, exhibits);
      } else if (event instanceof CauseChanged changed) {
        changed(changed);
      } else if (event instanceof DriftClosed closed) {
        closed(closed);
      }
    } catch (Throwable e) { // no memory
      failed.getAndIncrement();
      failures.thrown(Failed.Part.INCIDENT, "an incident could not be put together", e);
    }
  }

  private void opened(Drift drift, Diagnosis diagnosis, Function<Drift, List<Exhibit>> exhibits) {
    List<Exhibit> shown = exhibits.apply(drift);
    Opening opening =
        new Opening(
            drift.where(),
            diagnosis,
            shown,
            shown,
            bytes(shown),
            List.of(),
            0,
            new AtomicReference<>());
    open.put(drift.number(), opening);
    memory.getAndAdd(opening.memory());
    write(new Bundle(opening, drift, diagnosis));
  }

  private static long bytes(List<Exhibit> shown) {
    return shown.stream().mapToLong(e -> e.observation().memory()).sum();
  }

  private void reopened(DriftReopened event, Function<Drift, List<Exhibit>> exhibits) {
    Drift drift = event.drift();
    Opening before = closed.get(drift.number());
    if (before == null) { // one of before a restart: what it showed then is in a file of its own
      opened(drift, event.diagnosis(), exhibits);
      return;
    }
    List<Exhibit> shown = new ArrayList<>(before.first());
    Set<Long> known =
        shown.stream().map(e -> e.observation().sequence()).collect(Collectors.toSet());
    exhibits.apply(drift).stream()
        .filter(e -> known.add(e.observation().sequence()))
        .forEach(shown::add);
    Opening again =
        new Opening(
            before.where(),
            before.diagnosis(),
            before.first(),
            shown,
            bytes(shown),
            before.notes(),
            event.times(),
            before.file());
    open.put(drift.number(), again);
    closed.remove(drift.number());
    memory.getAndAdd(again.memory() - before.memory());
    write(new Bundle(again, drift, event.diagnosis()));
  }

  /**
   * Lets go of what drifts show that will not be reopened. VIRK's thread.
   *
   * @param isRemembered whether the drift of a number may be
   */
  public void retain(IntPredicate isRemembered) {
    if (closed.isEmpty()) {
      return;
    }
    closed
        .entrySet()
        .removeIf(
            one -> {
              boolean forgotten = !isRemembered.test(one.getKey()) && !waits(one.getKey());
              memory.getAndAdd(forgotten ? -one.getValue().memory() : 0);
              return forgotten;
            });
  }

  private boolean waits(int number) {
    synchronized (waiting) {
      return waiting.containsKey(number);
    }
  }

  private void changed(CauseChanged event) {
    Opening before = open.get(event.drift().number());
    if (before == null) {
      return; // one of before a restart
    }
    List<IncidentWriter.Note> notes = new ArrayList<>(before.notes());
    if (notes.size() == MOST_NOTES) {
      notes.remove(0);
    }
    Drift drift = event.drift();
    notes.add(new IncidentWriter.Note(event.slice(), event.was(), event.now().what()));
    Opening noted =
        new Opening(
            before.where(),
            before.diagnosis(),
            before.first(),
            before.exhibits(),
            before.memory(),
            notes,
            before.reopened(),
            before.file());
    open.put(drift.number(), noted);
    write(new Bundle(noted, drift, event.now()));
  }

  private void closed(DriftClosed event) {
    Opening opening = open.remove(event.drift().number());
    if (opening == null) {
      return; // one of before a restart: the bundle of its opening is the better one
    }
    closed.put(event.drift().number(), opening);
    write(new Bundle(opening, event.drift(), event.diagnosis()));
  }

  private void write(Bundle bundle) {
    if (!courier.isStarted()) {
      writeNow(bundle);
      return;
    }
    if (offer(bundle)) {
      courier.wake();
    } else {
      notWritten(bundle, new IllegalStateException(CAPACITY + " others wait for the disk"));
    }
  }

  /** Whether there is room for it, or the same drift's earlier state makes it. */
  private boolean offer(Bundle bundle) {
    synchronized (waiting) {
      int number = bundle.drift().number();
      if (waiting.size() >= CAPACITY && !waiting.containsKey(number)) {
        return false;
      }
      waiting.put(number, bundle);
      return true;
    }
  }

  /** The writers' thread: writes the next bundle; false if none waits. */
  private boolean doNext() {
    Bundle next = take();
    if (next == null) {
      return false;
    }
    try {
      writeNow(next);
    } finally {
      writing = false;
    }
    return true;
  }

  /** The next bundle, null if none waits. Once it is taken, nothing is needed but to return it. */
  private Bundle take() {
    synchronized (waiting) {
      Iterator<Bundle> first = waiting.values().iterator();
      if (!first.hasNext()) {
        return null;
      }
      Bundle next = first.next();
      first.remove();
      writing = true;
      return next;
    }
  }

  /** Writes a bundle and counts what became of it. Never throws. */
  private void writeNow(Bundle bundle) {
    Path file;
    try {
      file =
          writer.write(
              baseline,
              new IncidentWriter.Content(
                  bundle.opening().where(),
                  bundle.drift(),
                  bundle.opening().diagnosis(),
                  bundle.diagnosis(),
                  bundle.opening().notes(),
                  bundle.opening().reopened()),
              bundle.opening().exhibits(),
              Optional.ofNullable(bundle.opening().file().get()));
      bundle.opening().file().set(file);
    } catch (Throwable e) { // without its bundle a drift has been told all the same
      notWritten(bundle, e);
      return;
    }
    written.getAndIncrement();
    try {
      events.accept(new IncidentWritten(monitor, bundle.drift(), file));
    } catch (Throwable e) { // no memory
      failures.thrown(Failed.Part.INCIDENT, "an incident was written, but could not be told", e);
    }
  }

  private void notWritten(Bundle bundle, Throwable cause) {
    failed.getAndIncrement();
    String words;
    try {
      words = named(bundle) + why(cause);
    } catch (Throwable e) { // no memory: those that are there must do
      words = NOT_WRITTEN;
    }
    failures.thrown(Failed.Part.INCIDENT, NOT_WRITTEN, words, cause);
  }

  private static String named(Bundle bundle) {
    return "the incident of drift " + bundle.drift().number() + " was not written: ";
  }

  private String why(Throwable thrown) {
    return ranOutOfMemory(thrown)
        ? "no memory was left; allow the JVM a larger heap (-Xmx), or keep fewer observations"
            + " (recorded) and slots"
        : Text.message(thrown) + "; " + remedy();
  }

  /** ImageIO says so in words alone, as the cause of an exception of its own. */
  private static boolean ranOutOfMemory(Throwable thrown) {
    Throwable cause = thrown;
    for (int i = 0; cause != null && i < MOST_CAUSES; i++) {
      if (cause instanceof OutOfMemoryError
          || cause instanceof IOException && Text.message(cause).startsWith("No memory left")) {
        return true;
      }
      cause = cause.getCause();
    }
    return false;
  }

  private String remedy() {
    return "see that "
        + Text.clean(folder.toString(), Text.SENTENCE)
        + " can be made and written to, and has room";
  }

  /**
   * Ends the thread once it has written what waits.
   *
   * @param limit how long to wait for that
   * @return whether it has ended; what {@link #waiting} has is written later, if ever
   */
  public boolean stop(Duration limit) {
    return courier.stop(limit);
  }

  /** Bundles that wait, or are being written. Any thread. */
  public int waiting() {
    synchronized (waiting) {
      return waiting.size() + (writing ? 1 : 0);
    }
  }

  /** Bundles written, those of a drift's end among them. Any thread. */
  public long written() {
    return written.get();
  }

  /** Bundles that could not be written. Any thread. */
  public long failures() {
    return failed.get();
  }

  /** What drifts show that are open or may be reopened, bytes, about. Any thread. */
  public long memory() {
    return memory.get();
  }
}
