package io.virk.examples.quickstart;

import java.util.ArrayList;
import java.util.List;

/**
 * Four synthetic cameras over conveyor belts; the baseline is an earlier shift of the same line.
 */
final class ConveyorLine implements ProductionLine {
  private static final int BASELINE_FRAMES = 120;
  private static final CameraFault HALF_LIGHT = CameraFault.exposure(0.5);
  private static final CameraFault BLUR = CameraFault.defocus(2);
  private static final CameraFault NOISE = CameraFault.noise(4);

  private final List<ConveyorCamera> shiftBefore = new ArrayList<>();
  private final List<ConveyorCamera> shiftNow = new ArrayList<>();

  ConveyorLine(long seed) {
    for (int camera = 0; camera < CAMERAS; camera++) {
      shiftBefore.add(new ConveyorCamera(camera + 1, seed));
      shiftNow.add(new ConveyorCamera(camera + 1, seed + 1));
    }
  }

  @Override
  public String description() {
    return "four synthetic cameras over a conveyor belt";
  }

  @Override
  public List<String> classNames() {
    return ConveyorCamera.classNames();
  }

  @Override
  public int baselineFrames() {
    return BASELINE_FRAMES;
  }

  @Override
  public View nextForBaseline(int camera) {
    return view(shiftBefore.get(camera).next());
  }

  @Override
  public View next(int camera) {
    return view(shiftNow.get(camera).next());
  }

  private static View view(Shot shot) {
    return new View(shot.frame(), shot.label());
  }

  @Override
  public void trouble(int camera, Trouble trouble) {
    shiftNow
        .get(camera)
        .fault(
            switch (trouble) {
              case NONE -> CameraFault.NONE;
              case UNDER_EXPOSED -> HALF_LIGHT;
              case OUT_OF_FOCUS -> BLUR;
              case NOISY -> NOISE;
            });
  }

  @Override
  public int unreadable() {
    return 0;
  }
}
