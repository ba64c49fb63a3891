package io.virk.stats;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.stats.internal.BinaryInput;
import io.virk.stats.internal.BinaryOutput;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every accumulator: what is read is what was written, and strange bytes are an argument error. */
class BinaryFormTest {
  /** One state of an accumulator: its bytes, and a reader that writes again what it has read. */
  record Form(String name, byte[] bytes, Function<byte[], byte[]> again) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static final Function<byte[], byte[]> MOMENTS = b -> Moments.fromBytes(b).toBytes();
  private static final Function<byte[], byte[]> BINS = b -> Bins.fromBytes(b).toBytes();
  private static final Function<byte[], byte[]> HISTOGRAM = b -> Histogram.fromBytes(b).toBytes();
  private static final Function<byte[], byte[]> COVARIANCE = b -> Covariance.fromBytes(b).toBytes();
  private static final Function<byte[], byte[]> RESERVOIR =
      b -> VectorReservoir.fromBytes(b).toBytes();
  private static final Function<byte[], byte[]> EXPONENTIAL =
      b -> ExponentialMoments.fromBytes(b).toBytes();

  static Stream<Form> forms() {
    SplittableRandom random = new SplittableRandom(71);
    double[] values = random.doubles(300, -1, 9).toArray();
    float[] rows = new float[300];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = (float) values[i];
    }
    Bins quantiles = Bins.quantiles(values, 20);
    Covariance covariance = new Covariance(5);
    covariance.accept(rows, 60);
    VectorReservoir reservoir = new VectorReservoir(7, 3, 72);
    reservoir.accept(rows, 100);
    VectorReservoir partly = new VectorReservoir(700, 3, 72);
    partly.accept(rows, 100);
    ExponentialMoments exponential = new ExponentialMoments(0.9);
    for (double value : values) {
      exponential.accept(value);
    }
    return Stream.of(
        new Form("no moments", new Moments().toBytes(), MOMENTS),
        new Form("moments", Moments.of(values).toBytes(), MOMENTS),
        new Form("moments of one", Moments.of(-3).toBytes(), MOMENTS),
        new Form("uniform bins", Bins.levels256().toBytes(), BINS),
        new Form("bins", quantiles.toBytes(), BINS),
        new Form("one bin", Bins.ofInnerEdges().toBytes(), BINS),
        new Form("histogram", Histogram.of(quantiles, values).toBytes(), HISTOGRAM),
        new Form("empty histogram", new Histogram(Bins.levels256()).toBytes(), HISTOGRAM),
        new Form("covariance", covariance.toBytes(), COVARIANCE),
        new Form("no covariance", new Covariance(4096).toBytes(), COVARIANCE),
        new Form("reservoir", reservoir.toBytes(), RESERVOIR),
        new Form("reservoir partly full", partly.toBytes(), RESERVOIR),
        new Form("no reservoir", new VectorReservoir(1000, 4096, 1).toBytes(), RESERVOIR),
        new Form("exponential", exponential.toBytes(), EXPONENTIAL),
        new Form("no exponential", new ExponentialMoments(1).toBytes(), EXPONENTIAL));
  }

  @ParameterizedTest
  @MethodSource("forms")
  void whatIsReadIsWhatWasWritten(Form form) {
    assertArrayEquals(form.bytes, form.again.apply(form.bytes));
  }

  @ParameterizedTest
  @MethodSource("forms")
  void truncatedBytesAreRejected(Form form) {
    for (int length = 0; length < form.bytes.length; length++) {
      byte[] cut = Arrays.copyOf(form.bytes, length);
      assertRejected(form, cut, "cut to " + length);
    }
    byte[] longer = Arrays.copyOf(form.bytes, form.bytes.length + 1);
    assertRejected(form, longer, "one byte more");
  }

  @ParameterizedTest
  @MethodSource("forms")
  void foreignAndNewerBytesAreRejected(Form form) {
    for (int at = 0; at < 3; at++) {
      byte[] foreign = form.bytes.clone();
      foreign[at]++;
      assertRejected(form, foreign, "byte " + at);
    }
    for (int version : new int[] {0, 2, 255}) {
      byte[] newer = form.bytes.clone();
      newer[3] = (byte) version;
      String message = assertRejected(form, newer, "version " + version);
      assertTrue(message.startsWith("version: " + version), message);
    }
    assertThrows(NullPointerException.class, () -> form.again.apply(null));
  }

  /** Whatever the bytes: a state that can be written again, or an argument error; never another. */
  @ParameterizedTest
  @MethodSource("forms")
  void changedBytesAreReadOrRejected(Form form) {
    SplittableRandom random = new SplittableRandom(73);
    int rejected = 0;
    for (int round = 0; round < 3000; round++) {
      byte[] changed = form.bytes.clone();
      int changes = random.nextInt(1, 4);
      for (int i = 0; i < changes; i++) {
        int at = random.nextInt(Math.min(4, changed.length - 1), changed.length);
        changed[at] = (byte) random.nextInt();
      }
      try {
        form.again.apply(changed);
      } catch (IllegalArgumentException e) {
        rejected++;
        assertTrue(e.getMessage().contains("(expected: "), e.getMessage());
      }
    }
    assertTrue(rejected > 0, "nothing was ever rejected");
  }

  private static String assertRejected(Form form, byte[] bytes, String why) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> form.again.apply(bytes), why);
    assertTrue(e.getMessage().contains("(expected: "), e.getMessage());
    return e.getMessage();
  }

  @Test
  void nonsenseIsRejected() {
    byte[] moments =
        new BinaryOutput('M', 1, 0)
            .count(2)
            .real(5) // min
            .real(1) // max
            .real(3)
            .real(1)
            .real(0)
            .real(1)
            .toBytes();
    assertThrows(IllegalArgumentException.class, () -> Moments.fromBytes(moments));
    byte[] exponential =
        new BinaryOutput('E', 1, 0).real(0.5).count(0).real(1).real(1).real(0).real(0).toBytes();
    assertThrows(IllegalArgumentException.class, () -> ExponentialMoments.fromBytes(exponential));
    byte[] many =
        new BinaryOutput('R', 1, 0)
            .count(Integer.MAX_VALUE)
            .count(Integer.MAX_VALUE)
            .count(Long.MAX_VALUE)
            .count(0)
            .bits(0)
            .toBytes();
    assertThrows(IllegalArgumentException.class, () -> VectorReservoir.fromBytes(many));
    byte[] overflow = new BinaryOutput('H', 1, 0).count(0).count(1).real(0).toBytes();
    byte[] twice = Arrays.copyOf(overflow, overflow.length + 18);
    Arrays.fill(twice, overflow.length, twice.length, (byte) 0xff);
    twice[overflow.length + 8] = 0x7f;
    twice[overflow.length + 17] = 0x7f;
    assertThrows(IllegalArgumentException.class, () -> Histogram.fromBytes(twice));
  }

  @Test
  void countsTakeFewBytes() {
    for (long value : new long[] {0, 1, 127, 128, 16_383, 16_384, Long.MAX_VALUE}) {
      byte[] bytes = new BinaryOutput('x', 1, 0).count(value).toBytes();
      int bits = Math.max(1, 64 - Long.numberOfLeadingZeros(value));
      assertEquals(4 + (bits + 6) / 7, bytes.length);
      assertEquals(value, new BinaryInput(bytes, 'x', 1).count("n", 0, Long.MAX_VALUE));
    }
    assertTrue(Histogram.of(Bins.levels256(), 1, 2, 3).toBytes().length < 300);
  }

  @Test
  void whatIsReadIsEqual() {
    Bins bins = Bins.uniform(-0.3, 0.7, 10);
    assertEquals(bins, Bins.fromBytes(bins.toBytes()));
    Histogram histogram = Histogram.of(bins, 0.1, 0.2, 0.2);
    Histogram read = Histogram.fromBytes(histogram.toBytes());
    assertArrayEquals(histogram.counts(), read.counts());
    assertEquals(3, read.total());
    assertEquals(bins, read.bins());
    Moments moments = Moments.fromBytes(Moments.of(1, 2, 6).toBytes());
    assertEquals(3, moments.mean());
    assertEquals(6, moments.max());
  }
}
