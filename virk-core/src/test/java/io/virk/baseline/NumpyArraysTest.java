package io.virk.baseline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.baseline.file.BaselineCodec;
import io.virk.detect.Slice;
import io.virk.embed.Embedder;
import io.virk.internal.Npy;
import io.virk.scenes.Baselines;
import io.virk.signal.Observation;
import io.virk.signal.Output;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NumpyArraysTest {
  private static final int ROWS = 160;

  @TempDir private Path folder;

  private static float[] embeddings() {
    float[] all = new float[4 * ROWS];
    for (int i = 0; i < ROWS; i++) {
      System.arraycopy(Baselines.vector(1, i, 0).embedding(), 0, all, 4 * i, 4);
    }
    return all;
  }

  private static float[] logits() {
    float[] all = new float[3 * ROWS];
    for (int i = 0; i < ROWS; i++) {
      System.arraycopy(Baselines.vector(1, i, 0).logits(), 0, all, 3 * i, 3);
    }
    return all;
  }

  private Path write(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }

  private static BaselineBuilder builder() {
    return Baseline.builder("small").window(16).clock(Baselines.CLOCK);
  }

  private static Baseline ofObservations() {
    BaselineBuilder builder = builder();
    for (int i = 0; i < ROWS; i++) {
      builder.add(Baselines.vector(1, i, 0));
    }
    return builder.build();
  }

  /** All but the source in words and the times, which arrays do not have. */
  private static void sameArrays(Baseline expected, Baseline actual) {
    var a = BaselineCodec.arrays(expected.content().parts());
    var b = BaselineCodec.arrays(actual.content().parts());
    assertEquals(a.keySet(), b.keySet());
    a.forEach((name, bytes) -> assertTrue(Arrays.equals(bytes, b.get(name)), name));
  }

  @Test
  void arraysGiveTheBaselineOfTheSameObservations() throws IOException {
    write("embeddings.npy", Npy.write(embeddings(), ROWS, 4));
    double[] wide = new double[3 * ROWS];
    float[] narrow = logits();
    for (int i = 0; i < wide.length; i++) {
      wide[i] = narrow[i];
    }
    write("logits.npy", Npy.write(wide, ROWS, 3));
    Baseline baseline = builder().arrays(NumpyArrays.of(folder)).build();
    sameArrays(ofObservations(), baseline);
    assertEquals(
        "arrays in " + folder.getFileName() + ", 160 rows", baseline.provenance().source());
    assertEquals(160, baseline.provenance().seen());
  }

  @Tag("slow")
  @Test
  void numpyWritesThem() throws IOException, InterruptedException {
    write("e", Npy.write(embeddings(), ROWS, 4));
    write("l", Npy.write(logits(), ROWS, 3));
    String job =
        """
        embeddings, logits = numpy.load("e"), numpy.load("l")
        numpy.save("embeddings.npy", embeddings)
        numpy.save("logits.npy", logits.astype("float64"))
        numpy.save("predictions.npy", logits.argmax(1))
        numpy.save("sources.npy", numpy.array(["vidéo-%d" % (i // 10) for i in range(len(logits))]))
        numpy.save("slices.npy", numpy.array([b"cam-%d" % (i % 2) for i in range(len(logits))]))
        """;
    Numpy.run(folder, job);
    Baseline baseline = builder().sliceBy("camera").arrays(NumpyArrays.of(folder)).build();
    assertEquals(
        List.of(Slice.ALL, new Slice("camera", "cam-0"), new Slice("camera", "cam-1")),
        baseline.slices());
    assertEquals(4, baseline.embeddingLength());
    assertEquals(3, baseline.logitsLength());
    BaselineBuilder same = builder().sliceBy("camera");
    for (int i = 0; i < ROWS; i++) {
      Observation o = Baselines.vector(1, i, 0);
      same.add(
          Observation.builder()
              .embedding(o.embedding())
              .logits(o.logits())
              .source("vidéo-" + i / 10)
              .tag("camera", "cam-" + i % 2)
              .build());
    }
    sameArrays(same.build(), baseline);
  }

  @Test
  void classesAreTakenFromPredictionsThenLogitsThenLabels() throws IOException {
    int[] ones = new int[ROWS];
    Arrays.fill(ones, 1);
    int[] twos = new int[ROWS];
    Arrays.fill(twos, 2);
    Path predictions = write("p.npy", Npy.write(ones, ROWS));
    Path labels = write("t.npy", Npy.write(twos, ROWS));
    Path embeddings = write("e.npy", Npy.write(embeddings(), ROWS, 4));
    NumpyArrays both = NumpyArrays.none().embeddings(embeddings).labels(labels);
    assertEquals(2, builder().arrays(both).build().reference(Slice.ALL).rows().category(0, 0));
    assertEquals(
        1,
        builder()
            .arrays(both.predictions(predictions))
            .build()
            .reference(Slice.ALL)
            .rows()
            .category(0, 0));
  }

  @Test
  void probabilitiesAndScoresAreOutputsThatTheBaselineIsToldOf() throws IOException {
    float[] half = new float[2 * ROWS];
    BaselineBuilder observed = declared();
    for (int i = 0; i < ROWS; i++) {
      half[2 * i] = (i * 37 % 100) / 100f;
      half[2 * i + 1] = 1 - half[2 * i];
      float[] row = {half[2 * i], half[2 * i + 1]};
      observed.add(Observation.builder().sequence(i).probabilities(row).scores(row).build());
    }
    write("probabilities.npy", Npy.write(half, ROWS, 2));
    write("scores.npy", Npy.write(half, ROWS, 2));
    sameArrays(observed.build(), declared().arrays(NumpyArrays.of(folder)).build());
    refused("call output(Output.probabilities(..)) before", NumpyArrays.of(folder));
    refused(
        "call output(Output.scores(..)) before",
        NumpyArrays.none().scores(folder.resolve("scores.npy")));
  }

  private static BaselineBuilder declared() {
    return builder().output(Output.probabilities(2)).output(Output.scores(2, 0.5));
  }

  @Test
  void theMeansOfEmbeddingsAreOfLabelsWhereThereAreSome() throws IOException {
    int[] labels = new int[ROWS];
    int[] predicted = new int[ROWS];
    for (int i = 0; i < ROWS; i++) {
      labels[i] = 7 + i % 2;
      predicted[i] = i % 2 == 0 ? 3 : 4;
    }
    NumpyArrays arrays =
        NumpyArrays.none()
            .embeddings(write("e.npy", Npy.write(embeddings(), ROWS, 4)))
            .predictions(write("p.npy", Npy.write(predicted, ROWS)));
    assertArrayEquals(new int[] {3, 4}, builder().arrays(arrays).build().embeddingClasses());
    Baseline labelled =
        builder().arrays(arrays.labels(write("l.npy", Npy.write(labels, ROWS)))).build();
    assertArrayEquals(new int[] {7, 8}, labelled.embeddingClasses());
    assertEquals(3, labelled.reference(Slice.ALL).rows().category(0, 0), "as before");
  }

  @Test
  void contextsAreTagsLikeSlices() throws IOException {
    int[] night = new int[ROWS];
    for (int i = 0; i < ROWS; i++) {
      night[i] = i / 8 % 2;
    }
    write("contexts.npy", Npy.write(night, ROWS));
    write("embeddings.npy", Npy.write(embeddings(), ROWS, 4));
    Baseline baseline = builder().context("night").arrays(NumpyArrays.of(folder)).build();
    assertEquals(Set.of("0", "1"), Set.copyOf(baseline.contexts()));
    refused("no context is declared", NumpyArrays.of(folder));
  }

  private void refused(String expected, NumpyArrays arrays) {
    BaselineBuilder builder = builder();
    String message =
        assertThrows(IllegalArgumentException.class, () -> builder.arrays(arrays)).getMessage();
    assertTrue(message.contains(expected), message);
    assertTrue(message.contains(folder.toString()), message);
    assertTrue(message.length() < 600, "a long message");
  }

  private void refused(String expected, byte[] embeddings) throws IOException {
    refused(expected, NumpyArrays.none().embeddings(write("x.npy", embeddings)));
  }

  private static byte[] replaced(byte[] npy, String from, String to) {
    String text = new String(npy, StandardCharsets.ISO_8859_1);
    assertTrue(text.contains(from), from);
    return text.replace(from, to).getBytes(StandardCharsets.ISO_8859_1);
  }

  @Test
  void whatIsNoSuchArrayIsRefusedByFileAndRule() throws IOException {
    byte[] good = Npy.write(embeddings(), ROWS, 4);
    refused("another beginning", new byte[0]);
    refused("another beginning", new byte[500]);
    refused("a header of", Arrays.copyOf(good, 30));
    refused("bytes of data", Arrays.copyOf(good, good.length - 1));
    refused("bytes of data", Arrays.copyOf(good, good.length + 1));
    refused("C order", replaced(good, "False", "True "));
    refused("little-endian ones", replaced(good, "<f4", ">f4"));
    refused("a descr of float32", replaced(good, "'<f4'", "'|O' "));
    refused("elements of type f2", replaced(good, "<f4", "<f2"));
    refused("elements of type c8", replaced(good, "<f4", "<c8"));
    refused("kind WHOLE", replaced(good, "<f4", "<i4"));
    refused("NumPy format 9", replaced(good, "NUMPY\1", "NUMPY\11"));
    refused("a shape", replaced(good, "'shape'", "'shapx'"));
    refused("bytes of data", replaced(good, "(160, 4)", "(999, 4)"));
    refused("at least one row", replaced(good, "(160, 4)", "(000, 4)"));
    refused("dimensions", replaced(good, "(160, 4)", "(640,)  "));
    refused("dimensions", replaced(good, "(160, 4)", "()      "));
    refused(
        "a shape of more bytes",
        replaced(good, "(160, 4), }               ", "(999999999999999999, 9), }"));
    refused(
        "embeddings: ", NumpyArrays.none().embeddings(write("i.npy", Npy.write(new int[4], 4))));
    refused(
        "the same number of rows",
        NumpyArrays.none()
            .embeddings(write("e.npy", good))
            .labels(write("l.npy", Npy.write(new int[4], 4))));
    refused(
        "has the class -7",
        NumpyArrays.none().labels(write("l.npy", Npy.write(new int[] {1, -7}, 2))));
    refused(
        "the baseline is not sliced",
        NumpyArrays.none().embeddings(folder.resolve("e.npy")).slices(folder.resolve("l.npy")));
    refused("an existing file", NumpyArrays.none().logits(folder.resolve("none.npy")));
    refused("an existing file", NumpyArrays.none().logits(folder));
    assertThrows(IllegalArgumentException.class, () -> NumpyArrays.of(folder.resolve("none")));
    assertThrows(IllegalArgumentException.class, () -> builder().arrays(NumpyArrays.none()));
  }

  @Tag("slow")
  @Test
  void damagedFilesGiveAnArrayOrTheOneException() throws IOException {
    byte[] good = Npy.write(embeddings(), ROWS, 4);
    for (long seed = 1; seed <= 3; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      for (int i = 0; i < 300; i++) {
        byte[] changed = good.clone();
        for (int k = random.nextInt(1, 5); k > 0; k--) {
          changed[random.nextInt(128)] = (byte) random.nextInt(256);
        }
        Path file = write("fuzz.npy", changed);
        try {
          builder().arrays(NumpyArrays.none().embeddings(file));
        } catch (IllegalArgumentException e) {
          assertTrue(e.getMessage().contains(file.toString()), e.getMessage());
        }
      }
    }
  }

  @Test
  void unusableValuesAreFlawsNotErrors() throws IOException {
    float[] some = embeddings();
    some[5] = Float.NaN;
    double[] wide = new double[some.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = some[i];
    }
    wide[100] = 1e300;
    Path file = write("e.npy", Npy.write(wide, ROWS, 4));
    Baseline baseline = builder().arrays(NumpyArrays.none().embeddings(file)).build();
    assertEquals(2L, baseline.provenance().flaws().get("EMBEDDING_NOT_FINITE"));
  }

  @Test
  void theModelOfTheArraysIsTheBaselines() throws IOException {
    write("embeddings.npy", Npy.write(embeddings(), ROWS, 4));
    Path file = folder.resolve("model.json");
    String sha = "0a".repeat(32);
    Files.writeString(
        file, "{\"sha256\": \"" + sha + "\", \"preprocessing\": {\"transform\": {\"scale\": 1}}}");
    NumpyArrays arrays = NumpyArrays.of(folder);
    Baseline baseline = builder().arrays(arrays).build();
    assertEquals(sha, baseline.provenance().modelSha256().orElseThrow());
    assertEquals(
        "{\"transform\":{\"scale\":1}}", baseline.provenance().preprocessing().orElseThrow());

    BaselineBuilder alike =
        builder().model(sha, "{\"input\": \"3x24x32\", \"transform\": {\"scale\": 1.0}}");
    assertEquals(
        "{\"input\": \"3x24x32\", \"transform\": {\"scale\": 1.0}}",
        alike.arrays(arrays).build().provenance().preprocessing().orElseThrow());
    for (BaselineBuilder other :
        List.of(
            builder().model("0b".repeat(32), "{\"transform\": {\"scale\": 1}}"),
            builder().model(sha, "{\"transform\": {\"scale\": 2}}"),
            builder().embedder(Embedder.of("other", 4, frame -> new float[4])))) {
      String told =
          assertThrows(IllegalArgumentException.class, () -> other.arrays(arrays)).getMessage();
      assertTrue(told.startsWith("model: " + file + " says StatedModel[sha256=" + sha), told);
      assertTrue(told.endsWith(", the builder's)"), told);
    }
    BaselineBuilder late = builder().add(Baselines.vector(1, 0, 0));
    assertThrows(IllegalStateException.class, () -> late.arrays(arrays));
  }

  @Test
  void aFileThatNamesNoModelIsRefused() throws IOException {
    write("embeddings.npy", Npy.write(embeddings(), ROWS, 4));
    Path file = folder.resolve("model.json");
    for (String unfit :
        List.of(
            "",
            "{",
            "[]",
            "{}",
            "{\"sha256\": 1, \"preprocessing\": {}}",
            "{\"sha256\": {}, \"preprocessing\": {}}",
            "{\"sha256\": \"" + "0a".repeat(32) + "\"}",
            "{\"sha256\": \"" + "0a".repeat(32) + "\", \"preprocessing\": \"\"}",
            "[".repeat(60_000),
            " ".repeat(70_000))) {
      Files.writeString(file, unfit);
      String told =
          assertThrows(
                  IllegalArgumentException.class, () -> builder().arrays(NumpyArrays.of(folder)))
              .getMessage();
      assertTrue(
          told.startsWith("model: " + file + " (expected: a JSON object with sha256, 64 "), told);
    }
  }
}
