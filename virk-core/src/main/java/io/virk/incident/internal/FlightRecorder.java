package io.virk.incident.internal;

import io.virk.detect.Drift;
import io.virk.detect.Onset;
import io.virk.detect.Slice;
import io.virk.detect.Verdict;
import io.virk.detect.WindowBounds;
import io.virk.engine.Recorder;
import io.virk.event.Exemplar;
import io.virk.internal.SplitMix64;
import io.virk.signal.Observation;
import io.virk.signal.SignalValues;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Keeps the last observations in memory, and of every slice some of how it was while nothing was
 * wrong, so that an incident shows what came before it. Nothing touches the disk. VIRK's thread
 * alone, but for the counts.
 *
 * <p>Memory: at most what it is given, however many slices there are. Of what is too much the
 * oldest goes first; of slices, something of the one that has most, so that the last camera has as
 * much as the first.
 */
public final class FlightRecorder implements Recorder {
  /** Of a quarter of what there is; the ring's. */
  private static final int RING_SHARE = 4;

  private static final int CALM_SHARE = 2;
  private static final int MOST_BEFORE = 24;
  private static final int MOST_BEFORE_OF_A_SLICE = 4;
  private static final int MOST_DURING = 8;
  private static final int MOST_OTHERS = 8;

  private final int capacity;
  private final long ringBytes;
  private final long calmBytes;
  private final boolean whole;
  private final Tape tape;
  private final Memory memory = new Memory();
  private final ArrayDeque<RecordedObservation> ring;
  private final Map<Slice, CalmPictures> calm = new LinkedHashMap<>(16, 0.75f, true);
  private final SplitMix64 random;
  private long heldByRing;
  private long heldByCalm;
  private volatile long givenUp;

  /**
   * Makes an empty recorder.
   *
   * @param observations kept, &ge; 0; 0 keeps nothing at all
   * @param bytes that they, and those of before, may take
   * @param whole whether they are kept with images, outputs and signals, for incidents; otherwise
   *     they are names
   * @param seed of what is kept by chance
   */
  public FlightRecorder(int observations, long bytes, boolean whole, long seed) {
    this.capacity = observations;
    this.ringBytes = bytes / RING_SHARE;
    this.calmBytes = bytes / CALM_SHARE;
    this.whole = whole;
    this.tape = new Tape(whole ? bytes / 8 : 0);
    this.ring = new ArrayDeque<>(Math.max(1, Math.min(observations, 1024)));
    this.random = new SplitMix64(seed);
  }

  @Override
  public void observed(Observation observation, SignalValues values, Slice slice) {
    if (capacity == 0) {
      return;
    }
    if (whole) {
      tape.observed(observation, values);
    }
    RecordedObservation recorded = memory.take();
    recorded.fill(observation, values, slice, whole);
    memory.filled(recorded);
    ring.addLast(recorded);
    heldByRing += recorded.memory();
    while (ring.size() > capacity || heldByRing > ringBytes && ring.size() > 1) {
      givenUp += ring.size() > capacity ? 0 : 1;
      RecordedObservation oldest = ring.removeFirst();
      heldByRing -= oldest.memory();
      memory.release(oldest);
    }
    if (slice != null && observation.weight() > 0) {
      keep(slice, recorded);
      if (!slice.isAll()) {
        keep(slice.all(), recorded);
      }
      fit();
    }
  }

  private void keep(Slice slice, RecordedObservation recorded) {
    CalmPictures of = calm.computeIfAbsent(slice, s -> new CalmPictures(memory));
    heldByCalm -= of.bytes();
    of.observed(recorded, random);
    heldByCalm += of.bytes();
  }

  private void fit() {
    while (heldByCalm > calmBytes) {
      CalmPictures largest =
          calm.values().stream().max(Comparator.comparingLong(CalmPictures::bytes)).orElseThrow();
      long before = largest.bytes();
      int given = largest.giveUp();
      if (given == 0) { // not one for each: those seen least lately have none
        largest = calm.remove(calm.keySet().iterator().next());
        before = largest.bytes();
        given = largest.clear();
      }
      givenUp += given;
      heldByCalm += largest.bytes() - before;
    }
  }

  @Override
  public void judged(Slice slice, WindowBounds bounds, Verdict worst, boolean drifts) {
    for (RecordedObservation recorded : ring) {
      if (isOf(recorded, slice) && recorded.sequence() <= bounds.last().sequence()) {
        if (recorded.sequence() >= bounds.first().sequence()) {
          recorded.judged(worst);
        }
      }
    }
    CalmPictures of = calm.get(slice);
    if (of != null) {
      heldByCalm -= of.bytes();
      of.judged(bounds, worst == Verdict.NORMAL && !drifts);
      heldByCalm += of.bytes();
    }
  }

  private static boolean isOf(RecordedObservation recorded, Slice slice) {
    return recorded.slice() != null
        && (recorded.slice().equals(slice) || recorded.slice().all().equals(slice));
  }

  /** Whether a drift concerns an observation: its value of the tag, and its context. */
  static boolean concerns(Drift drift, RecordedObservation recorded) {
    return recorded.slice() != null && drift.covers(recorded.slice());
  }

  @Override
  public List<Exemplar> exemplars(Drift drift) {
    return exhibits(drift).stream().map(Exhibit::exemplar).toList();
  }

  /**
   * What shows a drift that opens: how its slices were in windows that were judged normal before it
   * can have begun, how they are since it most likely did, and what did not drift.
   *
   * @return by role, oldest first within each
   */
  List<Exhibit> exhibits(Drift drift) {
    List<Exhibit> exhibits = new ArrayList<>();
    Set<Long> shown = new HashSet<>();
    for (RecordedObservation o : before(drift)) {
      if (shown.add(o.sequence())) {
        exhibits.add(new Exhibit(Exemplar.Role.BEFORE, o));
      }
    }
    List<RecordedObservation> during = new ArrayList<>();
    List<RecordedObservation> others = new ArrayList<>();
    long since = drift.onset().best().sequence();
    for (RecordedObservation o : ring) {
      if (concerns(drift, o)) {
        if (o.sequence() >= since && o.weight() > 0) {
          during.add(o);
        }
      } else if (o.slice() != null && isCalm(o)) {
        others.add(o);
      }
    }
    spread(during, MOST_DURING).forEach(o -> exhibits.add(new Exhibit(Exemplar.Role.DURING, o)));
    spread(others, MOST_OTHERS).forEach(o -> exhibits.add(new Exhibit(Exemplar.Role.OTHER, o)));
    return exhibits;
  }

  private static boolean isCalm(RecordedObservation o) {
    return o.verdict() != Verdict.DRIFT && o.verdict() != Verdict.WARNING;
  }

  /** In turn of each slice, oldest first. */
  private List<RecordedObservation> before(Drift drift) {
    Onset onset = drift.onset();
    long margin = onset.latest().sequence() - onset.earliest().sequence();
    long until = onset.earliest().sequence() - margin;
    List<List<RecordedObservation>> bySlice = new ArrayList<>();
    for (Slice slice : drift.slices()) {
      CalmPictures of = calm.get(slice);
      List<RecordedObservation> found = of == null ? List.of() : of.before(until);
      bySlice.add(found.subList(0, Math.min(MOST_BEFORE_OF_A_SLICE, found.size())));
    }
    List<RecordedObservation> chosen = new ArrayList<>();
    for (int i = 0; i < MOST_BEFORE_OF_A_SLICE; i++) {
      for (List<RecordedObservation> found : bySlice) {
        if (i < found.size() && chosen.size() < MOST_BEFORE) {
          chosen.add(found.get(i));
        }
      }
    }
    chosen.sort(Comparator.comparingLong(RecordedObservation::sequence));
    return chosen;
  }

  private static List<RecordedObservation> spread(List<RecordedObservation> from, int most) {
    if (from.size() <= most) {
      return from;
    }
    List<RecordedObservation> chosen = new ArrayList<>(most);
    for (int i = 0; i < most; i++) {
      chosen.add(from.get((int) ((long) i * (from.size() - 1) / (most - 1))));
    }
    return chosen;
  }

  /** The last observations, oldest first. */
  List<RecordedObservation> observations() {
    return new ArrayList<>(ring);
  }

  /** The last observation; null before the first. */
  RecordedObservation last() {
    return ring.peekLast();
  }

  /**
   * What the engine was given and said.
   *
   * @return to be told, too, what the engine itself does not
   */
  public Tape tape() {
    return tape;
  }

  /** Bytes held, about. Any thread. */
  public long memory() {
    return memory.bytes() + tape.memory();
  }

  /** Observations that found no room. Any thread. */
  public long givenUp() {
    return givenUp;
  }
}
