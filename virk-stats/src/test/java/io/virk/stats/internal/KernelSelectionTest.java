package io.virk.stats.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.stats.Acceleration;
import org.junit.jupiter.api.Test;

class KernelSelectionTest {
  private static final String EXPECTED = System.getProperty("virk.test.expectKernels");

  @Test
  void theExpectedKernelsAreInUse() {
    Acceleration inUse = Acceleration.inUse();
    assertEquals(EXPECTED, inUse.kernels().split(" ")[0], inUse.reason());
    assertEquals(EXPECTED.equals("vector"), inUse.isVector());
    assertEquals(inUse.kernels(), Kernels.inUse().name());
  }

  @Test
  void offIsAlwaysPlainJava() {
    KernelSelection off = KernelSelection.select("off");
    assertEquals("scalar", off.kernels().name());
    assertTrue(off.reason().contains("virk.simd=off"), off.reason());
  }

  @Test
  void forceFailsWithTheReasonWhereTheModuleIsMissing() {
    KernelSelection forced = KernelSelection.select("force");
    if (EXPECTED.equals("vector")) {
      assertTrue(forced.kernels().name().startsWith("vector"));
    } else {
      String message = assertThrows(IllegalStateException.class, forced::kernels).getMessage();
      assertTrue(message.contains("--add-modules jdk.incubator.vector"), message);
    }
  }

  @Test
  void aWordThatMeansNothingIsRejected() {
    KernelSelection wrong = KernelSelection.select("yes");
    String message = assertThrows(IllegalStateException.class, wrong::kernels).getMessage();
    assertEquals("virk.simd: yes (expected: auto, off or force)", message);
  }

  @Test
  void anOptionThatDoesNotExistIsEmpty() {
    assertEquals("", VirtualMachine.option("NoSuchOption"));
    assertFalse(VirtualMachine.option("UseFMA").isEmpty());
  }
}
