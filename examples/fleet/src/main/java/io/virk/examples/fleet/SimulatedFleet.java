package io.virk.examples.fleet;

import io.virk.SliceEngines;
import io.virk.examples.fleet.SimulatedCameras.Trouble;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.apache.flink.connector.datagen.source.GeneratorFunction;

/**
 * What a fleet of cameras sends in some hours: the light of one site ages, three cameras die, and
 * at last a firmware shifts the colours of all. Every observation is drawn from signals of pictures
 * by its number, so that it is the same whenever it is asked for.
 */
final class SimulatedFleet implements GeneratorFunction<Long, CameraObservation> {
  private static final long serialVersionUID = 1;

  /** When it begins. */
  static final Instant BEGIN = Instant.parse("2025-03-03T06:00:00Z");

  /** The site whose light ages. */
  static final int DARK_SITE = 11;

  private static final int DYING = 3;
  private static final int SITES_APART = 13;

  /** Where in an encoded observation its time stands: after format, baseline and number. */
  private static final int TIME = 1 + Integer.BYTES + Long.BYTES;

  private static final List<Trouble> TROUBLES =
      List.of(
          new Trouble(1, false),
          new Trouble(0.85, false),
          new Trouble(0.7, false),
          new Trouble(1, true),
          new Trouble(0.7, true));

  private static final byte[] NOTHING = {};

  private final Plan plan;
  private final byte[][][] signals;

  /**
   * What happens when.
   *
   * @param cameras how many
   * @param sites how many; cameras are spread over them evenly
   * @param interval between two observations of a camera
   * @param length of it all
   * @param ages after how long the light of a site is weaker; a third later weaker still
   * @param die after how long three cameras send nothing any more
   * @param update after how long all cameras have the new firmware
   * @param readers how many read it at once, each some of the cameras
   */
  record Plan(
      int cameras,
      int sites,
      Duration interval,
      Duration length,
      Duration ages,
      Duration die,
      Duration update,
      int readers)
      implements Serializable {
    private static final long serialVersionUID = 1;

    long rounds() {
      return length.dividedBy(interval);
    }

    /** Observations, those among them that dead cameras do not send. */
    long count() {
      return rounds() * cameras;
    }

    int site(int camera) {
      return camera % sites;
    }

    boolean isDead(int camera, Duration at) {
      int site = site(camera);
      boolean dies = camera / sites == 0 && site % SITES_APART == 0 && site / SITES_APART < DYING;
      return dies && at.compareTo(die) >= 0;
    }

    int trouble(int camera, Duration at) {
      boolean updated = at.compareTo(update) >= 0;
      if (site(camera) != DARK_SITE || at.compareTo(ages) < 0) {
        return updated ? 3 : 0;
      }
      return updated ? 4 : at.compareTo(ages.multipliedBy(4).dividedBy(3)) < 0 ? 1 : 2;
    }
  }

  private SimulatedFleet(Plan plan, byte[][][] signals) {
    this.plan = plan;
    this.signals = signals;
  }

  /** Draws what is needed. */
  static SimulatedFleet of(Plan plan, SimulatedCameras drawn, Engines.Fleet fleet) {
    byte[][][] signals =
        TROUBLES.stream()
            .map(trouble -> drawn.signals(fleet.engines().encoder(), trouble))
            .toArray(byte[][][]::new);
    return new SimulatedFleet(plan, signals);
  }

  /** Nothing is ever wrong. */
  static SimulatedFleet calm(Plan plan, SimulatedCameras drawn, SliceEngines engines) {
    return new SimulatedFleet(
        plan, new byte[][][] {drawn.signals(engines.encoder(), TROUBLES.get(0))});
  }

  /**
   * One observation.
   *
   * @param number readers ask for ranges of them: each range is that of some cameras
   * @return without signals if its camera is dead: nothing is sent then
   */
  @Override
  public CameraObservation map(Long number) {
    long ofReader = plan.count() / plan.readers();
    int camerasOfReader = plan.cameras() / plan.readers();
    int camera =
        (int) (number / ofReader) * camerasOfReader + (int) (number % ofReader % camerasOfReader);
    long round = number % ofReader / camerasOfReader;
    SplittableRandom random = new SplittableRandom(number * 0x9E3779B97F4A7C15L + 7);
    Duration at =
        plan.interval().multipliedBy(round).plusMillis(random.nextLong(plan.interval().toMillis()));
    byte[][] drawn = signals[plan.trouble(camera, at)];
    byte[] own = drawn[random.nextInt(drawn.length)].clone();
    long millis = BEGIN.plus(at).toEpochMilli();
    ByteBuffer.wrap(own).putLong(TIME, millis);
    return new CameraObservation(
        camera(camera),
        site(plan.site(camera)),
        at.compareTo(plan.update()) < 0 ? "2.0" : "2.1",
        millis,
        Long.toString(round),
        plan.isDead(camera, at) ? NOTHING : own);
  }

  static String camera(int camera) {
    return String.format(Locale.ROOT, "cam-%04d", camera);
  }

  static String site(int site) {
    return String.format(Locale.ROOT, "site-%02d", site);
  }
}
