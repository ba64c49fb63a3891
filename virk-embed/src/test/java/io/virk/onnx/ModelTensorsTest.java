package io.virk.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import io.virk.embed.EmbedderException;
import io.virk.embed.Embeddings;
import io.virk.image.Frame;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which tensors of a model can be used: its inner ones, those of any type, a host's session's. */
class ModelTensorsTest {
  private static final Frame FRAME = Frames.gray(2, 1, 3, 250);

  @TempDir Path folder;

  private static OnnxEmbedderBuilder builder(TinyOnnx model) {
    return OnnxEmbedder.builder("tiny.onnx", model.bytes(8, 13)).transform(ImageTransform.raw());
  }

  /** Nothing but the doubled, flattened image is called as its last layer's input. */
  private static TinyOnnx classifier() {
    return new TinyOnnx()
        .input("image", TinyOnnx.FLOAT, "N", 1, 1, 2)
        .node("Add", "image image", "doubled")
        .node("Flatten", "doubled", "flat")
        .node("Gemm", "flat weights", "scores")
        .weights("weights", new int[] {2, 3}, 1, 0, -1, 0, 1, 1)
        .node("Softmax", "scores", "probabilities")
        .output("probabilities", TinyOnnx.FLOAT, "N", 3);
  }

  private static String problem(OnnxEmbedderBuilder builder) {
    return assertThrows(IllegalArgumentException.class, () -> builder.build().close()).getMessage();
  }

  // ---- inner tensors

  @Test
  void innerTensorsBecomeOutputs() {
    try (OnnxEmbedder embedder =
        builder(classifier()).embeddingOutput("flat").logitsOutput("scores").build()) {
      Embeddings result = embedder.embed(List.of(FRAME, Frames.gray(2, 1, 1, 2)));
      assertArrayEquals(new float[] {6, 500, 2, 4}, result.embeddings());
      assertArrayEquals(new float[] {6, 500, 494, 2, 4, 2}, result.logits());
      assertEquals(
          ModelSource.sha256(ByteBuffer.wrap(classifier().bytes(8, 13))),
          embedder.provenance().modelSha256());
    }
  }

  @Test
  void innerTensorOfAFileWhoseWeightsAreBesideIt() throws Exception {
    TinyOnnx model =
        new TinyOnnx()
            .input("image", TinyOnnx.FLOAT, "N", 1, 1, 2)
            .node("Mul", "image factors", "inner")
            .weightsInFile("factors", new int[] {2}, "factors.bin")
            .node("Neg", "inner", "out")
            .output("out", TinyOnnx.FLOAT, "N", 1, 1, 2);
    Files.write(folder.resolve("factors.bin"), new byte[] {0, 0, 0, 64, 0, 0, 64, 64});
    Path file = model.write(folder.resolve("m.onnx"));
    try (OnnxEmbedder embedder =
        OnnxEmbedder.builder(file)
            .transform(ImageTransform.raw())
            .embeddingOutput("inner")
            .build()) {
      assertArrayEquals(new float[] {6, 750}, embedder.embed(List.of(FRAME)).embeddings());
    }
  }

  @Test
  void unknownNamesAreAnsweredWithLikelyOnes() {
    assertEquals(
        "the embedder cannot be opened: embeddingOutput: not set, and no output is called embedding"
            + " (expected: one of the model's outputs: probabilities FLOAT [N x 3]; or an inner"
            + " tensor, which becomes an output: likely flat)",
        problem(builder(classifier())));
    // weights are no features
    assertTrue(problem(builder(classifier()).embeddingOutput("weights")).contains("likely flat"));
  }

  @Test
  void lengthOne() {
    try (OnnxEmbedder embedder =
        builder(TinyOnnx.identity("embedding", "N", 1, 1, 2)).unitLength().build()) {
      assertArrayEquals(
          new float[] {0.6f, 0.8f, 0, 0},
          embedder.embed(List.of(Frames.gray(2, 1, 30, 40), Frames.gray(2, 1, 0, 0))).embeddings());
      assertTrue(
          embedder
              .provenance()
              .preprocessing()
              .contains("\"pooling\":\"FLATTEN\",\"unitLength\":true"));
    }
  }

  // ---- logits and boxes

  @Test
  void logitsAreFoundByTheirShapeAndProbabilitiesAreNone() {
    TinyOnnx plain = classifier().output("scores", TinyOnnx.FLOAT, "N", 3);
    try (OnnxEmbedder embedder = builder(plain).embeddingOutput("flat").build()) {
      assertArrayEquals(new float[] {6, 500, 494}, embedder.embed(List.of(FRAME)).logits());
    }
    try (OnnxEmbedder embedder = builder(classifier()).embeddingOutput("flat").build()) {
      assertEquals(0, embedder.logitsLength());
    }
    assertTrue(
        problem(builder(classifier()).embeddingOutput("flat").logitsOutput("probabilities"))
            .contains(
                "logitsOutput: probabilities, which holds probabilities (expected: what they are"
                    + " made of: scores, an inner tensor that becomes an output)"));
  }

  @Test
  void boxesAreRefusedUnlessTheyAreAskedFor() {
    TinyOnnx model =
        new TinyOnnx()
            .input("image", TinyOnnx.FLOAT, "N", 1, 60, 1)
            .node("Squeeze", "image axis", "detections")
            .longs("axis", 1)
            .node("Concat", six("detections"), "boxes", TinyOnnx.attribute("axis", 2))
            .output("boxes", TinyOnnx.FLOAT, "N", 60, 6);
    assertEquals(
        "the embedder cannot be opened: embeddingOutput: boxes, which looks like the boxes of a"
            + " detector (expected: an output or inner tensor of features; or acceptBoxes())",
        problem(builder(model).layout(TensorLayout.NCHW).embeddingOutput("boxes")));
    try (OnnxEmbedder embedder =
        builder(model).layout(TensorLayout.NCHW).embeddingOutput("boxes").acceptBoxes().build()) {
      assertEquals(360, embedder.embeddingLength());
    }
  }

  private static String six(String name) {
    return (name + " ").repeat(6).strip();
  }

  @Test
  void shapesOfBoxes() {
    for (long[] boxes :
        new long[][] {
          {1, 3549, 85},
          {1, 84, 8400},
          {1, 25200, 85},
          {1, 100, 4},
          {1, 4420, 4},
          {1, 3, 80, 80, 85}
        }) {
      assertTrue(ModelOutputs.isBoxes("output", boxes), OpenedModel.describe(boxes));
    }
    for (long[] features :
        new long[][] {{1, 197, 768}, {1, 50, 768}, {8, 512}, {1, 512, 13, 13}, {1, 2048, 1}}) {
      assertTrue(!ModelOutputs.isBoxes("output", features), OpenedModel.describe(features));
    }
  }

  // ---- element types

  private static TinyOnnx cast(int from, int to) {
    return new TinyOnnx()
        .input("image", from, "N", 1, 1, 2)
        .node("Cast", "image", "embedding", TinyOnnx.attribute("to", to))
        .output("embedding", to, "N", 1, 1, 2);
  }

  @Test
  void inputsAndOutputsOfOtherTypes() {
    for (int type : new int[] {TinyOnnx.FLOAT16, TinyOnnx.UINT8}) {
      for (TinyOnnx model : List.of(cast(type, TinyOnnx.FLOAT), cast(TinyOnnx.FLOAT, type))) {
        try (OnnxEmbedder embedder = builder(model).build()) {
          assertArrayEquals(
              new float[] {3, 250, 1, 2, 3, 250},
              embedder.embed(List.of(FRAME, Frames.gray(2, 1, 1, 2), FRAME)).embeddings());
        }
      }
    }
    // -128 .. 127: what lies outside becomes the nearest
    ImageTransform shifted = ImageTransform.builder().mean(100).build();
    try (OnnxEmbedder embedder =
        OnnxEmbedder.builder("tiny.onnx", cast(TinyOnnx.INT8, TinyOnnx.FLOAT).bytes(8, 13))
            .transform(shifted)
            .build()) {
      assertArrayEquals(new float[] {-97, 127}, embedder.embed(List.of(FRAME)).embeddings());
    }
  }

  @Test
  void halfFloats() {
    assertEquals(0x3c00, HalfFloat.of(1f));
    assertEquals((short) 0xc000, HalfFloat.of(-2f));
    assertEquals(0x7bff, HalfFloat.of(65504f));
    assertEquals(0x7bff, HalfFloat.of(65519f));
    assertEquals(0x7c00, HalfFloat.of(65520f));
    assertEquals(0x7e00, HalfFloat.of(Float.NaN));
    assertEquals(1, HalfFloat.of(0x1p-24f));
    assertEquals(0, HalfFloat.of(0x1p-25f)); // ties to even
    assertEquals(0x0400, HalfFloat.of(0x1p-14f));
    assertEquals(0x3c00, HalfFloat.of(1 + 0x1p-11f));
    assertEquals(0x3c02, HalfFloat.of(1 + 0x3p-11f));
    for (int half = 0; half <= 0x7c00; half++) {
      assertEquals(half, HalfFloat.of(HalfFloat.toFloat((short) half)));
      assertEquals(
          (short) (half | 0x8000), HalfFloat.of(HalfFloat.toFloat((short) (half | 0x8000))));
    }
  }

  // ---- the host's session

  @Test
  void hostsOwnSessionStaysOpen() throws Exception {
    Path file = classifier().write(folder.resolve("m.onnx"));
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    byte[] more = OnnxEmbedder.modelWithOutputs(file, "flat", "probabilities");
    try (OrtSession session = environment.createSession(more)) {
      try (OnnxEmbedder embedder =
          OnnxEmbedder.builder(session, file)
              .transform(ImageTransform.raw())
              .embeddingOutput("flat")
              .build()) {
        assertEquals("of the host's session", embedder.device());
        assertArrayEquals(new float[] {6, 500}, embedder.embed(List.of(FRAME)).embeddings());
      }
      assertEquals(2, session.getNumOutputs());
      String message =
          problem(
              OnnxEmbedder.builder(session, file)
                  .transform(ImageTransform.raw())
                  .threads(2)
                  .embeddingOutput("doubled"));
      assertTrue(message.contains("threads: set (expected: unset"), message);
      assertTrue(message.contains("modelWithOutputs(file, \"doubled\")"), message);
    }
    assertEquals(
        "no output can be added: tensors: weights (expected: a tensor that the model computes)",
        assertThrows(
                IllegalArgumentException.class,
                () -> OnnxEmbedder.modelWithOutputs(file, "weights"))
            .getMessage());
  }

  // ---- describe

  @Test
  void describedForPeople() {
    Path file = classifier().write(folder.resolve("m.onnx"));
    String words = OnnxEmbedder.describe(file);
    assertTrue(
        words.startsWith("m.onnx: " + file.toFile().length() + " bytes, IR 8, opset 13, 4 op"));
    assertTrue(
        words.endsWith(
            """
            input   image FLOAT [N x 1 x 1 x 2]
            output  probabilities FLOAT [N x 3]: probabilities, made of scores
            inner   flat [1 x 2]: read by the last layer with weights
            embedding, likely: flat [1 x 2]
            logits, likely: scores, of which probabilities makes probabilities
            preprocessing, a guess: ImageTransform.raw(), for the model scales pixels itself (Add comes first)
            OnnxEmbedder.builder(Path.of("m.onnx")).transform(...).embeddingOutput("flat").build()
            """),
        words);
  }

  // ---- hostile bytes

  /** Every change of a byte gives an embedder or an IllegalArgumentException. */
  @Test
  void damagedModels() {
    byte[] model = classifier().output("scores", TinyOnnx.FLOAT, "N", 3).bytes(8, 13);
    Random random = new Random(14);
    int opened = 0;
    for (int round = 0; round < 400; round++) {
      byte[] damaged = model.clone();
      for (int change = random.nextInt(3); change >= 0; change--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      }
      OnnxEmbedderBuilder builder =
          OnnxEmbedder.builder("damaged.onnx", damaged)
              .transform(ImageTransform.raw())
              .embeddingOutput("flat");
      try (OnnxEmbedder embedder = builder.build()) {
        embedder.embed(List.of(FRAME));
        opened++;
      } catch (IllegalArgumentException | EmbedderException e) {
        assertTrue(!e.getMessage().isEmpty());
      }
    }
    assertTrue(opened > 0 && opened < 400, opened + " opened");
  }
}
