package io.virk.image.internal;

import java.util.EnumSet;
import java.util.Set;

/**
 * What is measured of one frame, in units of 8-bit samples (0 .. 255) unless said otherwise. Luma
 * is 0.299 R + 0.587 G + 0.114 B (ITU-R BT.601). <em>Interior</em> pixels are those with eight
 * neighbours. Logarithms of ratios are times 100, so that small ones read as per cent; an offset of
 * {@value ImageAnalyzer#OFFSET} in what a ratio is made of keeps flat images finite.
 *
 * <p>Those that are {@linkplain #isNative native} are the means over the patches of a frame that
 * was reduced, if it has any.
 *
 * <p>{@link #NOISE} needs 3 x 3 pixels, what is declared after {@link #TINT} {@value
 * ImageAnalyzer#SMALLEST} x {@value ImageAnalyzer#SMALLEST}; NaN below.
 */
public enum ImageMeasure {
  /** Mean of the red samples. */
  RED,
  /** Mean of the green samples. */
  GREEN,
  /** Mean of the blue samples. */
  BLUE,
  /** Mean luma. */
  BRIGHTNESS,
  /** Standard deviation of the luma over the pixels (divisor n). */
  CONTRAST,
  /**
   * Variance of the Laplacian (4-neighbour kernel, borders mirrored without repeating the edge) of
   * the luma; falls with defocus.
   */
  SHARPNESS,
  /**
   * Standard deviation of additive noise after Immerkaer (1996), "Fast noise variance estimation",
   * doi:10.1006/cviu.1996.0060: interior pixels.
   */
  NOISE,
  /** Share of samples &le; 2, per cent. */
  SHADOWS_CLIPPED,
  /** Share of samples &ge; 253, per cent. */
  HIGHLIGHTS_CLIPPED,
  /** 5th percentile of the luma: of its histogram of 256 levels, interpolated. */
  DARK_LEVEL,
  /** 95th percentile of the luma, likewise. */
  BRIGHT_LEVEL,
  /** Shannon entropy of the histogram of 256 luma levels, bit. */
  ENTROPY,
  /** Mean of max(R, G, B) - min(R, G, B). */
  SATURATION,
  /** 100 ln((mean R + 1) / (mean B + 1)): red against blue. */
  WARMTH,
  /** 100 (ln(mean G + 1) - (ln(mean R + 1) + ln(mean B + 1)) / 2): green against magenta. */
  TINT,
  /** Tenengrad: mean squared gradient by Sobel's kernels / 8, steps per pixel, squared. */
  GRADIENT,
  /** Sharpness / gradient: the share of the finest detail. */
  DETAIL,
  /** Variance of the Laplacian of the means of 2 x 2 blocks, over that of the pixels. */
  COARSE_DETAIL,
  /** Variance of the Laplacian of the means of 4 x 4 blocks, over that of 2 x 2 blocks. */
  COARSER_DETAIL,
  /** 100 (Jxx - Jyy) / (Jxx + Jyy) of the structure tensor: upright edges against level ones. */
  EDGE_DIRECTION,
  /** 100 x 2 Jxy / (Jxx + Jyy): edges along one diagonal against the other. */
  EDGE_DIAGONAL,
  /**
   * Immerkaer's estimate over pixels darker than the mean of every fourth row; 0 if there are none.
   * Of patches, the mean of all of them.
   */
  NOISE_IN_SHADOWS,
  /** Immerkaer's estimate over pixels not darker than that; 0 if there are none. */
  NOISE_IN_HIGHLIGHTS,
  /** 100 ln(RMS / mean size of Immerkaer's response x sqrt(2 / pi)): 0 of Gaussian noise. */
  NOISE_TAIL,
  /** Immerkaer's estimates of R - G and B - G, their mean. */
  COLOUR_NOISE,
  /** Share of interior pixels that differ from all 4 neighbours one way by &ge; 32, per cent. */
  IMPULSES,
  /** Share of neighbours in a row whose luma, rounded, is equal, per cent. */
  FLATNESS,
  /** 100 ln(mean luma step across the borders of 8 x 8 blocks / mean luma step elsewhere). */
  BLOCKINESS,
  /** Standard deviation over rows of (mean - mean of the two neighbouring rows' means). */
  ROW_PATTERN,
  /** Standard deviation over columns, likewise. */
  COLUMN_PATTERN,
  /** 100 ln(mean size of the vertical 2nd difference / of the horizontal one). */
  INTERLACING,
  /** 100 ln((mean luma of the 4 corner tiles + 1) / (of the 4 centre tiles + 1)). */
  VIGNETTING,
  /** 100 ln((mean luma of the left tiles + 1) / (of the right ones + 1)). */
  LEFT_RIGHT,
  /** 100 ln((mean luma of the upper tiles + 1) / (of the lower ones + 1)). */
  TOP_BOTTOM,
  /** Standard deviation over the tiles of 100 ln(mean squared Laplacian + 0.01). */
  UNEVEN_SHARPNESS,
  /** Share of the tiles whose luma variance is below 4, per cent. */
  FLAT_TILES;

  private static final Set<ImageMeasure> NATIVE =
      EnumSet.of(
          SHARPNESS,
          NOISE,
          GRADIENT,
          DETAIL,
          COARSE_DETAIL,
          COARSER_DETAIL,
          NOISE_IN_SHADOWS,
          NOISE_IN_HIGHLIGHTS,
          NOISE_TAIL,
          COLOUR_NOISE,
          IMPULSES,
          FLATNESS,
          BLOCKINESS,
          INTERLACING);

  /**
   * Whether a mean of many pixels has lost it, so that it is measured on patches if there are. By
   * what moved further, in standard deviations over images, when slight causes happened to photos
   * at their full size. Clipping and patterns of rows and columns gain on some images and lose on
   * others, for they may be where no patch is; they are looked for in the whole image, as are the
   * directions of edges.
   */
  public boolean isNative() {
    return NATIVE.contains(this);
  }
}
