package io.virk.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.embed.Embeddings;
import io.virk.golden.IdxUbyte;
import io.virk.golden.NpyArray;
import io.virk.golden.Shared;
import io.virk.image.Frame;
import io.virk.image.PixelFormat;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.zip.ZipFile;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Real models on real images, against what ONNX Runtime gave for them when they were recorded. Left
 * out where the shared data is missing.
 */
@Tag("slow")
class RealModelsTest {
  private static final ImageTransform STRETCHED_IMAGE_NET =
      ImageTransform.imageNet().withResize(ResizePolicy.stretch());

  private static OnnxEmbedderBuilder model(String name, ImageTransform transform) {
    return OnnxEmbedder.builder(Shared.path("data/models/" + name)).transform(transform);
  }

  private static List<Frame> idx(String name, PixelFormat format) {
    IdxUbyte images = IdxUbyte.read(Shared.path("data/images/" + name + "-ubyte.gz"));
    int height = images.shape()[1];
    int width = images.shape()[2];
    int bytes = width * height * format.samplesPerPixel();
    List<Frame> frames = new ArrayList<>();
    for (int i = 0; i < images.shape()[0]; i++) {
      frames.add(Frame.of(images.values(), i * bytes, width, height, bytes / height, format));
    }
    return frames;
  }

  private static List<Frame> zipped(String zip, List<String> names) throws IOException {
    List<Frame> frames = new ArrayList<>();
    try (ZipFile file = new ZipFile(Shared.path("data/images/" + zip).toFile())) {
      for (String name : names) {
        byte[] bytes = file.getInputStream(file.getEntry(name)).readAllBytes();
        frames.add(Frame.of(ImageIO.read(new ByteArrayInputStream(bytes))));
      }
    }
    return frames;
  }

  private static List<String> lines(String name) throws IOException {
    return Files.readAllLines(Shared.path("data/recordings/" + name));
  }

  /** The first rows of a recording; relative errors, absolute below 1. */
  private static void assertRecorded(String name, float[] actual, double tolerance) {
    NpyArray recorded = NpyArray.read(Shared.path("data/recordings/" + name + ".npy"));
    float[] expected = recorded.floats();
    assertEquals(0, actual.length % recorded.columns());
    for (int i = 0; i < actual.length; i++) {
      double error = Math.abs(actual[i] - expected[i]) / Math.max(1, Math.abs(expected[i]));
      assertTrue(error <= tolerance, name + " row " + i / recorded.columns() + ": " + error);
    }
  }

  @Test
  void cifar10ResNet20() {
    List<Frame> frames = idx("cifar10-test-3000-images.idx4", PixelFormat.RGB);
    try (OnnxEmbedder embedder =
        model("cifar10-resnet20-emb.onnx", STRETCHED_IMAGE_NET).batchSize(32).build()) {
      assertEquals(64, embedder.embeddingLength());
      assertEquals(10, embedder.logitsLength());
      Embeddings result = embedder.embed(frames);
      assertEquals(3000, result.count());
      assertRecorded("cifar10-test-3000__resnet20_embedding", result.embeddings(), 1e-4);
      assertRecorded("cifar10-test-3000__resnet20_logits", result.logits(), 1e-4);
    }
  }

  @Test
  void fashionCnn() {
    List<Frame> frames = idx("fashion-mnist-t10k-0000-3999-images.idx3", PixelFormat.GRAY);
    List<Frame> digits = idx("mnist-t10k-0000-1999-images.idx3", PixelFormat.GRAY);
    try (OnnxEmbedder embedder = model("fashion-cnn-emb.onnx", ImageTransform.unit()).build()) {
      Embeddings fashion = embedder.embed(frames);
      assertRecorded("fashion-t10k-0000-3999__fashion-cnn_embedding", fashion.embeddings(), 1e-4);
      assertRecorded("fashion-t10k-0000-3999__fashion-cnn_logits", fashion.logits(), 1e-4);
      Embeddings mnist = embedder.embed(digits);
      assertRecorded("mnist-t10k-0000-1999__fashion-cnn_embedding", mnist.embeddings(), 1e-4);
      assertRecorded("mnist-t10k-0000-1999__fashion-cnn_logits", mnist.logits(), 1e-4);
    }
  }

  @Test
  void squeezeNetOnPhotos() throws IOException {
    List<String> names = lines("imagenet-sample-500__squeezenet_files.txt").subList(0, 60);
    List<Frame> photos = zipped("imagenet-sample-500-short256.zip", names);
    List<String> top = lines("imagenet-sample-500__squeezenet_top.csv");
    int column = Arrays.asList(top.get(0).split(",")).indexOf("top1");
    assertTrue(column > 0, top.get(0));
    ImageTransform transform = ImageTransform.caffe().withResize(ResizePolicy.centreCrop());
    try (OnnxEmbedder embedder = model("squeezenet1.1-imagenet-emb.onnx", transform).build()) {
      assertEquals(512, embedder.embeddingLength());
      assertEquals(1000, embedder.logitsLength());
      Embeddings result = embedder.embed(photos);
      assertRecorded("imagenet-sample-500__squeezenet_embedding", result.embeddings(), 1e-4);
      for (int i = 0; i < 60; i++) {
        String recorded = top.get(i + 1).split(",")[column];
        assertEquals(recorded, "" + argMax(result.logits(), i * 1000, 1000), names.get(i));
      }
    }
  }

  /** The embedding of the file is the global average of this tensor. */
  @Test
  void innerTensorOfSqueezeNet() throws IOException {
    List<String> names = lines("imagenet-sample-500__squeezenet_files.txt").subList(0, 10);
    ImageTransform transform = ImageTransform.caffe().withResize(ResizePolicy.centreCrop());
    try (OnnxEmbedder embedder =
        model("squeezenet1.1-imagenet-emb.onnx", transform)
            .embeddingOutput("fire9/concat_2")
            .pooling(Pooling.GLOBAL_AVERAGE)
            .build()) {
      Embeddings result = embedder.embed(zipped("imagenet-sample-500-short256.zip", names));
      assertRecorded("imagenet-sample-500__squeezenet_embedding", result.embeddings(), 1e-4);
      assertEquals(1000, embedder.logitsLength());
    }
  }

  @Test
  void everyModelIsDescribed() {
    for (String name :
        List.of("cifar10-resnet20-emb", "fashion-cnn-emb", "squeezenet1.1-imagenet-emb")) {
      String words = OnnxEmbedder.describe(Shared.path("data/models/" + name + ".onnx"));
      assertTrue(words.contains("embedding, likely: embedding [1 x "), words);
      assertTrue(words.contains("logits, likely: logits"), words);
    }
    String mnist = OnnxEmbedder.describe(Shared.path("data/models/mnist-cntk.onnx"));
    assertTrue(mnist.contains("likely: Pooling160_Output_0_reshape0 [1 x 256]"), mnist);
    String yolox = OnnxEmbedder.describe(Shared.path("data/models/yolox-nano-emb.onnx"));
    assertTrue(yolox.contains("output FLOAT [1 x 3549 x 85]: boxes of a detector"), yolox);
    assertTrue(yolox.contains("guess: letterbox"), yolox);
  }

  @Test
  void squeezeNetOnATrafficCamera() throws IOException {
    List<String> names = lines("video-highway-a__squeezenet_files.txt").subList(0, 20);
    List<Frame> frames = zipped("video-highway-a-frames.zip", names);
    ImageTransform transform = ImageTransform.caffe().withResize(ResizePolicy.centreCrop());
    try (OnnxEmbedder embedder =
        model("squeezenet1.1-imagenet-emb.onnx", transform).threads(2).batchSize(20).build()) {
      assertRecorded(
          "video-highway-a__squeezenet_embedding", embedder.embed(frames).embeddings(), 1e-4);
    }
  }

  @Test
  void mnistTakesOneFrameAtATime() {
    List<Frame> digits = idx("mnist-t10k-0000-1999-images.idx3", PixelFormat.GRAY);
    IdxUbyte labels =
        IdxUbyte.read(Shared.path("data/images/mnist-t10k-0000-1999-labels.idx1-ubyte.gz"));
    OnnxEmbedderBuilder unnamed = model("mnist-cntk.onnx", ImageTransform.raw());
    String message = assertThrows(IllegalArgumentException.class, unnamed::build).getMessage();
    assertTrue(message.contains("Plus214_Output_0 FLOAT [1 x 10]"), message);
    assertTrue(message.contains("likely Pooling160_Output_0_reshape0"), message);
    try (OnnxEmbedder embedder =
        model("mnist-cntk.onnx", ImageTransform.raw())
            .embeddingOutput("Pooling160_Output_0_reshape0")
            .build()) {
      assertEquals(256, embedder.embeddingLength());
      float[] logits = embedder.embed(digits).logits();
      int right = 0;
      for (int i = 0; i < 2000; i++) {
        right += argMax(logits, i * 10, 10) == labels.values()[i] ? 1 : 0;
      }
      // in pieces of one, each frame has its own result
      assertTrue(right > 1960, right + " of 2000");
    }
  }

  @Test
  void yoloxSeesLetterboxedFrames() throws IOException {
    List<String> names = lines("video-highway-a__squeezenet_files.txt").subList(0, 2);
    List<Frame> frames = zipped("video-highway-a-frames.zip", names);
    OnnxEmbedderBuilder boxes =
        model("yolox-nano-emb.onnx", ImageTransform.yolox()).embeddingOutput("output");
    String refused = assertThrows(IllegalArgumentException.class, boxes::build).getMessage();
    assertTrue(refused.contains("output, which looks like the boxes of a detector"), refused);
    try (OnnxEmbedder embedder =
        model("yolox-nano-emb.onnx", ImageTransform.yolox()).logitsOutput("output").build()) {
      assertEquals(128, embedder.embeddingLength());
      assertEquals(3549 * 85, embedder.logitsLength());
      Embeddings result = embedder.embed(frames);
      for (float value : result.embeddings()) {
        assertTrue(Float.isFinite(value));
      }
      // a motorway: the surest box of each frame is a car or a truck (COCO classes 2 and 7)
      for (int i = 0; i < 2; i++) {
        int[] box = surest(result.logits(), i * embedder.logitsLength());
        assertTrue(box[0] == 2 || box[0] == 7, names.get(i) + ": class " + box[0]);
        assertTrue(box[1] > 50, names.get(i) + ": " + box[1] + " %");
      }
    }
  }

  /** Class, and percentage of objectness x score, of the surest of 3549 boxes. */
  private static int[] surest(float[] output, int offset) {
    int[] best = {-1, 0};
    for (int box = 0; box < 3549; box++) {
      int at = offset + box * 85;
      int type = argMax(output, at + 5, 80);
      int percent = Math.round(100 * output[at + 4] * output[at + 5 + type]);
      if (percent > best[1]) {
        best = new int[] {type, percent};
      }
    }
    return best;
  }

  private static int argMax(float[] values, int from, int count) {
    int best = 0;
    for (int i = 1; i < count; i++) {
      best = values[from + i] > values[from + best] ? i : best;
    }
    return best;
  }

  @Test
  void truncatedRealModel() throws IOException {
    byte[] whole = Files.readAllBytes(Shared.path("data/models/cifar10-resnet20-emb.onnx"));
    Path half = Files.createTempFile("half", ".onnx");
    try {
      Files.write(half, Arrays.copyOf(whole, whole.length / 2));
      OnnxEmbedderBuilder builder = OnnxEmbedder.builder(half).transform(STRETCHED_IMAGE_NET);
      String message = assertThrows(IllegalArgumentException.class, builder::build).getMessage();
      assertTrue(message.contains(": model: " + half + " (expected: an ONNX model"), message);
    } finally {
      Files.delete(half);
    }
  }

  @Test
  void batchSizeDoesNotChangeResults() {
    List<Frame> frames = idx("cifar10-test-3000-images.idx4", PixelFormat.RGB).subList(0, 37);
    List<float[]> results = new ArrayList<>();
    for (int batch : new int[] {1, 5, 37}) {
      try (OnnxEmbedder embedder =
          model("cifar10-resnet20-emb.onnx", STRETCHED_IMAGE_NET).batchSize(batch).build()) {
        results.add(embedder.embed(frames).embeddings());
      }
    }
    for (int i = 0; i < results.get(0).length; i++) {
      for (float[] other : Collections.unmodifiableList(results)) {
        assertEquals(results.get(0)[i], other[i], 1e-5f);
      }
    }
  }
}
