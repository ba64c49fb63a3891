package io.virk.examples.fleet;

import io.virk.SliceEngines;
import io.virk.baseline.Baseline;
import io.virk.baseline.BaselineBuilder;
import io.virk.examples.quickstart.CameraFault;
import io.virk.examples.quickstart.ConveyorCamera;
import io.virk.image.Frame;
import io.virk.image.PixelFormat;
import io.virk.signal.Observation;
import java.util.ArrayList;
import java.util.List;

/**
 * What cameras over conveyor belts see: drawn pictures, of which the signals of a fleet are drawn.
 * The baseline is of the same pictures, so that nothing is wrong but what is made wrong.
 */
final class SimulatedCameras {
  private static final int WINDOW = 32;
  private static final int PICTURES_OF_A_SOURCE = 4;
  private static final long SEED = 1;

  /** Gains of red and blue after the firmware's update. */
  private static final double[] WHITE_BALANCE = {1.10, 0.90};

  private final List<ConveyorCamera> views = new ArrayList<>();
  private final int pictures;

  /** What is wrong with a picture, and how much: the light that is left, the firmware. */
  record Trouble(double light, boolean firmware) {}

  /**
   * Sets cameras up.
   *
   * @param cameras how many different ones are drawn
   * @param pictures of each
   */
  SimulatedCameras(int cameras, int pictures) {
    for (int camera = 1; camera <= cameras; camera++) {
      views.add(new ConveyorCamera(camera, SEED));
    }
    this.pictures = pictures;
  }

  /** What the fleet is compared with. */
  Baseline baseline() {
    BaselineBuilder builder = Baseline.builder("fleet").window(WINDOW);
    for (int picture = 0; picture < pictures; picture++) {
      for (ConveyorCamera view : views) {
        builder.add(
            Observation.builder()
                .image(view.shot(picture).frame())
                .source(view.name() + "/" + picture / PICTURES_OF_A_SOURCE)
                .build());
      }
    }
    return builder.build();
  }

  /**
   * The signals of all pictures, with something wrong.
   *
   * @return as observations are sent, without names; of no time
   */
  byte[][] signals(SliceEngines.Encoder encoder, Trouble trouble) {
    byte[][] signals = new byte[views.size() * pictures][];
    int at = 0;
    for (ConveyorCamera view : views) {
      view.fault(trouble.light() == 1 ? CameraFault.NONE : CameraFault.exposure(trouble.light()));
      for (int picture = 0; picture < pictures; picture++) {
        Frame frame = view.shot(picture).frame();
        signals[at++] =
            encoder.encode(
                Observation.builder().image(trouble.firmware() ? balanced(frame) : frame).build());
      }
      view.fault(CameraFault.NONE);
    }
    return signals;
  }

  private static Frame balanced(Frame frame) {
    byte[] pixels = frame.copy().pixels().clone(); // drawn as RGB, row by row
    for (int i = 0; i < pixels.length; i += 3) {
      pixels[i] = scaled(pixels[i], WHITE_BALANCE[0]);
      pixels[i + 2] = scaled(pixels[i + 2], WHITE_BALANCE[1]);
    }
    return Frame.of(pixels, frame.width(), frame.height(), PixelFormat.RGB);
  }

  private static byte scaled(byte value, double gain) {
    return (byte) Math.min(255, Math.round((value & 0xff) * gain));
  }
}
