package io.virk.examples.quickstart;

import io.virk.Monitor;
import io.virk.MonitorBuilder;
import io.virk.MonitorStatus;
import io.virk.baseline.Baseline;
import io.virk.baseline.BaselineBuilder;
import io.virk.detect.FalseAlarms;
import io.virk.detect.Slice;
import io.virk.detect.calibrated.CalibratedDetector;
import io.virk.embed.Embedder;
import io.virk.embed.Embeddings;
import io.virk.image.Frame;
import io.virk.onnx.OnnxEmbedder;
import io.virk.onnx.OnnxEmbedderBuilder;
import io.virk.sampling.Sampler;
import io.virk.signal.Observation;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/** The main job, from the first frame of the baseline to the summary. */
final class Job {
  private static final Instant START = Instant.parse("2026-03-02T06:00:00Z");
  private static final long MILLIS_PER_FRAME = 1500;
  private static final int PROGRESS_LINES = 12;

  /**
   * What happens during the stream.
   *
   * @param at share of the stream, 0 .. 1
   * @param camera its index
   * @param trouble what begins then
   */
  private record Incident(double at, int camera, Trouble trouble) {}

  private static final List<Incident> SCENARIO =
      List.of(
          new Incident(0.18, 1, Trouble.UNDER_EXPOSED),
          new Incident(0.40, 1, Trouble.NONE),
          new Incident(0.56, 2, Trouble.OUT_OF_FOCUS),
          new Incident(0.78, 3, Trouble.NOISY));

  private final Options options;
  private final PrintStream out;
  private final boolean polled;
  private final SimulatedClock clock = new SimulatedClock(START);
  private final boolean[] troubled = new boolean[ProductionLine.CAMERAS];

  /**
   * Makes the job.
   *
   * @param polled whether VIRK's work is done on the host's thread, after every frame: the same run
   *     twice; a real host would not
   */
  Job(Options options, PrintStream out, boolean polled) {
    this.options = options;
    this.out = out;
    this.polled = polled;
  }

  /**
   * Runs the job.
   *
   * @throws IllegalArgumentException if the options, the images or the model are not usable
   * @throws IOException if a file cannot be read or written
   */
  Summary run() throws IOException {
    ProductionLine line =
        options.images().isPresent()
            ? PhotoLine.read(options.images().get(), options.shuffle(), options.seed())
            : new ConveyorLine(options.seed());
    Files.createDirectories(options.output());
    try (Embedder model = model()) {
      out.printf(
          Locale.ROOT,
          "VIRK quickstart: %s, one classifier, one line of VIRK%n",
          line.description());
      if (line.unreadable() > 0) {
        out.printf(
            Locale.ROOT,
            "           %d files could not be read and are left out%n",
            line.unreadable());
      }
      Baseline baseline = baseline(line, model);
      return stream(line, model, baseline);
    }
  }

  private Embedder model() throws IOException {
    Path file = options.model().isPresent() ? options.model().get() : bundledModel();
    OnnxEmbedderBuilder builder =
        OnnxEmbedder.builder(file).transform(Options.TRANSFORMS.get(options.transform()).get());
    options.embedding().ifPresent(builder::embeddingOutput);
    options.logits().ifPresent(builder::logitsOutput);
    return builder.build();
  }

  private Path bundledModel() throws IOException {
    Path file = options.output().resolve("parts-classifier.onnx");
    try (InputStream in = Job.class.getResourceAsStream("parts-classifier.onnx")) {
      Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
    }
    return file;
  }

  private Baseline baseline(ProductionLine line, Embedder model) {
    long begin = System.nanoTime();
    BaselineBuilder builder =
        Baseline.builder("line-3").embedder(model).sliceBy("camera").clock(clock);
    for (int i = 0; i < line.baselineFrames(); i++) {
      for (int camera = 0; camera < ProductionLine.CAMERAS; camera++) {
        Frame frame = line.nextForBaseline(camera).frame();
        Embeddings result = model.embed(List.of(frame));
        builder.add(
            Observation.builder()
                .image(frame)
                .embedding(result.embeddings())
                .logits(result.logits())
                .tag("camera", ProductionLine.name(camera))
                .build());
      }
    }
    Baseline baseline = builder.build();
    Path file = options.output().resolve("line-3.virk");
    baseline.save(file);
    out.printf(
        Locale.ROOT,
        "baseline   %d frames of %d cameras, %d detectors on windows of %d, %.1f s, saved as %s%n%n",
        line.baselineFrames() * ProductionLine.CAMERAS,
        ProductionLine.CAMERAS,
        baseline.reference(Slice.ALL).detectors().size(),
        baseline.window(),
        (System.nanoTime() - begin) / 1e9,
        file);
    sayWhatIsRefused(baseline);
    return Baseline.load(file).withClassNames(line.classNames());
  }

  /** Too short a baseline of a scene that changes slowly makes a monitor blind: that is said. */
  private void sayWhatIsRefused(Baseline baseline) {
    List<CalibratedDetector> refused =
        baseline.slices().stream()
            .flatMap(slice -> baseline.reference(slice).detectors().stream())
            .filter(d -> d.refusal().isPresent())
            .toList();
    if (!refused.isEmpty()) {
      CalibratedDetector one = refused.get(0);
      out.printf(
          Locale.ROOT,
          "BLIND      %d detectors of all cameras answer INSUFFICIENT_DATA, for example %s of %s: %s%n%n",
          refused.size(),
          one.detector().name(),
          one.signal().name(),
          one.refusal().get());
    }
  }

  private Summary stream(ProductionLine line, Embedder model, Baseline baseline) {
    warmUp(line, model);
    Timeline timeline = new Timeline(out);
    SplittableRandom random = new SplittableRandom(options.seed());
    Accuracy accuracy = new Accuracy();
    MonitorBuilder builder =
        Monitor.builder(baseline)
            .sampler(Sampler.fraction(options.sample(), random::nextLong))
            .falseAlarms(FalseAlarms.oncePerWindows(1000))
            .incidents(options.output().resolve("incidents"))
            .clock(clock)
            .blindAccepted() // the timeline begins with it
            .cpuBudget(1) // minutes of a line go by in a second: nothing is to be dropped for it
            .listener(timeline);
    Monitor monitor = (polled ? builder.polled() : builder).start();
    Host host = new Host(model, monitor);
    long begin = System.nanoTime();
    try (monitor) {
      for (int frame = 0; frame < options.frames(); frame++) {
        play(line, timeline, frame);
        progress(timeline, monitor, frame);
        int camera = frame % ProductionLine.CAMERAS;
        ProductionLine.View view = line.next(camera);
        Prediction prediction = host.classify(ProductionLine.name(camera), view.frame());
        accuracy.add(camera, troubled[camera], prediction, view.label());
        if (polled) {
          monitor.poll(1);
        }
        clock.advance(MILLIS_PER_FRAME / ProductionLine.CAMERAS);
      }
    }
    double seconds = (System.nanoTime() - begin) / 1e9;
    Summary summary =
        new Summary(monitor.status(), timeline.opened(), timeline.closed(), timeline.incidents());
    print(summary, host, accuracy, seconds);
    return summary;
  }

  /** A service has warmed up long before its first incident; so does this one. */
  private static void warmUp(ProductionLine line, Embedder model) {
    Frame frame = line.nextForBaseline(0).frame();
    for (int i = 0; i < 200; i++) {
      model.embed(List.of(frame));
    }
  }

  private void play(ProductionLine line, Timeline timeline, int frame) {
    for (Incident incident : SCENARIO) {
      if (frame == (int) (incident.at() * options.frames())) {
        line.trouble(incident.camera(), incident.trouble());
        troubled[incident.camera()] = incident.trouble() != Trouble.NONE;
        timeline.line(
            clock.millis(),
            "(we)",
            "-- here "
                + ProductionLine.name(incident.camera())
                + " "
                + incident.trouble().words()
                + "; VIRK is not told --");
      }
    }
  }

  private void progress(Timeline timeline, Monitor monitor, int frame) {
    if (frame % Math.max(1, options.frames() / PROGRESS_LINES) == 0) {
      MonitorStatus status = monitor.status();
      timeline.line(
          clock.millis(),
          "watching",
          String.format(
              Locale.ROOT,
              "%3d %% of %d frames, %d observed, %d windows judged, drifts open: %d",
              100 * frame / options.frames(),
              options.frames(),
              status.judged().observations(),
              status.judged().windows(),
              status.judged().open().size()));
    }
  }

  private void print(Summary summary, Host host, Accuracy accuracy, double seconds) {
    MonitorStatus status = summary.status();
    out.printf(Locale.ROOT, "%n--- summary: %d frames in %.1f s%n", options.frames(), seconds);
    out.printf(
        Locale.ROOT,
        "observed   %d of them, %d dropped, %d flawed%n",
        status.captured().sampled(),
        status.captured().dropped(),
        status.judged().flawed());
    double clockReading = host.clock().quantile(0.5);
    double inference = host.inference().quantile(0.5);
    double mean =
        (host.sampled().total() + host.unsampled().total()) / options.frames() - clockReading;
    out.printf(
        Locale.ROOT,
        "cost       right after an inference, its caches cold: not sampled %s, sampled %s (medians)%n",
        Durations.inWords(host.unsampled().quantile(0.5) - clockReading),
        Durations.inWords(host.sampled().quantile(0.5) - clockReading));
    out.printf(
        Locale.ROOT,
        "           in a tight loop: not sampled %s%n",
        Durations.inWords(host.tightLoop()));
    out.printf(
        Locale.ROOT,
        "           mean of all frames %s = %.3f %% of an inference (%s)%n",
        Durations.inWords(mean),
        100 * mean / inference,
        Durations.inWords(inference));
    out.printf(
        Locale.ROOT,
        "           on VIRK's own thread %s an observation%n",
        Durations.inWords(
            (double) status.cost().worked().toNanos()
                / Math.max(1, status.judged().observations())));
    accuracy.print(out);
    out.printf(
        Locale.ROOT,
        "drifts     %d opened, %d closed, %d open%n",
        status.judged().driftsOpened(),
        status.judged().driftsClosed(),
        status.judged().open().size());
    summary
        .opened()
        .forEach(
            o ->
                out.printf(
                    Locale.ROOT,
                    "           %d  %s%s%n",
                    o.drift().number(),
                    o.diagnosis().headline(),
                    summary.incidents().containsKey(o.drift().number())
                        ? "  ->  " + summary.incidents().get(o.drift().number())
                        : ""));
    out.println("page       each bundle holds one: unzip -p BUNDLE report.html > report.html");
  }
}
