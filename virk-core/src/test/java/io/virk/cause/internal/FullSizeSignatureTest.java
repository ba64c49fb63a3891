package io.virk.cause.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.cause.Cause;
import io.virk.cause.catalogue.Causes;
import io.virk.image.CapturePolicy;
import io.virk.image.Frame;
import io.virk.image.PixelFormat;
import io.virk.image.internal.FullSize;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is learnt of a kept image is what happens to the image of a camera at its full size. */
class FullSizeSignatureTest {
  private static final CapturePolicy POLICY = new CapturePolicy(96, 72);

  private static Frame scene(int number) {
    SplittableRandom random = new SplittableRandom(number);
    double phase = random.nextDouble(6);
    byte[] pixels = new byte[288 * 216 * 3];
    for (int i = 0; i < pixels.length; i++) {
      int x = i / 3 % 288;
      int y = i / 3 / 288;
      double light = 120 + 40 * Math.sin(x * 0.01 + phase) + 10 * (i % 3);
      double coarse = 12 * Math.sin(x * 0.11 + y * 0.05 + phase) * Math.sin(y * 0.09);
      double fine = 8 * Math.sin(x * 0.7 + phase) * Math.sin(y * 0.8);
      pixels[i] = (byte) Math.round(light + coarse + fine + 2 * random.nextGaussian());
    }
    return Frame.of(pixels, 288, 216, PixelFormat.RGB);
  }

  @Test
  void theImageIsPutTogetherAgain() {
    Frame kept = POLICY.reduce(scene(1));
    FullSize full = FullSize.of(kept);
    Frame image = full.image();
    assertEquals("288x216", image.width() + "x" + image.height());
    assertEquals(288 * 216, full.pixels());
    Frame again = full.capture(image);
    assertEquals(kept.width(), again.width());
    assertEquals(kept.height(), again.height());
    for (int i = 0; i < kept.pixels().length; i++) {
      assertEquals(kept.pixels()[i] & 0xff, again.pixels()[i] & 0xff, 4); // where a patch ends
    }
    assertEquals(5, again.patches().size());
    for (int i = 0; i < 5; i++) {
      byte[] patch = kept.patches().get(i).copy().pixels();
      assertArrayEquals(patch, again.patches().get(i).copy().pixels());
    }
    Frame small = kept.withoutPatches();
    assertSame(small, FullSize.captured(small));
    assertArrayEquals(small.pixels(), FullSize.of(small).image().pixels());
  }

  /** The largest are put together smaller; all of them can be. */
  @Test
  void imagesOfAnySizeArePutTogether() {
    int[][] sizes = {{3840, 2160}, {161, 64}, {64, 700}, {300, 121}, {97, 73}};
    for (int[] size : sizes) {
      Frame kept =
          POLICY.reduce(Frame.of(new byte[size[0] * size[1]], size[0], size[1], PixelFormat.GRAY));
      Frame again = FullSize.captured(kept);
      assertEquals(kept.width() + "x" + kept.height(), again.width() + "x" + again.height());
      assertArrayEquals(kept.copy().pixels(), again.copy().pixels());
    }
  }

  @Test
  void signaturesAreThoseOfTheFullSize() {
    List<Frame> scenes = IntStream.range(0, 4).mapToObj(FullSizeSignatureTest::scene).toList();
    List<Frame> kept = scenes.stream().map(POLICY::reduce).toList();
    SampleSignals signals = SampleSignals.of(kept);
    List<Cause> causes =
        List.of(
            Causes.named("sensor noise"),
            Causes.named("defocus"),
            Causes.named("JPEG compression"),
            Causes.named("under-exposure"));
    List<CauseSignature> learnt =
        CauseSignature.measure(
                causes, Map.of("", kept), 3, Optional.empty(), (c, why) -> {}, (done, total) -> {})
            .bySlice()
            .get("");
    List<String> compared =
        List.of("noise", "sharpness", "detail", "blockiness", "colour-noise", "brightness");
    for (Cause cause : causes) {
      CauseSignature signature =
          learnt.stream()
              .filter(s -> s.cause().equals(cause.name()) && s.severity() == 3 && s.variant() == 0)
              .findFirst()
              .orElseThrow();
      for (String column : compared) {
        int k = signals.columns().indexOf(column);
        double truth =
            IntStream.range(0, scenes.size())
                .mapToDouble(
                    i ->
                        signals.changed(i, POLICY.reduce(cause.apply(scenes.get(i), 3, i)))[k]
                            - signals.clean(i)[k])
                .average()
                .getAsDouble();
        double found = signature.shift()[signature.columns().indexOf(column)];
        assertEquals(truth, found, 0.15 * Math.abs(truth) + 0.2, cause.name() + " " + column);
      }
    }
    assertTrue(learnt.size() >= 3 * causes.size());
  }
}
