package io.example.host;

import io.virk.Monitor;
import io.virk.baseline.Baseline;
import io.virk.baseline.BaselineBuilder;
import io.virk.detect.Detector;
import io.virk.image.Frame;
import io.virk.image.PixelFormat;
import io.virk.incident.Incident;
import io.virk.incident.IncidentReader;
import io.virk.incident.IncidentReplay;
import io.virk.onnx.ImageTransform;
import io.virk.onnx.OnnxEmbedder;
import io.virk.report.Report;
import io.virk.sampling.Sampler;
import io.virk.signal.Observation;
import io.virk.stats.Acceleration;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** Builds a baseline, watches until a drift opens, and reads what it left behind. */
public final class Host {
  private static final int SIDE = 8;

  private Host() {}

  public static void main(String[] arguments) throws Exception {
    System.out.println("kernels " + Acceleration.inUse().kernels());
    if (arguments.length == 0) {
      return;
    }
    Path folder = Path.of(arguments[1]);
    SplittableRandom random = new SplittableRandom(1);
    try (OnnxEmbedder embedder = OnnxEmbedder.builder(Path.of(arguments[0]))
            .transform(ImageTransform.unit())
            .build()) {
      BaselineBuilder builder = Baseline.builder("modular").window(8).embedder(embedder).detectors(Detector.named("mean-shift"), Detector.named("mahalanobis-shift"));
      for (int i = 0; i < 200; i++) {
        builder.add(Observation.builder().image(frame(random, 0)).build());
      }
      Path file = folder.resolve("modular.virk");
      builder.build().save(file);
      Baseline baseline = Baseline.load(file);
      try (Monitor monitor =
          Monitor.builder(baseline)
              .embedder(embedder)
              .sampler(Sampler.every(1))
              .incidents(folder.resolve("incidents"))
              .fitAccepted()
              .polled()
              .start()) {
        for (int i = 0; i < 80; i++) {
          monitor.capture().image(frame(random, i < 40 ? 0 : 90)).commit();
          monitor.poll(1);
        }
        monitor.checkpoint(folder.resolve("modular.checkpoint"));
        System.out.println("drifts " + monitor.status().judged().open().size());
      }
      try (Monitor again =
          Monitor.builder(baseline)
              .embedder(embedder)
              .sampler(Sampler.every(1))
              .incidents(folder.resolve("incidents"))
              .fitAccepted()
              .polled()
              .restore(folder.resolve("modular.checkpoint"))
              .start()) {
        System.out.println("restored " + again.status().judged().open().size());
      }
      Path bundle;
      try (Stream<Path> files = Files.list(folder.resolve("incidents"))) {
        bundle = files.filter(f -> f.toString().endsWith(".zip")).findFirst().orElseThrow();
      }
      Incident incident = IncidentReader.open(bundle);
      IncidentReplay replay = IncidentReplay.of(incident, baseline);
      System.out.println("replayed " + (replay.observations() > 0));
      System.out.println("charts " + Report.of(incident).html().contains("uPlot"));
      System.out.println("version " + incident.provenance().version());
      System.out.println("module " + Monitor.class.getModule().getName());
    }
  }

  private static Frame frame(SplittableRandom random, int brighter) {
    byte[] pixels = new byte[3 * SIDE * SIDE];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (60 + brighter + random.nextInt(100));
    }
    return Frame.of(pixels, SIDE, SIDE, PixelFormat.RGB);
  }
}
