package io.virk.fleet;

import io.virk.baseline.Baseline;
import io.virk.detect.Slice;
import io.virk.internal.Normal;
import io.virk.scenes.Baselines;
import io.virk.signal.Observation;
import io.virk.signal.ScalarSignal;
import io.virk.signal.SignalSchema;
import io.virk.signal.SignalValues;
import io.virk.stats.kernel.RandomFourierFeatures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Cameras of several sites whose scalar signals have levels of their own, and follow their own
 * memory, their site's, and that of all; one summary of each camera and window. Every third camera
 * has another firmware.
 */
final class SimulatedFleet {
  static final Duration PERIOD = Duration.ofMinutes(10);
  static final long BEGIN = 1_767_225_600_000L; // 2026-01-01
  private static final int OBSERVATIONS = 24;
  private static final int POOL = 256;

  /** What is wrong with a camera. */
  interface Fault {
    /** By how many deviations of the baseline a scalar signal is moved. */
    double shift(int camera, String signal);

    /** Whether the camera sends anything. */
    default boolean lives(int camera) {
      return true;
    }
  }

  static final Fault NONE = (camera, signal) -> 0;

  final SummaryScheme scheme;
  final int cameras;
  private final int sites;
  private final SplittableRandom random;
  private final Normal normal;
  private final Values values;
  private final double[][] offsets;
  private final double[][] own;
  private final double[][] ofSite;
  private final double[] ofAll;
  private final float[][] features = new float[POOL][];
  private int window;

  /** Of a camera and window. */
  int observations = OBSERVATIONS;

  SimulatedFleet(Baseline baseline, int sites, int camerasOfSite, long seed) {
    this.scheme = SummaryScheme.of(baseline);
    this.sites = sites;
    this.cameras = sites * camerasOfSite;
    this.random = new SplittableRandom(seed);
    this.normal = new Normal(random);
    this.values = new Values(baseline.schema());
    int scalars = baseline.schema().scalars().size();
    this.offsets = new double[cameras][scalars];
    this.own = new double[cameras][scalars];
    this.ofSite = new double[sites][scalars];
    this.ofAll = new double[scalars];
    for (double[] each : offsets) {
      for (int s = 0; s < scalars; s++) {
        each[s] = 0.5 * normal.next();
      }
    }
    RandomFourierFeatures map = baseline.randomFeatures().orElseThrow();
    for (int i = 0; i < POOL; i++) {
      features[i] = new float[map.featureCount()];
      map.map(Baselines.vector(77, i, 0).embedding(), features[i], new float[map.scratchLength()]);
    }
  }

  String site(int camera) {
    return "site-" + (char) ('A' + camera % sites);
  }

  static String firmware(int camera) {
    return camera % 3 == 0 ? "2.1" : "2.0";
  }

  static Slice slice(int camera) {
    return new Slice("camera", "cam-" + camera);
  }

  long time() {
    return BEGIN + window * PERIOD.toMillis();
  }

  /** The next window of all cameras. */
  List<SliceSummary> next(Fault fault) {
    step(ofAll, 0.8, 0.1);
    for (double[] site : ofSite) {
      step(site, 0.6, 0.1);
    }
    Summarizer summarizer =
        new Summarizer(scheme, "simulated", PERIOD, List.of("site", "firmware"));
    for (int camera = 0; camera < cameras; camera++) {
      step(own[camera], 0.7, 0.2);
      if (fault.lives(camera)) {
        observe(summarizer, camera, fault);
      }
    }
    window++;
    return summarizer.advance(time());
  }

  private void observe(Summarizer into, int camera, Fault fault) {
    Observation tags =
        Observation.builder()
            .tag("site", site(camera))
            .tag("firmware", firmware(camera))
            .predictedClass(0)
            .build();
    double[] moved = new double[ofAll.length];
    for (int s = 0; s < moved.length; s++) {
      String name = values.schema.scalars().get(s).name();
      moved[s] =
          offsets[camera][s]
              + own[camera][s]
              + ofSite[camera % sites][s]
              + ofAll[s]
              + fault.shift(camera, name);
    }
    for (int i = 0; i < observations; i++) {
      for (SchemePart part : scheme.parts()) {
        if (part.isScalar()) {
          double u = moved[part.column()] + normal.next();
          values.scalars[part.column()] = part.centre() + part.scale() * u;
        }
      }
      values.category = random.nextInt(3);
      values.features = features[random.nextInt(POOL)];
      values.millis = time() + i * 1000L;
      into.observed(tags, values, slice(camera));
    }
  }

  private void step(double[] states, double memory, double deviation) {
    for (int s = 0; s < states.length; s++) {
      states[s] = memory * states[s] + deviation * Math.sqrt(1 - memory * memory) * normal.next();
    }
  }

  /** Of one observation, filled anew for each. */
  static final class Values implements SignalValues {
    final SignalSchema schema;
    final double[] scalars;
    int category;
    float[] features;
    long millis;

    Values(SignalSchema schema) {
      this.schema = schema;
      this.scalars = new double[schema.scalars().size()];
    }

    /** With one of its scalar signals at a value. */
    Values with(ScalarSignal signal, double value) {
      scalars[schema.indexOf(signal)] = value;
      return this;
    }

    @Override
    public SignalSchema schema() {
      return schema;
    }

    @Override
    public double analysed(int column) {
      return scalars[column];
    }

    @Override
    public int category(int column) {
      return category;
    }

    @Override
    public float[] vector(int column) {
      return null;
    }

    @Override
    public int predictedClass() {
      return category;
    }

    @Override
    public int label() {
      return Observation.NO_CLASS;
    }

    @Override
    public float[] embedding() {
      return null;
    }

    @Override
    public float[] features() {
      return features;
    }

    @Override
    public String slice() {
      return null;
    }

    @Override
    public String context() {
      return null;
    }

    @Override
    public String id() {
      return null;
    }

    @Override
    public long sequence() {
      return 0;
    }

    @Override
    public long epochMillis() {
      return millis;
    }
  }

  /** Runs a fleet over some windows. */
  List<FleetDrift> run(Fleet fleet, int windows, Fault fault) {
    List<FleetDrift> drifts = new ArrayList<>();
    for (int i = 0; i < windows; i++) {
      next(fault).forEach(fleet::accept);
      drifts.addAll(fleet.advance(time()));
    }
    return drifts;
  }
}
