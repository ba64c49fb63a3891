package io.virk.examples.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
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

  /** Of 64 kB and more no checkpoint can be written. */
  @Test
  void aNameThatIsTooLongOrOddIsRefused() {
    String[] parts = line("1700000000000").split("\t");
    for (int i : new int[] {0, 1, 2, 4}) {
      for (String odd : List.of("x".repeat(1025), "a\u0007b")) {
        String[] some = parts.clone();
        some[i] = odd;
        String message =
            assertThrows(
                    IllegalArgumentException.class,
                    () -> ObservationLines.read(String.join("\t", some)))
                .getMessage();
        assertTrue(message.startsWith(List.of("camera", "site", "firmware", "", "id").get(i)));
      }
    }
    assertThrows(IllegalArgumentException.class, () -> ObservationLines.read("\tB\t2\t1\t7\tAA"));
  }

  /** One that stops the job would stop it again after each restart. */
  @ParameterizedTest
  @ValueSource(strings = {"9223372036854775807", "-9223372036854775808", "soon", ""})
  void aTimeThatIsNoneIsRefused(String millis) {
    assertThrows(IllegalArgumentException.class, () -> ObservationLines.read(line(millis)));
  }
}
