package io.virk.baseline.file;

import io.virk.cause.internal.CauseSignature;
import io.virk.cause.internal.MeanChange;
import io.virk.cause.internal.Scatter;
import io.virk.internal.Npy;
import io.virk.signal.AsinhScale;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Signatures as rows of numbers: the middles and widths of their scale, then of each its shift, its
 * scaled shift, and of its spread and its error the variance of each column by itself and the
 * factors.
 */
final class SignatureRows {
  private static final int OF_SCALE = 2;
  private static final int OF_SCATTER = 1 + Scatter.FACTORS;
  private static final int OF_EACH = 2 + 2 * OF_SCATTER;

  private SignatureRows() {}

  /**
   * How many there are.
   *
   * @param signatures how many they are of
   */
  static int count(int signatures) {
    return OF_SCALE + OF_EACH * signatures;
  }

  /**
   * The entry of some.
   *
   * @param signatures at least one, all of the same columns and scale
   */
  static byte[] write(List<CauseSignature> signatures) {
    AsinhScale scale = signatures.get(0).scale();
    List<double[]> rows = new ArrayList<>(List.of(scale.middles(), scale.widths()));
    for (CauseSignature signature : signatures) {
      MeanChange change = signature.change();
      rows.add(change.shift());
      rows.add(change.scaled());
      for (Scatter scatter : List.of(change.spread(), change.error())) {
        rows.add(scatter.own());
        rows.addAll(Arrays.asList(scatter.factors()));
      }
    }
    int width = scale.length();
    double[] values = new double[rows.size() * width];
    for (int r = 0; r < rows.size(); r++) {
      System.arraycopy(rows.get(r), 0, values, r * width, width);
    }
    return Npy.write(values, rows.size(), width);
  }

  /**
   * The scale of all.
   *
   * @param values [count x width] row-major
   * @throws IllegalArgumentException if it is none
   */
  static AsinhScale scale(double[] values, int width) {
    return new AsinhScale(row(values, width, 0), row(values, width, 1));
  }

  /**
   * What one of them holds.
   *
   * @param values [count x width] row-major
   * @param signature its number
   * @param images that it was measured on
   * @throws IllegalArgumentException if it is none
   */
  static MeanChange change(double[] values, int width, int signature, int images) {
    int first = OF_SCALE + OF_EACH * signature;
    return new MeanChange(
        images,
        row(values, width, first),
        row(values, width, first + 1),
        scatter(values, width, first + 2),
        scatter(values, width, first + 2 + OF_SCATTER));
  }

  private static Scatter scatter(double[] values, int width, int first) {
    double[][] factors = new double[Scatter.FACTORS][];
    Arrays.setAll(factors, f -> row(values, width, first + 1 + f));
    return new Scatter(row(values, width, first), factors);
  }

  private static double[] row(double[] values, int width, int row) {
    return Arrays.copyOfRange(values, row * width, (row + 1) * width);
  }
}
