package io.virk.image.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.cause.catalogue.Causes;
import io.virk.image.Frame;
import io.virk.scenes.StillCamera;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PictureUnrestTest {
  private static final int WIDTH = 96;
  private static final int HEIGHT = 72;
  private static final int RUN = 32;

  private final StillCamera camera = new StillCamera(5, WIDTH, HEIGHT);
  private final RecentScene recent = new RecentScene(scene());

  private Scene scene() {
    LumaGrid grid = new LumaGrid();
    float[] mean = new float[WIDTH * HEIGHT];
    for (Frame frame : frames(1000, 1000 + RUN)) {
      grid.read(frame);
      for (int i = 0; i < mean.length; i++) {
        mean[i] += grid.values()[i] / RUN;
      }
    }
    return new Scene(WIDTH, HEIGHT, RUN, 0.9, mean, new float[mean.length]);
  }

  private List<Frame> frames(int from, int to) {
    return IntStream.range(from, to).mapToObj(camera::frame).toList();
  }

  private static void add(RecentScene to, List<Frame> frames, int from) {
    LumaGrid grid = new LumaGrid();
    for (int i = 0; i < frames.size(); i++) {
      to.add(frames.get(i), from + i, grid);
    }
  }

  private PictureUnrest.Run after(String cause, int severity) {
    add(recent, frames(0, RUN), 0);
    add(recent, Causes.named(cause).apply(frames(RUN, 2 * RUN), severity, 3), RUN);
    return recent.unrest().after(RUN);
  }

  @Test
  void lightThatFlickersIsMeasured() {
    PictureUnrest.Run after = after("flicker", 3);
    PictureUnrest.Run before = recent.unrest().before(RUN);
    assertEquals(0.15, after.bands(), 0.05);
    assertTrue(before.bands() < 0.02, before.toString());
    assertEquals(0, after.torn());
  }

  @Test
  void tornPicturesAreCounted() {
    PictureUnrest.Run after = after("torn frame", 3);
    PictureUnrest.Run before = recent.unrest().before(RUN);
    assertTrue(after.torn() > 0.6, after.toString());
    assertEquals(0.11, after.moved(), 0.02);
    assertEquals(0, before.torn());
  }

  @Test
  void whatIsDarkerOrDirtyIsNeither() {
    for (String cause : List.of("under-exposure", "dirt on the lens", "vignetting", "defocus")) {
      PictureUnrest.Run after = after(cause, 4);
      assertTrue(after.bands() < 0.03, cause + ": " + after);
      assertTrue(after.torn() < 0.1, cause + ": " + after);
    }
  }

  @Test
  void itGoesOnFromWhatWasWritten() {
    add(recent, frames(0, RUN + 5), 0);
    ByteBuffer bytes = ByteBuffer.allocate(recent.bytes());
    recent.writeTo(bytes);
    assertEquals(0, bytes.remaining());
    RecentScene again = new RecentScene(scene());
    again.readFrom(bytes.rewind());
    List<Frame> more = Causes.named("torn frame").apply(frames(RUN, 2 * RUN), 4, 3);
    add(recent, more, RUN + 5);
    add(again, more, RUN + 5);
    assertEquals(recent.unrest().after(RUN + 5), again.unrest().after(RUN + 5));
    assertEquals(recent.unrest().before(RUN), again.unrest().before(RUN));
    assertNull(again.unrest().before(3));
    int unrest = recent.bytes() - recent.unrest().bytes();
    ByteBuffer broken = ByteBuffer.allocate(recent.bytes());
    recent.writeTo(broken);
    broken.putInt(unrest, 99);
    assertThrows(
        IllegalArgumentException.class, () -> new RecentScene(scene()).readFrom(broken.rewind()));
  }
}
