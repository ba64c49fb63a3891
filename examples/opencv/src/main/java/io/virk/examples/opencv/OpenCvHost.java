package io.virk.examples.opencv;

import io.virk.Monitor;
import io.virk.MonitorListener;
import io.virk.baseline.Baseline;
import io.virk.baseline.BaselineBuilder;
import io.virk.event.DriftOpened;
import io.virk.image.PixelFormat;
import io.virk.sampling.Sampler;
import io.virk.signal.Observation;
import java.io.PrintStream;
import nu.pattern.OpenCV;
import org.opencv.videoio.VideoCapture;
import org.opencv.videoio.Videoio;

/**
 * A baseline of one video, then another that is watched. A video is a file, or a camera's folder of
 * numbered pictures, {@code folder/%04d.jpg}.
 *
 * <pre>java -jar opencv.jar reference.avi live.avi</pre>
 */
public final class OpenCvHost {
  private OpenCvHost() {}

  /** The arguments: reference video, live video. */
  public static void main(String[] arguments) {
    if (arguments.length != 2) {
      System.err.println("java -jar opencv.jar REFERENCE LIVE");
      System.exit(2);
    }
    run(arguments[0], arguments[1], System.out);
  }

  static void run(String reference, String live, PrintStream out) {
    OpenCV.loadLocally(); // openpnp brings the native library
    Baseline baseline = baseline(reference);
    MonitorListener listener =
        new MonitorListener() {
          @Override
          public void onDriftOpened(DriftOpened event) {
            out.println(event.diagnosis().headline());
            out.println(event.diagnosis().explanation());
          }
        };
    VideoCapture video = open(live);
    try (SharedMat mat = matOf(video);
        Monitor monitor =
            Monitor.builder(baseline)
                .sampler(Sampler.every(1)) // a camera: Sampler.decorrelated(), capture("cam-1")
                .fitAccepted()
                .polled()
                .listener(listener)
                .start()) {
      while (mat.read(video)) {
        // here the model would run on the Mat
        monitor
            .capture()
            .image(mat.pixels, mat.width, mat.height, mat.rowStride, PixelFormat.BGR)
            .commit();
        monitor.poll(16);
      }
      out.println(monitor.status().judged().windows() + " windows judged");
    } finally {
      video.release();
    }
  }

  private static Baseline baseline(String reference) {
    BaselineBuilder builder = Baseline.builder("square");
    VideoCapture video = open(reference);
    try (SharedMat mat = matOf(video)) {
      while (mat.read(video)) {
        builder.add(Observation.builder().image(mat.copy()).build());
      }
    } finally {
      video.release();
    }
    return builder.build();
  }

  private static VideoCapture open(String name) {
    VideoCapture video = new VideoCapture(name);
    if (!video.isOpened()) {
      throw new IllegalArgumentException(
          "video: " + name + " (expected: a file that OpenCV reads, or folder/%04d.jpg)");
    }
    return video;
  }

  private static SharedMat matOf(VideoCapture video) {
    return new SharedMat(
        (int) video.get(Videoio.CAP_PROP_FRAME_WIDTH),
        (int) video.get(Videoio.CAP_PROP_FRAME_HEIGHT));
  }
}
