package io.virk.baseline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.baseline.content.Reference;
import io.virk.cause.Cause;
import io.virk.cause.CauseMatch;
import io.virk.cause.Fingerprint;
import io.virk.cause.catalogue.Causes;
import io.virk.cause.internal.CauseSignature;
import io.virk.detect.Slice;
import io.virk.internal.AtomicFile;
import io.virk.internal.AtomicZip;
import io.virk.internal.Npy;
import io.virk.internal.Sha256;
import io.virk.scenes.Baselines;
import io.virk.scenes.Scenes;
import io.virk.signal.Observation;
import io.virk.signal.ScalarSignal;
import io.virk.signal.SignalSources;
import io.virk.signal.SignalTable;
import io.virk.signal.VectorSignal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Signatures in a file of another version of VIRK, of another host, or of nobody good. */
@Tag("once")
class SignatureFileTest {
  private static final String ARRAY = "reference-0/signatures.npy";
  private static final int SIDE = 24;

  /** Of all causes, at three severities each. */
  private static final int SIGNATURES =
      3
          * Causes.all().stream()
              .filter(Cause::seenInOneFrame)
              .mapToInt(c -> c.variants() * (c.isOptical() ? 3 : 1))
              .sum();

  @TempDir private Path folder;

  private static Map<String, byte[]> good;

  private synchronized Map<String, byte[]> entries() throws IOException {
    if (good == null) {
      BaselineBuilder builder = Baseline.builder("camera").window(8).clock(Baselines.CLOCK);
      for (int i = 0; i < 64; i++) {
        builder.add(
            Observation.builder().sequence(i).image(Scenes.frame(5, i, SIDE, SIDE)).build());
      }
      builder.build().save(folder.resolve("good.virk"));
      good = new LinkedHashMap<>();
      try (ZipFile zip = new ZipFile(folder.resolve("good.virk").toFile())) {
        for (ZipEntry entry : zip.stream().toList()) {
          good.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
        }
      }
    }
    return new LinkedHashMap<>(good);
  }

  private Path forged(UnaryOperator<String> manifest, byte[] array) throws IOException {
    Map<String, byte[]> entries = entries();
    String text = new String(entries.get("manifest.json"), StandardCharsets.UTF_8);
    if (array != null) {
      text = text.replace(Sha256.hex(entries.put(ARRAY, array)), Sha256.hex(array));
    }
    entries.put("manifest.json", manifest.apply(text).getBytes(StandardCharsets.UTF_8));
    Path file = folder.resolve("forged.virk");
    AtomicZip.writeStored(file, AtomicFile.Access.SHARED, entries);
    return file;
  }

  private void refused(String expected, UnaryOperator<String> manifest) throws IOException {
    Path file = forged(manifest, null);
    String message =
        assertThrows(BaselineFormatException.class, () -> Baseline.load(file)).getMessage();
    assertTrue(message.contains(expected), message);
  }

  private static Fingerprint fingerprint(Baseline baseline, SignalTable window) {
    Reference reference = baseline.reference(Slice.ALL);
    return reference.fingerprint(window);
  }

  /** A window of the baseline's camera, out of focus. */
  private SignalTable darkened() throws IOException {
    BaselineBuilder builder = Baseline.builder("darkened").window(8).clock(Baselines.CLOCK);
    for (int i = 0; i < 64; i++) {
      builder.add(
          Observation.builder()
              .sequence(i)
              .image(
                  Causes.named("under-exposure").apply(Scenes.frame(5, 700 + i, SIDE, SIDE), 5, i))
              .build());
    }
    return builder.build().reference(Slice.ALL).rows();
  }

  @Test
  void aCauseThatNobodyKnowsIsKeptAndComparedUnderItsName() throws IOException {
    Baseline loaded =
        Baseline.load(forged(m -> m.replace("\"under-exposure\"", "\"gremlins\""), null));
    Path again = folder.resolve("again.virk");
    loaded.save(again);
    Baseline baseline = Baseline.load(again);
    assertEquals(loaded.hash(), baseline.hash());
    List<CauseSignature> signatures = baseline.reference(Slice.ALL).signatures();
    assertEquals(3 * 3, signatures.stream().filter(s -> s.cause().equals("gremlins")).count());
    assertEquals("gremlins", fingerprint(baseline, darkened()).causes().get(0).cause());
  }

  @Test
  void aColumnThatNobodyKnowsIsKeptAndLeftOut() throws IOException {
    Baseline loaded =
        Baseline.load(
            forged(
                m -> {
                  int at = m.indexOf("\"signatureColumns\"");
                  return m.substring(0, at) + m.substring(at).replace("\"red\"", "\"tile-7\"");
                },
                null));
    Path again = folder.resolve("again.virk");
    loaded.save(again);
    Baseline baseline = Baseline.load(again);
    assertEquals("tile-7", baseline.reference(Slice.ALL).signatures().get(0).columns().get(2));
    Fingerprint fingerprint = fingerprint(baseline, darkened());
    List<String> compared =
        SignalSources.imageSignals().stream()
            .map(ScalarSignal::name)
            .filter(name -> !name.equals("red"))
            .toList();
    assertEquals(compared, fingerprint.columns());
    assertEquals("under-exposure", fingerprint.causes().get(0).cause());
  }

  /** 60 cameras each wrote their own copy: 34 MB that could not be read again. */
  @Test
  void slicesThatShareSignaturesWriteThemOnce() throws IOException {
    BaselineBuilder builder =
        Baseline.builder("cameras").window(8).sliceBy("camera").clock(Baselines.CLOCK);
    for (int i = 0; i < 60 * 24; i++) {
      builder.add(
          Observation.builder()
              .sequence(i)
              .image(Scenes.frame(i % 2, i, 16, 16))
              .tag("camera", "cam-" + i % 60)
              .build());
    }
    Path file = folder.resolve("cameras.virk");
    Baseline saved = builder.build();
    saved.save(file);
    Baseline loaded = Baseline.load(file);
    assertEquals(saved.hash(), loaded.hash());
    Path again = folder.resolve("again.virk");
    loaded.save(again);
    assertEquals(Files.size(file), Files.size(again));
    try (ZipFile zip = new ZipFile(file.toFile())) {
      long written = zip.stream().filter(e -> e.getName().endsWith("signatures.npy")).count();
      assertTrue(written <= 5, written + " times");
    }
    for (Slice slice : saved.slices()) {
      assertEquals(saved.reference(slice).signatures(), loaded.reference(slice).signatures());
    }
  }

  @Test
  void nonsenseIsRefused() throws IOException {
    refused("has cause: \"\\u001b[2J\"", m -> m.replace("\"under-exposure\"", "\"\\u001b[2J\""));
    refused(
        "each cause, severity and variant once",
        m -> m.replace("\"under-exposure\"", "\"sensor noise\""));
    refused(
        "(expected: a whole number 1 .. 5)", m -> m.replace("\"severity\": 5", "\"severity\": 6"));
    refused(
        "lacks the field signatureColumns",
        m -> m.replaceFirst(",\\s*\"signatureColumns\": \\[[^]]*]", ""));
    refused(
        "at least one name, each once",
        m -> m.replaceFirst("\"signatureColumns\": \\[[^]]*]", "\"signatureColumns\": []"));
    refused(
        "at least one name, each once",
        m ->
            m.replaceFirst(
                "\"signatureColumns\": \\[[^]]*]", "\"signatureColumns\": [\"a\", \"a\"]"));
    refused(
        ARRAY,
        m -> m.replaceFirst("\"signatureColumns\": \\[[^]]*]", "\"signatureColumns\": [\"a\"]"));
    String many =
        String.join(",", IntStream.range(0, 1001).mapToObj(i -> "\"s" + i + "\"").toList());
    refused(
        "an array of at most 1000",
        m ->
            m.replaceFirst(
                "\"signatureColumns\": \\[[^]]*]", "\"signatureColumns\": [" + many + "]"));
  }

  @Tag("slow")
  @Test
  void anyFiniteNumbersGiveProbabilitiesOrAReason() throws IOException {
    SplittableRandom random = new SplittableRandom(21);
    SignalTable window = darkened();
    int columns = SignalSources.imageSignals().size() + VectorSignal.TILES.length();
    for (int i = 0; i < 100; i++) {
      double scale = Math.pow(10, random.nextInt(-310, 100));
      int height = 2 + 8 * SIGNATURES;
      double[] rows = new double[height * columns];
      for (int k = 0; k < rows.length; k++) {
        double value = random.nextInt(3) == 0 ? 0 : scale * random.nextDouble(-1, 1);
        rows[k] = isVariance(k / columns) ? Math.abs(value) : value;
      }
      Baseline baseline = Baseline.load(forged(m -> m, Npy.write(rows, height, columns)));
      Fingerprint fingerprint = fingerprint(baseline, window);
      double total = fingerprint.unknown() + fingerprint.unchanged();
      for (CauseMatch match : fingerprint.causes()) {
        total += match.probability();
        assertTrue(Math.abs(match.similarity()) <= 1 + 1e-9, match::toString);
      }
      assertEquals(1, total, 1e-9, fingerprint::toString);
    }
  }

  /** The widths of the scale, and of each signature what two kinds of scatter have of their own. */
  private static boolean isVariance(int row) {
    return row == 1 || row > 1 && ((row - 2) % 8 == 2 || (row - 2) % 8 == 5);
  }
}
