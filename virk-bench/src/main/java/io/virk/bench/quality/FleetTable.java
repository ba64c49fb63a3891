package io.virk.bench.quality;

import io.virk.baseline.Baseline;
import io.virk.bench.DrawnValues;
import io.virk.detect.FalseAlarms;
import io.virk.detect.Slice;
import io.virk.fleet.Fleet;
import io.virk.fleet.FleetDrift;
import io.virk.fleet.FleetDrift.Phase;
import io.virk.fleet.FleetSettings;
import io.virk.fleet.SliceSummary;
import io.virk.fleet.Summarizer;
import io.virk.fleet.SummaryScheme;
import io.virk.signal.Observation;
import io.virk.signal.ScalarSignal;
import io.virk.signal.SignalTable;
import io.virk.stats.Moments;
import io.virk.stats.kernel.RandomFourierFeatures;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;

/**
 * How often a whole fleet is told to have drifted when nothing has: simulated cameras whose signals
 * follow their own memory, their site's and that of all, and the hour of the day. The clock is
 * simulated; summaries, slices and fleet are judged as they are in service.
 */
final class FleetTable {
  private static final long BEGIN = 1_767_225_600_000L;
  private static final int OBSERVATIONS = 24;
  private static final int POOL = 256;

  private FleetTable() {}

  /** How alike the windows of a fleet are. */
  private record Weather(String name, double own, double site, double all, double day) {}

  private static final List<Weather> WEATHERS =
      List.of(
          new Weather("independent cameras", 0, 0, 0, 0),
          new Weather("each with a memory of 3 windows", 0.7, 0, 0, 0),
          new Weather("site and fleet remember 10 and 33", 0.7, 0.9, 0.97, 0),
          new Weather("the same, and the hour of the day", 0.7, 0.9, 0.97, 0.5));

  /**
   * Prints the table.
   *
   * @param ofSite cameras of a site
   * @param sites of a fleet
   * @param windows after learning
   * @param fleets of each weather
   * @param first seed of the first
   */
  static void run(int ofSite, int sites, int windows, int fleets, int first) {
    System.out.println(
        "| windows of an hour | fleets | camera-hours | asked for | drifts that opened |");
    System.out.println("|---|---|---|---|---|");
    Baseline baseline = baseline();
    for (Weather weather : WEATHERS) {
      int opened = 0;
      for (int seed = first; seed < first + fleets; seed++) {
        List<FleetDrift> found =
            new Simulation(baseline, weather, sites, ofSite, seed).run(windows);
        opened += found.size();
        found.forEach(d -> System.err.println(weather.name() + ": " + d));
      }
      System.out.printf(
          Locale.ROOT,
          "| %s | %d | %,d | %.1f | %d |%n",
          weather.name(),
          fleets,
          (long) sites * ofSite * windows * fleets,
          windows * fleets / 100.0,
          opened);
    }
  }

  /** Who has moved, of 10 sites of 20. */
  private enum Who {
    ALL("all 200", c -> true),
    SITE("one site of 20", c -> c % 10 == 3),
    THREE("three", c -> c == 14 || c == 71 || c == 125);

    private final String name;
    private final IntPredicate moved;

    Who(String name, IntPredicate moved) {
      this.name = name;
      this.moved = moved;
    }
  }

  /**
   * Prints how soon what has moved is told.
   *
   * @param part who has moved, or nothing for all
   */
  static void power(String part) {
    System.out.println(
        "| moved | by deviations of the baseline | told after windows | as | how many, rightly |");
    System.out.println("|---|---|---|---|---|");
    Baseline baseline = baseline();
    double[][] shifts = {{0.1, 0.2, 0.5, 1}, {0.2, 0.5, 1, 2}, {1, 2, 3, 5}};
    for (Who who : Who.values()) {
      if (!part.isEmpty() && !part.equals(who.name)) {
        continue;
      }
      for (double shift : shifts[who.ordinal()]) {
        Simulation simulation = new Simulation(baseline, WEATHERS.get(2), 10, 20, 9);
        simulation.run(0);
        simulation.moved = who.moved;
        simulation.shift = shift;
        System.out.printf(
            Locale.ROOT, "| %s | %.1f | %s |%n", who.name, shift, simulation.found(48));
      }
    }
  }

  private static Baseline baseline() {
    var builder =
        Baseline.builder("fleet")
            .window(16)
            .clock(InstantSource.fixed(Instant.ofEpochMilli(BEGIN)));
    for (int i = 0; i < 640; i++) {
      builder.add(vector(i));
    }
    return builder.build();
  }

  private static Observation vector(int number) {
    SplittableRandom random = new SplittableRandom(31_337 + number * 104_729L);
    float[] embedding = new float[8];
    float[] logits = new float[3];
    for (int i = 0; i < embedding.length; i++) {
      embedding[i] = (float) random.nextGaussian();
    }
    for (int i = 0; i < logits.length; i++) {
      logits[i] = (float) (2 * random.nextGaussian());
    }
    return Observation.builder().sequence(number).embedding(embedding).logits(logits).build();
  }

  /** A fleet that nothing happens to. */
  private static final class Simulation {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final int LEARNING = 168;

    private final Weather weather;
    private final int sites;
    private final int cameras;
    private final SplittableRandom random;
    private final DrawnValues values;
    private final double[] centres;
    private final double[] scales;
    private final double[][] offsets;
    private final double[][] own;
    private final double[][] ofSite;
    private final double[] ofAll;
    private final float[][] features = new float[POOL][];
    private final Summarizer summarizer;
    private final Fleet fleet;
    private int window;
    private IntPredicate moved = c -> false;
    private double shift;

    Simulation(Baseline baseline, Weather weather, int sites, int ofSite, long seed) {
      this.weather = weather;
      this.sites = sites;
      this.cameras = sites * ofSite;
      this.random = new SplittableRandom(seed);
      this.values = new DrawnValues(baseline.schema());
      SummaryScheme scheme = SummaryScheme.of(baseline);
      SignalTable rows = baseline.reference(Slice.ALL).pool();
      List<ScalarSignal> scalars = baseline.schema().scalars();
      int n = scalars.size();
      this.centres = new double[n];
      this.scales = new double[n];
      for (int s = 0; s < n; s++) {
        Moments moments = Moments.of(rows.scalar(scalars.get(s)));
        centres[s] = moments.mean();
        scales[s] = moments.standardDeviation();
      }
      this.offsets = new double[cameras][n];
      this.own = new double[cameras][n];
      this.ofSite = new double[sites][n];
      this.ofAll = new double[n];
      for (double[] each : offsets) {
        for (int s = 0; s < n; s++) {
          each[s] = 0.5 * random.nextGaussian();
        }
      }
      RandomFourierFeatures map = baseline.randomFeatures().orElseThrow();
      for (int i = 0; i < POOL; i++) {
        features[i] = new float[map.featureCount()];
        map.map(vector(100_000 + i).embedding(), features[i], new float[map.scratchLength()]);
      }
      this.summarizer = new Summarizer(scheme, "fleet", HOUR, List.of("site", "firmware"));
      this.fleet =
          new Fleet(
              scheme,
              FleetSettings.of(FalseAlarms.oncePerWindows(100))
                  .groups("site", "firmware")
                  .times(HOUR, 1, LEARNING),
              () -> Instant.ofEpochMilli(BEGIN + window * HOUR.toMillis()));
    }

    List<FleetDrift> run(int windows) {
      List<FleetDrift> opened = new ArrayList<>();
      for (int i = 0; i < 2 * LEARNING + windows; i++) {
        next();
        long now = BEGIN + window * HOUR.toMillis();
        for (SliceSummary summary : summarizer.advance(now)) {
          fleet.accept(summary);
        }
        fleet.advance(now).stream().filter(d -> d.phase() == Phase.OPENED).forEach(opened::add);
      }
      return opened;
    }

    /** Tells how soon, how and of whom the first drift is. */
    String found(int windows) {
      FleetDrift last = null;
      int opened = 0;
      for (int i = 1; i <= windows; i++) {
        next();
        long now = BEGIN + window * HOUR.toMillis();
        summarizer.advance(now).forEach(fleet::accept);
        for (FleetDrift drift : fleet.advance(now)) {
          opened = last == null ? i : opened;
          last = last == null || drift.number() == last.number() ? drift : last;
        }
      }
      if (last == null) {
        return "not in " + windows + " | | ";
      }
      long right =
          last.slices().stream()
              .filter(s -> moved.test(Integer.parseInt(s.value().substring(4))))
              .count();
      return String.format(
          Locale.ROOT,
          "%d | %s %s | %d, %d of %d",
          opened,
          last.scope(),
          String.join(", ", last.values()),
          last.moved(),
          right,
          last.slices().size());
    }

    private void next() {
      step(ofAll, weather.all(), 0.2);
      for (double[] site : ofSite) {
        step(site, weather.site(), 0.2);
      }
      double day = weather.day() * Math.sin(2 * Math.PI * window / 24);
      for (int camera = 0; camera < cameras; camera++) {
        step(own[camera], weather.own(), 0.3);
        Observation tags =
            Observation.builder()
                .tag("site", "site-" + camera % sites)
                .tag("firmware", camera % 3 == 0 ? "2.1" : "2.0")
                .predictedClass(0)
                .build();
        Slice slice = new Slice("camera", "cam-" + camera);
        for (int i = 0; i < OBSERVATIONS; i++) {
          for (int s = 0; s < centres.length; s++) {
            double u =
                offsets[camera][s]
                    + own[camera][s]
                    + ofSite[camera % sites][s]
                    + ofAll[s]
                    + day
                    + (s == 1 && moved.test(camera) ? shift : 0)
                    + random.nextGaussian();
            values.scalars[s] = centres[s] + scales[s] * u;
          }
          values.category = random.nextInt(3);
          values.features = features[random.nextInt(POOL)];
          values.millis = BEGIN + window * HOUR.toMillis() + i * 1000L;
          summarizer.observed(tags, values, slice);
        }
      }
      window++;
    }

    /** Without a memory it stands still. */
    private void step(double[] states, double memory, double deviation) {
      double fresh = memory == 0 ? 0 : deviation * Math.sqrt(1 - memory * memory);
      for (int s = 0; s < states.length; s++) {
        states[s] = memory * states[s] + fresh * random.nextGaussian();
      }
    }
  }
}
