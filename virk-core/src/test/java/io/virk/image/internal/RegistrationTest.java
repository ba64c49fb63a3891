package io.virk.image.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.golden.Shared;
import io.virk.image.CapturePolicy;
import io.virk.image.Frame;
import io.virk.image.ImageFolder;
import io.virk.scenes.StillCamera;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("once")
class RegistrationTest {
  private static final String HIGHWAY = "video-highway-a-frames.zip";
  private static final String SQUARE = "video-square-frames.zip";

  private static Scene scene(List<Frame> frames) {
    SceneSums sums = new SceneSums(new LumaGrid());
    frames.forEach(sums::add);
    return sums.scene().orElseThrow();
  }

  private static Motion motion(Scene scene, List<Frame> now) {
    RecentScene recent = new RecentScene(scene);
    LumaGrid grid = new LumaGrid();
    for (int i = 0; i < now.size(); i++) {
      recent.add(now.get(i), i, grid);
    }
    return scene.motion(recent.mean(0));
  }

  private static List<Frame> pictures(StillCamera camera, int from, int to) {
    return IntStream.range(from, to).mapToObj(camera::frame).toList();
  }

  /** Every n-th picture of a clip from one on, as a capture reduces it. */
  private static List<Frame> clip(String name, int from, int n, UnaryOperator<Frame> change)
      throws IOException {
    List<Frame> frames = new ArrayList<>();
    try (FileSystem zip = FileSystems.newFileSystem(Shared.path("data/images/" + name))) {
      int number = 0;
      for (ImageFolder.Entry entry : ImageFolder.of(zip.getPath("/"))) {
        if (number >= from && number < from + n) {
          frames.add(new CapturePolicy(320, 240).reduce(change.apply(entry.frame())));
        }
        number++;
      }
    }
    return frames;
  }

  /** By Java 2D, not by code of ours; black beyond the picture. */
  private static Frame moved(Frame frame, double right, double down, double degrees, double zoom) {
    int width = frame.width();
    int height = frame.height();
    AffineTransform motion = new AffineTransform();
    motion.translate(width * (0.5 + right / 100), height * (0.5 + down / 100));
    motion.rotate(Math.toRadians(degrees));
    motion.scale(1 + zoom / 100, 1 + zoom / 100);
    motion.translate(-width / 2.0, -height / 2.0);
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    graphics.drawImage(frame.toBufferedImage(), motion, null);
    graphics.dispose();
    return Frame.of(image);
  }

  private static void assertMotion(
      double right, double down, double degrees, double zoom, Motion found) {
    String all = found.toString();
    assertEquals(right, found.right(), 0.6, all);
    assertEquals(down, found.down(), 0.6, all);
    assertEquals(degrees, found.degrees(), 0.4, all);
    assertEquals(zoom, found.zoom(), 1.2, all);
    assertTrue(found.isMoved(), all);
  }

  @ParameterizedTest
  @CsvSource({
    "-12, 0, 3, 0",
    "2, 0, 0, 0",
    "0, 5, 0, 0",
    "20, -10, 0, 0",
    "0, 0, 2, 0",
    "0, 0, -22, 0",
    "0, 0, 180, 0",
    "0, 0, 0, 5",
    "0, 0, 0, 40",
    "0, 0, 0, -20",
    "10, -5, -8, 10"
  })
  void aMotionOfAMadeUpSceneIsMeasured(double right, double down, double degrees, double zoom) {
    Scene scene = scene(pictures(new StillCamera(1, 160, 120), 0, 40));
    StillCamera knocked =
        new StillCamera(1, 160, 120).knocked(right / 100, down / 100, degrees, 1 + zoom / 100);
    Motion found = motion(scene, pictures(knocked, 100, 116));
    double nearest = degrees == 180 && found.degrees() < 0 ? -180 : degrees;
    assertMotion(right, down, nearest, zoom, found);
  }

  @ParameterizedTest
  @ValueSource(strings = {HIGHWAY, SQUARE})
  void aMotionOfATrafficCameraIsMeasured(String clip) throws IOException {
    Scene scene = scene(clip(clip, 0, 60, frame -> frame));
    assertTrue(scene.isStatic(), scene.toString());
    double[][] motions = {
      {-12, 0, 3, 0}, {2, 0, 0, 0}, {0, 0, -4, 0}, {0, 0, 13, 0}, {0, 0, 0, 10}, {24, 10, 0, 0}
    };
    for (double[] m : motions) {
      List<Frame> now = clip(clip, 120, 16, frame -> moved(frame, m[0], m[1], m[2], m[3]));
      assertMotion(m[0], m[1], m[2], m[3], motion(scene, now));
    }
    for (int from = 80; from < 240; from += 40) {
      Motion still = motion(scene, clip(clip, from, 8, frame -> frame));
      assertTrue(still.isInPlace() && !still.isMoved(), still.toString());
    }
  }

  /** Half of the light, and three times the noise. */
  @Test
  void lightThatChangesIsNoMotion() throws IOException {
    Scene scene = scene(clip(HIGHWAY, 0, 60, frame -> frame));
    Motion dark =
        motion(
            scene,
            clip(
                HIGHWAY,
                120,
                16,
                frame -> {
                  Frame darker = frame.copy();
                  for (int i = 0; i < darker.pixels().length; i++) {
                    darker.pixels()[i] = (byte) ((darker.pixels()[i] & 0xff) / 2);
                  }
                  return darker;
                }));
    assertTrue(dark.isInPlace() && !dark.isMoved(), dark.toString());
  }

  @Test
  void anotherSceneIsNotTakenForAMotion() throws IOException {
    Scene scene = scene(clip(HIGHWAY, 0, 60, frame -> frame));
    List<Frame> other = clip(SQUARE, 0, 16, frame -> frame);
    Motion found = motion(scene, other);
    assertTrue(found.likeness() < Motion.SAME_SCENE, found.toString());
    assertFalse(found.isInPlace(), found.toString());
    assertFalse(found.isMoved(), found.toString());
  }

  /** Too little of a picture that is much enlarged is seen for a motion: it is elsewhere yet. */
  @Test
  void aMotionThatIsNotSureIsNotInPlace() {
    Motion enlarged = new Motion(0, 0, 0, 80, 0.7, 0.05, 0.3);
    assertFalse(enlarged.isMoved() || enlarged.isInPlace(), enlarged.toString());
    Motion hardly = new Motion(0.8, 0, 0, 0, 0.7, 0.3, 0.99);
    assertTrue(!hardly.isMoved() && hardly.isInPlace(), hardly.toString());
  }

  /** Photos, and boards under a camera that sees one after the other. */
  @ParameterizedTest
  @ValueSource(strings = {"imagenet-sample-500-short256.zip", "deeppcb-40pairs.zip"})
  void whatShowsOneThingAfterAnotherIsNotStatic(String archive) throws IOException {
    List<Frame> frames =
        clip(archive, 0, 40, frame -> frame).stream()
            .map(frame -> new CapturePolicy(160, 160).reduce(frame))
            .toList();
    SceneSums sums = new SceneSums(new LumaGrid());
    frames.forEach(sums::add);
    assertFalse(sums.scene().filter(Scene::isStatic).isPresent());
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "15, 200", "200, 15", "300, 20", "128, 1", "1, 500"})
  void picturesThatAreTooSmallAreNotMeasured(int width, int height) {
    List<Frame> frames = pictures(new StillCamera(2, width, height), 0, 20);
    SceneSums sums = new SceneSums(new LumaGrid());
    frames.forEach(sums::add);
    assertFalse(sums.scene().filter(Scene::isStatic).isPresent());
  }

  @ParameterizedTest
  @CsvSource({"16, 16", "17, 31", "129, 65", "300, 60"})
  void picturesOfOddSizesAreMeasured(int width, int height) {
    Scene scene = scene(pictures(new StillCamera(3, width, height), 0, 20));
    Motion still = motion(scene, pictures(new StillCamera(3, width, height), 40, 50));
    assertTrue(scene.isStatic() && still.isInPlace(), scene + ", " + still);
    assertFalse(still.isMoved(), still.toString());
    Motion even = scene.motion(new float[scene.columns() * scene.rows()]);
    assertFalse(even.isInPlace() || even.isMoved(), even.toString());
  }

  @Test
  void picturesOfSeveralSizesHaveNoScene() {
    SceneSums sums = new SceneSums(new LumaGrid());
    pictures(new StillCamera(2, 64, 48), 0, 20).forEach(sums::add);
    assertTrue(sums.scene().isPresent());
    pictures(new StillCamera(2, 48, 64), 0, 3).forEach(sums::add);
    assertTrue(sums.scene().isEmpty());
  }
}
