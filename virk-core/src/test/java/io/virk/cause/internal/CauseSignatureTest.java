package io.virk.cause.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.cause.Cause;
import io.virk.cause.CauseMatch;
import io.virk.cause.Fingerprint;
import io.virk.cause.catalogue.Causes;
import io.virk.image.Frame;
import io.virk.image.PixelFormat;
import io.virk.scenes.Scenes;
import io.virk.signal.Observation;
import io.virk.signal.ScalarSignal;
import io.virk.signal.Schemas;
import io.virk.signal.SignalSchema;
import io.virk.signal.SignalSources;
import io.virk.signal.SignalTable;
import io.virk.signal.internal.SignalArrays;
import io.virk.signal.internal.SignalExtractor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CauseSignatureTest {
  private static final List<String> IMAGE =
      SignalSchema.ofSources(List.of(SignalSources.image())).appearanceNames();

  /** A cause that does what it is told to. */
  private static class Rigged implements Cause {
    private final UnaryOperator<Frame> change;

    Rigged(UnaryOperator<Frame> change) {
      this.change = change;
    }

    @Override
    public String name() {
      return "belt dust";
    }

    @Override
    public String family() {
      return "dirt";
    }

    @Override
    public Frame apply(Frame frame, int severity, long seed) {
      return change.apply(frame);
    }

    @Override
    public String words() {
      return "has dust on its belt";
    }

    @Override
    public String action() {
      return "Clean the belt.";
    }
  }

  private static CauseSignature of(String cause, int severity, List<String> columns, double... s) {
    return Signatures.exact(cause, severity, columns, s);
  }

  private static List<CauseSignature> measured(List<Cause> causes, List<Frame> images) {
    return measured(causes, images, new HashMap<>());
  }

  private static List<CauseSignature> measured(
      List<Cause> causes, List<Frame> images, Map<String, String> failed) {
    return CauseSignature.measure(
            causes, Map.of("", images), 3, Optional.empty(), failed::put, (done, of) -> {})
        .bySlice()
        .get("");
  }

  private static Fingerprint match(
      List<CauseSignature> signatures,
      SignalTable baseline,
      SignalTable window,
      ToDoubleFunction<ScalarSignal> time) {
    return ComparedRows.match(
        new ComparedRows.Known(signatures, Optional.empty(), baseline, baseline, time), window);
  }

  private static SignalTable table(int n, int side) {
    SignalExtractor extractor = Schemas.extractor(0, 0, null, null, null);
    SignalTable table = new SignalTable(Schemas.of(0), n);
    for (int i = 0; i < n; i++) {
      Frame frame = Scenes.frame(2, i, side, side);
      table.append(extractor.extract(Observation.builder().sequence(i).image(frame).build()));
    }
    return table;
  }

  @Test
  void everyCauseIsMeasuredInThreeSeverities() {
    List<Frame> samples = List.of(Scenes.frame(1, 1, 32, 32), Scenes.frame(1, 2, 32, 32));
    List<CauseSignature> signatures = measured(Causes.all(), samples);
    int at = 0;
    for (Cause cause : Causes.all()) {
      for (int severity : cause.seenInOneFrame() ? new int[] {1, 3, 5} : new int[0]) {
        for (int variant = 0; variant < cause.variants() * (cause.isOptical() ? 3 : 1); variant++) {
          CauseSignature signature = signatures.get(at++);
          assertEquals(cause.name(), signature.cause());
          assertEquals(cause.family(), signature.family());
          assertEquals(severity, signature.severity());
          assertEquals(variant, signature.variant());
          assertEquals(IMAGE, signature.columns());
        }
      }
    }
    assertEquals(at, signatures.size());
  }

  @Test
  void aHostsCauseThatFailsIsLeftOutAndNamed() {
    List<Frame> samples = List.of(Scenes.frame(1, 1, 32, 32));
    Map<String, String> failed = new HashMap<>();
    Cause throwing =
        new Rigged(
            f -> {
              throw new IllegalStateException("no\ndust");
            });
    List<Cause> causes = List.of(Causes.named("defocus"), throwing, Causes.named("sensor noise"));
    List<CauseSignature> signatures = measured(causes, samples, failed);
    assertEquals(Map.of("belt dust", "at severity 1: no\uFFFDdust"), failed);
    assertEquals(
        List.of("defocus", "sensor noise"),
        signatures.stream().map(CauseSignature::cause).distinct().toList());
    Cause nothing = new Rigged(f -> null);
    assertEquals(List.of(), measured(List.of(nothing), samples, failed));
    assertEquals(Map.of("belt dust", "at severity 1: frame"), failed);
  }

  /** Thirty cameras of two kinds cost what two cost, and each kind gets its own. */
  @Test
  void slicesThatLookAlikeShareTheirSignatures() {
    Map<String, List<Frame>> slices = new TreeMap<>();
    for (int camera = 0; camera < 30; camera++) {
      int scene = camera % 2;
      List<Frame> images = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        Frame frame = Scenes.frame(1, 16 * camera + i, 24, 24);
        images.add(scene == 0 ? frame : Causes.named("under-exposure").apply(frame, 5, 0));
      }
      slices.put("camera " + camera, images);
    }
    int[] applied = {0};
    Cause counted =
        new Rigged(
            f -> {
              applied[0]++;
              return Causes.named("over-exposure").apply(f, 5, 0);
            });
    List<String> progress = new ArrayList<>();
    Map<String, List<CauseSignature>> signatures =
        CauseSignature.measure(
                List.of(counted),
                slices,
                3,
                Optional.empty(),
                (cause, why) -> {},
                (done, total) -> progress.add(done + "/" + total))
            .bySlice();
    assertEquals(2 * 32 * 3, applied[0]);
    assertEquals(List.of("0/2", "1/2", "1/2", "2/2"), progress);
    assertEquals(slices.keySet(), signatures.keySet());
    for (int camera = 0; camera < 30; camera++) {
      assertSame(signatures.get("camera " + camera % 2), signatures.get("camera " + camera));
    }
    assertNotEquals(signatures.get("camera 0"), signatures.get("camera 1"));
  }

  /** Three ways of an optical cause: the image's noise shrinks, stays, grows. */
  @Test
  void theNoiseOfASensorStaysWhereItIsDark() {
    List<Frame> images = IntStream.range(0, 32).mapToObj(i -> Scenes.frame(1, i, 64, 64)).toList();
    int noise = IMAGE.indexOf("noise");
    double[] shifts =
        measured(List.of(Causes.named("under-exposure")), images).stream()
            .filter(s -> s.severity() == 3)
            .mapToDouble(s -> s.shift()[noise])
            .toArray();
    assertEquals(3, shifts.length);
    assertTrue(shifts[0] < shifts[1] && shifts[1] < shifts[2], Arrays.toString(shifts));
    assertEquals(Math.log(0.55), shifts[0], 0.1);
  }

  /** What happens anew each time is an error of the shift, what differs by image is its spread. */
  @Test
  void aCauseThatIsAnotherEachTimeHasAnError() {
    List<Frame> images = IntStream.range(0, 32).mapToObj(i -> Scenes.frame(1, i, 24, 24)).toList();
    Cause settles =
        new Rigged(f -> f) {
          @Override
          public List<Frame> apply(List<Frame> run, int severity, long seed) {
            int each = (int) (seed % 4);
            return run.stream()
                .map(f -> Causes.named("under-exposure").apply(f, 1 + each, 0))
                .toList();
          }
        };
    CauseSignature dirt = measured(List.of(settles), images).get(0);
    CauseSignature dark = measured(List.of(Causes.named("under-exposure")), images).get(1);
    assertTrue(error(dirt) > 2 * error(dark), error(dirt) + " " + error(dark));
    assertTrue(error(dark) < Math.sqrt(dark.change().spread().variance(0)));
  }

  @Test
  void aHostsCauseThatChangesItsInputSpoilsNoOther() {
    List<Frame> images = IntStream.range(0, 4).mapToObj(i -> Scenes.frame(1, i, 24, 24)).toList();
    Cause careless =
        new Rigged(
            f -> {
              Arrays.fill(f.pixels(), (byte) 0);
              return f;
            });
    Cause dark = Causes.named("under-exposure");
    List<CauseSignature> both = measured(List.of(careless, dark), images);
    assertEquals(measured(List.of(dark), images), both.subList(3, both.size()));
  }

  private static double error(CauseSignature signature) {
    return Math.sqrt(signature.change().error().variance(0));
  }

  @Test
  void aFrameOfAnotherSizeIsAnalysedAsItIs() {
    Cause cropped = new Rigged(f -> Frame.of(new byte[2 * 2 * 3], 2, 2, PixelFormat.RGB));
    List<CauseSignature> signatures =
        measured(List.of(cropped), List.of(Scenes.frame(1, 1, 32, 32)));
    assertEquals(3, signatures.size());
  }

  /** One slice with a cause more than the other used to be averaged with the wrong neighbour. */
  @Test
  void slicesOfDifferentCausesAreAveragedByNameAndColumn() {
    List<CauseSignature> mean =
        CauseSignature.mean(
            List.of(
                List.of(of("a", 1, List.of("x", "y"), 1, 10), of("b", 1, List.of("x", "y"), 2, 20)),
                List.of(
                    of("new", 1, List.of("y", "x", "z"), 5, 7, 9),
                    of("a", 1, List.of("y", "x", "z"), 30, 3, 0))));
    assertEquals(List.of("a", "b", "new"), mean.stream().map(CauseSignature::cause).toList());
    mean.forEach(s -> assertEquals(List.of("x", "y"), s.columns()));
    assertArrayEquals(new double[] {2, 20}, mean.get(0).shift());
    assertArrayEquals(new double[] {2, 20}, mean.get(1).shift());
    assertArrayEquals(new double[] {7, 5}, mean.get(2).shift());
    assertEquals(List.of(), CauseSignature.mean(List.of()));
    assertEquals(List.of(), CauseSignature.mean(List.of(List.of(), List.of())));
  }

  @Test
  void slicesWithoutACommonColumnKeepThoseOfTheFirst() {
    List<CauseSignature> first = List.of(of("a", 1, List.of("x"), 1));
    List<CauseSignature> mean =
        CauseSignature.mean(List.of(first, List.of(of("a", 1, List.of("y"), 2))));
    assertEquals(1, mean.size());
    assertEquals(List.of("x"), mean.get(0).columns());
  }

  @Test
  void signaturesOfTheSameNumbersAreEqual() {
    CauseSignature a = of("a", 1, List.of("x"), 1.5);
    assertEquals(a, of("a", 1, List.of("x"), 1.5));
    assertEquals(a.hashCode(), of("a", 1, List.of("x"), 1.5).hashCode());
    assertNotEquals(a, of("a", 1, List.of("x"), 1.6));
    assertEquals("a 1 of [x]: [1.5]", a.toString());
  }

  @Test
  void argumentsAreChecked() {
    List<String> x = List.of("x");
    assertEquals(
        "severity: 6 (expected: 1 .. 5)",
        assertThrows(IllegalArgumentException.class, () -> of("a", 6, x, 1)).getMessage());
    assertEquals(
        "columns: [] (expected: at least one, each once)",
        assertThrows(IllegalArgumentException.class, () -> of("a", 1, List.of())).getMessage());
    assertEquals(
        "columns: [x, x] (expected: at least one, each once)",
        assertThrows(IllegalArgumentException.class, () -> of("a", 1, List.of("x", "x"), 1, 2))
            .getMessage());
    assertEquals(
        "scale, change: 2, 2 (expected: 1, the columns)",
        assertThrows(IllegalArgumentException.class, () -> of("a", 1, x, 1, 2)).getMessage());
    assertEquals(
        "shift: NaN (expected: finite)",
        assertThrows(IllegalArgumentException.class, () -> of("a", 1, x, Double.NaN)).getMessage());
  }

  @Test
  void tooLittleToCompareIsSaidInWords() {
    List<CauseSignature> signatures = measured(Causes.all(), List.of(Scenes.frame(2, 1, 24, 24)));
    assertEquals(
        "too few rows of the baseline have every signal that is compared: 7 (needed: 8)",
        match(signatures, table(7, 24), table(8, 24), s -> 1).reason());
    assertEquals("", match(signatures, table(8, 24), table(8, 24), s -> 1).reason());
    assertEquals(
        "too few of the drifted observations have every signal that is compared: 3 (needed: 4)",
        match(signatures, table(8, 24), table(3, 24), s -> 1).reason());
    SignalTable empty = new SignalTable(Schemas.of(0), 4);
    SignalExtractor extractor = Schemas.extractor(0, 3, null, null, null);
    for (int i = 0; i < 4; i++) {
      empty.append(extractor.extract(Observation.builder().logits(new float[3]).build()));
    }
    assertEquals(
        "the drifted observations have none of the signals that causes move",
        match(signatures, table(8, 24), empty, s -> 1).reason());
    assertEquals(
        "the baseline has none of the signals that causes move",
        match(signatures, empty, table(8, 24), s -> 1).reason());
    assertEquals(
        "the baseline has none of the signals that causes move",
        match(List.of(of("a", 1, List.of("tile-7"), 1)), table(8, 24), table(8, 24), s -> 1)
            .reason());
  }

  @Test
  void aSignalThatFewRowsHaveIsLeftOut() {
    List<CauseSignature> signatures =
        List.of(of("a", 5, List.of("brightness", "energy", "sharpness"), -50, 1, 0.1));
    Fingerprint fingerprint = match(signatures, table(30, 24), table(8, 24), s -> 1);
    assertEquals(List.of("brightness", "sharpness"), fingerprint.columns());
  }

  /** Signals of any schema, finer than half an 8-bit step, some rows of which lack some. */
  @Test
  void the112SignalsOfAHostAreCompared() {
    int k = 112;
    List<ScalarSignal> signals =
        IntStream.range(0, k).mapToObj(i -> ScalarSignal.ofHost("tile-" + i, "")).toList();
    SignalSchema schema = SignalSchema.of(signals);
    List<String> columns = signals.stream().map(ScalarSignal::name).toList();
    SplittableRandom random = new SplittableRandom(4);
    List<CauseSignature> signatures = new ArrayList<>();
    for (int c = 0; c < 5; c++) {
      double[] direction = random.doubles(k, -0.03, 0.03).toArray();
      for (int severity : SignatureBook.SEVERITIES) {
        double[] shift = Arrays.stream(direction).map(d -> d * severity / 3).toArray();
        signatures.add(Signatures.exact("cause " + c, severity, columns, shift));
      }
    }
    SignalTable baseline = table(schema, 400, new double[k], random);
    for (int c = 0; c < 5; c++) {
      SignalTable window = table(schema, 40, signatures.get(3 * c + 1).shift(), random);
      Fingerprint fingerprint = match(signatures, baseline, window, s -> 2);
      assertEquals("cause " + c, fingerprint.cause().orElseThrow().cause());
      assertEquals(columns, fingerprint.columns());
    }
    // of a schema that lacks a column
    SignalSchema less = SignalSchema.of(signals.subList(1, k));
    Fingerprint fingerprint =
        match(
            signatures,
            baseline,
            table(less, 40, Arrays.copyOfRange(signatures.get(1).shift(), 1, k), random),
            s -> 2);
    assertEquals("cause 0", fingerprint.cause().orElseThrow().cause());
    assertEquals(columns.subList(1, k), fingerprint.columns());
  }

  private static SignalTable table(
      SignalSchema schema, int n, double[] moved, SplittableRandom random) {
    int k = schema.scalars().size();
    double[] values = new double[n * k];
    for (int at = 0; at < n * k; at++) {
      boolean missing = at / k % 10 == 9 && at % k % 10 == 3;
      values[at] = missing ? Double.NaN : 0.5 + moved[at % k] + 0.01 * random.nextGaussian();
    }
    return new SignalArrays(values, new int[0], new float[0][]).table(schema, n);
  }

  /**
   * Rows with holes anywhere, values of any size: probabilities or a reason, never an exception.
   */
  @Test
  void anyTablesGiveProbabilitiesOrAReason() {
    List<ScalarSignal> signals =
        IntStream.range(0, 6).mapToObj(i -> ScalarSignal.ofHost("s-" + i, "")).toList();
    SignalSchema schema = SignalSchema.of(signals);
    List<String> columns = signals.stream().map(ScalarSignal::name).toList();
    SplittableRandom random = new SplittableRandom(6);
    int compared = 0;
    for (int round = 0; round < 500; round++) {
      double holes = random.nextInt(4) * 0.15;
      SignalTable[] tables = new SignalTable[2];
      for (int t = 0; t < 2; t++) {
        double scale = Math.pow(10, random.nextInt(-160, 160));
        int n = 1 + random.nextInt(30);
        double[] values = new double[6 * n];
        for (int at = 0; at < values.length; at++) {
          boolean missing = random.nextDouble() < holes;
          values[at] = missing ? Double.NaN : scale * random.nextInt(-2, 3);
        }
        tables[t] = new SignalArrays(values, new int[0], new float[0][]).table(schema, n);
      }
      List<CauseSignature> signatures = new ArrayList<>();
      for (int c = 0; c < 3; c++) {
        double scale = Math.pow(10, random.nextInt(-300, 300));
        double[] shift = random.doubles(6, -scale, scale).toArray();
        signatures.add(Signatures.exact("cause " + c, 1 + c, columns, shift));
      }
      Fingerprint fingerprint = match(signatures, tables[0], tables[1], s -> 1);
      compared += fingerprint.reason().isEmpty() ? 1 : 0;
      double total = fingerprint.unknown() + fingerprint.unchanged();
      for (CauseMatch match : fingerprint.causes()) {
        total += match.probability();
        assertTrue(Math.abs(match.similarity()) <= 1 + 1e-9, match::toString);
      }
      assertEquals(1, total, 1e-9, fingerprint::toString);
    }
    assertTrue(compared > 50, compared + " of 500");
  }
}
