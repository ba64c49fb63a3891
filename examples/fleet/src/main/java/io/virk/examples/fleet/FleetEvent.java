package io.virk.examples.fleet;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.time.Instant;
import java.util.Locale;

/**
 * What is said of a camera, a site or the whole fleet. Flat, so that any sink can take it.
 *
 * @param kind what it is
 * @param camera whose; "" if it is of many
 * @param site where; "" if it is of no one site
 * @param epochMillis when it was said, in the time of the observations
 * @param number of the drift, counted by whose it is; 0 if it is of none
 * @param sinceMillis when what is told began; the same as {@code epochMillis} if that is no drift
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

  /** One line: time, kind, who, what. */
  public String inWords() {
    String who = camera.isEmpty() ? "fleet" : camera + " (" + site + ")";
    return String.format(
        Locale.ROOT, "%s  %-13s  %s: %s", Instant.ofEpochMilli(epochMillis), kind, who, words);
  }
}
