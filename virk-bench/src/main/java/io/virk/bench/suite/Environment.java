package io.virk.bench.suite;

import io.virk.stats.Acceleration;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Where figures come from. No name of a machine and no path is in it.
 *
 * @param cpu the model's name; "" where the system does not tell
 * @param simd which of avx2, avx512f, fma, asimd the processor has
 * @param caches size by name, as "L1 Data" to "48K", of the first core
 * @param cores that the JVM sees
 * @param memory in MiB; 0 where the system does not tell
 * @param os name and version
 * @param jdk version and vendor
 * @param collector of the suite's own JVM, which its forks share
 * @param kernels that a JVM without flags uses
 * @param commit of the repository; "" outside one
 * @param changed whether files differ from the commit
 * @param effort forks, iterations, milliseconds
 * @param begun in UTC
 * @param seconds that the run took
 * @param loadBefore load average of a minute before the run
 * @param loadAfter after it
 */
public record Environment(
    String cpu,
    List<String> simd,
    Map<String, String> caches,
    int cores,
    long memory,
    String os,
    String jdk,
    List<String> collector,
    String kernels,
    String commit,
    boolean changed,
    RowRun.Effort effort,
    String begun,
    double seconds,
    double loadBefore,
    double loadAfter) {
  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");
  private static final Path CACHES = Path.of("/sys/devices/system/cpu/cpu0/cache");
  private static final List<String> SIMD = List.of("avx2", "avx512f", "fma", "asimd");

  public Environment {
    Objects.requireNonNull(cpu, "cpu");
    Objects.requireNonNull(simd, "simd");
    Objects.requireNonNull(caches, "caches");
    Objects.requireNonNull(os, "os");
    Objects.requireNonNull(jdk, "jdk");
    Objects.requireNonNull(collector, "collector");
    Objects.requireNonNull(kernels, "kernels");
    Objects.requireNonNull(commit, "commit");
    Objects.requireNonNull(effort, "effort");
    Objects.requireNonNull(begun, "begun");
  }

  /** As it is now, at the begin of a run. */
  public static Environment now(RowRun.Effort effort) {
    Map<String, String> info = cpuInfo();
    String flags = " " + info.getOrDefault("flags", info.getOrDefault("Features", "")) + " ";
    List<String> collectors = new ArrayList<>();
    ManagementFactory.getGarbageCollectorMXBeans().forEach(b -> collectors.add(b.getName()));
    double load = RowRun.load();
    return new Environment(
        info.getOrDefault("model name", ""),
        SIMD.stream().filter(s -> flags.contains(" " + s + " ")).toList(),
        cacheSizes(),
        Runtime.getRuntime().availableProcessors(),
        memoryMiB(),
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        Runtime.version() + " " + System.getProperty("java.vendor"),
        collectors,
        Acceleration.inUse().kernels(),
        git("rev-parse", "HEAD"),
        !git("status", "--porcelain", "--untracked-files=no").isEmpty(),
        effort,
        Instant.now().toString(),
        0,
        load,
        load);
  }

  /** The same at its end. */
  Environment after(double took) {
    return new Environment(
        cpu,
        simd,
        caches,
        cores,
        memory,
        os,
        jdk,
        collector,
        kernels,
        commit,
        changed,
        effort,
        begun,
        took,
        loadBefore,
        RowRun.load());
  }

  /**
   * Of two parts of one run: begun with the earlier, as long as both, the higher load.
   *
   * @throws IllegalArgumentException if they are not of one machine, JDK, commit and effort
   */
  Environment with(Environment other) {
    List<String> differ = new ArrayList<>();
    differs(differ, "processor", cpu, other.cpu);
    differs(differ, "caches", caches, other.caches);
    differs(differ, "cores", cores, other.cores);
    differs(differ, "system", os, other.os);
    differs(differ, "JDK", jdk, other.jdk);
    differs(differ, "collector", collector, other.collector);
    differs(differ, "commit", commit, other.commit);
    differs(differ, "effort", effort, other.effort);
    if (!differ.isEmpty()) {
      throw new IllegalArgumentException(
          "results: " + String.join("; ", differ) + " (expected: the same in all parts of a run)");
    }
    return new Environment(
        cpu,
        simd,
        caches,
        cores,
        memory,
        os,
        jdk,
        collector,
        kernels,
        commit,
        changed || other.changed,
        effort,
        begun.compareTo(other.begun) <= 0 ? begun : other.begun,
        seconds + other.seconds,
        Math.max(loadBefore, other.loadBefore),
        Math.max(loadAfter, other.loadAfter));
  }

  private static void differs(List<String> differ, String what, Object one, Object other) {
    if (!one.equals(other)) {
      differ.add(what + " " + one + " and " + other);
    }
  }

  /** Of the JDK: 17 of "17.0.15+6 ...". */
  int feature() {
    return Integer.parseInt(jdk.replaceFirst("[^0-9].*$", ""));
  }

  private static Map<String, String> cpuInfo() {
    Map<String, String> first = new TreeMap<>();
    for (String line : lines(CPU_INFO)) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        first.putIfAbsent(line.substring(0, colon).trim(), line.substring(colon + 1).trim());
      }
    }
    return first;
  }

  private static Map<String, String> cacheSizes() {
    Map<String, String> caches = new TreeMap<>();
    for (int i = 0; i < 8; i++) {
      Path folder = CACHES.resolve("index" + i);
      List<String> level = lines(folder.resolve("level"));
      List<String> kind = lines(folder.resolve("type"));
      List<String> size = lines(folder.resolve("size"));
      if (!level.isEmpty() && !kind.isEmpty() && !size.isEmpty()) {
        caches.put("L" + level.get(0) + " " + kind.get(0), size.get(0));
      }
    }
    return caches;
  }

  private static long memoryMiB() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? system.getTotalMemorySize() >> 20
        : 0;
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      return List.of(); // another system
    }
  }

  private static String git(String... arguments) {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(arguments));
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0 ? out.strip() : "";
    } catch (IOException e) {
      return ""; // no git
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }
}
