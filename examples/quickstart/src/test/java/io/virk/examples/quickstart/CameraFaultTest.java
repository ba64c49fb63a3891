package io.virk.examples.quickstart;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.image.Frame;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CameraFaultTest {
  private static final int SHOTS = 12;

  private final ConveyorCamera camera = new ConveyorCamera(2, 99);

  @Tag("slow")
  @ParameterizedTest
  @ValueSource(doubles = {0.3, 0.5, 0.8})
  void exposureScalesTheLight(double factor) {
    double before = 0;
    double after = 0;
    for (int i = 0; i < SHOTS; i++) {
      before += Pixels.mean(Pixels.linear(shot(i, CameraFault.NONE)));
      after += Pixels.mean(Pixels.linear(shot(i, CameraFault.exposure(factor))));
    }
    assertEquals(factor, after / before, 0.02);
  }

  /** The light falls before the noise is added, so a darker image is relatively noisier. */
  @Tag("slow")
  @Test
  void exposureDropWorsensTheSignalToNoiseRatio() {
    double bright = noise(1, 0, 1);
    double dark = noise(0.25, 0, 1);
    assertTrue(dark < 0.75 * bright, "noise " + dark + ", before " + bright);
    assertTrue(dark / 0.25 > 1.8 * bright, "relative noise " + dark / 0.25 + ", before " + bright);
  }

  @Test
  void defocusTakesSharpnessAwayMoreTheWiderItIs() {
    double before = sharpness(CameraFault.NONE);
    double little = sharpness(CameraFault.defocus(1));
    double much = sharpness(CameraFault.defocus(2.5));
    assertTrue(little < 0.6 * before, "radius 1: " + little + ", before " + before);
    assertTrue(much < 0.7 * little, "radius 2.5: " + much + ", radius 1: " + little);
    double lightBefore = Pixels.mean(Pixels.linear(shot(0, CameraFault.NONE)));
    double lightAfter = Pixels.mean(Pixels.linear(shot(0, CameraFault.defocus(2.5))));
    assertEquals(1, lightAfter / lightBefore, 0.02);
  }

  /** The lens is before the sensor: it cannot smooth the sensor's noise. */
  @Test
  void defocusKeepsTheNoise() {
    assertEquals(1, noise(1, 2.5, 1) / noise(1, 0, 1), 0.05);
  }

  @Test
  void noiseGrowsByItsFactorAndRaisesTheSharpnessMeasure() {
    double before = noise(1, 0, 1);
    assertEquals(3, noise(1, 0, 3) / before, 0.2);
    double sharpBefore = sharpness(CameraFault.NONE);
    double sharpAfter = sharpness(CameraFault.noise(3));
    assertTrue(sharpAfter > 1.3 * sharpBefore, sharpAfter + ", before " + sharpBefore);
  }

  @Test
  void aMendedCameraIsAsBefore() {
    byte[] before = shot(3, CameraFault.NONE).pixels();
    shot(3, CameraFault.defocus(2));
    shot(3, CameraFault.exposure(0.4));
    assertArrayEquals(before, shot(3, CameraFault.NONE).pixels());
  }

  @Test
  void faultsDoNotChangeWhatPasses() {
    for (int i = 0; i < SHOTS; i++) {
      camera.fault(CameraFault.NONE);
      int label = camera.shot(i).label();
      camera.fault(new CameraFault(0.4, 1.5, 2));
      assertEquals(label, camera.shot(i).label());
      assertEquals(new CameraFault(0.4, 1.5, 2), camera.fault());
    }
  }

  @Test
  void numbersOutOfRangeAreNamed() {
    assertEquals("exposure: 0.0 (expected: > 0, <= 16)", messageOf(() -> CameraFault.exposure(0)));
    assertEquals(
        "exposure: NaN (expected: > 0, <= 16)", messageOf(() -> CameraFault.exposure(Double.NaN)));
    assertEquals(
        "defocus: -1.0 (expected: 0 .. 16 pixels)", messageOf(() -> CameraFault.defocus(-1)));
    assertEquals(
        "noise: Infinity (expected: 0 .. 1000)",
        messageOf(() -> CameraFault.noise(Double.POSITIVE_INFINITY)));
  }

  private static String messageOf(Runnable wrong) {
    return assertThrows(IllegalArgumentException.class, wrong::run).getMessage();
  }

  private Frame shot(int index, CameraFault fault) {
    camera.fault(fault);
    return camera.shot(index).frame();
  }

  private double sharpness(CameraFault fault) {
    double sum = 0;
    for (int i = 0; i < SHOTS; i++) {
      sum += Pixels.sharpness(shot(i, fault));
    }
    return sum / SHOTS;
  }

  /** The standard deviation in linear light, against the same shots of a sensor without noise. */
  private double noise(double exposure, double defocus, double noise) {
    double sum = 0;
    for (int i = 0; i < SHOTS; i++) {
      Frame noisy = shot(i, new CameraFault(exposure, defocus, noise));
      Frame clean = shot(i, new CameraFault(exposure, defocus, 0));
      sum += Pixels.distance(Pixels.linear(noisy), Pixels.linear(clean));
    }
    return sum / SHOTS;
  }
}
