package io.virk.examples.quickstart;

import io.virk.image.Frame;
import io.virk.image.PixelFormat;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;

/**
 * A synthetic industrial camera over a conveyor belt: at each part that passes, it takes a picture.
 *
 * <p>The number of the camera decides what stays as it is (where the camera and the lamp hang, the
 * belt and its wear, the sensor), the seed and the index of a shot decide what passes (the part,
 * how it lies, the noise): so two seeds are two shifts at the same station. The same camera, seed
 * and index give the same pixels on one JDK. A fault changes what the camera does to a scene, and
 * never the scene.
 *
 * <p>Not for use by more than one thread at a time.
 */
public final class ConveyorCamera {
  /** Pixels of a row. */
  public static final int WIDTH = 160;

  /** Rows of a frame. */
  public static final int HEIGHT = 120;

  private static final List<String> NAMES =
      Arrays.stream(PartKind.values()).map(PartKind::label).toList();
  private static final Finish[] FINISHES = {
    Finish.STEEL, Finish.STEEL, Finish.STEEL, Finish.ZINC, Finish.ZINC,
    Finish.DULL_STEEL, Finish.DULL_STEEL, Finish.BLACK_OXIDE, Finish.BRASS, Finish.STEEL
  };
  private static final double PITCH = 3.7183;

  private final int camera;
  private final long stream;
  private final double start;
  private final Scene scene;
  private final Lens lens;
  private final Sensor sensor;
  private final Linear light = new Linear(WIDTH, HEIGHT);
  private CameraFault fault = CameraFault.NONE;
  private long next;

  /**
   * Sets up a camera.
   *
   * @param camera its number on the line, &ge; 1
   * @param seed of what passes under it
   * @throws IllegalArgumentException if the number is below 1
   */
  public ConveyorCamera(int camera, long seed) {
    if (camera < 1) {
      throw new IllegalArgumentException("camera: " + camera + " (expected: >= 1)");
    }
    this.camera = camera;
    stream = Smooth.mix(seed + camera * 0x632be59bd9b4e019L);
    start = new SplittableRandom(stream).nextDouble(Belt.LENGTH);
    Station station = Station.of(camera);
    scene = new Scene(station, WIDTH, HEIGHT);
    lens = new Lens(station, WIDTH, HEIGHT);
    sensor = new Sensor(station, WIDTH, HEIGHT);
  }

  /**
   * The names of the classes, in the order of the labels.
   *
   * @return an immutable list
   */
  public static List<String> classNames() {
    return NAMES;
  }

  /**
   * What the camera is called on the line.
   *
   * @return {@code cam-} and its number
   */
  public String name() {
    return "cam-" + camera;
  }

  /**
   * Breaks the camera, or mends it with {@link CameraFault#NONE}, from the next shot on.
   *
   * @param fault what is wrong from now on
   */
  public void fault(CameraFault fault) {
    this.fault = Objects.requireNonNull(fault, "fault");
  }

  /**
   * What is wrong with the camera.
   *
   * @return the fault in force
   */
  public CameraFault fault() {
    return fault;
  }

  /**
   * Takes the next picture.
   *
   * @return a new shot
   */
  public Shot next() {
    return shot(next++);
  }

  /**
   * Takes the picture of one part of the stream, whichever was taken before.
   *
   * @param index its number, &ge; 0
   * @return a new shot
   * @throws IllegalArgumentException if the index is negative
   */
  public Shot shot(long index) {
    if (index < 0) {
      throw new IllegalArgumentException("index: " + index + " (expected: >= 0)");
    }
    SplittableRandom random = new SplittableRandom(stream + Smooth.mix(index));
    int label = random.nextInt(NAMES.size());
    Pose pose = place(PartKind.values()[label], random);
    double run = (start + index * PITCH) % Belt.LENGTH + random.nextDouble(-0.2, 0.2);
    double flicker = 1 + 0.008 * random.nextGaussian();
    scene.render(pose, (float) run, (float) (flicker * fault.exposure()), light);
    lens.image(light, fault.defocus());
    byte[] pixels = sensor.expose(light, (float) fault.noise(), random);
    return new Shot(index, Frame.of(pixels, WIDTH, HEIGHT, PixelFormat.RGB), label);
  }

  private static Pose place(PartKind kind, SplittableRandom random) {
    Relief relief = PartShapes.of(kind, random.nextInt(PartShapes.DESIGNS));
    Finish finish = FINISHES[random.nextInt(FINISHES.length)];
    float scale = (float) random.nextDouble(0.28, 0.60);
    double room = 0.97 - scale * (relief.radius() + 0.3 * relief.top());
    double y = room > 0.02 ? random.nextDouble(-room, room) * 0.8 : 0;
    // one picture in ten is triggered too early or too late, and cuts into the part
    boolean late = random.nextInt(10) == 0;
    double x = late ? random.nextDouble(1.1, 1.6) : random.nextDouble(-0.55, 0.55);
    double side = late && random.nextBoolean() ? -1 : 1;
    double angle = random.nextDouble(2 * Math.PI);
    float oil = (float) random.nextDouble(0.55, 1.08);
    return new Pose(relief, finish, (float) (side * x), (float) y, angle, scale, oil);
  }
}
