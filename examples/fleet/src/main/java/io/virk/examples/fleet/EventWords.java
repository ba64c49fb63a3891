package io.virk.examples.fleet;

import io.virk.detect.ClosingReason;
import io.virk.detect.Drift;
import io.virk.diagnose.Diagnosis;
import io.virk.event.CameraMoved;
import io.virk.event.CauseChanged;
import io.virk.event.DriftClosed;
import io.virk.event.DriftOpened;
import io.virk.event.DriftReopened;
import io.virk.event.DriftUpdated;
import io.virk.event.Failed;
import io.virk.event.Fit;
import io.virk.event.MonitorEvent;
import io.virk.event.StreamFitted;
import io.virk.event.StreamFrozen;
import io.virk.event.StreamResumed;
import io.virk.event.StreamStopped;
import io.virk.event.StreamThawed;
import io.virk.examples.fleet.FleetEvent.Kind;
import java.util.regex.Pattern;

/** What an engine says of a camera, as an event of the fleet. */
final class EventWords {
  /** An engine of one slice knows no other; whose name it is stands beside the words. */
  private static final Pattern WHOLE =
      Pattern.compile("(?i)\\b(the whole stream|all observations)");

  private final String camera;
  private final String site;
  private final long epochMillis;

  /**
   * Of a camera at a time.
   *
   * @param epochMillis in the time of the observations
   */
  EventWords(String camera, String site, long epochMillis) {
    this.camera = camera;
    this.site = site;
    this.epochMillis = epochMillis;
  }

  /** An event; null of what concerns the camera's own JVM, or every window. */
  FleetEvent of(MonitorEvent event) {
    if (event instanceof DriftOpened e) {
      return of(Kind.OPENED, e.drift(), e.diagnosis(), e.diagnosis().headline());
    } else if (event instanceof DriftReopened e) {
      return of(Kind.OPENED, e.drift(), e.diagnosis(), e.diagnosis().headline());
    } else if (event instanceof DriftUpdated e) {
      return of(Kind.UPDATED, e.drift(), e.diagnosis(), e.inWords());
    } else if (event instanceof CauseChanged e) {
      return of(Kind.UPDATED, e.drift(), e.now(), e.inWords());
    } else if (event instanceof DriftClosed e) {
      return of(Kind.CLOSED, e.drift(), e.diagnosis(), e.inWords());
    } else if (event instanceof StreamStopped e) {
      return of(Kind.STOPPED, e.inWords());
    } else if (event instanceof StreamFrozen e) {
      return of(Kind.STOPPED, e.inWords());
    } else if (event instanceof StreamResumed e) {
      return of(Kind.RESUMED, e.inWords());
    } else if (event instanceof StreamThawed e) {
      return of(Kind.RESUMED, e.inWords());
    } else if (event instanceof StreamFitted e) {
      return e.fit() == Fit.FITS ? null : of(Kind.NOTICE, e.inWords());
    } else if (event instanceof CameraMoved e) {
      return of(Kind.NOTICE, e.inWords());
    } else if (event instanceof Failed e) {
      return of(Kind.NOTICE, e.what());
    }
    return null;
  }

  /** Something that is no drift. */
  FleetEvent of(Kind kind, String words) {
    return new FleetEvent(
        kind, camera, site, epochMillis, 0, epochMillis, epochMillis, false, "", own(words));
  }

  private FleetEvent of(Kind kind, Drift drift, Diagnosis diagnosis, String words) {
    return new FleetEvent(
        kind,
        camera,
        site,
        epochMillis,
        drift.number(),
        drift.onset().best().epochMillis(),
        drift.opened().epochMillis(),
        drift.closing().filter(c -> c.reason() == ClosingReason.RECOVERED).isPresent(),
        diagnosis.cause(),
        own(words));
  }

  private String own(String words) {
    return WHOLE.matcher(words).replaceAll("the camera");
  }
}
