package io.virk.bench.incident;

import io.virk.Monitor;
import io.virk.MonitorBuilder;
import io.virk.MonitorListener;
import io.virk.MonitorStatus;
import io.virk.baseline.Baseline;
import io.virk.baseline.BaselineBuilder;
import io.virk.bench.Pictures;
import io.virk.event.Exemplar;
import io.virk.event.IncidentWritten;
import io.virk.image.Frame;
import io.virk.incident.Incident;
import io.virk.incident.IncidentObservation;
import io.virk.incident.IncidentObservation.Picture;
import io.virk.incident.IncidentReader;
import io.virk.incident.internal.BundleWriter;
import io.virk.sampling.Sampler;
import io.virk.signal.Observation;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * What incidents cost. First: how many of 250 observations a second, with pictures of 224 x 224,
 * are dropped while bundles are written. Then: 1,000 observations with such pictures to a finished
 * bundle, on one thread; time, bytes, and the heap that it takes beyond what is shown.
 *
 * <p>The first runs twice, without incidents and with: a busy machine drops some of either.
 * Arguments: seconds of the first part, 30; pictures of the second, 1000.
 */
public final class IncidentCost {
  private static final int SIDE = 224;
  private static final int CAMERAS = 4;
  private static final int A_SECOND = 250;
  private static final int LENGTH = 240;

  private IncidentCost() {}

  /**
   * Runs both.
   *
   * @param arguments see the class
   * @throws IOException if nothing can be written into the temporary folder
   */
  public static void main(String[] arguments) throws IOException {
    int seconds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 30;
    int pictures = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1000;
    Path folder = Files.createTempDirectory("virk-incidents");
    try {
      if (seconds > 0) {
        Baseline baseline = baseline();
        stream(baseline, Optional.empty(), seconds);
        stream(baseline, Optional.of(folder.resolve("stream")), seconds);
      }
      bundle(folder, pictures);
    } finally {
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path file : all.sorted((a, b) -> b.compareTo(a)).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private static void say(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }

  private static Frame frame(int camera, int number, double light) {
    return Pictures.frame(SIDE, SIDE, camera, number, light);
  }

  private static Baseline baseline() {
    BaselineBuilder builder = Baseline.builder("line").sliceBy("camera").window(32);
    for (int i = 0; i < CAMERAS * 96; i++) {
      builder.add(
          Observation.builder()
              .sequence(i)
              .image(frame(i % CAMERAS, i, 1))
              .tag("camera", "cam-" + i % CAMERAS)
              .build());
    }
    return builder.build();
  }

  /** Its own thread may use a core: nothing is dropped but for what keeps it from its work. */
  private static void stream(Baseline baseline, Optional<Path> incidents, int seconds) {
    Frame[][] frames = new Frame[2][LENGTH];
    for (int i = 0; i < LENGTH; i++) {
      frames[0][i] = frame(i % CAMERAS, 10_000 + i, 1);
      frames[1][i] = frame(i % CAMERAS, 20_000 + i, 0.5);
    }
    AtomicInteger bundles = new AtomicInteger();
    MonitorListener listener =
        new MonitorListener() {
          @Override
          public void onIncidentWritten(IncidentWritten event) {
            bundles.incrementAndGet();
          }
        };
    MonitorBuilder settings =
        Monitor.builder(baseline)
            .sampler(Sampler.fraction(1))
            .fitAccepted()
            .cpuBudget(1)
            .listener(listener);
    incidents.ifPresent(settings::incidents);
    Monitor monitor = settings.start();
    long begin = System.nanoTime();
    long count = (long) seconds * A_SECOND;
    for (long i = 0; i < count; i++) {
      long due = begin + i * 1_000_000_000L / A_SECOND;
      for (long now = System.nanoTime(); now < due; now = System.nanoTime()) {
        LockSupport.parkNanos(due - now);
      }
      int dark = i / (4 * A_SECOND) % 2 == 0 ? 0 : 1; // four seconds each
      int at = (int) (i % LENGTH);
      monitor
          .capture()
          .image(frames[dark][at])
          .tag("camera", "cam-" + at % CAMERAS)
          .id("frame-" + i)
          .commit();
      if (incidents.isPresent() && i % (2 * A_SECOND) == A_SECOND) {
        monitor.incident("every two seconds");
      }
    }
    double took = (System.nanoTime() - begin) / 1e9;
    MonitorStatus status = monitor.status();
    monitor.close();
    say(
        "%d observations of %d x %d in %.1f s (%.0f a second), %d bundles written: %d dropped;"
            + " VIRK's thread worked %.1f s",
        count,
        SIDE,
        SIDE,
        took,
        count / took,
        bundles.get(),
        status.captured().dropped(),
        status.cost().cpu().toNanos() / 1e9);
  }

  private static long peak(boolean reset) {
    long used = 0;
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      if (pool.getType() == MemoryType.HEAP) {
        if (reset) {
          pool.resetPeakUsage();
        }
        used += pool.getPeakUsage().getUsed();
      }
    }
    return used;
  }

  /**
   * A small bundle.
   *
   * @param baseline of the monitor that wrote it
   * @param bundle its file
   */
  record Small(Baseline baseline, Path bundle) {}

  /** Has a monitor write a small bundle. */
  static Small small(Path folder, int observations) throws IOException {
    BaselineBuilder builder = Baseline.builder("small").window(16);
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 200; i++) {
      builder.add(Observation.builder().sequence(i).embedding(embedding(random)).build());
    }
    Baseline baseline = builder.build();
    try (Monitor monitor =
        Monitor.builder(baseline)
            .sampler(Sampler.fraction(1))
            .incidents(folder.resolve("small"))
            .polled()
            .start()) {
      for (int i = 0; i < observations; i++) {
        monitor.capture().embedding(embedding(random)).commit();
        monitor.poll(1);
      }
      monitor.incident("a small one");
      monitor.poll(1);
    }
    try (Stream<Path> list = Files.list(folder.resolve("small"))) {
      return new Small(baseline, list.findFirst().orElseThrow());
    }
  }

  /** Of a small bundle, with as many pictures as are wanted. */
  static Incident incident(Path folder, int pictures) throws IOException {
    Path small = small(folder, 20).bundle();
    Incident of = IncidentReader.open(small);
    IncidentObservation o = of.observations().get(0);
    List<IncidentObservation> shown = new ArrayList<>();
    for (int i = 0; i < pictures; i++) {
      shown.add(
          new IncidentObservation(
              Exemplar.Role.DURING,
              i,
              Optional.of("frame-" + i),
              o.epochMillis() + i,
              o.slice(),
              o.tags(),
              o.predictedClass(),
              o.className(),
              o.confidence(),
              o.verdict(),
              o.logits(),
              o.scalars(),
              o.categories(),
              o.vectors(),
              o.embeddingComputed(),
              o.logitsComputed(),
              Optional.of(frame(i % CAMERAS, i, 1)),
              Picture.ORIGINAL));
    }
    return new Incident(
        of.name(),
        of.provenance(),
        of.reason(),
        of.openedMillis(),
        of.drift(),
        of.reopened(),
        of.history(),
        of.windows(),
        of.schema(),
        shown,
        of.givenUp(),
        of.tape());
  }

  private static float[] embedding(SplittableRandom random) {
    float[] vector = new float[8];
    for (int d = 0; d < vector.length; d++) {
      vector[d] = (float) random.nextGaussian();
    }
    return vector;
  }

  private static void bundle(Path folder, int pictures) throws IOException {
    Incident incident = incident(folder, pictures);
    double ring = pictures * (SIDE * SIDE * 3.0) / (1 << 20);
    var threads = ManagementFactory.getThreadMXBean();
    for (int run = 1; run <= 5; run++) {
      Path file = folder.resolve("large-" + run + ".zip");
      System.gc();
      long before = peak(true);
      long cpu = threads.getCurrentThreadCpuTime();
      long begin = System.nanoTime();
      BundleWriter.writeNew(incident, file);
      double took = (System.nanoTime() - begin) / 1e9;
      double busy = (threads.getCurrentThreadCpuTime() - cpu) / 1e9;
      double more = (peak(false) - before) / (double) (1 << 20);
      say(
          "%d pictures of %d x %d to a bundle of %.0f MB: %.2f s, %.2f s of it on the CPU; heap"
              + " %.0f MB more at its peak, beside %.0f MB of pictures",
          pictures, SIDE, SIDE, Files.size(file) / (double) (1 << 20), took, busy, more, ring);
      Files.delete(file);
    }
  }
}
