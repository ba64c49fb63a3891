package io.virk.capture.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.virk.EventLog;
import io.virk.Monitor;
import io.virk.MonitorBuilder;
import io.virk.MonitorListener;
import io.virk.MonitorStatus;
import io.virk.capture.BatchCapture;
import io.virk.embed.Embedder;
import io.virk.embed.EmbedderProvenance;
import io.virk.embed.Embeddings;
import io.virk.event.DropReason;
import io.virk.event.Failed;
import io.virk.image.Frame;
import io.virk.image.PixelFormat;
import io.virk.image.TensorFormat;
import io.virk.sampling.Sampler;
import io.virk.scenes.Baselines;
import io.virk.scenes.QuadrantEmbedder;
import io.virk.scenes.Scenes;
import io.virk.signal.Flaw;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Every way in which a host can hand an observation over gives the same observation. */
class CaptureFormsTest {
  private static final int W = Baselines.WIDTH;
  private static final int H = Baselines.HEIGHT;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final TensorFormat TENSOR = TensorFormat.nchw(W, H).imageNet();

  /** Embeds by quadrant, and remembers what it was shown. */
  private static final class Shown implements Embedder {
    private final QuadrantEmbedder embedder = new QuadrantEmbedder();
    private final List<Frame> frames = new ArrayList<>();

    @Override
    public int embeddingLength() {
      return embedder.embeddingLength();
    }

    @Override
    public int logitsLength() {
      return embedder.logitsLength();
    }

    @Override
    public EmbedderProvenance provenance() {
      return embedder.provenance();
    }

    @Override
    public Embeddings embed(List<Frame> batch) {
      batch.forEach(f -> frames.add(f.copy()));
      return embedder.embed(batch);
    }

    @Override
    public void close() {
      embedder.close();
    }
  }

  private static MonitorBuilder images(Shown shown) {
    return images(shown, Sampler.fraction(1));
  }

  private static MonitorBuilder images(Shown shown, Sampler sampler) {
    return Monitor.builder(Baselines.ofFourCameras())
        .sampler(sampler)
        .embedder(shown)
        .tensor(TENSOR)
        .polled();
  }

  private static byte[] bytes(Frame frame) {
    return frame.copy().pixels();
  }

  @Test
  void anImageIsTheSameInEveryForm() {
    Frame frame = Scenes.frame(1, 3, W, H);
    byte[] rgb = bytes(frame);
    int stride = 3 * W + 5;
    byte[] gaps = new byte[7 + stride * H];
    for (int y = 0; y < H; y++) {
      System.arraycopy(rgb, y * 3 * W, gaps, 7 + y * stride, 3 * W);
    }
    ByteBuffer direct = ByteBuffer.allocateDirect(gaps.length).put(gaps).position(7);
    float[] tensor = new float[TENSOR.length()];
    for (int i = 0; i < W * H; i++) {
      for (int c = 0; c < 3; c++) {
        double mean = new double[] {0.485, 0.456, 0.406}[c];
        double deviation = new double[] {0.229, 0.224, 0.225}[c];
        tensor[c * W * H + i] = (float) (((rgb[3 * i + c] & 0xff) / 255.0 - mean) / deviation);
      }
    }
    FloatBuffer tensorBuffer =
        ByteBuffer.allocateDirect(4 * tensor.length)
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer()
            .put(tensor)
            .flip();
    BufferedImage image = frame.toBufferedImage();
    Shown shown = new Shown();
    try (Monitor monitor = images(shown).start()) {
      monitor.capture().image(frame).commit();
      monitor.capture().image(rgb, W, H, PixelFormat.RGB).commit();
      monitor.capture().image(gaps, 7, W, H, stride, PixelFormat.RGB).commit();
      monitor.capture().image(direct, W, H, stride, PixelFormat.RGB).commit();
      monitor.capture().image(image).commit();
      monitor.capture().tensor(tensor).commit();
      monitor.capture().tensor(tensorBuffer).commit();
      float[] two = new float[2 * tensor.length];
      System.arraycopy(tensor, 0, two, tensor.length, tensor.length);
      monitor.captureBatch(2).image(0, frame).tensors(two).commit();
      monitor.captureBatch(1).tensors(tensorBuffer).commit();
      assertEquals(10, monitor.poll(100));
      assertEquals(7, direct.position());
      assertEquals(0, tensorBuffer.position());
      assertEquals(10, shown.frames.size());
      for (Frame seen : shown.frames) {
        assertEquals(W, seen.width());
        for (int i = 0; i < W * H; i++) {
          for (int c = 0; c < 3; c++) {
            int offset =
                c == 0
                    ? seen.format().red()
                    : c == 1 ? seen.format().green() : seen.format().blue();
            assertEquals(
                rgb[3 * i + c],
                seen.pixels()[seen.format().samplesPerPixel() * i + offset],
                "pixel " + i + " of form " + shown.frames.indexOf(seen));
          }
        }
      }
      assertEquals(Map.of(Flaw.SLICE_TAG, 10L), monitor.status().judged().flaws());
    }
  }

  private static BufferedImage ofColoursThatNoCameraSends() {
    ColorModel xyz =
        new ComponentColorModel(
            ColorSpace.getInstance(ColorSpace.CS_CIEXYZ),
            false,
            false,
            Transparency.OPAQUE,
            DataBuffer.TYPE_BYTE);
    return new BufferedImage(xyz, xyz.createCompatibleWritableRaster(W, H), false, null);
  }

  @Test
  void whatIsNoImageOrTensorIsCountedByKind() {
    Shown shown = new Shown();
    try (Monitor monitor = images(shown).start()) {
      monitor.capture().image(ByteBuffer.allocate(10), W, H, 3 * W, PixelFormat.RGB).commit();
      monitor.capture().image(new byte[10], 11, 1, 1, 3, PixelFormat.RGB).commit();
      monitor.capture().image(ofColoursThatNoCameraSends()).commit();
      monitor.capture().tensor(new float[3]).commit();
      float[] broken = new float[TENSOR.length()];
      broken[17] = Float.NaN;
      monitor.capture().tensor(broken).commit();
      monitor.captureBatch(2).tensors(new float[TENSOR.length()]).commit();
      monitor
          .capture()
          .image((BufferedImage) null)
          .image((ByteBuffer) null, 1, 1, 3, PixelFormat.RGB)
          .tensor((FloatBuffer) null)
          .id((String) null)
          .commit();
      assertEquals(8, monitor.poll(100));
      assertEquals(
          Map.of(
              Flaw.IMAGE_SIZE, 2L,
              Flaw.IMAGE_TYPE, 1L,
              Flaw.TENSOR_LENGTH, 3L,
              Flaw.TENSOR_NOT_FINITE, 1L,
              Flaw.SLICE_TAG, 8L),
          monitor.status().judged().flaws());
      assertEquals(List.of(), shown.frames);
    }
    try (Monitor monitor =
        Monitor.builder(Baselines.ofFourCameras())
            .sampler(Sampler.fraction(1))
            .fitAccepted()
            .embedder(new QuadrantEmbedder())
            .polled()
            .start()) {
      monitor.capture().tensor(new float[3]).tag("camera", "cam-1").commit();
      monitor.captureBatch(1).tensors(new float[3]).tag("camera", "cam-1").commit();
      monitor.poll(10);
      assertEquals(Map.of(Flaw.TENSOR_FORMAT, 2L), monitor.status().judged().flaws());
    }
  }

  /** A listener of windows of 16 that sees what the vectors were. */
  static Monitor vectors(MonitorListener listener, Sampler sampler) {
    return Monitor.builder(Baselines.ofVectors())
        .sampler(sampler)
        .listener(listener)
        .polled()
        .start();
  }

  private static double[] statistics(Consumer<Monitor> feed) {
    EventLog log = new EventLog();
    try (Monitor monitor = vectors(log, Sampler.fraction(1))) {
      feed.accept(monitor);
      assertEquals(16, monitor.poll(100));
      assertEquals(Map.of(), monitor.status().judged().flaws());
      assertEquals(16, monitor.status().captured().claimed());
    }
    return log.windows.get(0).results().stream()
        .mapToDouble(r -> r.evidence().statistic())
        .toArray();
  }

  @Test
  void aBatchIsTheSameAsItsRowsOneByOne() {
    float[][] embeddings = new float[16][];
    float[][] logits = new float[16][];
    float[] flatEmbeddings = new float[16 * 4];
    float[] flatLogits = new float[16 * 3];
    for (int i = 0; i < 16; i++) {
      embeddings[i] = Baselines.vector(5, i, 0).embedding();
      logits[i] = Baselines.vector(5, i, 0).logits();
      System.arraycopy(embeddings[i], 0, flatEmbeddings, 4 * i, 4);
      System.arraycopy(logits[i], 0, flatLogits, 3 * i, 3);
    }
    double[] expected =
        statistics(
            monitor -> {
              for (int i = 0; i < 16; i++) {
                monitor.capture().embedding(embeddings[i]).logits(logits[i]).commit();
              }
            });
    double[][] others = {
      statistics(m -> m.captureBatch(16).embeddings(flatEmbeddings).logits(flatLogits).commit()),
      statistics(m -> m.captureBatch(16).embeddings(embeddings).logits(logits).commit()),
      statistics(
          m ->
              m.captureBatch(16)
                  .embeddings(FloatBuffer.wrap(flatEmbeddings))
                  .logits(FloatBuffer.wrap(flatLogits).asReadOnlyBuffer())
                  .commit()),
      statistics(
          m -> {
            FloatBuffer e = FloatBuffer.wrap(flatEmbeddings);
            FloatBuffer l = FloatBuffer.wrap(flatLogits);
            for (int i = 0; i < 16; i++) {
              e.limit(4 * i + 4).position(4 * i);
              l.limit(3 * i + 3).position(3 * i);
              m.capture().embedding(e).logits(l).commit();
            }
          })
    };
    for (double[] other : others) {
      assertArrayEquals(expected, other);
    }
  }

  @Test
  void onlySampledRowsOfABatchAreObserved() {
    Sampler third = Sampler.every(3);
    try (Monitor monitor = vectors(new EventLog(), third)) {
      BatchCapture batch = monitor.captureBatch(8); // rows 0, 3, 6
      assertTrue(batch.isSampled());
      StringBuilder rows = new StringBuilder();
      for (int row = -1; row < 9; row++) {
        rows.append(batch.isSampled(row) ? 'x' : '.');
      }
      assertEquals(".x..x..x..", rows.toString());
      float[][] ragged = new float[8][4];
      ragged[3] = null;
      ragged[6] = new float[5];
      batch
          .embeddings(ragged)
          .logits(new float[8 * 3])
          .predictedClasses(new int[] {2, 0, 0, -1, 0})
          .id(3, "three")
          .tag("a", "b")
          .tag(6, "c", "d")
          .tag(5, "c", "d")
          .time(77)
          .commit();
      assertFalse(batch.isSampled());
      batch.tag("late", "late").embeddings(ragged).close();
      batch.commit();
      assertEquals(3, monitor.status().captured().claimed());
      assertEquals(3, monitor.poll(10));
      assertEquals(
          Map.of(Flaw.EMBEDDING_LENGTH, 1L, Flaw.EMBEDDING_ROWS, 1L),
          monitor.status().judged().flaws());
      assertSame(NoBatchCapture.INSTANCE, monitor.captureBatch(0));
      assertSame(NoBatchCapture.INSTANCE, monitor.captureBatch(-5));
    }
  }

  /** They said "another number of rows than the batch (expected: 3, the baseline's)". */
  @Test
  void rowsThatAreNotThoseOfTheBatchAreToldWithBothNumbers() {
    EventLog log = new EventLog();
    try (Monitor monitor = vectors(log, Sampler.every(3))) {
      monitor.captureBatch(3).embeddings(new float[5 * 4]).logits(new float[13]).commit();
      monitor.captureBatch(3).embeddings(new float[2][4]).commit();
      monitor.captureBatch(3).embeddings(new float[3][]).commit();
      monitor.captureBatch(3).embeddings(new float[3 * 5]).commit();
      monitor.poll(10);
      assertEquals(
          Map.of(Flaw.EMBEDDING_ROWS, 3L, Flaw.EMBEDDING_LENGTH, 1L, Flaw.LOGITS_ROWS, 1L),
          monitor.status().judged().flaws());
    }
    assertEquals(
        List.of(
            "embedding: 5 rows (expected: 3 rows of 4), observation 0",
            "logits: 13 values (expected: 3 rows of 3), observation 0",
            "embedding: 2 rows (expected: 3 rows of 4), observation 1",
            "embedding: 5 values (expected: 4, the baseline's), observation 3"),
        log.failures.stream().map(Failed::what).toList());
  }

  @Test
  void aClosedOrFullMonitorHandsOutBatchesThatDoNothingOrHoldWhatTheyGot() {
    EventLog log = new EventLog();
    Monitor monitor =
        Monitor.builder(Baselines.ofVectors())
            .sampler(Sampler.fraction(1))
            .fitAccepted()
            .slots(4)
            .listener(log)
            .polled()
            .start();
    try (BatchCapture batch = monitor.captureBatch(9)) {
      assertTrue(batch.isSampled(3));
      assertFalse(batch.isSampled(4));
    }
    MonitorStatus status = monitor.status();
    assertEquals(4, status.captured().aborted());
    assertEquals(5, status.captured().dropped());
    assertEquals(
        Map.of(DropReason.NO_SLOT, 5L, DropReason.CPU_BUDGET, 0L), status.captured().droppedBy());
    monitor.captureBatch(9).commit();
    assertEquals(4, monitor.poll(100));
    monitor.close();
    assertFalse(monitor.captureBatch(9).isSampled());
  }

  @Test
  void everyFormAllocatesNothing() {
    Frame frame = Scenes.frame(1, 3, W, H);
    byte[] rgb = bytes(frame);
    ByteBuffer direct = ByteBuffer.allocateDirect(rgb.length).put(rgb).flip();
    BufferedImage image = new BufferedImage(W, H, BufferedImage.TYPE_3BYTE_BGR);
    BufferedImage ints = new BufferedImage(W, H, BufferedImage.TYPE_INT_ARGB);
    float[] tensor = new float[TENSOR.length()];
    float[] tensors = new float[4 * TENSOR.length()];
    FloatBuffer embedding = FloatBuffer.allocate(4);
    try (Monitor monitor =
        images(new Shown(), Sampler.coverage(1, 10, 100))
            .clock(Baselines.CLOCK)
            .slots(32)
            .start()) {
      // the least of the later rounds: the JIT may allocate a little when it gives up a guess
      long bytes = Long.MAX_VALUE;
      for (int round = 0; round < 60; round++) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 2; i++) {
          monitor.capture("cam-1").image(rgb, 0, W, H, 3 * W, PixelFormat.RGB).id(i).commit();
          monitor.capture(i).image(direct, W, H, 3 * W, PixelFormat.RGB).id("x").commit();
          monitor.capture().image(image).time(1).commit();
          monitor.capture().image(ints).commit();
          monitor.captureAlways().tensor(tensor).embedding(embedding).commit();
          monitor.captureBatch(4).tensors(tensors).tag("camera", "cam-2").commit();
        }
        bytes =
            round < 30 ? bytes : Math.min(bytes, THREADS.getCurrentThreadAllocatedBytes() - before);
        monitor.poll(100);
      }
      assertEquals(0, bytes, "bytes in 18 captures");
      assertEquals(60 * 18, monitor.status().judged().observations());
    }
  }
}
