package io.virk.examples.pythonjob;

import io.virk.Monitor;
import io.virk.MonitorListener;
import io.virk.baseline.Baseline;
import io.virk.baseline.NumpyArrays;
import io.virk.event.DriftOpened;
import io.virk.image.ImageFolder;
import io.virk.onnx.ImageTransform;
import io.virk.onnx.OnnxEmbedder;
import io.virk.sampling.Sampler;
import java.io.PrintStream;
import java.nio.file.Path;

/**
 * Builds a baseline of the arrays that a Python job left, and watches pictures with the same model.
 *
 * <pre>java -jar python-job.jar tiny.onnx JOB</pre>
 *
 * <p>{@code JOB/reference} has the arrays and {@code model.json}, {@code JOB/live} the pictures,
 * named {@code NUMBER-CAMERA.bmp}.
 */
public final class PythonJobHost {
  private PythonJobHost() {}

  /** The arguments: model, folder of the job. */
  public static void main(String[] arguments) {
    if (arguments.length != 2) {
      System.err.println("java -jar python-job.jar MODEL JOB");
      System.exit(2);
    }
    run(Path.of(arguments[0]), Path.of(arguments[1]), System.out);
  }

  static void run(Path model, Path job, PrintStream out) {
    Baseline baseline =
        Baseline.builder("press-2")
            .sliceBy("camera")
            .arrays(NumpyArrays.of(job.resolve("reference"))) // model.json says of which model
            .build();
    baseline.save(job.resolve("press-2.virk"));
    out.println("model " + baseline.provenance().modelSha256().orElse("not stated"));
    MonitorListener listener =
        new MonitorListener() {
          @Override
          public void onDriftOpened(DriftOpened event) {
            out.println(event.diagnosis().headline());
            out.println(event.diagnosis().explanation());
          }
        };
    // the start is refused if model or steps are others than the job's
    try (OnnxEmbedder embedder =
            OnnxEmbedder.builder(model).transform(ImageTransform.unit()).build();
        Monitor monitor =
            Monitor.builder(Baseline.load(job.resolve("press-2.virk")))
                .embedder(embedder)
                .sampler(Sampler.every(1)) // all of these few; a service takes 1 in 100
                .fitAccepted()
                .polled()
                .listener(listener)
                .start()) {
      for (ImageFolder.Entry entry : ImageFolder.of(job.resolve("live"))) {
        String name = entry.path().getFileName().toString();
        String camera = name.substring(name.indexOf("cam") + 3, name.indexOf('.'));
        monitor.capture().image(entry.frame()).tag("camera", camera).commit();
        monitor.poll(16);
      }
      out.println(monitor.status().judged().windows() + " windows judged");
    }
  }
}
