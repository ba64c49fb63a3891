package io.virk.baseline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.cause.Cause;
import io.virk.cause.catalogue.Causes;
import io.virk.cause.internal.CauseSignature;
import io.virk.detect.Slice;
import io.virk.detect.calibrated.CalibratedDetector;
import io.virk.embed.Embedder;
import io.virk.embed.EmbedderException;
import io.virk.embed.EmbedderProvenance;
import io.virk.embed.Embeddings;
import io.virk.image.Frame;
import io.virk.image.ImageFolder;
import io.virk.internal.AtomicFile;
import io.virk.internal.AtomicZip;
import io.virk.scenes.Baselines;
import io.virk.scenes.QuadrantEmbedder;
import io.virk.scenes.Scenes;
import io.virk.signal.Observation;
import io.virk.signal.SignalTable;
import io.virk.signal.internal.SignalExtractor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class BaselineTest {
  @TempDir private Path folder;

  private static BaselineBuilder vectors(int n) {
    BaselineBuilder builder = Baseline.builder("small").window(16).clock(Baselines.CLOCK);
    for (int i = 0; i < n; i++) {
      builder.add(Baselines.vector(1, i, 0));
    }
    return builder;
  }

  private Path saved(Baseline baseline, String name) {
    Path file = folder.resolve(name);
    baseline.save(file);
    return file;
  }

  private static List<Object> verdicts(Baseline baseline) {
    SignalExtractor extractor =
        new SignalExtractor(baseline.schema(), baseline.sources(), null, null, null);
    List<Object> results = new ArrayList<>();
    for (double moved : new double[] {0, 0.4, 3}) {
      SignalTable window = new SignalTable(baseline.schema(), 16);
      for (int i = 0; i < 16; i++) {
        window.append(extractor.extract(Baselines.vector(5, i, moved)));
      }
      for (CalibratedDetector detector : baseline.reference(Slice.ALL).detectors()) {
        results.add(detector.judge(Slice.ALL, window, 1e-4, 5e-3));
      }
    }
    return results;
  }

  @Test
  void aLoadedBaselineIsTheSavedOne() {
    Baseline saved = Baselines.ofVectors();
    Baseline loaded = Baseline.load(saved(saved, "a.virk"));
    assertEquals(saved.hash(), loaded.hash());
    assertEquals(saved.provenance(), loaded.provenance());
    assertEquals(saved.name(), loaded.name());
    assertEquals(saved.window(), loaded.window());
    assertEquals(verdicts(saved), verdicts(loaded));
    Baseline cameras = Baseline.load(saved(Baselines.ofFourCameras(), "b.virk"));
    assertEquals(Baselines.ofFourCameras().hash(), cameras.hash());
    assertEquals(Baselines.ofFourCameras().slices(), cameras.slices());
    assertEquals(5, cameras.slices().size());
    List<CauseSignature> signatures = cameras.reference(Slice.ALL).signatures();
    assertEquals(
        Causes.all().stream().filter(Cause::seenInOneFrame).map(Cause::name).toList(),
        signatures.stream().map(CauseSignature::cause).distinct().toList());
  }

  @Tag("slow")
  @Test
  void theSameObservationsSeedAndClockGiveTheSameBytes() throws IOException {
    byte[] one = Files.readAllBytes(saved(vectors(160).build(), "1"));
    assertArrayEquals(one, Files.readAllBytes(saved(vectors(160).build(), "2")));
    assertArrayEquals(one, Files.readAllBytes(saved(Baseline.load(folder.resolve("1")), "3")));
    assertArrayEquals(
        one, Files.readAllBytes(saved(vectors(160).build().withWindow(20).withWindow(16), "4")));
    BaselineBuilder other = Baseline.builder("small").window(16).clock(Baselines.CLOCK).seed(7);
    for (int i = 0; i < 160; i++) {
      other.add(Baselines.vector(1, i, 0));
    }
    assertTrue(!other.build().hash().equals(Baseline.load(folder.resolve("1")).hash()));
  }

  @Tag("slow")
  @Test
  void numpyReadsTheArrays() throws IOException, InterruptedException {
    Path file = saved(Baselines.ofVectors(), "n.virk");
    String job =
        "import zipfile,io\n"
            + "z=zipfile.ZipFile(sys.argv[1])\n"
            + "[print(n,numpy.load(io.BytesIO(z.read(n))).shape)"
            + " for n in z.namelist() if n.endswith('.npy')]";
    String out = Numpy.run(folder, job, file.toString());
    assertTrue(out.contains("embedding-covariance.npy (4, 4)"), out);
    assertTrue(out.contains("reference-0/scalars.npy (240, 3)"), out);
  }

  @Test
  void aFailedWriteLeavesTheOldFileAndNothingElse() throws IOException {
    Path file = saved(Baselines.ofVectors(), "old");
    byte[] before = Files.readAllBytes(file);
    Map<String, byte[]> unwritable = new LinkedHashMap<>();
    unwritable.put("fine", new byte[100]);
    unwritable.put("x".repeat(70_000), new byte[1]);
    assertThrows(
        IllegalArgumentException.class,
        () -> AtomicZip.writeStored(file, AtomicFile.Access.SHARED, unwritable));
    assertArrayEquals(before, Files.readAllBytes(file));
    try (var list = Files.list(folder)) {
      assertEquals(1, list.count());
    }
    Path nowhere = folder.resolve("no/such/folder.virk");
    assertTrue(
        assertThrows(UncheckedIOException.class, () -> Baselines.ofVectors().save(nowhere))
            .getMessage()
            .contains(nowhere.toString()));
  }

  @Test
  void aSavedFileHasThePermissionsOfAnyOther() throws IOException {
    Path plain = Files.write(folder.resolve("plain"), new byte[1]);
    Assumptions.assumeTrue(
        Files.getFileStore(plain).supportsFileAttributeView("posix"), "left out: no POSIX");
    assertEquals(
        Files.getPosixFilePermissions(plain),
        Files.getPosixFilePermissions(saved(Baselines.ofVectors(), "saved")));
  }

  private static void says(String message, Executable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
  }

  @Test
  void tooFewObservationsAreRejected() {
    String none =
        assertThrows(IllegalArgumentException.class, () -> vectors(0).build()).getMessage();
    assertTrue(none.startsWith("observations: 0 (expected: at least 43 for windows of 16"), none);
    assertThrows(IllegalArgumentException.class, () -> vectors(40).build());
    assertEquals(16, vectors(43).build().window());
    says(
        "window: 100 (expected: 8 .. 60, half of the 120 observations of slice all that are kept"
            + " for comparison)",
        () -> vectors(160).build().withWindow(100));
  }

  @Test
  void whatIsWrongWithTheSettingsIsToldTogether() {
    BaselineBuilder builder =
        Baseline.builder("line\n3")
            .window(7)
            .seed(1)
            .seed(2)
            .sliceBy(" ")
            .context(" ")
            .detectors()
            .model("abc", "resize")
            .embedder(new QuadrantEmbedder());
    for (Executable use :
        List.<Executable>of(
            () -> builder.add(Baselines.vector(1, 0, 0)),
            builder::build,
            () -> builder.learner(1000, Duration.ZERO))) {
      says(
          "the baseline cannot be built: name: \"line\uFFFD3\" (expected: 1 .. 200 printable"
              + " characters of one line, not blank); window: 7 (expected: >= 8); seed is set twice;"
              + " sliceBy: \" \" (expected: not blank); context: \" \" (expected: not blank);"
              + " detectors: none (expected: at least one); model.sha256: abc (expected: 64"
              + " lower-case hexadecimal digits); model is stated, but the embedder says what it is;"
              + " context: \" \" (expected: another tag than that of sliceBy)",
          use);
    }
  }

  @Test
  void settingsComeFirst() {
    BaselineBuilder builder = Baseline.builder("x").window(8).seed(1).clock(Baselines.CLOCK);
    for (int i = 0; i < 40; i++) {
      builder.add(Baselines.vector(1, i, 0));
    }
    assertEquals(
        "sliceBy must be set before the first observation",
        assertThrows(IllegalStateException.class, () -> builder.sliceBy("x")).getMessage());
    builder.build();
    assertThrows(IllegalStateException.class, builder::build);
    assertThrows(IllegalStateException.class, () -> builder.add(Baselines.vector(1, 1, 0)));
  }

  @Test
  void unusableObservationsAreCountedAndLeftOut() {
    BaselineBuilder builder = Baseline.builder("x").window(16).clock(Baselines.CLOCK);
    for (int i = 0; i < 200; i++) {
      if (i == 20) {
        assertThrows(IllegalArgumentException.class, builder::build, "which counts nothing twice");
      }
      Observation o = Baselines.vector(1, i, 0);
      float[] embedding = i % 10 == 9 ? new float[] {1, Float.NaN, 2, 3} : o.embedding();
      builder.add(
          Observation.builder()
              .embedding(i % 10 == 8 ? new float[7] : embedding)
              .logits(o.logits())
              .build());
    }
    Baseline baseline = builder.build();
    assertEquals(
        Map.of("EMBEDDING_NOT_FINITE", 20L, "EMBEDDING_LENGTH", 20L),
        baseline.provenance().flaws());
    assertEquals(baseline.hash(), Baseline.load(saved(baseline, "f.virk")).hash());
  }

  @Test
  void notOneUsableEmbeddingIsNoEmbeddingSignal() {
    BaselineBuilder builder = Baseline.builder("x").window(16).clock(Baselines.CLOCK);
    for (int i = 0; i < 100; i++) {
      builder.add(
          Observation.builder()
              .embedding(new float[] {Float.NaN})
              .logits(Baselines.vector(1, i, 0).logits())
              .build());
    }
    Baseline baseline = builder.build();
    assertTrue(baseline.mahalanobis().isEmpty());
    assertEquals(100L, baseline.provenance().flaws().get("EMBEDDING_NOT_FINITE"));
    assertEquals(baseline.hash(), Baseline.load(saved(baseline, "n.virk")).hash());
  }

  @Test
  void aSliceForEveryObservationFallsBackToAll() {
    BaselineBuilder builder = Baseline.builder("x").window(16).sliceBy("id").clock(Baselines.CLOCK);
    for (int i = 0; i < 100; i++) {
      Observation o = Baselines.vector(1, i, 0);
      builder.add(
          Observation.builder().embedding(o.embedding()).tag("id", String.valueOf(i)).build());
    }
    assertEquals(List.of(Slice.ALL), builder.build().slices());
  }

  @Test
  void foldersWithUnreadableImagesAreUsedAndEmptyOnesAreNot() throws IOException {
    Path images = Files.createDirectories(folder.resolve("images/cam-1")).getParent();
    for (int i = 0; i < 60; i++) {
      ImageIO.write(
          Scenes.frame(1, i, 16, 12).toBufferedImage(),
          "png",
          images.resolve("cam-1/" + (100 + i) + ".png").toFile());
    }
    Files.write(images.resolve("cam-1/bad.png"), new byte[10]);
    Baseline baseline =
        Baseline.builder("folder")
            .sliceBy("camera")
            .window(16)
            .clock(Baselines.CLOCK)
            .images(ImageFolder.of(images))
            .build();
    assertEquals(60, baseline.provenance().seen());
    assertEquals(Map.of("UNREADABLE_IMAGE", 1L), baseline.provenance().flaws());
    assertEquals("folder images, 60 images by name", baseline.provenance().source());
    assertEquals(List.of(Slice.ALL, new Slice("camera", "cam-1")), baseline.slices());
    Path bad = Files.createDirectories(folder.resolve("bad"));
    Files.write(bad.resolve("1.png"), new byte[10]);
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> Baseline.builder("x").images(ImageFolder.of(bad)))
            .getMessage();
    assertTrue(message.startsWith("folder: " + bad + " (expected: at least one"), message);
  }

  /** One after the other they would be a stream that changes its camera once. */
  @Test
  void theCamerasOfAFolderComeSideBySide() throws IOException {
    Path images = folder.resolve("two");
    for (int i = 0; i < 60; i++) {
      Path camera = Files.createDirectories(images.resolve("cam-" + (1 + i / 30)));
      ImageIO.write(
          Scenes.frame(1, i, 16 + i / 30, 12).toBufferedImage(),
          "png",
          camera.resolve((100 + i) + ".png").toFile());
    }
    List<Integer> widths = new ArrayList<>();
    Embedder order =
        Embedder.of(
            "order",
            1,
            frame -> {
              widths.add(frame.width());
              return new float[] {frame.width() + widths.size() % 7};
            });
    BaselineBuilder two = Baseline.builder("two").embedder(order).window(8).clock(Baselines.CLOCK);
    two.sliceBy("camera").images(ImageFolder.of(images)).build();
    assertEquals(List.of(16, 17, 16, 17, 16, 17), widths.subList(0, 6));
    assertEquals(List.of(16, 17), widths.subList(58, 60));
  }

  @Test
  void anEmbedderThatFailsIsTheCallersToKnow() {
    int[] calls = {0};
    Embedder embedder =
        new Embedder() {
          private final QuadrantEmbedder model = new QuadrantEmbedder();

          @Override
          public int embeddingLength() {
            return 4;
          }

          @Override
          public int logitsLength() {
            return 3;
          }

          @Override
          public Embeddings embed(List<Frame> frames) {
            if (calls[0]++ == 1) {
              throw new EmbedderException("model failed", null);
            }
            assertTrue(frames.size() <= 17, "no batch grows without bound");
            return model.embed(frames);
          }

          @Override
          public EmbedderProvenance provenance() {
            return model.provenance();
          }

          @Override
          public void close() {}
        };
    BaselineBuilder builder =
        Baseline.builder("x").embedder(embedder).window(16).clock(Baselines.CLOCK);
    int failures = 0;
    for (int i = 0; i < 100; i++) {
      Observation o = Observation.builder().sequence(i).image(Scenes.frame(1, i, 16, 12)).build();
      try {
        builder.add(o);
      } catch (EmbedderException e) {
        failures++;
      }
    }
    assertEquals(1, failures);
    assertEquals(100, builder.build().provenance().seen());
  }
}
