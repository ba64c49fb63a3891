package io.virk.embed;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.cause.catalogue.Causes;
import io.virk.detect.Detector;
import io.virk.image.CapturePolicy;
import io.virk.image.Frame;
import io.virk.image.PixelFormat;
import io.virk.scenes.Scenes;
import io.virk.signal.Observation;
import io.virk.signal.Schemas;
import io.virk.signal.SignalTable;
import io.virk.signal.VectorSignal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class HandcraftedEmbedderTest {
  private static final int D = 128;

  private final Embedder embedder = Embedder.handcrafted();

  private float[] embed(Frame... frames) {
    return Embeddings.of(embedder, List.of(frames)).embeddings();
  }

  private static Frame flat(int width, int height, PixelFormat format, int r, int g, int b) {
    byte[] pixels = new byte[width * height * format.samplesPerPixel()];
    for (int i = 0; i < pixels.length; i += format.samplesPerPixel()) {
      pixels[i + format.green()] = (byte) g;
      pixels[i + format.blue()] = (byte) b;
      pixels[i + format.red()] = (byte) r;
    }
    return Frame.of(pixels, width, height, format);
  }

  @Test
  void featuresOfOneColour() {
    float[] expected = new float[D];
    // Y = (77 x 200 + 150 x 100 + 29 x 40) / 256 = 123, R - Y = 77, B - Y = -83
    Arrays.fill(expected, 0, 16, 0.6f * 123 / 255);
    Arrays.fill(expected, 16, 32, 0.6f * 77 / 128);
    Arrays.fill(expected, 32, 48, -0.6f * 83 / 128);
    expected[96 + 3] =
        1.3f * (float) Math.sqrt(83 / 128.0); // red, less blue, and more of the latter
    expected[104 + 3] = 1; // Y of 96 .. 127
    expected[112 + 7] = 0.8f; // colourfulness >= 64
    for (PixelFormat format : List.of(PixelFormat.RGB, PixelFormat.BGRA)) {
      for (int side : new int[] {1, 3, 37}) {
        assertArrayEquals(expected, embed(flat(side, side + 1, format, 200, 100, 40)), 1e-6f);
      }
    }
    float[] gray = new float[D];
    Arrays.fill(gray, 0, 16, 0.6f * 30 / 255);
    gray[104] = 1;
    gray[112] = 0.8f;
    assertArrayEquals(gray, embed(flat(9, 9, PixelFormat.GRAY, 30, 30, 30)), 1e-6f);
  }

  @Test
  void stripesAreGradientsAndTexture() {
    byte[] pixels = new byte[64 * 64];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i / 2 % 2 * 100); // two dark, two light, along every row
    }
    float[] features = embed(Frame.of(pixels, 64, 64, PixelFormat.GRAY));
    for (int i = 0; i < D; i++) {
      boolean gradient = i >= 64 && i < 96 && ((i & 7) == 0 || (i & 7) == 4);
      boolean texture = i == 120 || i == 121;
      assertEquals(
          gradient || texture || i < 16 || (i >= 48 && i < 64) || i == 104 || i == 107 || i == 112,
          features[i] != 0,
          "feature " + i);
    }
    assertEquals(3 * Math.sqrt(100 / 255.0), features[121], 1e-6); // every pixel, two apart
  }

  @Test
  void largeFramesAreReducedAndOrderIsKept() {
    Frame large = Scenes.frame(1, 1, 700, 500);
    Frame small = Scenes.frame(1, 2, 50, 40);
    float[] both = embed(large, small);
    assertArrayEquals(embed(CapturePolicy.DEFAULT.reduce(large)), Arrays.copyOf(both, D));
    assertArrayEquals(embed(small), Arrays.copyOfRange(both, D, 2 * D));
    assertEquals(embedder.provenance(), Embedder.handcrafted().provenance());
    assertEquals(64, embedder.provenance().modelSha256().length());
  }

  /** Windows of 16 of another part of the stream stay below those of every change. */
  @Test
  void changesStandOutAndTheSameDoesNot() {
    SignalTable reference = table(0, 200, null);
    for (String name : List.of("mmd", "mahalanobis-shift")) {
      Detector.Comparer comparer = Detector.named(name).against(VectorSignal.EMBEDDING, reference);
      double clean = 0;
      for (int window = 0; window < 6; window++) {
        clean = Math.max(clean, comparer.compare(table(1000 + 16 * window, 16, null)).statistic());
      }
      for (String cause : List.of("defocus", "sensor noise", "low contrast", "warm colour cast")) {
        double changed = comparer.compare(table(2000, 16, cause)).statistic();
        assertTrue(changed > 1.3 * clean, name + " " + cause + ": " + changed + " of " + clean);
      }
    }
  }

  private SignalTable table(int first, int rows, String cause) {
    List<Frame> frames = new ArrayList<>();
    for (int i = first; i < first + rows; i++) {
      Frame frame = Scenes.frame(3, i, 64, 48);
      frames.add(cause == null ? frame : Causes.named(cause).apply(frame, 3, i));
    }
    int[] none = new int[rows];
    Arrays.fill(none, Observation.NO_CLASS);
    double[] scalars = new double[rows * Schemas.STANDARD.scalars().size()];
    return Schemas.table(scalars, none, embed(frames.toArray(new Frame[0])), rows, D);
  }
}
