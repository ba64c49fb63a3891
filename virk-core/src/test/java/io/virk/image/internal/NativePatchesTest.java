package io.virk.image.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.cause.Cause;
import io.virk.cause.catalogue.Causes;
import io.virk.image.CapturePolicy;
import io.virk.image.Frame;
import io.virk.image.PixelFormat;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What happens to an image at its full size is seen on its patches, and not when it is reduced. */
class NativePatchesTest {
  private static final int WIDTH = 1280;
  private static final int HEIGHT = 960;

  private final ImageAnalyzer analyzer = new ImageAnalyzer();

  /** Light that changes slowly, detail of a few and of many pixels, and noise of a sensor. */
  private static Frame scene(double detail, double noise) {
    SplittableRandom random = new SplittableRandom(5);
    byte[] pixels = new byte[WIDTH * HEIGHT];
    for (int i = 0; i < pixels.length; i++) {
      int x = i % WIDTH;
      int y = i / WIDTH;
      double light = 120 + 30 * Math.sin(x * 0.005) + 20 * Math.cos(y * 0.006);
      double fine = detail * Math.sin(x * Math.PI / 2 + 1) * Math.sin(y * Math.PI / 2 + 1);
      double coarse = 2 * detail * Math.sin(x * 0.19 + y * 0.05) * Math.sin(y * 0.16);
      pixels[i] = (byte) Math.round(light + fine + coarse + noise * random.nextGaussian());
    }
    return Frame.of(pixels, WIDTH, HEIGHT, PixelFormat.GRAY);
  }

  private double onPatches(Frame full, ImageMeasure measure) {
    return analyzer.analyze(CapturePolicy.DEFAULT.reduce(full)).value(measure);
  }

  private double reduced(Frame full, ImageMeasure measure) {
    return analyzer.analyze(new CapturePolicy(320, 240, 0).reduce(full)).value(measure);
  }

  @Test
  void noiseIsWhatWasAdded() {
    Frame noisy = scene(0, 5);
    assertEquals(5, onPatches(noisy, ImageMeasure.NOISE), 0.1);
    assertEquals(5, onPatches(noisy, ImageMeasure.NOISE_IN_SHADOWS), 0.2);
    assertEquals(5, onPatches(noisy, ImageMeasure.NOISE_IN_HIGHLIGHTS), 0.2);
    assertEquals(0, onPatches(noisy, ImageMeasure.NOISE_TAIL), 2);
    assertTrue(reduced(noisy, ImageMeasure.NOISE) < 1.4); // 5 / 4, the factor
  }

  @Test
  void aLensThatIsNotQuiteSharpLosesFineDetail() {
    Frame sharp = scene(12, 1);
    Cause defocus = Causes.all().stream().filter(c -> c.name().equals("defocus")).findFirst().get();
    Frame blurred = defocus.apply(sharp, 1, 1);
    double ratio =
        onPatches(blurred, ImageMeasure.SHARPNESS) / onPatches(sharp, ImageMeasure.SHARPNESS);
    assertTrue(ratio < 0.5, "sharpness fell to " + ratio);
    double missed =
        reduced(blurred, ImageMeasure.SHARPNESS) / reduced(sharp, ImageMeasure.SHARPNESS);
    assertTrue(missed > 0.8, "of the reduced image to " + missed);
  }

  @Test
  void blocksOfJpegAreSeen() throws IOException {
    Frame clean = scene(6, 2);
    Frame compressed = jpeg(clean, 0.3f);
    double steps =
        onPatches(compressed, ImageMeasure.BLOCKINESS) - onPatches(clean, ImageMeasure.BLOCKINESS);
    assertTrue(steps > 25, "blockiness rose by " + steps);
    double missed =
        reduced(compressed, ImageMeasure.BLOCKINESS) - reduced(clean, ImageMeasure.BLOCKINESS);
    assertTrue(Math.abs(missed) < 10, "of the reduced image by " + missed);
  }

  private static Frame jpeg(Frame frame, float quality) throws IOException {
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setDataElements(0, 0, WIDTH, HEIGHT, frame.pixels());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ImageWriteParam how = writer.getDefaultWriteParam();
    how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    how.setCompressionQuality(quality);
    try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, null), how);
    } finally {
      writer.dispose();
    }
    return Frame.of(ImageIO.read(new ByteArrayInputStream(bytes.toByteArray())));
  }

  @Test
  void whatIsSeenInTheWholeImageIsMeasuredThere() {
    Frame full = scene(6, 2);
    ImageStatistics with = analyzer.analyze(CapturePolicy.DEFAULT.reduce(full));
    ImageStatistics without = analyzer.analyze(new CapturePolicy(320, 240, 0).reduce(full));
    for (ImageMeasure measure : ImageMeasure.values()) {
      if (!measure.isNative()) {
        assertEquals(without.value(measure), with.value(measure), measure.name());
      }
    }
    assertEquals(without.tiles().length, with.tiles().length);
    // the means over patches, each measured by itself
    List<Frame> patches = CapturePolicy.DEFAULT.reduce(full).patches();
    double sharpness =
        patches.stream().mapToDouble(p -> analyzer.analyze(p).sharpness()).average().getAsDouble();
    assertEquals(sharpness, with.sharpness(), 1e-9 * sharpness);
  }

  @Test
  void measuringPatchesAllocatesNothing() {
    FrameBuffer buffer = new FrameBuffer(new CapturePolicy(64, 48));
    buffer.take(scene(6, 2));
    Frame frame = buffer.frame();
    ImageStatistics statistics = new ImageStatistics();
    FrameBufferTest.assertNothingAllocated(() -> analyzer.analyze(frame, statistics));
  }

  @Test
  void anImageThatIsNotReducedIsItsOwnPatch() {
    Frame small = CapturePolicy.DEFAULT.reduce(scene(6, 2)).withoutPatches();
    Frame kept = CapturePolicy.DEFAULT.reduce(small);
    assertEquals(List.of(), kept.patches());
    assertEquals(analyzer.analyze(small), analyzer.analyze(kept));
  }

  @Test
  void patchesLieInTheMiddleAndInTheQuarters() {
    int[][] places = {{608, 448}, {288, 208}, {928, 208}, {288, 688}, {928, 688}};
    for (int i = 0; i < places.length; i++) {
      assertEquals(places[i][0], PatchPlaces.left(i, WIDTH));
      assertEquals(places[i][1], PatchPlaces.top(i, HEIGHT));
    }
    for (int patch = 0; patch < CapturePolicy.MOST_PATCHES; patch++) {
      for (int length = PatchPlaces.SIDE; length < 5000; length += 7) {
        int left = PatchPlaces.left(patch, length);
        assertTrue(left >= 0 && left + PatchPlaces.SIDE <= length && left % 8 == 0);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void imagesOfAnySizeAreTaken(PixelFormat format) {
    FrameBuffer buffer = new FrameBuffer(new CapturePolicy(32, 24));
    int[][] sizes = {{1, 1}, {1, 4000}, {4000, 1}, {63, 200}, {64, 64}, {65, 64}, {3840, 2160}};
    for (int[] size : sizes) {
      byte[] pixels = new byte[size[0] * size[1] * format.samplesPerPixel()];
      Frame frame = Frame.of(pixels, size[0], size[1], format);
      assertEquals(FrameBuffer.Outcome.TAKEN, buffer.take(frame));
      boolean fits = Math.min(size[0], size[1]) >= 64;
      assertEquals(fits ? 5 : 0, buffer.frame().patches().size());
      assertEquals(0, analyzer.analyze(buffer.frame()).sharpness(), 1e-12);
    }
  }
}
