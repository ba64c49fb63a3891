package io.virk.incident.page;

import io.virk.detect.Drift;
import io.virk.detect.Onset;
import io.virk.detect.Position;
import io.virk.detect.Slice;
import io.virk.event.Exemplar;
import io.virk.incident.Incident;
import io.virk.incident.IncidentObservation;
import io.virk.incident.IncidentTape;
import io.virk.incident.internal.TapeReader;
import io.virk.signal.internal.StoredObservation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an incident has of the course of things: signals of observations, from its tape and from
 * those that it shows, and windows that were judged.
 */
final class RecordedCourse {
  private static final double MILLIS = 1000;

  /** A shorter course is told by numbers of observations. */
  private static final long SHORTEST_MILLIS = 1000;

  private final Incident incident;
  private final TreeMap<Long, Point> points = new TreeMap<>();
  private final List<Window> windows = new ArrayList<>();
  private boolean damaged;
  private boolean times;

  /**
   * An observation.
   *
   * @param millis its time
   * @param affected whether it is of what drifted
   * @param scalars its signals, on their scales of analysis
   */
  record Point(long sequence, long millis, boolean affected, double[] scalars) {}

  /** A detector's result of a window. */
  record Window(Slice slice, TapeReader.Result result) {}

  private RecordedCourse(Incident incident) {
    this.incident = incident;
  }

  static RecordedCourse of(Incident incident) {
    RecordedCourse course = new RecordedCourse(incident);
    incident.tape().ifPresent(course::read);
    for (IncidentObservation o : incident.observations()) {
      if (o.role() != Exemplar.Role.BASELINE) {
        Slice slice = o.slice().orElse(Slice.ALL);
        course.add(o.sequence(), o.epochMillis(), slice, o.scalars());
      }
    }
    course.lookAtTimes();
    return course;
  }

  private void read(IncidentTape tape) {
    String key = tape.settings().sliceKey().orElse("");
    TapeReader.Listener listener =
        new TapeReader.Listener() {
          @Override
          public void observed(StoredObservation o) {
            String context = o.context() == null ? "" : o.context();
            boolean sliced = o.slice() != null && !key.isEmpty();
            Slice slice = new Slice(sliced ? key : "", sliced ? o.slice() : "", context);
            add(o.sequence(), o.epochMillis(), slice, o.scalars());
          }

          @Override
          public void judged(Slice slice, List<TapeReader.Result> results) {
            results.forEach(r -> windows.add(new Window(slice, r)));
          }
        };
    try {
      TapeReader.read(tape.inputs(), incident.schema(), listener);
    } catch (IOException | RuntimeException e) { // whatever somebody has put there
      damaged = true;
    }
  }

  private void add(long sequence, long millis, Slice slice, double[] scalars) {
    if (scalars.length == incident.schema().scalars().size()) {
      boolean affected = incident.drift().map(d -> d.covers(slice)).orElse(true);
      points.putIfAbsent(sequence, new Point(sequence, millis, affected, scalars));
    }
  }

  private void lookAtTimes() {
    long last = Long.MIN_VALUE;
    for (Point p : points.values()) {
      if (p.millis() < last) {
        return;
      }
      last = p.millis();
    }
    times =
        !points.isEmpty()
            && last - points.firstEntry().getValue().millis() >= SHORTEST_MILLIS
            && last < Long.MAX_VALUE / 4;
  }

  List<Point> points() {
    return List.copyOf(points.values());
  }

  List<Window> windows() {
    return windows;
  }

  /** Whether something on the tape cannot be read. */
  boolean isDamaged() {
    return damaged;
  }

  /** Whether there are times to draw by; numbers of observations otherwise. */
  boolean hasTimes() {
    return times;
  }

  double x(Position at) {
    return times ? at.epochMillis() / MILLIS : at.sequence();
  }

  double x(Point at) {
    return times ? at.millis() / MILLIS : at.sequence();
  }

  /** Where an observation is, as far as that is known. */
  double x(long sequence) {
    Map.Entry<Long, Point> near = points.floorEntry(sequence);
    if (!times) {
      return sequence;
    }
    return near == null ? Double.NaN : near.getValue().millis() / MILLIS;
  }

  /** The first observation that is surely of the drift. */
  long since() {
    return incident.drift().map(Drift::onset).map(o -> o.latest().sequence()).orElse(0L);
  }

  /** The last observation that is surely before it. */
  long before() {
    return incident
        .drift()
        .map(Drift::onset)
        .map(RecordedCourse::lastBefore)
        .orElse(Long.MAX_VALUE);
  }

  private static long lastBefore(Onset onset) {
    return onset.open() ? Long.MIN_VALUE : onset.earliest().sequence() - 1;
  }
}
