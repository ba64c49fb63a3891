package io.virk.examples.opencv;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.golden.Scenes;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import nu.pattern.OpenCV;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.Size;
import org.opencv.imgcodecs.Imgcodecs;
import org.opencv.imgproc.Imgproc;
import org.opencv.videoio.VideoCapture;
import org.opencv.videoio.VideoWriter;

class OpenCvHostTest {
  @TempDir private Path folder;

  @BeforeAll
  static void library() {
    OpenCV.loadLocally();
  }

  @Tag("slow")
  @Tag("once")
  @Test
  void aVideoThatGetsDarkerIsTold() {
    Path reference = folder.resolve("reference.avi");
    Path live = folder.resolve("live.avi");
    video(reference, 0, 160, 0);
    video(live, 1_000, 64, 96);
    ByteArrayOutputStream told = new ByteArrayOutputStream();
    OpenCvHost.run(
        reference.toString(), live.toString(), new PrintStream(told, true, StandardCharsets.UTF_8));
    List<String> lines = told.toString(StandardCharsets.UTF_8).lines().toList();
    assertTrue(lines.get(0).startsWith("the whole stream"), lines.toString());
    assertTrue(lines.get(1).contains("mean luminance"), lines.toString());
    assertEquals("5 windows judged", lines.get(lines.size() - 1));
  }

  @Test
  void framesOfAFolderAreWrittenWhereVirkReadsThem() {
    byte[][] expected = new byte[2][3 * Scenes.WIDTH * Scenes.HEIGHT];
    for (int i = 0; i < expected.length; i++) {
      Mat scene = scene(i, 1);
      scene.get(0, 0, expected[i]);
      Imgcodecs.imwrite(folder.resolve("000" + i + ".png").toString(), scene);
    }
    VideoCapture pictures = new VideoCapture(folder.resolve("%04d.png").toString());
    try (SharedMat mat = new SharedMat(Scenes.WIDTH, Scenes.HEIGHT)) {
      for (byte[] frame : expected) {
        assertTrue(mat.read(pictures));
        byte[] seen = new byte[frame.length];
        mat.pixels.get(0, seen);
        assertArrayEquals(frame, seen);
        assertArrayEquals(frame, mat.copy().pixels());
      }
      assertFalse(mat.read(pictures));
    }
    pictures.release();
    try (SharedMat small = new SharedMat(16, 16)) {
      VideoCapture again = new VideoCapture(folder.resolve("%04d.png").toString());
      assertThrows(IllegalStateException.class, () -> small.read(again));
      again.release();
    }
  }

  /** Motion JPEG, which OpenCV writes and reads by itself; darker from some frame on. */
  private static void video(Path file, int first, int clean, int dark) {
    Size size = new Size(Scenes.WIDTH, Scenes.HEIGHT);
    VideoWriter writer =
        new VideoWriter(file.toString(), VideoWriter.fourcc('M', 'J', 'P', 'G'), 10, size);
    for (int i = 0; i < clean + dark; i++) {
      writer.write(scene(first + i, i < clean ? 1 : 0.5));
    }
    writer.release();
  }

  private static Mat scene(int number, double light) {
    Mat mat = new Mat(Scenes.HEIGHT, Scenes.WIDTH, CvType.CV_8UC3);
    mat.put(0, 0, Scenes.rgb(number, light));
    Imgproc.cvtColor(mat, mat, Imgproc.COLOR_RGB2BGR);
    return mat;
  }
}
