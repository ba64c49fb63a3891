package io.virk.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OrtException;
import io.virk.embed.EmbedderException;
import io.virk.embed.EmbedderProvenance;
import io.virk.embed.Embeddings;
import io.virk.image.Frame;
import io.virk.image.PixelFormat;
import io.virk.internal.Preprocessings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** On models of a few bytes, so that every shape that a model may have is met. */
@Timeout(60)
class OnnxEmbedderTest {
  @TempDir Path folder;

  private OnnxEmbedderBuilder builder(TinyOnnx model) {
    return OnnxEmbedder.builder(model.write(folder.resolve("tiny.onnx")))
        .transform(ImageTransform.raw());
  }

  private static List<Frame> frames(int count, int width, int height, PixelFormat format) {
    List<Frame> frames = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      frames.add(Frames.random(i, width, height, format));
    }
    return frames;
  }

  /** Through the identity model, an embedding is the frame's input tensor. */
  private static void assertTensors(InputShape shape, List<Frame> frames, float[] embeddings) {
    for (int i = 0; i < frames.size(); i++) {
      assertArrayEquals(
          ImageTransform.raw().apply(frames.get(i), shape),
          Arrays.copyOfRange(embeddings, i * shape.values(), (i + 1) * shape.values()));
    }
  }

  // ---- inputs

  @Test
  void planarInputInPieces() {
    InputShape shape = new InputShape(TensorLayout.NCHW, 3, 5, 4);
    try (OnnxEmbedder embedder =
        builder(TinyOnnx.identity("embedding", "N", 3, 4, 5)).batchSize(3).build()) {
      assertEquals(60, embedder.embeddingLength());
      assertEquals(0, embedder.logitsLength());
      for (int count : new int[] {1, 3, 2, 7, 9}) {
        List<Frame> frames = frames(count, 9, 3, PixelFormat.RGB);
        Embeddings result = embedder.embed(frames);
        assertEquals(count, result.count());
        assertEquals(0, result.logits().length);
        assertTensors(shape, frames, result.embeddings());
      }
    }
  }

  @Test
  void interleavedInputIsSeenInTheModel() {
    try (OnnxEmbedder embedder = builder(TinyOnnx.identity("embedding", "N", 4, 5, 3)).build()) {
      List<Frame> frames = frames(10, 5, 4, PixelFormat.BGR);
      assertTensors(
          new InputShape(TensorLayout.NHWC, 3, 5, 4), frames, embedder.embed(frames).embeddings());
    }
  }

  @Test
  void fixedBatchIsFilledWithZeros() {
    // each value plus the mean over the batch: what pads the batch shows
    TinyOnnx model =
        new TinyOnnx()
            .input("image", TinyOnnx.FLOAT, 4, 1, 1, 2)
            .node("ReduceMean", "image", "mean", TinyOnnx.list("axes", 0))
            .node("Add", "image mean", "embedding")
            .output("embedding", TinyOnnx.FLOAT, 4, 1, 1, 2);
    try (OnnxEmbedder embedder = builder(model).build()) {
      Frame frame = Frames.gray(2, 1, 40, 80);
      float[] full = embedder.embed(Collections.nCopies(4, frame)).embeddings();
      assertArrayEquals(new float[] {80, 160, 80, 160, 80, 160, 80, 160}, full);
      float[] partial = embedder.embed(Collections.nCopies(5, frame)).embeddings();
      assertArrayEquals(new float[] {80, 160, 80, 160, 80, 160, 80, 160, 50, 100}, partial);
    }
  }

  @Test
  void openSizeIsSet() {
    TinyOnnx model = TinyOnnx.identity("embedding", "N", 1, "H", "W");
    try (OnnxEmbedder embedder = builder(model).inputSize(6, 2).build()) {
      List<Frame> frames = frames(2, 10, 10, PixelFormat.GRAY);
      assertEquals(12, embedder.embeddingLength());
      assertTensors(
          new InputShape(TensorLayout.NCHW, 1, 6, 2), frames, embedder.embed(frames).embeddings());
    }
  }

  @Test
  void openChannelsAreThoseOfTheTransform() {
    TinyOnnx model = TinyOnnx.identity("embedding", "N", "C", 2, 2);
    try (OnnxEmbedder embedder = builder(model).layout(TensorLayout.NCHW).build()) {
      assertEquals(12, embedder.embeddingLength());
    }
    Path file = model.write(folder.resolve("gray.onnx"));
    try (OnnxEmbedder embedder =
        OnnxEmbedder.builder(file)
            .transform(ImageTransform.raw().withOrder(ChannelOrder.GRAY))
            .layout(TensorLayout.NCHW)
            .build()) {
      assertEquals(4, embedder.embeddingLength());
    }
  }

  // ---- outputs

  @Test
  void globalAverageOfPlanes() {
    TinyOnnx model = TinyOnnx.identity("features", "N", 3, 1, 2);
    try (OnnxEmbedder embedder =
        builder(model)
            .embeddingOutput("features")
            .pooling(Pooling.GLOBAL_AVERAGE)
            .batchSize(2)
            .build()) {
      assertEquals(3, embedder.embeddingLength());
      Frame one = Frames.padded(2, 1, PixelFormat.RGB, 10, 20, 30, 20, 40, 60);
      Frame two = Frames.padded(2, 1, PixelFormat.RGB, 0, 1, 2, 3, 4, 5);
      assertArrayEquals(
          new float[] {15, 30, 45, 1.5f, 2.5f, 3.5f, 15, 30, 45},
          embedder.embed(List.of(one, two, one)).embeddings());
    }
  }

  @Test
  void globalAverageOfInterleavedChannels() {
    TinyOnnx model = TinyOnnx.identity("embedding", "N", 1, 2, 3);
    try (OnnxEmbedder embedder =
        builder(model).layout(TensorLayout.NHWC).pooling(Pooling.GLOBAL_AVERAGE).build()) {
      Frame frame = Frames.padded(2, 1, PixelFormat.BGR, 10, 20, 30, 20, 40, 60);
      assertArrayEquals(new float[] {15, 30, 45}, embedder.embed(List.of(frame)).embeddings());
    }
  }

  @Test
  void logitsAreFoundByTheirDefaultName() {
    TinyOnnx model =
        TinyOnnx.identity("embedding", "N", 1, 1, 2)
            .node("Neg", "image", "logits")
            .output("logits", TinyOnnx.FLOAT, "N", "A", "B", "C");
    try (OnnxEmbedder embedder = builder(model).batchSize(2).build()) {
      assertEquals(2, embedder.logitsLength());
      Frame one = Frames.gray(2, 1, 1, 2);
      Frame two = Frames.gray(2, 1, 3, 4);
      Embeddings result = embedder.embed(List.of(one, two, two));
      assertArrayEquals(new float[] {1, 2, 3, 4, 3, 4}, result.embeddings());
      assertArrayEquals(new float[] {-1, -2, -3, -4, -3, -4}, result.logits());
    }
  }

  @Test
  void oneOutputMayBeBoth() {
    TinyOnnx model = TinyOnnx.identity("scores", "N", 1, 1, 2);
    try (OnnxEmbedder embedder =
        builder(model).embeddingOutput("scores").logitsOutput("scores").build()) {
      Embeddings result = embedder.embed(List.of(Frames.gray(2, 1, 7, 9)));
      assertArrayEquals(new float[] {7, 9}, result.embeddings());
      assertArrayEquals(new float[] {7, 9}, result.logits());
    }
  }

  // ---- provenance

  @Test
  void provenanceNamesModelAndSteps() throws Exception {
    Path file = TinyOnnx.identity("embedding", "N", 1, 2, 4).write(folder.resolve("line-3.onnx"));
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
    try (OnnxEmbedder embedder =
        OnnxEmbedder.builder(file).transform(ImageTransform.unit()).build()) {
      assertEquals(
          new EmbedderProvenance(
              "line-3.onnx",
              HexFormat.of().formatHex(digest),
              "{\"transform\":{\"resize\":\"stretch\",\"channels\":\"GRAY\","
                  + "\"scale\":0.00392156862745098,\"mean\":[0.0],\"std\":[1.0]},"
                  + "\"input\":\"1x2x4 NCHW\",\"embedding\":\"embedding\","
                  + "\"pooling\":\"FLATTEN\",\"unitLength\":false,\"logits\":\"none\"}"),
          embedder.provenance());
      // what a Python job would state of its baseline
      String python =
          "{\"input\": \"1x2x4 NCHW\", \"transform\": {\"resize\": \"stretch\", \"channels\":"
              + " \"GRAY\", \"scale\": 0.00392156862745098, \"mean\": [0], \"std\": [1, 1, 1]}}";
      String here = embedder.provenance().preprocessing();
      assertTrue(Preprocessings.same(python, here), here);
      assertFalse(Preprocessings.same(python.replace("[0]", "[0.5]"), here), here);
    }
  }

  @Test
  void provenanceDiffersWhereResultsMay() {
    Set<EmbedderProvenance> seen = new HashSet<>();
    for (Pooling pooling : Pooling.values()) {
      for (ChannelOrder order : ChannelOrder.values()) {
        try (OnnxEmbedder embedder =
            OnnxEmbedder.builder(
                    TinyOnnx.identity("embedding", "N", 3, 2, 4).write(folder.resolve("m.onnx")))
                .transform(ImageTransform.raw().withOrder(order))
                .pooling(pooling)
                .build()) {
          assertTrue(seen.add(embedder.provenance()));
        }
      }
    }
    // RGB is what three channels hold if nothing is said
    try (OnnxEmbedder embedder =
        OnnxEmbedder.builder(folder.resolve("m.onnx")).transform(ImageTransform.raw()).build()) {
      assertTrue(seen.contains(embedder.provenance()));
    }
  }

  // ---- what is wrong with a builder

  private static String problem(OnnxEmbedderBuilder builder) {
    return assertThrows(IllegalArgumentException.class, () -> builder.build().close()).getMessage();
  }

  private static void assertProblem(String expected, OnnxEmbedderBuilder builder) {
    assertEquals("the embedder cannot be opened: " + expected, problem(builder));
  }

  @Test
  void missingFileAndAllTheRest() {
    Path missing = folder.resolve("nowhere.onnx");
    OnnxEmbedderBuilder builder =
        OnnxEmbedder.builder(missing).batchSize(0).threads(-1).inputSize(0, 5).threads(2);
    assertProblem(
        "batchSize: 0 (expected: > 0); threads: -1 (expected: > 0); inputSize.width: 0 (expected: >"
            + " 0); threads is set twice; transform: not set (expected: the steps that the model was"
            + " trained with); model: "
            + missing
            + " (expected: an existing file)",
        builder);
  }

  @Test
  void problemsOfSettingsAndModelTogether() {
    String message =
        problem(
            OnnxEmbedder.builder(
                    TinyOnnx.identity("features", "N", 1, 2, 2).write(folder.resolve("m.onnx")))
                .transform(ImageTransform.imageNet())
                .inputSize(3, 2)
                .logitsOutput("nothing")
                .threads(0));
    assertEquals(4, message.split("; ").length, message);
    assertTrue(message.contains("opened: threads: 0 (expected: > 0)"), message);
    assertTrue(
        message.contains(
            "; inputSize.width: 3 (expected: 2, for the input is image FLOAT [N x 1 x 2 x 2])"),
        message);
    assertTrue(
        message.contains(
            "; embeddingOutput: not set, and no output is called embedding (expected: one of the"
                + " model's outputs: features FLOAT [N x 1 x 2 x 2])"),
        message);
    assertTrue(message.contains("; logitsOutput: nothing (expected: one of"), message);
  }

  @Test
  void folderInsteadOfAFile() {
    assertProblem(
        "model: " + folder + " (expected: a file, not a folder)",
        OnnxEmbedder.builder(folder).transform(ImageTransform.raw()));
  }

  @Test
  void filesThatAreNoModel() throws IOException {
    byte[] model =
        Files.readAllBytes(
            TinyOnnx.identity("embedding", "N", 1, 2, 2).write(folder.resolve("whole.onnx")));
    assertNoModel("text.onnx", "this is not a model\n".getBytes());
    assertNoModel("empty.onnx", new byte[0]);
    assertNoModel("truncated.onnx", Arrays.copyOf(model, model.length / 2));
    assertNoModel("last-byte.onnx", Arrays.copyOf(model, model.length - 1));
  }

  private void assertNoModel(String name, byte[] content) throws IOException {
    Path file = Files.write(folder.resolve(name), content);
    OnnxEmbedderBuilder builder = OnnxEmbedder.builder(file).transform(ImageTransform.raw());
    IllegalArgumentException thrown =
        assertThrows(IllegalArgumentException.class, () -> builder.build().close());
    String start =
        "the embedder cannot be opened: model: "
            + file
            + " (expected: an ONNX model that ONNX Runtime can load; it says: ";
    assertTrue(thrown.getMessage().startsWith(start + "no ONNX file: "), thrown.getMessage());
  }

  @Test
  void modelThatOnnxRuntimeRefuses() {
    TinyOnnx model = TinyOnnx.identity("embedding", "N", 1, 2, 2).node("Nothing", "image", "x");
    OnnxEmbedderBuilder builder = builder(model);
    IllegalArgumentException thrown =
        assertThrows(IllegalArgumentException.class, () -> builder.build().close());
    assertTrue(thrown.getMessage().contains("Nothing"), thrown.getMessage());
    assertInstanceOf(OrtException.class, thrown.getCause());
  }

  @Test
  void inputsThatAreNoImage() {
    assertProblem(
        "model.input: image FLOAT [N x 4] (expected: FLOAT, FLOAT16, UINT8 or INT8 of 4 dimensions,"
            + " [n x c x h x w] or [n x h x w x c])",
        builder(TinyOnnx.identity("embedding", "N", 4)));
    assertProblem(
        "model.input: image FLOAT [N x 5 x 4 x 4] (expected: 1 or 3 channels in dimension 1)",
        builder(TinyOnnx.identity("embedding", "N", 5, 4, 4)).layout(TensorLayout.NCHW));
    assertProblem(
        "layout: not set (expected: NCHW or NHWC, for image FLOAT [N x 3 x 4 x 3] could be"
            + " either)",
        builder(TinyOnnx.identity("embedding", "N", 3, 4, 3)));
    assertProblem(
        "inputSize.width: not set (expected: > 0, for image FLOAT [N x 3 x ? x W] leaves it open);"
            + " inputSize.height: not set (expected: > 0, for image FLOAT [N x 3 x ? x W] leaves it"
            + " open)",
        builder(TinyOnnx.identity("embedding", "N", 3, "", "W")));
    TinyOnnx longs =
        new TinyOnnx()
            .input("image", TinyOnnx.INT64, "N", 3, 4, 4)
            .node("Cast", "image", "embedding", TinyOnnx.attribute("to", TinyOnnx.FLOAT))
            .output("embedding", TinyOnnx.FLOAT, "N", 3, 4, 4);
    assertProblem(
        "model.input: image INT64 [N x 3 x 4 x 4] (expected: FLOAT, FLOAT16, UINT8 or INT8 of 4"
            + " dimensions, [n x c x h x w] or [n x h x w x c])",
        builder(longs));
    TinyOnnx two = TinyOnnx.identity("embedding", "N", 1, 2, 2).input("size", TinyOnnx.INT64, 2);
    assertProblem(
        "model.inputs: image FLOAT [N x 1 x 2 x 2], size INT64 [2] (expected: one input, the"
            + " image)",
        builder(two));
  }

  @Test
  void outputsThatAreNoEmbedding() {
    TinyOnnx whole =
        new TinyOnnx()
            .input("image", TinyOnnx.FLOAT, "N", 1, 2, 2)
            .node("Cast", "image", "embedding", TinyOnnx.attribute("to", TinyOnnx.INT64))
            .output("embedding", TinyOnnx.INT64, "N", 1, 2, 2);
    assertProblem(
        "embeddingOutput: embedding INT64 [N x 1 x 2 x 2] (expected: a tensor of FLOAT, FLOAT16,"
            + " UINT8 or INT8)",
        builder(whole));
    TinyOnnx mean =
        new TinyOnnx()
            .input("image", TinyOnnx.FLOAT, "N", 1, 2, 2)
            .node("ReduceMean", "image", "embedding", TinyOnnx.list("axes", 0))
            .output("embedding", TinyOnnx.FLOAT, 1, 1, 2, 2);
    assertProblem(
        "embeddingOutput: embedding [1 x 1 x 2 x 2] (expected: [2 x ...] for a batch of 2)",
        builder(mean));
    assertProblem(
        "embeddingOutput: embedding [2 x 4] (expected: 4 dimensions, for a global average)",
        builder(
                new TinyOnnx()
                    .input("image", TinyOnnx.FLOAT, "N", 1, 2, 2)
                    .node("Flatten", "image", "embedding")
                    .output("embedding", TinyOnnx.FLOAT, "N", 4))
            .pooling(Pooling.GLOBAL_AVERAGE));
  }

  @Test
  void batchThatTheModelFixes() {
    assertProblem(
        "batchSize: 8 (expected: 4 or unset, the batch that the model fixes)",
        builder(TinyOnnx.identity("embedding", 4, 1, 2, 2)).batchSize(8));
  }

  @Test
  void batchThatNoBufferHolds() {
    assertProblem(
        "batchSize: 100000000 (expected: at most 44739242, for frames of 12 values)",
        builder(TinyOnnx.identity("embedding", "N", 3, 2, 2)).batchSize(100_000_000));
  }

  // ---- what goes wrong later

  @Test
  void badFrames() {
    try (OnnxEmbedder embedder = builder(TinyOnnx.identity("embedding", "N", 1, 2, 2)).build()) {
      assertEquals(
          "frames.size: 0 (expected: >= 1)",
          assertThrows(IllegalArgumentException.class, () -> embedder.embed(List.of()))
              .getMessage());
      assertEquals(
          "frames",
          assertThrows(NullPointerException.class, () -> embedder.embed(null)).getMessage());
      List<Frame> holed = Arrays.asList(Frames.gray(1, 1, 1), null);
      assertEquals(
          "frames[1]",
          assertThrows(NullPointerException.class, () -> embedder.embed(holed)).getMessage());
    }
  }

  @Test
  void failingModelIsNamedAndStaysUsable() {
    // the pixel is an index into the batch: all but 0 fail in a batch of one
    TinyOnnx model =
        new TinyOnnx()
            .input("image", TinyOnnx.FLOAT, "N", 1, 1, 1)
            .node("Cast", "image", "index", TinyOnnx.attribute("to", TinyOnnx.INT64))
            .node("Gather", "image index", "embedding", TinyOnnx.attribute("axis", 0))
            .output("embedding", TinyOnnx.FLOAT, "N", 1, 1, 1, 1, 1, 1);
    try (OnnxEmbedder embedder = builder(model).layout(TensorLayout.NCHW).build()) {
      List<Frame> good = List.of(Frames.gray(1, 1, 0));
      List<Frame> bad = List.of(Frames.gray(1, 1, 200));
      assertArrayEquals(new float[] {0}, embedder.embed(good).embeddings());
      EmbedderException thrown = assertThrows(EmbedderException.class, () -> embedder.embed(bad));
      assertTrue(
          thrown.getMessage().startsWith("tiny.onnx: failed on a batch of 1: "),
          thrown.getMessage());
      assertInstanceOf(OrtException.class, thrown.getCause());
      assertArrayEquals(new float[] {0}, embedder.embed(good).embeddings());
    }
  }

  @Test
  void closedTwiceThenUsed() {
    OnnxEmbedder embedder = builder(TinyOnnx.identity("embedding", "N", 1, 2, 2)).build();
    embedder.close();
    embedder.close();
    List<Frame> frames = List.of(Frames.gray(1, 1, 1));
    assertEquals(
        "tiny.onnx: closed (expected: open)",
        assertThrows(IllegalStateException.class, () -> embedder.embed(frames)).getMessage());
    assertEquals(4, embedder.embeddingLength());
  }

  /** An embed beside a close ends with its result or with IllegalStateException, nothing else. */
  @Test
  void closedWhileInUse() throws Exception {
    Path file = TinyOnnx.identity("embedding", "N", 3, 16, 16).write(folder.resolve("m.onnx"));
    List<Frame> frames = frames(64, 20, 20, PixelFormat.RGB);
    ExecutorService users = Executors.newFixedThreadPool(2);
    try {
      for (int round = 0; round < 20; round++) {
        OnnxEmbedder embedder =
            OnnxEmbedder.builder(file).transform(ImageTransform.raw()).batchSize(4).build();
        float[] expected = embedder.embed(frames).embeddings();
        CountDownLatch running = new CountDownLatch(2);
        List<Future<?>> ends = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
          ends.add(users.submit(() -> embedForever(embedder, frames, expected, running)));
        }
        running.await();
        embedder.close();
        for (Future<?> end : ends) {
          Throwable cause =
              assertThrows(ExecutionException.class, () -> end.get(30, TimeUnit.SECONDS))
                  .getCause();
          assertInstanceOf(IllegalStateException.class, cause);
          assertEquals("m.onnx: closed (expected: open)", cause.getMessage());
        }
      }
    } finally {
      users.shutdownNow();
    }
  }

  private static Void embedForever(
      OnnxEmbedder embedder, List<Frame> frames, float[] expected, CountDownLatch running) {
    while (true) {
      float[] embeddings = embedder.embed(frames).embeddings();
      assertArrayEquals(expected, embeddings);
      running.countDown();
    }
  }
}
