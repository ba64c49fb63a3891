package io.virk.image;

/**
 * How the planes of an image of luma and colour differences lie, of which four pixels share one
 * colour (4:2:0): what cameras and decoders of video hand over. Chroma planes are {@code (width +
 * 1) / 2} by {@code (height + 1) / 2}.
 *
 * <p>Which numbers mean which colour is not said by the bytes: {@link #NV12}, {@link #NV21} and
 * {@link #I420} are taken as OpenCV's {@code cvtColor} takes them (BT.601, luma 16 .. 235). High
 * definition video is mostly {@link #bt709()}, frames of cameras and JPEG decoders {@link
 * #fullRange()}. Take what the model's input is made by. Immutable.
 */
public final class YuvFormat {
  /** Shares of red and blue in luma; before the formats, which need them. */
  private static final double[] BT601 = {0.299, 0.114};

  private static final double[] BT709 = {0.2126, 0.0722};

  /** Factors are times 2 to this power, so that colours are whole numbers. */
  private static final int BITS = 14;

  /** A plane of luma, then one in which U and V take turns. */
  public static final YuvFormat NV12 = new YuvFormat(Layout.NV12, false, false);

  /** As NV12, V first: the default of Android's cameras. */
  public static final YuvFormat NV21 = new YuvFormat(Layout.NV21, false, false);

  /** A plane of luma, one of U, one of V. */
  public static final YuvFormat I420 = new YuvFormat(Layout.I420, false, false);

  private enum Layout {
    NV12,
    NV21,
    I420
  }

  private final Layout layout;
  private final boolean hd;
  private final boolean full;
  private final int dark;
  private final int luma;
  private final int redOfV;
  private final int greenOfU;
  private final int greenOfV;
  private final int blueOfU;

  private YuvFormat(Layout layout, boolean hd, boolean full) {
    this.layout = layout;
    this.hd = hd;
    this.full = full;
    double red = (hd ? BT709 : BT601)[0];
    double blue = (hd ? BT709 : BT601)[1];
    double green = 1 - red - blue;
    double chroma = full ? 1 : 255.0 / 224;
    this.dark = full ? 0 : 16;
    this.luma = whole(full ? 1 : 255.0 / 219);
    this.redOfV = whole(2 * (1 - red) * chroma);
    this.blueOfU = whole(2 * (1 - blue) * chroma);
    this.greenOfU = whole(2 * (1 - blue) * blue / green * chroma);
    this.greenOfV = whole(2 * (1 - red) * red / green * chroma);
  }

  private static int whole(double factor) {
    return (int) Math.round(factor * (1 << BITS));
  }

  /**
   * The same planes with the colours of high definition video, ITU-R BT.709.
   *
   * @return a format
   */
  public YuvFormat bt709() {
    return new YuvFormat(layout, true, full);
  }

  /**
   * The same planes with luma and colours of 0 .. 255, as JPEG has them.
   *
   * @return a format
   */
  public YuvFormat fullRange() {
    return new YuvFormat(layout, hd, true);
  }

  /**
   * Whether U and V share a plane.
   *
   * @return false for I420
   */
  public boolean isInterleaved() {
    return layout != Layout.I420;
  }

  /**
   * Whether V comes before U.
   *
   * @return true for NV21
   */
  public boolean isVFirst() {
    return layout == Layout.NV21;
  }

  /**
   * The bytes of an image whose planes follow one another without padding.
   *
   * @param width pixels, &gt; 0
   * @param height rows, &gt; 0
   * @return luma and both colours
   */
  public static long bytes(int width, int height) {
    return (long) width * height + 2L * half(width) * half(height);
  }

  /**
   * The width or height of a plane of colour.
   *
   * @param length of the plane of luma
   * @return half of it, rounded up
   */
  public static int half(int length) {
    return length / 2 + length % 2;
  }

  /**
   * The colour of one pixel.
   *
   * @param y luma, 0 .. 255
   * @param u blue difference, 0 .. 255
   * @param v red difference, 0 .. 255
   * @return {@code 0xBBGGRR}: red in the lowest byte
   */
  public int rgb(int y, int u, int v) {
    int gray = (y - dark) * luma + (1 << BITS - 1);
    int red = gray + (v - 128) * redOfV >> BITS;
    int green = gray - (u - 128) * greenOfU - (v - 128) * greenOfV >> BITS;
    int blue = gray + (u - 128) * blueOfU >> BITS;
    if ((red | green | blue) >>> Byte.SIZE != 0) {
      red = Math.max(0, Math.min(255, red));
      green = Math.max(0, Math.min(255, green));
      blue = Math.max(0, Math.min(255, blue));
    }
    return red | green << 8 | blue << 16;
  }

  @Override
  public String toString() {
    return layout + (hd ? " BT.709" : " BT.601") + (full ? ", full range" : "");
  }
}
