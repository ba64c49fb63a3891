package io.virk.image.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.image.Frame;
import io.virk.image.PixelFormat;
import io.virk.scenes.StillCamera;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class PixelWatchTest {
  private static final int WIDTH = 64;
  private static final int HEIGHT = 48;
  private static final int HALF = 160;

  private final PixelWatch watch = new PixelWatch();
  private final StillCamera camera = new StillCamera(5, WIDTH, HEIGHT);

  /** Pictures of a camera, each changed. */
  private void run(int from, int to, Consumer<byte[]> fault) {
    for (int i = from; i < to; i++) {
      Frame frame = camera.frame(i);
      fault.accept(frame.pixels());
      watch.add(frame, i);
    }
  }

  private PixelFaults since(Consumer<byte[]> fault) {
    run(0, HALF, pixels -> {});
    run(HALF, 2 * HALF, fault);
    return watch.since(HALF);
  }

  private static int at(int x, int y) {
    return y * WIDTH + x;
  }

  private static int level(byte[] pixels, int at, int by) {
    return Math.max(0, Math.min(255, (pixels[at] & 0xff) + by));
  }

  @Test
  void stuckAndHotPixelsAreFoundAtTheirPlaces() {
    SplittableRandom random = new SplittableRandom(1);
    PixelFaults found =
        since(
            pixels -> {
              pixels[at(10, 20)] = 0;
              pixels[at(40, 7)] = (byte) 255;
              pixels[at(33, 30)] = (byte) random.nextInt(225, 255);
            });
    assertArrayEquals(new int[] {at(40, 7), at(10, 20)}, found.stuck());
    assertEquals(2, found.stuckPixels());
    assertArrayEquals(new int[] {at(33, 30)}, found.hot());
    assertEquals(0, found.rows().length + found.columns().length);
  }

  /** Of many pixels of strong noise some are bright, or still, in a few images. */
  @Test
  void noiseIsNotTakenForFaultyPixels() {
    SplittableRandom random = new SplittableRandom(1);
    PixelWatch noisy = new PixelWatch();
    byte[] pixels = new byte[200 * 100];
    for (int i = 0; i < 4 * 32; i++) {
      for (int at = 0; i % 4 == 0 && at < pixels.length; at++) { // every fourth is looked at
        pixels[at] = (byte) (random.nextInt(128) + random.nextInt(128));
      }
      noisy.add(Frame.of(pixels, 200, 100, PixelFormat.GRAY), i);
      PixelFaults found = i % 4 == 0 ? noisy.since(64) : null;
      assertTrue(found == null || found.hotPixels() + found.stuckPixels() == 0, "image " + i);
    }
    assertEquals(64, noisy.since(64).first());
  }

  @Test
  void faultyRowsAndColumnsAreFound() {
    PixelFaults found =
        since(
            pixels -> {
              for (int x = 0; x < WIDTH; x++) {
                pixels[at(x, 12)] = (byte) (60 + x);
                pixels[at(x, 33)] = (byte) level(pixels, at(x, 33), 60);
              }
              for (int y = 0; y < HEIGHT; y++) {
                pixels[at(50, y)] = 0;
              }
            });
    assertArrayEquals(new int[] {12, 33}, found.rows());
    assertArrayEquals(new int[] {50}, found.columns());
    assertEquals(0, found.stuckPixels() + found.hotPixels());
  }

  private static Consumer<byte[]> grain(SplittableRandom random) {
    return pixels -> {
      for (int i = 0; i < pixels.length; i++) {
        pixels[i] = (byte) level(pixels, i, random.nextInt(-15, 16));
      }
    };
  }

  /** In one image they look the same. */
  @Test
  void aPatternThatStandsIsToldFromNoise() {
    PixelFaults pattern = since(pixels -> grain(new SplittableRandom(4)).accept(pixels));
    assertEquals(80, pattern.grain(), 8);
    assertEquals(1, pattern.fixedGrain() / pattern.grain(), 0.1);
    run(2 * HALF, 3 * HALF, pixels -> {});
    run(3 * HALF, 4 * HALF, grain(new SplittableRandom(4)));
    PixelFaults noise = watch.since(3 * HALF);
    assertEquals(80, noise.grain(), 8);
    assertEquals(1.0 / 16, noise.fixedGrain() / noise.grain(), 0.05);
  }

  @Test
  void nothingIsFoundWhereNothingIs() {
    PixelFaults found = since(pixels -> {});
    assertEquals(0, found.grain() + found.fixedGrain());
    assertEquals(0, found.stuckPixels() + found.hotPixels());
    assertEquals(0, found.rows().length + found.columns().length);
  }

  /** A lamp, or a pixel that the camera has always had. */
  @Test
  void whatWasThereBeforeIsNotTold() {
    Consumer<byte[]> lamp = pixels -> pixels[at(20, 20)] = (byte) 255;
    run(0, HALF, lamp);
    run(HALF, 2 * HALF, lamp.andThen(pixels -> pixels[at(30, 30)] = 0));
    PixelFaults found = watch.since(HALF);
    assertArrayEquals(new int[] {at(30, 30)}, found.stuck());
    assertEquals(1, found.stuckPixels());
    assertNull(watch.since(0), "nothing before");
    assertNull(watch.since(2 * HALF - 5), "too little since");
  }

  /** A detail of the scene stands still in one run and not in the next. */
  @Test
  void whatIsNotThereInAllRunsIsNotTold() {
    run(0, HALF, pixels -> {});
    run(HALF, 2 * HALF, pixels -> pixels[at(20, 20)] = 0);
    run(2 * HALF, 3 * HALF, pixels -> pixels[at(30, 30)] = 0);
    assertEquals(0, watch.since(HALF).stuckPixels());
    run(3 * HALF, 4 * HALF, pixels -> pixels[at(20, 20)] = 0);
    assertEquals(0, watch.since(3 * HALF).stuckPixels(), "two runs before");
    assertArrayEquals(new int[] {at(30, 30)}, since(3, 2 * HALF).stuck());
  }

  private PixelFaults since(int halves, int since) {
    PixelWatchTest again = new PixelWatchTest();
    again.run(0, since, pixels -> {});
    again.run(since, halves * HALF, pixels -> pixels[at(30, 30)] = 0);
    return again.watch.since(since);
  }

  /** One of eight cannot hold their mean still, whatever it is stuck at. */
  @Test
  void ofReducedImagesNoPixelIsToldAsStuck() {
    for (int i = 0; i < 2 * HALF; i++) {
      Frame frame = camera.frame(i);
      if (i >= HALF) {
        frame.pixels()[at(10, 20)] = 0;
      }
      watch.add(frame.reducedFrom(4 * WIDTH, 2 * HEIGHT, List.of()), i);
    }
    assertEquals(0, watch.since(HALF).stuckPixels());
    assertEquals(0, watch.since(HALF).stuck().length);
  }

  /** Blocks that a codec repeats do not change, nor do those about them. */
  @Test
  void whatDoesNotChangeAtAllIsNoFault() {
    Frame still = camera.frame(0);
    for (int i = 0; i < 2 * HALF; i++) {
      watch.add(still, i);
    }
    assertEquals(0, watch.since(HALF).stuckPixels());
  }

  @Test
  void placesAreThoseOfTheImageBeforeItWasReduced() {
    watch.add(camera.frame(0), 0);
    assertEquals(List.of(10, 20), List.of(watch.fullColumn(10), watch.fullRow(20)));
    PixelWatch reduced = new PixelWatch();
    reduced.add(camera.frame(0).reducedFrom(4 * WIDTH, 2 * HEIGHT, List.of()), 0);
    assertEquals(List.of(42, 41), List.of(reduced.fullColumn(10), reduced.fullRow(20)));
  }

  @Test
  void imagesOfOtherSizesBeginAnew() {
    long empty = watch.memory();
    run(0, HALF, pixels -> {});
    assertTrue(watch.memory() > 5 * WIDTH * HEIGHT);
    for (int i = 0; i < 40; i++) {
      watch.add(new StillCamera(1, 7, 7).frame(i), HALF + i);
    }
    assertNull(watch.since(HALF));
    assertEquals(empty, watch.memory());
    Frame large = Frame.of(new byte[1000 * 1000], 1000, 1000, PixelFormat.GRAY);
    for (int i = 0; i < 4; i++) {
      watch.add(large, 1000 + i);
    }
    assertEquals(empty, watch.memory());
  }

  @Test
  void itGoesOnFromWhatWasWritten() {
    run(0, HALF, pixels -> {});
    run(HALF, HALF + 7, pixels -> pixels[at(9, 9)] = 0);
    ByteBuffer bytes = ByteBuffer.allocate(watch.bytes());
    watch.writeTo(bytes);
    assertEquals(0, bytes.remaining());
    PixelWatch again = new PixelWatch();
    again.readFrom(bytes.rewind());
    for (int i = HALF + 7; i < 2 * HALF; i++) {
      Frame frame = camera.frame(i);
      frame.pixels()[at(9, 9)] = 0;
      watch.add(frame, i);
      again.add(frame, i);
    }
    assertArrayEquals(watch.since(HALF).stuck(), again.since(HALF).stuck());
    assertArrayEquals(new int[] {at(9, 9)}, again.since(HALF).stuck());
    assertEquals(again.fullColumn(9), watch.fullColumn(9));
    int sizes = 4 * Integer.BYTES;
    bytes.putInt(3 + sizes, 1 << 20);
    assertThrows(IllegalArgumentException.class, () -> new PixelWatch().readFrom(bytes.rewind()));
    ByteBuffer endless = ByteBuffer.allocate(watch.bytes());
    watch.writeTo(endless);
    int grain = 3 + sizes + 2 * Integer.BYTES + Integer.BYTES + 2 * Long.BYTES;
    endless.putDouble(grain, Double.POSITIVE_INFINITY);
    assertThrows(IllegalArgumentException.class, () -> new PixelWatch().readFrom(endless.rewind()));
    bytes.putInt(3, 0);
    assertThrows(IllegalArgumentException.class, () -> new PixelWatch().readFrom(bytes.rewind()));
  }
}
