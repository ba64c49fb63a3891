package io.virk.incident;

import io.virk.detect.Drift;
import io.virk.diagnose.Diagnosis;
import io.virk.event.Exemplar;
import io.virk.signal.SignalSchema;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The record of one drift, or of a moment that the host asked to be kept: what came before it, what
 * it looks like, what did not change, what came after, and what was said when. A snapshot: it grows
 * while the drift is open, and a later one of the same incident has the same name.
 *
 * @param name that tells it from others of its monitor, for example "1" for its first drift
 * @param provenance of what monitor, baseline and software it is
 * @param reason what happened, in a sentence: the headline, or the host's words
 * @param openedMillis when it opened; milliseconds since 1970
 * @param drift the episode as it is by now; empty if the host asked for the incident
 * @param reopened how often the drift was closed and is open again
 * @param history what was said when, oldest first
 * @param windows how the detectors that opened it went on, oldest first
 * @param schema the columns of the observations' signals
 * @param observations by role, oldest first within each
 * @param givenUp observations, pictures and chapters that found no room in it
 * @param tape what it can be replayed with; empty if the monitor's state was too large to be kept
 */
public record Incident(
    String name,
    Provenance provenance,
    String reason,
    long openedMillis,
    Optional<Drift> drift,
    int reopened,
    List<IncidentChapter> history,
    List<IncidentWindow> windows,
    SignalSchema schema,
    List<IncidentObservation> observations,
    long givenUp,
    Optional<IncidentTape> tape) {
  /**
   * Of what an incident is.
   *
   * @param monitor name of the monitor
   * @param baseline name of the baseline
   * @param baselineHash SHA-256 of the baseline, as it is judged by
   * @param version of VIRK
   * @param java version of Java
   * @param kernels that computed the statistics: "scalar" or "vector"
   */
  public record Provenance(
      String monitor,
      String baseline,
      String baselineHash,
      String version,
      String java,
      String kernels) {
    public Provenance {
      Objects.requireNonNull(monitor, "monitor");
      Objects.requireNonNull(baseline, "baseline");
      Objects.requireNonNull(baselineHash, "baselineHash");
      Objects.requireNonNull(version, "version");
      Objects.requireNonNull(java, "java");
      Objects.requireNonNull(kernels, "kernels");
    }
  }

  public Incident {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(provenance, "provenance");
    Objects.requireNonNull(reason, "reason");
    Objects.requireNonNull(drift, "drift");
    history = List.copyOf(history);
    if (history.isEmpty()) {
      throw new IllegalArgumentException("history: empty (expected: its opening at least)");
    }
    windows = List.copyOf(windows);
    Objects.requireNonNull(schema, "schema");
    observations = List.copyOf(observations);
    Objects.requireNonNull(tape, "tape");
  }

  /**
   * The observations that show one thing.
   *
   * @param role what
   * @return oldest first
   */
  public List<IncidentObservation> observations(Exemplar.Role role) {
    return observations.stream().filter(o -> o.role() == role).toList();
  }

  /**
   * What was said last.
   *
   * @return the last diagnosis; empty if the host asked for the incident
   */
  public Optional<Diagnosis> diagnosis() {
    return history.stream().flatMap(c -> c.diagnosis().stream()).reduce((a, b) -> b);
  }
}
