package io.virk.stats.internal;

import java.lang.invoke.MethodHandles;
import java.util.Optional;

/**
 * The choice between plain Java and Vector API kernels, made once per JVM.
 *
 * <p>In order: {@code -Dvirk.simd=auto|off|force}; a Java version known to work; the incubator
 * module; the C2 compiler, without which the Vector API is far slower than plain Java; the class
 * itself; and a short comparison of the results of both. Whatever fails leaves plain Java in place
 * and one reason. With {@code force} it is an error instead, at every use.
 */
public final class KernelSelection {
  static final int OLDEST_JAVA = 17;
  static final int NEWEST_JAVA = 25;
  private static final String MODULE = "jdk.incubator.vector";

  /** The choice of this JVM. */
  static final KernelSelection SELECTED = select(System.getProperty("virk.simd", "auto"));

  private final Kernels kernels;
  private final String reason;

  private KernelSelection(Kernels kernels, String reason) {
    this.kernels = kernels;
    this.reason = reason;
  }

  /** The choice of this JVM. */
  public static KernelSelection selected() {
    return SELECTED;
  }

  /** Plain Java, whatever the JVM offers: for comparisons. */
  public static Kernels scalar() {
    return new ScalarKernels();
  }

  /**
   * The chosen kernels.
   *
   * @throws IllegalStateException if others were demanded with {@code -Dvirk.simd=force}, or the
   *     property has a value that means nothing
   */
  public Kernels kernels() {
    if (kernels == null) {
      throw new IllegalStateException(reason);
    }
    return kernels;
  }

  /** Why these and no others, in one sentence; the flag to add where one would help. */
  public String reason() {
    return reason;
  }

  static KernelSelection select(String simd) {
    switch (simd) {
      case "off":
        return new KernelSelection(new ScalarKernels(), "switched off by -Dvirk.simd=off");
      case "auto":
      case "force":
        break;
      default:
        return new KernelSelection(null, "virk.simd: " + simd + " (expected: auto, off or force)");
    }
    String reason = whyNotHere();
    if (reason.isEmpty()) {
      try {
        Kernels vector = load();
        reason = difference(vector, new ScalarKernels());
        if (reason.isEmpty()) {
          return new KernelSelection(vector, "module " + MODULE + " is there, and C2");
        }
      } catch (ClassNotFoundException e) {
        reason = "the Vector API kernels are not in this jar";
      } catch (LinkageError | ReflectiveOperationException | RuntimeException e) {
        reason = "the Vector API kernels do not load: " + e;
      }
    }
    return simd.equals("force")
        ? new KernelSelection(null, "-Dvirk.simd=force, but " + reason)
        : new KernelSelection(new ScalarKernels(), reason);
  }

  private static String whyNotHere() {
    int java = Runtime.version().feature();
    int newest = Integer.getInteger("virk.simd.newestJava", NEWEST_JAVA);
    if (java < OLDEST_JAVA || java > newest) {
      return "Java "
          + java
          + " is outside "
          + OLDEST_JAVA
          + " to "
          + newest
          + "; to try it, add -Dvirk.simd.newestJava="
          + java;
    }
    if (vectorModule().isEmpty()) {
      return "for faster kernels add --add-modules " + MODULE + " to the java command";
    }
    if (!VirtualMachine.HAS_FMA) {
      return "the processor or the JVM (-XX:+UseFMA) has no fused multiply-add";
    }
    return VirtualMachine.whyWithoutC2();
  }

  private static Optional<Module> vectorModule() {
    ModuleLayer layer = KernelSelection.class.getModule().getLayer();
    return (layer == null ? ModuleLayer.boot() : layer).findModule(MODULE);
  }

  private static Kernels load() throws ReflectiveOperationException {
    KernelSelection.class.getModule().addReads(vectorModule().orElseThrow());
    return (Kernels)
        MethodHandles.lookup()
            .findClass("io.virk.stats.internal.VectorKernels")
            .getDeclaredConstructor()
            .newInstance();
  }

  /** A few sizes off the lane grid; the empty string if both agree. */
  private static String difference(Kernels vector, Kernels scalar) {
    for (int length : new int[] {1, 7, 67}) {
      float[] a = new float[length + 1];
      float[] b = new float[length + 2];
      for (int i = 0; i < length; i++) {
        a[i + 1] = (i * 37 % 64 - 32) / 16f;
        b[i + 2] = (i * 23 % 64 - 30) / 16f;
      }
      if (vector.dot(a, 1, b, 2, length) != scalar.dot(a, 1, b, 2, length)
          || vector.squaredDistance(a, 1, b, 2, length)
              != scalar.squaredDistance(a, 1, b, 2, length)) {
        return "the Vector API kernels gave other results in the self-check";
      }
    }
    return "";
  }
}
