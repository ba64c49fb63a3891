package io.virk.examples.fleet;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import io.virk.detect.Drift;
import io.virk.detect.Onset;
import io.virk.detect.Position;
import io.virk.detect.Slice;
import io.virk.detect.SliceSelection;
import io.virk.incident.Incident;
import io.virk.incident.IncidentChapter;
import io.virk.signal.SignalSchema;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What is said of a camera, a site or the whole fleet. Flat, so that any sink can take it.
 *
 * @param kind what it is
 * @param camera whose; "" if it is of many
 * @param site where; "" if it is of no one site
 * @param epochMillis when it was said, in the time of the observations
 * @param number of the drift, counted by whose it is; 0 if it is of none
 * @param sinceMillis when what is told began; the same as {@code epochMillis} if that is no drift
 * @param openedMillis when the drift opened, the same in all that is said of it; of one of several
 *     cameras when it was first seen. The same as {@code epochMillis} if it is of none
 * @param recovered of a drift that closed: whether it is over; false if its camera is silent
 * @param cause the most probable cause; "" if none is known
 * @param words a sentence
 */
public record FleetEvent(
    Kind kind,
    String camera,
    String site,
    long epochMillis,
    int number,
    long sinceMillis,
    long openedMillis,
    boolean recovered,
    String cause,
    String words) {
  private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

  /** Kinds of events. */
  public enum Kind {
    /** A drift of one camera. */
    OPENED,
    /** It is worse, or its cause another. */
    UPDATED,
    /** It is over, or its camera silent. */
    CLOSED,
    /** A camera sends nothing any more, or the same picture again and again. */
    STOPPED,
    /** It sends again. */
    RESUMED,
    /** Something about a camera that is no drift, but to be looked at. */
    NOTICE,
    /** A drift of several cameras. */
    FLEET_OPENED,
    /** It has more cameras, or fewer. */
    FLEET_UPDATED,
    /** It is over. */
    FLEET_CLOSED;

    /** Whether it is of several cameras. */
    public boolean isOfFleet() {
      return name().startsWith("FLEET");
    }
  }

  /** One line of JSON. */
  public String json() {
    return GSON.toJson(this);
  }

  /** Of what {@link #json} wrote. */
  static FleetEvent of(String json) {
    return GSON.fromJson(json, FleetEvent.class);
  }

  /** Whether it is for those who are called: a drift that opens or closes. */
  boolean isAlert() {
    return switch (kind) {
      case OPENED, CLOSED, FLEET_OPENED, FLEET_CLOSED -> true;
      default -> false;
    };
  }

  /** The same of all that is said of one drift. */
  String incidentName() {
    return (camera.isEmpty() ? "fleet" : camera) + "-" + number;
  }

  /**
   * As an incident, for sinks: in words alone, for pictures and signals are not where it is said.
   * What it begins with is the same in all that is said of one drift, for by that a store knows it
   * ({@link Incident#key}).
   *
   * @param fleet its name, as the monitor's
   */
  Incident incident(String fleet) {
    boolean isOver = kind == Kind.CLOSED || kind == Kind.FLEET_CLOSED;
    Position opened = new Position(0, openedMillis);
    Position since = new Position(0, Math.min(sinceMillis, openedMillis));
    Position at = new Position(1, epochMillis);
    Slice slice = camera.isEmpty() ? Slice.ALL : new Slice("camera", camera);
    TreeSet<Slice> silent = new TreeSet<>(recovered ? List.of() : List.of(slice));
    Drift drift =
        new Drift(
            number,
            new TreeSet<>(List.of(slice)),
            new Onset(false, since, since, opened),
            opened,
            isOver ? Optional.of(new Drift.Closing(at, silent)) : Optional.<Drift.Closing>empty(),
            0,
            List.of(),
            SliceSelection.NONE);
    return new Incident(
        incidentName(),
        new Incident.Provenance(fleet, "", "", "", "", "", Incident.Model.NONE),
        camera.isEmpty() ? words : camera + " (" + site + "): " + words,
        openedMillis,
        Optional.of(drift),
        0,
        List.of(
            chapter(IncidentChapter.Kind.OPENED, opened, incidentName(), drift),
            chapter(
                isOver ? IncidentChapter.Kind.CLOSED : IncidentChapter.Kind.OPENED,
                at,
                words,
                drift)),
        List.of(),
        SignalSchema.of(List.of()),
        List.of(),
        0,
        Optional.empty());
  }

  private static IncidentChapter chapter(
      IncidentChapter.Kind kind, Position at, String words, Drift drift) {
    return new IncidentChapter(kind, at, words, Optional.of(drift), Optional.empty());
  }

  /** One line: time, kind, who, what. */
  public String inWords() {
    String who = camera.isEmpty() ? "fleet" : camera + " (" + site + ")";
    return String.format(
        Locale.ROOT, "%s  %-13s  %s: %s", Instant.ofEpochMilli(epochMillis), kind, who, words);
  }
}
