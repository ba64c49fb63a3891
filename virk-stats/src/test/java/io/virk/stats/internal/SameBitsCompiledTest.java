package io.virk.stats.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A sum over lanes is the same to the bit before and after its method is compiled. */
@Tag("slow")
@Timeout(60)
class SameBitsCompiledTest {
  private static final int ROUNDS = 10_000;

  @Test
  void theInterpreterAndTheCompilerSumAlike() throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    for (String option : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (option.startsWith("--add-modules") || option.startsWith("-XX:")) {
        command.add(option);
      }
    }
    command.addAll(
        List.of(
            "-cp", System.getProperty("java.class.path"), SameBitsCompiledTest.class.getName()));
    Process child = new ProcessBuilder(command).start();
    List<String> interpreted;
    try (var says = child.inputReader()) {
      interpreted = says.lines().toList();
    } finally {
      child.destroyForcibly();
    }
    List<String> compiled = List.of();
    for (int i = 0; i < ROUNDS; i++) {
      compiled = sums();
    }
    assertEquals(String.join("\n", interpreted), String.join("\n", compiled));
  }

  /** What a JVM of its own says, before anything is compiled. */
  public static void main(String[] none) {
    sums().forEach(System.out::println);
  }

  private static List<String> sums() {
    Kernels kernels = Kernels.inUse();
    ProductKernels products = kernels.products();
    SplittableRandom random = new SplittableRandom(7);
    int length = 131;
    float[] a = KernelsTest.floats(random, Math.max(length, kernels.width()));
    float[] b = KernelsTest.floats(random, Math.max(length, kernels.width()));
    List<String> sums = new ArrayList<>();
    sums.add(kernels.name());
    sums.add("dot " + kernels.dot(a, 0, b, 0, length));
    sums.add("squared distance " + kernels.squaredDistance(a, 0, b, 0, length));
    sums.add("in double " + products.wideSquaredDistance(a, 0, b, 0, length));
    sums.add("kernel values " + kernels.kernelValues(b.clone(), length, 0.1f));
    double[] into = new double[5];
    float[][] scratch = new float[5][ProductKernels.SOFTMAX_BLOCK];
    products.softmaxSums(a, 0, length, 1, scratch, into);
    sums.add("softmax " + into[2] + " " + into[3]);
    int columns = kernels.width();
    float[][] block = kernels.newBlock(1, columns);
    kernels.setRow(block, 0, columns, a);
    double[] rowSum = new double[1];
    float[][] rows = new float[2][columns];
    kernels.addSums(block, 0, 1, columns, rowSum, 0, new double[columns], 0, rows);
    sums.add("sum of a row " + rowSum[0]);
    sums.add("kernel sum " + kernels.kernelSum(block, 0, 1, columns, 0.1f, rows));
    float[] norm = {columns};
    sums.add(
        "of products "
            + kernels.kernelSumOfProducts(block, 0, 1, columns, norm, b, false, 0.1f, rows));
    return sums;
  }
}
