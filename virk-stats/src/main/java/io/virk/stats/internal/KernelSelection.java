package io.virk.stats.internal;

import java.lang.invoke.MethodHandles;
import java.util.Arrays;
import java.util.Optional;

/**
 * The choice between plain Java and Vector API kernels, made once per JVM.
 *
 * <p>In order: {@code -Dvirk.simd=auto|off|force}; a Java version known to work; the incubator
 * module; the C2 compiler, without which the Vector API is far slower than plain Java; the class
 * itself; and a short comparison of the results of both. Whatever fails leaves plain Java in place
 * and one reason. With {@code force} it is an error instead, at every use; so is a value of {@code
 * virk.caches} that means nothing.
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
    String wrong = CacheSizes.whyNot();
    if (!wrong.isEmpty()) {
      return new KernelSelection(null, wrong);
    }
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

  /**
   * Small cases off the lane grid, of numbers that add up exactly; the empty string if all agree.
   */
  private static String difference(Kernels vector, Kernels scalar) {
    for (int length : new int[] {1, 7, 67}) {
      float[] a = dyadic(length + 1, 37);
      float[] b = dyadic(length + 2, 23);
      if (vector.dot(a, 1, b, 2, length) != scalar.dot(a, 1, b, 2, length)
          || vector.squaredDistance(a, 1, b, 2, length)
              != scalar.squaredDistance(a, 1, b, 2, length)) {
        return "the Vector API kernels gave other distances in the self-check";
      }
    }
    if (!Arrays.equals(products(vector), products(scalar))) {
      return "the Vector API kernels gave other products in the self-check";
    }
    float[] some = dyadic(64, 41);
    float[] same = some.clone();
    vector.hadamard(some, 64);
    scalar.hadamard(same, 64);
    if (!Arrays.equals(some, same)) {
      return "the Vector API kernels gave another transform in the self-check";
    }
    float[] values = dyadic(19, 11);
    for (int i = 0; i < values.length; i++) {
      values[i] = values[i] * values[i];
    }
    float[] others = values.clone();
    double sum = vector.kernelValues(values, 19, 0.5f);
    if (!(Math.abs(sum - scalar.kernelValues(others, 19, 0.5f)) < 1e-4)) {
      return "the Vector API kernels gave other exponentials in the self-check";
    }
    return "";
  }

  /** 11 by 13 inner products of vectors of 5 numbers. */
  private static float[] products(Kernels kernels) {
    float[][] left = kernels.newBlock(5, 16);
    float[][] right = kernels.newBlock(5, 16);
    kernels.pack(dyadic(55, 37), 0, 11, 5, new float[5], left, 0);
    kernels.pack(dyadic(65, 23), 0, 13, 5, new float[5], right, 0);
    float[][] out = kernels.newBlock(16, 16);
    kernels.gram(left, 11, right, 13, 0, 5, out, 0, false);
    float[] products = new float[11 * 13];
    for (int i = 0; i < 11; i++) {
      kernels.copyRow(out, i, 13, products, i * 13);
    }
    return products;
  }

  /** Sixteenths between -2 and 2. */
  private static float[] dyadic(int length, int step) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (i * step % 64 - 32) / 16f;
    }
    return values;
  }
}
