package io.virk.image.internal;

import io.virk.image.Frame;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * The faults of one camera's pixels over time: every fourth image, in runs of {@value
 * PixelActivity#IMAGES}, of which the last {@value #RUNS} are kept. Images of another size than the
 * first begin anew. Not thread-safe.
 */
public final class PixelWatch {
  private static final int RUNS = 8;
  private static final int EVERY = 4;

  /** By how much more a run's grain is told: a share of what it was, and levels squared. */
  private static final double MORE_GRAIN = 0.25;

  private static final double LEAST_GRAIN = 0.5;

  private final Deque<PixelFaults> runs = new ArrayDeque<>();

  /** The run that goes on; null before the first image, and where images are too large. */
  private PixelActivity now;

  /** Size of the last image before it was reduced, and as it is kept. */
  private Size full = Size.NONE;

  private Size kept = Size.NONE;

  /** Images until one is taken again. */
  private int skip;

  private record Size(int width, int height) {
    static final Size NONE = new Size(1, 1);

    static final int BYTES = 2 * Integer.BYTES;

    void writeTo(ByteBuffer out) {
      out.putInt(width).putInt(height);
    }

    static Size read(ByteBuffer in) {
      Size read = new Size(in.getInt(), in.getInt());
      if (read.width < 1 || read.height < 1) {
        throw new IllegalArgumentException("size: " + read + " (expected: that of an image)");
      }
      return read;
    }
  }

  /**
   * Takes an image.
   *
   * @param frame not modified, not kept
   * @param sequence its number
   */
  public void add(Frame frame, long sequence) {
    if (skip > 0) {
      skip--;
      return;
    }
    skip = EVERY - 1;
    full = new Size(frame.fullWidth(), frame.fullHeight());
    kept = new Size(frame.width(), frame.height());
    if (now == null || !now.takes(frame)) {
      now = PixelActivity.of(frame.width(), frame.height());
      runs.clear();
    }
    if (now != null) {
      now.add(frame, sequence);
      if (now.images() == PixelActivity.IMAGES) {
        runs.addLast(now.faults());
        if (runs.size() > RUNS) {
          runs.removeFirst();
        }
      }
    }
  }

  /**
   * What has come up since an image.
   *
   * @param since its number
   * @return faults of all runs that began since then, but for those of any run that ended before: a
   *     detail of the scene stands still in one run and not in the next. Of reduced images no stuck
   *     pixels. Null without either
   */
  public PixelFaults since(long since) {
    List<PixelFaults> before = runs.stream().filter(run -> run.last() < since).toList();
    List<PixelFaults> after =
        new ArrayList<>(runs.stream().filter(run -> run.first() >= since).toList());
    if (now != null
        && now.images() >= PixelActivity.LEAST_IMAGES
        && now.images() < PixelActivity.IMAGES
        && now.first() >= since) {
      after.add(now.faults());
    }
    return before.isEmpty() || after.isEmpty() ? null : cameUp(before, after);
  }

  private PixelFaults cameUp(List<PixelFaults> before, List<PixelFaults> after) {
    PixelFaults known = before.get(before.size() - 1);
    PixelFaults last = after.get(after.size() - 1);
    int[] stuck = isReduced() ? new int[0] : cameUp(before, after, PixelFaults::stuck);
    int[] hot = cameUp(before, after, PixelFaults::hot);
    double grain = last.grain() - known.grain();
    boolean more = grain >= Math.max(LEAST_GRAIN, MORE_GRAIN * known.grain());
    return new PixelFaults(
        last.first(),
        last.last(),
        last.images(),
        last.width(),
        stuck,
        isReduced() ? 0 : count(stuck, last.stuckPixels(), known.stuckPixels()),
        hot,
        count(hot, last.hotPixels(), known.hotPixels()),
        cameUp(before, after, PixelFaults::rows),
        cameUp(before, after, PixelFaults::columns),
        more ? grain : 0,
        more ? last.fixedGrain() - known.fixedGrain() : 0);
  }

  /**
   * Where one of four is stuck their mean changes nearly as much as those about it: what stands
   * still in a reduced image is a detail of the scene.
   */
  private boolean isReduced() {
    return full.width() > kept.width() || full.height() > kept.height();
  }

  /** Of more than are kept it is not known which are new. */
  private static int count(int[] places, int now, int before) {
    return now <= PixelActivity.TOLD ? places.length : Math.max(places.length, now - before);
  }

  /** Where all runs of one time have a fault, and none of the other. */
  private static int[] cameUp(
      List<PixelFaults> before, List<PixelFaults> after, Function<PixelFaults, int[]> faults) {
    return IntStream.of(faults.apply(after.get(after.size() - 1)))
        .filter(p -> after.stream().allMatch(run -> has(faults.apply(run), p)))
        .filter(p -> before.stream().noneMatch(run -> has(faults.apply(run), p)))
        .toArray();
  }

  private static boolean has(int[] places, int place) {
    return places.length == PixelActivity.TOLD && place > places[places.length - 1]
        || IntStream.of(places).anyMatch(p -> p == place);
  }

  /** Where a column of what is kept lies in the image before it was reduced: its middle. */
  public int fullColumn(int column) {
    return middle(column, full.width(), kept.width());
  }

  /** Where a row of what is kept lies in the image before it was reduced: its middle. */
  public int fullRow(int row) {
    return middle(row, full.height(), kept.height());
  }

  private static int middle(int at, int full, int kept) {
    return (int) ((2L * at + 1) * full / (2L * kept));
  }

  /** Bytes, about. */
  public long memory() {
    return 200 + (now == null ? 0 : now.memory()) + RUNS * 200L;
  }

  /** As many as are written. */
  public int bytes() {
    int bytes = 1 + 1 + 1 + 2 * Size.BYTES + (now == null ? 0 : now.bytes());
    for (PixelFaults run : runs) {
      int places = run.stuck().length + run.hot().length + run.rows().length + run.columns().length;
      bytes += 2 * Long.BYTES + 2 * Double.BYTES + (3 + 1 + 4 + places) * Integer.BYTES;
    }
    return bytes;
  }

  /** Writes all that it knows. */
  public void writeTo(ByteBuffer out) {
    out.put((byte) skip).put((byte) (now == null ? 0 : 1)).put((byte) runs.size());
    full.writeTo(out);
    kept.writeTo(out);
    if (now != null) {
      now.writeTo(out);
    }
    for (PixelFaults run : runs) {
      out.putLong(run.first()).putLong(run.last());
      out.putInt(run.images()).putInt(run.width());
      out.putInt(run.stuckPixels()).putInt(run.hotPixels());
      out.putDouble(run.grain()).putDouble(run.fixedGrain());
      for (int[] places : new int[][] {run.stuck(), run.hot(), run.rows(), run.columns()}) {
        out.putInt(places.length);
        IntStream.of(places).forEach(out::putInt);
      }
    }
  }

  /**
   * Goes on from what was written.
   *
   * @throws IllegalArgumentException if it is no such thing
   * @throws java.nio.BufferUnderflowException if there is not enough of it
   */
  public void readFrom(ByteBuffer in) {
    skip = Math.max(0, Math.min(EVERY - 1, in.get()));
    boolean any = in.get() != 0;
    int count = in.get();
    full = Size.read(in);
    kept = Size.read(in);
    now = any ? PixelActivity.read(in) : null;
    runs.clear();
    for (int i = 0; i < count; i++) {
      long first = in.getLong();
      long last = in.getLong();
      int images = in.getInt();
      int width = in.getInt();
      int stuckPixels = in.getInt();
      int hotPixels = in.getInt();
      double grain = in.getDouble();
      double fixedGrain = in.getDouble();
      int[] stuck = places(in);
      int[] hot = places(in);
      if (width < 1 || images < 1 || stuckPixels < stuck.length || hotPixels < hot.length) {
        throw new IllegalArgumentException(
            "stuck, hot: " + stuckPixels + ", " + hotPixels + " (expected: those of a run)");
      }
      if (!(grain >= 0 && Double.isFinite(grain)) || !Double.isFinite(fixedGrain)) {
        throw new IllegalArgumentException(
            "grain: " + grain + ", " + fixedGrain + " (expected: finite, >= 0)");
      }
      runs.addLast(
          new PixelFaults(
              first,
              last,
              images,
              width,
              stuck,
              stuckPixels,
              hot,
              hotPixels,
              places(in),
              places(in),
              grain,
              fixedGrain));
    }
  }

  private static int[] places(ByteBuffer in) {
    int count = in.getInt();
    if (count < 0 || count > PixelActivity.TOLD) {
      throw new IllegalArgumentException(
          "places: " + count + " (expected: 0 .. " + PixelActivity.TOLD + ")");
    }
    return IntStream.range(0, count).map(i -> in.getInt()).toArray();
  }
}
