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

  private YuvFormat(Layout layout, boolean hd, boolean full) {
    this.layout = layout;
    this.hd = hd;
    this.full = full;
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
   * Whether the colours are those of high definition video.
   *
   * @return true for BT.709, false for BT.601
   */
  public boolean isBt709() {
    return hd;
  }

  /**
   * Whether luma and colours are 0 .. 255.
   *
   * @return false if luma is 16 .. 235, colours 16 .. 240
   */
  public boolean isFullRange() {
    return full;
  }

  @Override
  public String toString() {
    return layout + (hd ? " BT.709" : " BT.601") + (full ? ", full range" : "");
  }
}
