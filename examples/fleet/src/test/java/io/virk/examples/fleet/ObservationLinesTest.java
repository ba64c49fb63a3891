package io.virk.examples.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ObservationLinesTest {
  private static String line(String millis) {
    return "cam-1\tB\t2.0\t" + millis + "\t7\tAAAA";
  }

  @Test
  void aLineComesBack() {
    CameraObservation read = ObservationLines.read(line("1700000000000"));
    assertEquals("cam-1", read.camera());
    assertEquals(line("1700000000000"), ObservationLines.write(read));
  }

  /** One that stops the job would stop it again after each restart. */
  @ParameterizedTest
  @ValueSource(strings = {"9223372036854775807", "-9223372036854775808", "soon", ""})
  void aTimeThatIsNoneIsRefused(String millis) {
    assertThrows(IllegalArgumentException.class, () -> ObservationLines.read(line(millis)));
  }
}
