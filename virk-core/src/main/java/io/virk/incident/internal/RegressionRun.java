package io.virk.incident.internal;

import io.virk.baseline.Baseline;
import io.virk.cause.CauseMatch;
import io.virk.detect.DetectionResult;
import io.virk.detect.Drift;
import io.virk.detect.FalseAlarms;
import io.virk.detect.SequentialDetector;
import io.virk.detect.Slice;
import io.virk.diagnose.Diagnosis;
import io.virk.diagnose.Playbook;
import io.virk.engine.Engine;
import io.virk.engine.EngineSettings;
import io.virk.engine.WindowSizes;
import io.virk.event.CauseChanged;
import io.virk.event.DriftOpened;
import io.virk.event.DriftReopened;
import io.virk.event.DriftUpdated;
import io.virk.event.Exemplar;
import io.virk.event.MonitorEvent;
import io.virk.event.WindowJudged;
import io.virk.incident.Incident;
import io.virk.incident.IncidentObservation;
import io.virk.incident.IncidentTape;
import io.virk.internal.Text;
import io.virk.signal.internal.StoredObservation;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Drives an engine with what was recorded of a drift, whatever the baseline and the settings are by
 * now, and notes what is said of it. Used once.
 */
public final class RegressionRun {
  /** How often what was recorded of a drift is given again, as if it went on. */
  private static final int MOST_TIMES = 20;

  private static final int LEAST_AGAIN = 2_000;
  private static final int MOST_AGAIN = 100_000;

  private final Incident incident;
  private final Baseline baseline;
  private final Drift recorded;
  private final Map<Slice, Integer> windows = new HashMap<>();
  private final List<Said> said = new ArrayList<>();
  private final List<StoredObservation> drifted = new ArrayList<>();
  private DetectionResult nearest;
  private long observations;
  private long last = -1;
  private long lastMillis;
  private long nanos;

  /**
   * What was said of the drift.
   *
   * @param windows of one slice of it that were judged since it began, that one among them
   * @param drift as it was then
   * @param diagnosis as it was then
   */
  public record Said(int windows, Drift drift, Diagnosis diagnosis) {
    /** The cause that was told, or the two that were told together; empty if none is known. */
    public List<String> causes() {
      if (diagnosis.cause().isEmpty()) {
        return List.of();
      }
      List<CauseMatch> pair = diagnosis.fingerprint().together();
      return pair.stream().anyMatch(c -> c.cause().equals(diagnosis.cause()))
          ? pair.stream().map(CauseMatch::cause).toList()
          : List.of(diagnosis.cause());
    }

    /**
     * Whether this was told.
     *
     * @param cause the name of a cause, one of two that were told together among them, or of the
     *     family of one; "" for none
     */
    public boolean is(String cause) {
      List<String> causes = causes();
      return cause.equals(diagnosis.cause())
          || causes.contains(cause)
          || diagnosis.fingerprint().causes().stream()
              .anyMatch(c -> causes.contains(c.cause()) && c.family().equals(cause));
    }
  }

  /**
   * What came of it.
   *
   * @param observations that the engine was given
   * @param windows of one slice of the drift that were judged since it began
   * @param said in its order; empty if it was not detected
   * @param again how many observations of it were given again, as if it went on
   * @param nearest what came nearest to its threshold, or went furthest beyond it; empty if no
   *     window was judged
   */
  public record Outcome(
      long observations,
      int windows,
      List<Said> said,
      int again,
      Optional<DetectionResult> nearest) {}

  private RegressionRun(Incident incident, Baseline baseline) {
    this.incident = incident;
    this.baseline = baseline;
    this.recorded =
        incident
            .drift()
            .orElseThrow(
                () -> new IllegalArgumentException("incident: of no drift (expected: of one)"));
  }

  /**
   * Runs it.
   *
   * @param most windows of one slice of the drift that are to be judged since it began: what was
   *     recorded of it is given again, as if it went on, until they are, or it was given often
   *     enough
   * @param enough what ends it earlier
   * @param allowance how many false alarms are allowed; empty for as many as then
   * @throws IllegalArgumentException if the incident is of no drift, has no recording, or the
   *     baseline has other signals
   */
  public static Outcome of(
      Incident incident,
      Baseline baseline,
      int most,
      Predicate<Said> enough,
      Optional<FalseAlarms> allowance,
      Playbook playbook,
      List<SequentialDetector> sequential) {
    return new RegressionRun(incident, baseline).run(most, enough, allowance, playbook, sequential);
  }

  private Outcome run(
      int most,
      Predicate<Said> enough,
      Optional<FalseAlarms> allowance,
      Playbook playbook,
      List<SequentialDetector> sequential) {
    IncidentTape tape =
        incident
            .tape()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "incident: without a recording, for the engine's state was too large"));
    IncidentTape.Settings settings = tape.settings();
    if (!baseline.schema().equals(incident.schema())) {
      throw new IllegalArgumentException(
          "baseline: of " + baseline.schema() + " (expected: " + incident.schema() + ")");
    }
    WindowSizes sizes = new WindowSizes(baseline, settings.windows());
    boolean same = sizes.full().hash().equals(incident.provenance().baselineHash());
    EngineSettings then =
        TapeReader.settings(
            incident,
            settings,
            allowance.orElse(settings.falseAlarms()),
            TapeReader.sequential(settings, sequential),
            playbook);
    Engine engine = new Engine(same ? then : then.withFitAccepted(), sizes);
    nanos = tape.nanos();
    try {
      if (same) {
        engine.replay(
            recorded.number(),
            incident.history().get(0).diagnosis().map(Diagnosis::cameras).orElse(List.of()));
        engine.restore(new DataInputStream(new ByteArrayInputStream(tape.state())), nanos);
      } else { // where it stood, and whether it fitted, says nothing to another baseline
        engine.advance(nanos, this::told);
      }
      TapeReader.read(tape.inputs(), baseline.schema(), to(engine));
    } catch (IOException | RuntimeException e) { // whatever stands in it
      throw new IllegalArgumentException("the recording is damaged: " + Text.message(e), e);
    }
    afterwards(engine);
    int again = goesOn(engine, most, enough);
    return new Outcome(
        observations, since(), List.copyOf(said), again, Optional.ofNullable(nearest));
  }

  private TapeReader.Listener to(Engine engine) {
    return new TapeReader.Listener() {
      @Override
      public void time(long now) {
        nanos = now;
        engine.advance(now, RegressionRun.this::told);
      }

      @Override
      public void observed(StoredObservation observation) {
        accept(engine, observation);
      }
    };
  }

  private void accept(Engine engine, StoredObservation observation) {
    observations++;
    last = observation.sequence();
    lastMillis = observation.epochMillis();
    if (last >= recorded.onset().best().sequence()) {
      drifted.add(observation);
    }
    engine.accept(observation, this::told);
  }

  /** What the incident shows of later observations: more time for who detects it later. */
  private void afterwards(Engine engine) {
    List<IncidentObservation> later =
        incident.observations().stream()
            .filter(o -> o.role() != Exemplar.Role.BASELINE && o.sequence() > last)
            .sorted(Comparator.comparingLong(IncidentObservation::sequence))
            .toList();
    for (IncidentObservation o : later) {
      if (o.sequence() > last) { // it may be shown for two reasons
        nanos += Math.max(0, o.epochMillis() - lastMillis) * 1_000_000L;
        engine.advance(nanos, this::told);
        accept(engine, stored(o));
      }
    }
  }

  /**
   * Gives what was recorded since the onset again, with later numbers and times.
   *
   * @return how many observations
   */
  private int goesOn(Engine engine, int most, Predicate<Said> enough) {
    List<StoredObservation> again = List.copyOf(drifted);
    if (again.isEmpty()) {
      return 0;
    }
    int limit = (int) Math.min(MOST_AGAIN, Math.max(LEAST_AGAIN, (long) MOST_TIMES * again.size()));
    long length = lastMillis - again.get(0).epochMillis();
    long gap = Math.max(1, length / again.size());
    int given = 0;
    for (int i = 0; i < limit && since() < most && said.stream().noneMatch(enough); i++) {
      given++;
      StoredObservation o = again.get(i % again.size());
      nanos += gap * 1_000_000L;
      engine.advance(nanos, this::told);
      accept(
          engine,
          new StoredObservation(
              last + 1,
              lastMillis + gap,
              o.weight(),
              o.id(),
              o.slice(),
              o.context(),
              o.tags(),
              o.scalars(),
              o.categories(),
              o.vectors()));
    }
    return given;
  }

  private StoredObservation stored(IncidentObservation o) {
    float[][] vectors = new float[o.vectors().size()][];
    for (int v = 0; v < vectors.length; v++) {
      vectors[v] = o.vectors().get(v).length == 0 ? null : o.vectors().get(v);
    }
    Optional<String> sliceKey = incident.tape().flatMap(t -> t.settings().sliceKey());
    return new StoredObservation(
        o.sequence(),
        o.epochMillis(),
        1,
        o.id().orElse(null),
        sliceKey.map(o.tags()::get).orElse(null),
        baseline.contextKey().map(o.tags()::get).orElse(null),
        o.tags(),
        o.scalars(),
        o.categories(),
        vectors);
  }

  private void told(MonitorEvent event) {
    if (event instanceof WindowJudged window) {
      judged(window);
    } else if (event instanceof DriftOpened opened) {
      said(opened.drift(), opened.diagnosis());
    } else if (event instanceof DriftReopened reopened) {
      said(reopened.drift(), reopened.diagnosis());
    } else if (event instanceof DriftUpdated updated) {
      said(updated.drift(), updated.diagnosis());
    } else if (event instanceof CauseChanged changed) {
      said(changed.drift(), changed.now());
    }
  }

  private void judged(WindowJudged window) {
    if (!concerns(window.slice()) || window.results().isEmpty()) {
      return;
    }
    long end = window.results().get(0).sample().bounds().last().sequence();
    if (end < recorded.onset().best().sequence()) {
      return;
    }
    windows.merge(window.slice(), 1, Integer::sum);
    for (DetectionResult result : window.results()) {
      double beyond = result.evidence().exceedance();
      if (!Double.isNaN(beyond) && (nearest == null || beyond > nearest.evidence().exceedance())) {
        nearest = result;
      }
    }
  }

  private boolean concerns(Slice slice) {
    return recorded.covers(slice)
        || recorded.slices().stream().anyMatch(s -> s.all().equals(slice));
  }

  private void said(Drift drift, Diagnosis diagnosis) {
    boolean ofThis = drift.opened().sequence() >= recorded.onset().earliest().sequence();
    if (ofThis && drift.slices().stream().anyMatch(this::concerns)) {
      said.add(new Said(since(), drift, diagnosis));
    }
  }

  private int since() {
    return windows.values().stream().mapToInt(Integer::intValue).max().orElse(0);
  }
}
