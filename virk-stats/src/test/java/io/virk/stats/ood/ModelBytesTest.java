package io.virk.stats.ood;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

/** Every fitted model survives its bytes, and no reader believes what it should not. */
class ModelBytesTest {
  private static final int D = 5;
  private static final float[] X = MahalanobisFamilyTest.clusters(60, D, 2, 2, 1);
  private static final double[] WIDE = Softmax.widen(X);
  private static final int[] LABELS = MahalanobisFamilyTest.labels(60, 2);
  private static final CovarianceOptions OPTIONS = CovarianceOptions.oas();

  /** A model's bytes and what makes scores of bytes. */
  private record Model(byte[] bytes, Function<byte[], double[]> scores) {}

  private static Map<String, Model> models() {
    Map<String, Model> models = new LinkedHashMap<>();
    models.put(
        "tied",
        new Model(
            Mahalanobis.fit(X, 60, D, LABELS, 2, OPTIONS).toBytes(),
            b -> Mahalanobis.fromBytes(b).scores(X, 60)));
    models.put(
        "relative",
        new Model(
            RelativeMahalanobis.fit(X, 60, D, LABELS, 2, OPTIONS).toBytes(),
            b -> RelativeMahalanobis.fromBytes(b).scores(X, 60)));
    models.put(
        "class-conditional",
        new Model(
            ClassConditionalMahalanobis.fit(X, 60, D, LABELS, 2, OPTIONS).toBytes(),
            b -> ClassConditionalMahalanobis.fromBytes(b).scores(X, 60)));
    models.put(
        "++",
        new Model(
            MahalanobisPlusPlus.fit(X, 60, D, LABELS, 2, OPTIONS).toBytes(),
            b -> MahalanobisPlusPlus.fromBytes(b).scores(X, 60)));
    NeighbourOptions mean = NeighbourOptions.kth(3).withMean().onUnitSphere();
    models.put(
        "neighbours",
        new Model(
            NearestNeighbours.fit(X, 60, D, mean).toBytes(),
            b -> NearestNeighbours.fromBytes(b).scores(X, 60)));
    models.put(
        "neighbours in double",
        new Model(
            NearestNeighbours.fit(WIDE, 60, D, NeighbourOptions.kth(2)).toBytes(),
            b -> NearestNeighbours.fromBytes(b).scores(X, 60)));
    models.put(
        "virtual logit",
        new Model(
            VirtualLogit.fit(X, 60, D, Arrays.copyOf(X, 3 * D), new float[] {1, 2, 3}, 2).toBytes(),
            b -> VirtualLogit.fromBytes(b).scores(X, 60)));
    return models;
  }

  @Test
  void scoresAreTheSameToTheLastDigit() {
    assertArrayEquals(
        Mahalanobis.fit(X, 60, D, LABELS, 2, OPTIONS).scores(X, 60),
        models().get("tied").scores().apply(models().get("tied").bytes()));
    NearestNeighbours neighbours =
        NearestNeighbours.fit(WIDE, 60, D, NeighbourOptions.kth(2).withMean());
    NearestNeighbours again = NearestNeighbours.fromBytes(neighbours.toBytes());
    assertEquals(neighbours.options(), again.options());
    assertArrayEquals(neighbours.scores(X, 60), again.scores(X, 60));
    VirtualLogit vim =
        VirtualLogit.fit(X, 60, D, Arrays.copyOf(X, 3 * D), new float[] {1, 2, 3}, 2);
    assertEquals(
        vim.score(Arrays.copyOf(X, D)),
        VirtualLogit.fromBytes(vim.toBytes()).score(Arrays.copyOf(X, D)));
    RelativeMahalanobis relative = RelativeMahalanobis.fit(WIDE, 60, D, LABELS, 2, OPTIONS);
    assertArrayEquals(
        relative.scores(X, 60), RelativeMahalanobis.fromBytes(relative.toBytes()).scores(X, 60));
  }

  @Test
  void theSizeIsWhatTheDocumentationSays() {
    assertEquals(8 * (2 * D + D * (D + 1) / 2) + 22, models().get("tied").bytes().length);
    assertEquals(4 * 60 * D + 29, models().get("neighbours").bytes().length);
    assertEquals(8 * 60 * D + 29, models().get("neighbours in double").bytes().length);
    assertEquals(8 * (D * (2 + 3 + 1) + 3) + 34, models().get("virtual logit").bytes().length);
    int tied = models().get("tied").bytes().length;
    assertEquals(tied + 18, models().get("++").bytes().length);
  }

  @Test
  void whatIsCutShortIsRejectedAtEveryLength() {
    models()
        .forEach(
            (name, model) -> {
              int step = Math.max(1, model.bytes().length / 97);
              for (int length = 0; length < model.bytes().length; length += step) {
                rejected(name + " of " + length, model, Arrays.copyOf(model.bytes(), length));
                if (length > 18) {
                  rejected(name, model, sealed(Arrays.copyOf(model.bytes(), length)));
                }
              }
              rejected(name, model, sealed(Arrays.copyOf(model.bytes(), model.bytes().length + 8)));
            });
  }

  @Test
  void oneWrongBitIsFoundWhereverItIs() {
    models()
        .forEach(
            (name, model) -> {
              int step = Math.max(1, model.bytes().length / 211);
              for (int at = 0; at < model.bytes().length; at += step) {
                byte[] damaged = model.bytes().clone();
                damaged[at] ^= 4;
                rejected(name + " at " + at, model, damaged);
              }
            });
  }

  @Test
  void anotherKindAndALaterVersionAreRejected() {
    Map<String, Model> models = models();
    models.forEach(
        (name, model) -> {
          byte[] later = model.bytes().clone();
          later[5] = 2;
          String message = rejected(name, model, sealed(later));
          assertTrue(message.contains("version"), message);
          byte[] foreign = model.bytes().clone();
          foreign[0] = 'P';
          assertTrue(rejected(name, model, sealed(foreign)).contains("VOOD"));
          String other = name.equals("tied") ? "++" : "tied";
          message = rejected(name, model, models.get(other).bytes());
          assertTrue(message.contains("kind"), message);
        });
  }

  @Test
  void nonsenseBehindARightChecksumIsRejected() {
    models()
        .forEach(
            (name, model) -> {
              for (int at = 10; at < model.bytes().length - 12; at += 4) {
                byte[] changed = model.bytes().clone();
                // a size, a number or a count that is not finite, negative or beyond all bounds
                for (int value : new int[] {-1, 0x7FF00000, Integer.MIN_VALUE}) {
                  ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN).putInt(at, value);
                  try {
                    double[] scores = model.scores().apply(sealed(changed));
                    for (double score : scores) {
                      assertTrue(Double.isFinite(score), name + " at " + at + ": " + score);
                    }
                  } catch (IllegalArgumentException e) {
                    assertTrue(e.getMessage().contains("(expected: "), e.getMessage());
                  }
                }
              }
            });
    byte[] negative = models().get("tied").bytes().clone();
    ByteBuffer.wrap(negative).order(ByteOrder.LITTLE_ENDIAN).putDouble(negative.length - 12, -1);
    rejected("a negative variance", models().get("tied"), sealed(negative));
  }

  private static String rejected(String what, Model model, byte[] bytes) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> model.scores().apply(bytes), () -> what)
            .getMessage();
    assertTrue(message.contains("(expected: "), message);
    return message;
  }

  /** The same bytes with a length and a checksum that fit them. */
  private static byte[] sealed(byte[] bytes) {
    byte[] sealed = bytes.clone();
    ByteBuffer buffer = ByteBuffer.wrap(sealed).order(ByteOrder.LITTLE_ENDIAN);
    buffer.putInt(6, sealed.length - 14);
    CRC32 crc = new CRC32();
    crc.update(sealed, 0, sealed.length - 4);
    buffer.putInt(sealed.length - 4, (int) crc.getValue());
    return sealed;
  }
}
