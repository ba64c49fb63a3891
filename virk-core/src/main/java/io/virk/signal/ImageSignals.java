package io.virk.signal;

import io.virk.signal.ScalarSignal.Scale;
import io.virk.signal.Signal.Role;

/**
 * The signals of the pixels that only help to say why: those beside {@link
 * ScalarSignal#BRIGHTNESS}, contrast, the channels, sharpness and noise. In 8-bit steps unless said
 * otherwise; what is a logarithm of a ratio is times 100, so that small ones read as per cent. A
 * frame below 8 x 8 pixels has the first eight alone.
 *
 * <p>Gradient, the three of detail, the four of noise, impulses, flatness, blockiness and
 * interlacing are measured as sharpness is: of an image that was reduced, on its {@linkplain
 * io.virk.image.Frame#patches patches}, if it has any, as the mean over them. The others are seen
 * in the whole image.
 */
public final class ImageSignals {
  /** Share of samples &le; 2, 0 .. 100. */
  public static final ScalarSignal SHADOWS_CLIPPED = share("shadows-clipped");

  /** Share of samples &ge; 253, 0 .. 100. */
  public static final ScalarSignal HIGHLIGHTS_CLIPPED = share("highlights-clipped");

  /** 5th percentile of the luma, 0 .. 255. */
  public static final ScalarSignal DARK_LEVEL = linear("dark-level", "");

  /** 95th percentile of the luma, 0 .. 255. */
  public static final ScalarSignal BRIGHT_LEVEL = linear("bright-level", "");

  /** Shannon entropy of the histogram of 256 luma levels, 0 .. 8. */
  public static final ScalarSignal ENTROPY = linear("entropy", "bit");

  /** Mean of max(R, G, B) - min(R, G, B), 0 .. 255. */
  public static final ScalarSignal SATURATION = linear("saturation", "");

  /** Red against blue: 100 ln((mean R + 1) / (mean B + 1)). */
  public static final ScalarSignal WARMTH = linear("warmth", "");

  /** Green against magenta: 100 (ln(mean G + 1) - (ln(mean R + 1) + ln(mean B + 1)) / 2). */
  public static final ScalarSignal TINT = linear("tint", "");

  /** Tenengrad: mean squared gradient of the luma, by Sobel's kernels / 8. */
  public static final ScalarSignal GRADIENT = logarithmic("gradient");

  /** Sharpness / gradient: the share of the finest detail. */
  public static final ScalarSignal DETAIL = logarithmic("detail");

  /** Variance of the Laplacian of 2 x 2 means over that of the pixels: spectral roll-off. */
  public static final ScalarSignal COARSE_DETAIL = logarithmic("coarse-detail");

  /** Variance of the Laplacian of 4 x 4 means over that of 2 x 2 means. */
  public static final ScalarSignal COARSER_DETAIL = logarithmic("coarser-detail");

  /** Upright edges against level ones, by the structure tensor, -100 .. 100. */
  public static final ScalarSignal EDGE_DIRECTION = linear("edge-direction", "");

  /** Edges along one diagonal against the other, by the structure tensor, -100 .. 100. */
  public static final ScalarSignal EDGE_DIAGONAL = linear("edge-diagonal", "");

  /** Noise after Immerkaer of pixels darker than the frame's mean. */
  public static final ScalarSignal NOISE_IN_SHADOWS = logarithmic("noise-in-shadows");

  /**
   * Noise after Immerkaer of pixels brighter than the frame's mean: shot noise grows with light.
   */
  public static final ScalarSignal NOISE_IN_HIGHLIGHTS = logarithmic("noise-in-highlights");

  /** How heavy the tails of the noise are: 0 of Gaussian noise, large of impulses. */
  public static final ScalarSignal NOISE_TAIL = linear("noise-tail", "");

  /** Noise after Immerkaer of R - G and B - G; 0 of gray images. */
  public static final ScalarSignal COLOUR_NOISE = logarithmic("colour-noise");

  /** Share of pixels that differ from all 4 neighbours one way by &ge; 32, 0 .. 100. */
  public static final ScalarSignal IMPULSES = share("impulses");

  /** Share of neighbours in a row of equal luma, 0 .. 100: clipping, pixelation, black. */
  public static final ScalarSignal FLATNESS = share("flatness");

  /** Luma steps across the borders of 8 x 8 blocks against those elsewhere: JPEG. */
  public static final ScalarSignal BLOCKINESS = linear("blockiness", "");

  /** How far the mean of a row is from those of its neighbours: stripes, banding, flicker. */
  public static final ScalarSignal ROW_PATTERN = logarithmic("row-pattern");

  /** How far the mean of a column is from those of its neighbours. */
  public static final ScalarSignal COLUMN_PATTERN = logarithmic("column-pattern");

  /** Vertical second differences against horizontal ones: combed fields. */
  public static final ScalarSignal INTERLACING = linear("interlacing", "");

  /** Light of the corners against that of the centre. */
  public static final ScalarSignal VIGNETTING = linear("vignetting", "");

  /** Light of the left half against that of the right one. */
  public static final ScalarSignal LEFT_RIGHT = linear("left-right", "");

  /** Light of the upper half against that of the lower one. */
  public static final ScalarSignal TOP_BOTTOM = linear("top-bottom", "");

  /** How much sharpness differs over the image: the spread of its logarithm over 16 tiles. */
  public static final ScalarSignal UNEVEN_SHARPNESS = linear("uneven-sharpness", "");

  /** Share of 16 tiles in which there is nothing to be seen, 0 .. 100. */
  public static final ScalarSignal FLAT_TILES = share("flat-tiles");

  private ImageSignals() {}

  private static ScalarSignal share(String name) {
    return of(name, Scale.LOGARITHMIC, "%");
  }

  private static ScalarSignal logarithmic(String name) {
    return of(name, Scale.LOGARITHMIC, "");
  }

  private static ScalarSignal linear(String name, String unit) {
    return of(name, Scale.LINEAR, unit);
  }

  private static ScalarSignal of(String name, Scale scale, String unit) {
    return new ScalarSignal(name, scale, unit, SignalSources.IMAGE, Role.DIAGNOSTIC);
  }
}
