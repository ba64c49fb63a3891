package io.virk.image.internal;

import io.virk.image.Frame;
import java.nio.ByteBuffer;

/**
 * What a camera has seen lately: the mean image of its last {@value SceneBlock#IMAGES} to twice as
 * many pictures, on the grid of its baseline's scene. Not thread-safe.
 */
public final class RecentScene {
  /** Fewer images make no mean: what passes by is too much of it. */
  public static final int LEAST_IMAGES = 4;

  private final Scene scene;
  private final PictureUnrest unrest;
  private SceneBlock before;
  private SceneBlock now;

  /** Of nothing yet, to be compared with a scene. */
  public RecentScene(Scene scene) {
    this.scene = scene;
    unrest = new PictureUnrest(scene);
    int cells = scene.columns() * scene.rows();
    before = new SceneBlock(cells);
    now = new SceneBlock(cells);
  }

  /** What it is compared with. */
  public Scene scene() {
    return scene;
  }

  /**
   * Adds a picture; one of another shape than the scene's is passed over.
   *
   * @param frame any frame. Not modified, not kept.
   * @param sequence its number
   * @param grid reads it
   * @return whether it was added
   */
  public boolean add(Frame frame, long sequence, LumaGrid grid) {
    grid.read(frame);
    if (grid.columns() == 0 || grid.rows() == 0 || !scene.isOfShape(grid.columns(), grid.rows())) {
      return false;
    }
    if (now.images() == SceneBlock.IMAGES) {
      SceneBlock oldest = before;
      before = now;
      now = oldest;
      now.clear();
    }
    float[] picture = fitted(grid);
    now.add(picture, sequence);
    unrest.add(picture, sequence);
    return true;
  }

  private float[] fitted(LumaGrid grid) {
    return grid.columns() == scene.columns() && grid.rows() == scene.rows()
        ? grid.values()
        : new LumaPlane(grid.columns(), grid.rows(), grid.values())
            .resized(scene.columns(), scene.rows())
            .values();
  }

  /**
   * The mean of the latest pictures.
   *
   * @param since number of the picture from which on they count, as far as they are kept and
   *     enough; otherwise the latest that are enough
   * @return [rows x columns]; null if there are too few
   */
  public float[] mean(long since) {
    boolean both = before.images() > 0 && (before.first() >= since || now.images() < LEAST_IMAGES);
    int images = now.images() + (both ? before.images() : 0);
    if (images < LEAST_IMAGES) {
      return null;
    }
    float[] mean = new float[scene.columns() * scene.rows()];
    now.addTo(mean, images);
    if (both) {
      before.addTo(mean, images);
    }
    return mean;
  }

  /**
   * The mean of the last run of pictures alone.
   *
   * @return [rows x columns]; null unless the last picture has completed it
   */
  public float[] run() {
    if (now.images() < SceneBlock.IMAGES) {
      return null;
    }
    float[] mean = new float[scene.columns() * scene.rows()];
    now.addTo(mean, now.images());
    return mean;
  }

  /** What changes from one of its pictures to the next. */
  public PictureUnrest unrest() {
    return unrest;
  }

  /** Bytes, about. */
  public long memory() {
    return 4L * scene.columns() * scene.rows() + unrest.memory() + 300;
  }

  /** As many as are written. */
  public int bytes() {
    return 2 * before.bytes() + unrest.bytes();
  }

  /** Writes what it has summed up. */
  public void writeTo(ByteBuffer out) {
    before.writeTo(out);
    now.writeTo(out);
    unrest.writeTo(out);
  }

  /**
   * Goes on from what was written of a scene of the same grid.
   *
   * @throws IllegalArgumentException if it is no such thing
   */
  public void readFrom(ByteBuffer in) {
    before.readFrom(in);
    now.readFrom(in);
    unrest.readFrom(in);
  }
}
