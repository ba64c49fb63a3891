package io.virk.scenes;

import io.virk.detect.Drift;
import io.virk.image.Frame;
import io.virk.incident.Incident;
import io.virk.incident.IncidentObservation;
import io.virk.incident.IncidentObservation.Picture;
import io.virk.incident.IncidentTape;
import java.util.List;
import java.util.Optional;

/** Copies of incidents with one part changed. */
public final class Incidents {
  private Incidents() {}

  /** With other observations. */
  public static Incident with(Incident of, List<IncidentObservation> observations) {
    return with(of, of.name(), of.openedMillis(), observations, of.drift(), of.tape());
  }

  /** Of another name and time, with other observations. */
  public static Incident with(
      Incident of, String name, long openedMillis, List<IncidentObservation> observations) {
    return with(of, name, openedMillis, observations, of.drift(), of.tape());
  }

  /** As if the host had asked for it. */
  public static Incident withoutDrift(Incident of) {
    return with(of, of.name(), of.openedMillis(), of.observations(), Optional.empty(), of.tape());
  }

  /** As if the state of the engine had been too large. */
  public static Incident withoutTape(Incident of) {
    return with(of, of.name(), of.openedMillis(), of.observations(), of.drift(), Optional.empty());
  }

  private static Incident with(
      Incident of,
      String name,
      long openedMillis,
      List<IncidentObservation> observations,
      Optional<Drift> drift,
      Optional<IncidentTape> tape) {
    return new Incident(
        name,
        of.provenance(),
        of.reason(),
        openedMillis,
        drift,
        of.reopened(),
        of.history(),
        of.windows(),
        of.schema(),
        observations,
        of.givenUp(),
        tape);
  }

  /** An observation of another number, with a picture. */
  public static IncidentObservation with(
      IncidentObservation of, long sequence, Frame image, Picture picture) {
    return new IncidentObservation(
        of.role(),
        sequence,
        of.id(),
        of.epochMillis(),
        of.slice(),
        of.tags(),
        of.predictedClass(),
        of.className(),
        of.confidence(),
        of.verdict(),
        of.logits(),
        of.scalars(),
        of.categories(),
        of.vectors(),
        of.embeddingComputed(),
        of.logitsComputed(),
        Optional.of(image),
        picture);
  }
}
