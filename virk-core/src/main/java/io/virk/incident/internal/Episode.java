package io.virk.incident.internal;

import io.virk.detect.Drift;
import io.virk.diagnose.Diagnosis;
import io.virk.diagnose.SignalChange;
import io.virk.event.Exemplar;
import io.virk.event.WindowJudged;
import io.virk.incident.IncidentChapter;
import io.virk.incident.IncidentWindow;
import io.virk.internal.SplitMix64;
import io.virk.signal.ScalarSignal;
import io.virk.signal.SignalSchema;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/**
 * An incident as it grows: what it showed when it opened, which stays; of what came since a sample,
 * the most typical and the most extreme; what came after; what was said when. VIRK's thread alone.
 */
final class Episode {
  private static final int SAMPLED = 16;
  private static final int MARKED = 3;
  private static final int AFTER = 8;

  /** Chapters of the history; the first and the last ones stay. */
  static final int MOST_CHAPTERS = 32;

  private static final int SIGNALS = 3;

  private final String name;
  private final String where;
  private final long openedMillis;
  private final AtomicReference<Tape.Reel> reel;
  private final SignalSchema schema;
  private final SplitMix64 random;
  private final AtomicReference<Path> file = new AtomicReference<>();
  private final List<IncidentChapter> history = new ArrayList<>();
  private final List<Exhibit> opening = new ArrayList<>();
  private final List<RecordedObservation> sampled = new ArrayList<>();
  private final List<Scored> typical = new ArrayList<>();
  private final List<Scored> extreme = new ArrayList<>();
  private final List<RecordedObservation> after = new ArrayList<>();
  private final Set<Long> opened = new HashSet<>();
  private final Shown shown = new Shown();
  private final LaterWindows windows = new LaterWindows();
  private List<SignalChange> changes = List.of();
  private String reason;
  private Drift drift;
  private int reopened;
  private long seen;
  private int came;

  /** Room that is left once some was given up, so that it is not filled anew. */
  private int mostSampled = SAMPLED;

  private int mostTypical = MARKED;
  private int mostExtreme = MARKED;
  private long givenUp;
  private int written;

  /** How far an observation is on the way from the baseline to the drift: 1 is there. */
  private record Scored(double score, RecordedObservation observation) {}

  /**
   * What is to be written of it, as it is by now.
   *
   * @param where part of the file's name, which stays
   * @param reel null once it is in the file
   * @param file where it was written; null before
   */
  record Draft(
      String name,
      String where,
      String reason,
      long openedMillis,
      Optional<Drift> drift,
      int reopened,
      List<IncidentChapter> history,
      List<IncidentWindow> windows,
      List<Exhibit> exhibits,
      long givenUp,
      AtomicReference<Tape.Reel> reel,
      AtomicReference<Path> file) {}

  Episode(
      String name,
      String where,
      long openedMillis,
      Optional<Tape.Reel> reel,
      SignalSchema schema,
      long seed) {
    this.name = name;
    this.where = where;
    this.openedMillis = openedMillis;
    this.reel = new AtomicReference<>(reel.orElse(null));
    this.schema = schema;
    this.random = new SplitMix64(seed);
  }

  /** Says what it is now. */
  void says(Drift now, IncidentChapter chapter) {
    drift = now;
    if (now != null) {
      windows.follow(now);
    }
    chapter
        .diagnosis()
        .ifPresent(
            diagnosis -> {
              changes = changes.isEmpty() ? changesOf(diagnosis) : changes;
            });
    reason = reason == null ? chapter.words() : reason;
    if (history.size() == MOST_CHAPTERS) {
      history.remove(MOST_CHAPTERS / 2);
      givenUp++;
    }
    history.add(chapter);
  }

  private List<SignalChange> changesOf(Diagnosis diagnosis) {
    return diagnosis.changes().stream()
        .filter(c -> Double.isFinite(c.now()) && Math.abs(c.deviations()) > 0)
        .filter(c -> c.now() != c.baseline() && schema.scalar(c.signal()).isPresent())
        .limit(SIGNALS)
        .toList();
  }

  /** The state of its drift, which nothing is said of. */
  void goesOn(Drift now) {
    drift = now;
  }

  /** A window was judged. */
  void judged(WindowJudged event) {
    if (drift != null && drift.covers(event.slice())) {
      windows.judged(event);
    }
  }

  String name() {
    return name;
  }

  /** Null if the host asked for it. */
  Drift drift() {
    return drift;
  }

  /** The last diagnosis that was told; empty if there was none. */
  Optional<Diagnosis> said() {
    return history.stream().flatMap(c -> c.diagnosis().stream()).reduce((a, b) -> b);
  }

  /** It is open again. */
  void reopened(int times) {
    reopened = times;
    after.forEach(shown::remove);
    after.clear();
    came = 0;
  }

  /** Shows what there is, which stays. */
  void shows(List<Exhibit> exhibits) {
    for (Exhibit exhibit : exhibits) {
      if (opened.add(exhibit.observation().sequence())) {
        shown.add(exhibit.observation());
        opening.add(exhibit);
      }
    }
    stayReadable();
  }

  /** What no reader would take is not written. */
  private void stayReadable() {
    boolean more = true;
    while (more && !shown.fits()) {
      more = giveUp(0);
    }
  }

  /**
   * Takes an observation.
   *
   * @return whether it has completed what came after
   */
  boolean observed(RecordedObservation observation) {
    boolean asked = drift == null;
    if (!asked && !FlightRecorder.concerns(drift, observation)) {
      return false;
    }
    if (asked || !drift.isOpen()) {
      if (isComplete()) {
        return false;
      }
      shown.add(observation);
      after.add(observation);
      came++;
      stayReadable();
      return isComplete();
    }
    if (observation.weight() > 0) {
      sample(observation);
      mark(observation);
      stayReadable();
    }
    return false;
  }

  private void sample(RecordedObservation observation) {
    seen++;
    long place = sampled.size() < mostSampled ? sampled.size() : random.nextLong(seen);
    if (place >= mostSampled) {
      return;
    }
    shown.add(observation);
    if (place == sampled.size()) {
      sampled.add(observation);
    } else {
      shown.remove(sampled.set((int) place, observation));
    }
  }

  private void mark(RecordedObservation observation) {
    double score = score(observation);
    if (Double.isNaN(score)) {
      return;
    }
    keep(
        extreme,
        mostExtreme,
        new Scored(score, observation),
        Comparator.comparingDouble(s -> -s.score()));
    keep(
        typical,
        mostTypical,
        new Scored(score, observation),
        Comparator.comparingDouble(s -> Math.abs(s.score() - 1)));
  }

  private void keep(List<Scored> kept, int most, Scored one, Comparator<Scored> order) {
    if (kept.size() == most && (most == 0 || order.compare(one, kept.get(most - 1)) >= 0)) {
      return;
    }
    shown.add(one.observation());
    kept.add(one);
    kept.sort(order); // stable: of equal ones the first
    if (kept.size() > most) {
      shown.remove(kept.remove(most).observation());
    }
  }

  private double score(RecordedObservation observation) {
    double sum = 0;
    for (SignalChange change : changes) {
      ScalarSignal signal = schema.scalar(change.signal()).orElseThrow();
      double raw = signal.raw(observation.scalars()[schema.indexOf(signal)]);
      sum += (raw - change.baseline()) / (change.now() - change.baseline());
    }
    return changes.isEmpty() ? Double.NaN : sum / changes.size();
  }

  /** Whether so many drifting windows are to be written once more: twice as many each time. */
  boolean isToBeWritten(int windows) {
    if (windows < 2 * written) {
      return false;
    }
    written = windows;
    return true;
  }

  /** Whether nothing more is to come. */
  boolean isComplete() {
    return came == AFTER;
  }

  /** Whether anything of what came after was seen that has not been written. */
  boolean hasAfter() {
    return !after.isEmpty() && !isComplete();
  }

  /** All that it shows, each observation once. */
  private List<Exhibit> exhibits() {
    List<Exhibit> all = new ArrayList<>();
    Set<Long> once = new HashSet<>();
    Stream.of(
            opening.stream(),
            extreme.stream().map(s -> new Exhibit(Exemplar.Role.EXTREME, s.observation())),
            typical.stream().map(s -> new Exhibit(Exemplar.Role.TYPICAL, s.observation())),
            sampled.stream().map(o -> new Exhibit(Exemplar.Role.DURING, o)),
            after.stream().map(o -> new Exhibit(Exemplar.Role.AFTER, o)))
        .flatMap(s -> s)
        .filter(e -> once.add(e.observation().sequence()))
        .forEach(all::add);
    all.sort(
        Comparator.comparing(Exhibit::role).thenComparingLong(e -> e.observation().sequence()));
    return all;
  }

  /**
   * Gives up a part of what it shows: of the role of which it shows most, one in the middle, or of
   * a sample one by chance. Nothing takes its place.
   *
   * @param least of each role that stay
   * @return whether there was anything
   */
  boolean giveUp(int least) {
    List<? extends List<?>> parts = List.of(sampled, opening, after, typical, extreme);
    List<?> largest = parts.get(0);
    for (List<?> part : parts) {
      largest = part.size() > largest.size() ? part : largest;
    }
    if (largest.size() <= least) {
      return false;
    }
    boolean chance = largest == sampled;
    Object gone = largest.remove(chance ? random.nextInt(largest.size()) : largest.size() / 2);
    if (gone instanceof Exhibit exhibit) {
      shown.remove(exhibit.observation());
    } else if (gone instanceof Scored scored) {
      shown.remove(scored.observation());
    } else {
      shown.remove((RecordedObservation) gone);
    }
    mostSampled = chance ? sampled.size() : mostSampled;
    mostTypical = largest == typical ? typical.size() : mostTypical;
    mostExtreme = largest == extreme ? extreme.size() : mostExtreme;
    givenUp++;
    return true;
  }

  /** What it is replayed from; null without, or once that is in the file. */
  Tape.Reel reel() {
    return reel.get();
  }

  /** It cannot be replayed then, unless that is in the file already. */
  void giveUpReel() {
    reel.set(null);
  }

  /** Whether it shows an observation. */
  boolean shows(RecordedObservation observation) {
    return shown.contains(observation);
  }

  /** Bytes of what it shows, about; what it is replayed from does not count. */
  long bytes() {
    return shown.bytes();
  }

  Draft draft() {
    return new Draft(
        name,
        where,
        reason,
        openedMillis,
        Optional.ofNullable(drift),
        reopened,
        List.copyOf(history),
        windows.all(),
        exhibits(),
        givenUp,
        reel,
        file);
  }
}
