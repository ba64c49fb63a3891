package io.virk.image.internal;

import io.virk.image.Frame;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The mean of each pixel of a camera and how much it changes from image to image, over a run of
 * {@value #IMAGES}: what stands out in the mean is a fault of the sensor only if it stands out
 * alone, and what never changes only if those about it do. One pass over the luma an image; 5 bytes
 * a pixel. Not thread-safe.
 */
public final class PixelActivity {
  /** Images of a run. */
  public static final int IMAGES = 16;

  /** Images from which on it can be told: in fewer, some pixels of noise are still by chance. */
  public static final int LEAST_IMAGES = 12;

  /** Places that are kept of each kind. */
  static final int TOLD = 64;

  /** Larger images are not looked at: half a megabyte. */
  private static final int MOST_PIXELS = 100_000;

  /** Steps a change from image to image must be about a pixel that never changes. */
  private static final double LEAST_ACTIVITY = 0.8;

  /** Of the activity about it, at most. */
  private static final double STILL = 0.25;

  /** Steps by which a stuck pixel is beyond all of those about it. */
  private static final double STUCK_BY = 6;

  /** Steps by which a hot one is brighter than all of those about it. */
  private static final double HOT_BY = 24;

  /** Standard errors of its mean by which a hot one is, too: else the noise of few images is. */
  private static final double HOT_ERRORS = 5;

  /** From a standard deviation to the mean change from image to image, of normal noise. */
  private static final double CHANGE = 2 / Math.sqrt(Math.PI);

  /** Steps by which a row is beyond both beside it, nearly everywhere. */
  private static final double LINE_BY = 8;

  private static final double NEARLY = 0.9;

  private final int width;
  private final int height;
  private final PixelRow row;
  private final char[] sums;
  private final char[] changes;
  private final byte[] before;
  private final Grain grain;
  private double grains;
  private int images;
  private long first;
  private long last;

  private PixelActivity(int width, int height) {
    this.width = width;
    this.height = height;
    row = new PixelRow(width);
    sums = new char[width * height];
    changes = new char[width * height];
    before = new byte[width * height];
    grain = new Grain(width, height);
  }

  /** For images of a size; null if they are too large, or too small to have neighbours. */
  public static PixelActivity of(int width, int height) {
    return Math.min(width, height) < ImageAnalyzer.SMALLEST || (long) width * height > MOST_PIXELS
        ? null
        : new PixelActivity(width, height);
  }

  /** Whether a frame is of the size. */
  public boolean takes(Frame frame) {
    return frame.width() == width && frame.height() == height;
  }

  /**
   * Adds an image of the size.
   *
   * @param frame not modified, not kept
   * @param sequence its number
   */
  public void add(Frame frame, long sequence) {
    if (images == IMAGES) {
      images = 0;
      grains = 0;
      Arrays.fill(sums, (char) 0);
      Arrays.fill(changes, (char) 0);
    }
    first = images == 0 ? sequence : first;
    last = sequence;
    for (int y = 0; y < height; y++) {
      row.readLumaOnly(frame, y);
      int at = y * width;
      for (int x = 0; x < width; x++) {
        int luma = (row.luma[x] + PixelRow.SCALE / 2) / PixelRow.SCALE;
        sums[at + x] += (char) luma;
        if (images > 0) {
          changes[at + x] += (char) Math.abs(luma - (before[at + x] & 0xff));
        }
        before[at + x] = (byte) luma;
      }
    }
    grains += grain.of(this::ofLast);
    images++;
  }

  /** A row of the last image. */
  private void ofLast(int y, int[] target) {
    for (int x = 0; x < width; x++) {
      target[x] = before[y * width + x] & 0xff;
    }
  }

  /** A row of the sum of all. */
  private void ofSum(int y, int[] target) {
    for (int x = 0; x < width; x++) {
      target[x] = sums[y * width + x];
    }
  }

  /** Images of the run so far. */
  public int images() {
    return images;
  }

  /** Number of the first of them. */
  public long first() {
    return first;
  }

  /** What stands out in them; at least {@value #LEAST_IMAGES} are needed. */
  public PixelFaults faults() {
    assert images >= LEAST_IMAGES : images;
    int[] rows = lines(true);
    int[] columns = lines(false);
    boolean[] badRow = marked(rows, height);
    boolean[] badColumn = marked(columns, width);
    int[] stuck = new int[TOLD];
    int[] hot = new int[TOLD];
    int stuckPixels = 0;
    int hotPixels = 0;
    for (int y = 1; y < height - 1; y++) {
      for (int x = 1; x < width - 1; x++) {
        if (badRow[y] || badColumn[x]) {
          continue;
        }
        int kind = kind(y * width + x);
        if (kind == 1 && stuckPixels++ < TOLD) {
          stuck[stuckPixels - 1] = y * width + x;
        } else if (kind == 2 && hotPixels++ < TOLD) {
          hot[hotPixels - 1] = y * width + x;
        }
      }
    }
    return new PixelFaults(
        first,
        last,
        images,
        width,
        Arrays.copyOf(stuck, Math.min(TOLD, stuckPixels)),
        stuckPixels,
        Arrays.copyOf(hot, Math.min(TOLD, hotPixels)),
        hotPixels,
        rows,
        columns,
        grains / images,
        grain.of(this::ofSum) / ((double) images * images));
  }

  /** 1 for a stuck pixel, 2 for a hot one, 0 for others. */
  private int kind(int at) {
    int least = Integer.MAX_VALUE;
    int most = 0;
    int active = 0;
    for (int dy = -width; dy <= width; dy += width) {
      for (int dx = -1; dx <= 1; dx++) {
        if (dx != 0 || dy != 0) {
          int sum = sums[at + dy + dx];
          least = Math.min(least, sum);
          most = Math.max(most, sum);
          active += changes[at + dy + dx];
        }
      }
    }
    double beyond = Math.max(sums[at] - most, least - sums[at]) / (double) images;
    if (beyond < STUCK_BY) {
      return 0;
    }
    double about = active / 8.0;
    boolean still = about >= LEAST_ACTIVITY * (images - 1) && changes[at] <= STILL * about;
    if (still) {
      return 1;
    }
    double error = about / ((images - 1) * CHANGE) / Math.sqrt(images);
    return sums[at] - most >= Math.max(HOT_BY, HOT_ERRORS * error) * images ? 2 : 0;
  }

  /** Rows, or columns, that stand out from both beside them, or never change while those do. */
  private int[] lines(boolean ofRows) {
    int count = ofRows ? height : width;
    int length = ofRows ? width : height;
    int step = ofRows ? 1 : width;
    int across = ofRows ? width : 1;
    int[] found = new int[TOLD];
    int n = 0;
    for (int line = 1; line < count - 1 && n < TOLD; line++) {
      int above = 0;
      int below = 0;
      long own = 0;
      long beside = 0;
      for (int i = 0; i < length; i++) {
        int at = line * across + i * step;
        double a = (sums[at] - sums[at - across]) / (double) images;
        double b = (sums[at] - sums[at + across]) / (double) images;
        above += a > LINE_BY && b > LINE_BY ? 1 : 0;
        below += a < -LINE_BY && b < -LINE_BY ? 1 : 0;
        own += changes[at];
        beside += changes[at - across] + changes[at + across];
      }
      boolean still =
          beside >= 2 * LEAST_ACTIVITY * (images - 1) * length && own <= STILL * beside / 2;
      if (still || Math.max(above, below) >= NEARLY * length) {
        found[n++] = line;
      }
    }
    return Arrays.copyOf(found, n);
  }

  private static boolean[] marked(int[] places, int length) {
    boolean[] marked = new boolean[length];
    for (int place : places) {
      marked[place] = true;
    }
    return marked;
  }

  /** Bytes, about. */
  public long memory() {
    return 5L * width * height + 60L * width;
  }

  /** As many as are written. */
  public int bytes() {
    return 3 * Integer.BYTES + 2 * Long.BYTES + Double.BYTES + 5 * width * height;
  }

  /** Writes what it has summed up, its size first. */
  public void writeTo(ByteBuffer out) {
    out.putInt(width).putInt(height).putInt(images).putLong(first).putLong(last);
    out.putDouble(grains);
    for (int i = 0; i < sums.length; i++) {
      out.putChar(sums[i]).putChar(changes[i]);
    }
    out.put(before);
  }

  /**
   * Goes on from what was written.
   *
   * @throws IllegalArgumentException if it is no such thing
   */
  public static PixelActivity read(ByteBuffer in) {
    int width = in.getInt();
    int height = in.getInt();
    PixelActivity read = of(Math.max(0, width), Math.max(0, height));
    if (read == null || in.remaining() < read.bytes() - 2 * Integer.BYTES) {
      throw new IllegalArgumentException(
          "width, height: " + width + ", " + height + " (expected: those of a kept image)");
    }
    read.images = in.getInt();
    read.first = in.getLong();
    read.last = in.getLong();
    read.grains = in.getDouble();
    int most = 255 * read.images;
    boolean fits = read.images >= 0 && read.images <= IMAGES;
    fits &= read.grains >= 0 && Double.isFinite(read.grains);
    for (int i = 0; i < read.sums.length; i++) {
      read.sums[i] = in.getChar();
      read.changes[i] = in.getChar();
      fits &= read.sums[i] <= most && read.changes[i] <= most;
    }
    in.get(read.before);
    if (!fits) {
      throw new IllegalArgumentException(
          "images: " + read.images + " (expected: 0 .. " + IMAGES + ", and what they come to)");
    }
    return read;
  }
}
