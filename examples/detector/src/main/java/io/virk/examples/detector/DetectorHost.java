package io.virk.examples.detector;

import ai.onnxruntime.OrtException;
import io.virk.Monitor;
import io.virk.MonitorListener;
import io.virk.baseline.Baseline;
import io.virk.baseline.BaselineBuilder;
import io.virk.event.DriftOpened;
import io.virk.image.Frame;
import io.virk.image.ImageFolder;
import io.virk.sampling.Sampler;
import io.virk.signal.Observation;
import io.virk.signal.Output;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/**
 * A host with a detector of objects: a baseline of a folder of frames, then a folder of live ones.
 *
 * <pre>java -jar detector.jar yolox-nano.onnx reference live</pre>
 */
public final class DetectorHost {
  private DetectorHost() {}

  /** The arguments: model, folder of reference frames, folder of live frames. */
  public static void main(String[] arguments) throws OrtException {
    if (arguments.length != 3) {
      System.err.println("java -jar detector.jar MODEL REFERENCE LIVE");
      System.exit(2);
    }
    run(Path.of(arguments[0]), Path.of(arguments[1]), Path.of(arguments[2]), System.out);
  }

  static void run(Path model, Path reference, Path live, PrintStream out) throws OrtException {
    try (Yolox yolox = new Yolox(model)) {
      Baseline baseline = baseline(yolox, reference);
      MonitorListener listener =
          new MonitorListener() {
            @Override
            public void onDriftOpened(DriftOpened event) {
              out.println(event.diagnosis().headline());
              out.println(event.diagnosis().explanation());
            }
          };
      try (Monitor monitor =
          Monitor.builder(baseline)
              .sampler(Sampler.every(1)) // all of these few; a service takes 1 in 100
              .fitAccepted()
              .polled()
              .listener(listener)
              .start()) {
        for (ImageFolder.Entry entry : ImageFolder.of(live)) {
          int n = yolox.detect(entry.frame());
          monitor.capture().detections(yolox.boxes, yolox.classes, yolox.confidences, n).commit();
          monitor.poll(16);
        }
        out.println(monitor.status().judged().windows() + " windows judged");
      }
    }
  }

  private static Baseline baseline(Yolox yolox, Path folder) throws OrtException {
    BaselineBuilder builder = null;
    for (ImageFolder.Entry entry : ImageFolder.of(folder)) {
      Frame frame = entry.frame();
      if (builder == null) {
        builder =
            Baseline.builder("square")
                .output(Output.detections(80).frame(frame.width(), frame.height()).most(Yolox.MOST))
                .window(32);
      }
      int n = yolox.detect(frame);
      builder.add(
          Observation.builder()
              .detections(yolox.boxes, yolox.classes, yolox.confidences, n)
              .build());
    }
    if (builder == null) {
      throw new IllegalArgumentException(folder + ": no frames");
    }
    return builder.build().withClassNames(List.of("person", "bicycle", "car"));
  }
}
