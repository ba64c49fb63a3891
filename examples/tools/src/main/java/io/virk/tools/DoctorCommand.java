package io.virk.tools;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtProvider;
import io.virk.Backtest;
import io.virk.Monitor;
import io.virk.MonitorBuilder;
import io.virk.baseline.Baseline;
import io.virk.embed.Embedder;
import io.virk.event.Sight;
import io.virk.image.Frame;
import io.virk.image.PixelFormat;
import io.virk.onnx.OnnxEmbedder;
import io.virk.signal.Observation;
import io.virk.stats.Acceleration;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.LongSupplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "doctor",
    description = "Says whether this machine, JVM, model and baseline are fit, and what they cost.",
    footer = {
      "",
      "Exit codes: 0 all is fit; 1 something is slower or blinder than it could be; 2 an error."
    })
final class DoctorCommand extends Tool {
  private static final Duration MEASURE = Duration.ofMillis(1500);
  private static final int MOST = 400;

  @Option(
      names = {"-b", "--baseline"},
      paramLabel = "FILE",
      description = "A baseline: whether it can judge, and how long until it does.")
  Path baselineFile;

  @Option(
      names = "--cameras",
      paramLabel = "N",
      defaultValue = "1",
      description = "Cameras, or other values of the tag that slices; default: 1.")
  int cameras;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "10",
      description = "Inferences of a camera a second; default: 10.")
  double rate;

  @Option(
      names = "--sample",
      paramLabel = "SHARE",
      defaultValue = "0.01",
      description = "Of which VIRK sees so many, 0 .. 1; default: 0.01.")
  double sample;

  @Option(
      names = "--budget",
      paramLabel = "SHARE",
      defaultValue = "0.1",
      description = "Of one core for VIRK, 0 .. 1; default: 0.1.")
  double budget;

  @Mixin ModelOptions model;

  private final List<Finding> findings = new ArrayList<>();
  private final Json json = new Json();

  /** A line. */
  private record Finding(boolean fit, String what, String words) {}

  @Override
  public Integer call() {
    check("--cameras", cameras, cameras >= 1, ">= 1");
    check("--rate", rate, rate > 0 && Double.isFinite(rate), "> 0");
    check("--sample", sample, sample > 0 && sample <= 1, "in (0, 1]");
    check("--budget", budget, budget > 0 && budget <= 1, "in (0, 1]");
    machine();
    kernels();
    runtime();
    Optional<Baseline> baseline =
        Optional.ofNullable(baselineFile).map(file -> baseline("--baseline", file));
    Optional<Embedder> embedder = embedder(baseline);
    try {
      embedder.ifPresent(this::embedding);
      baseline.ifPresent(b -> watching(b, embedder));
    } finally {
      embedder.ifPresent(Embedder::close);
    }
    boolean fit = findings.stream().allMatch(Finding::fit);
    json.with("fit", fit)
        .with(
            "findings",
            findings.stream()
                .map(f -> Json.of("what", f.what()).with("fit", f.fit()).with("words", f.words()))
                .toList());
    if (!said(json)) {
      findings.forEach(
          f -> say(Console.format("%-4s %-14s %s", f.fit() ? "ok" : "!", f.what(), f.words())));
    }
    return fit ? Virk.OK : Virk.FOUND;
  }

  /** Where the GPU cannot be used, that is what was asked. */
  private Optional<Embedder> embedder(Optional<Baseline> baseline) {
    try {
      return open(baseline);
    } catch (IllegalArgumentException e) {
      if (model.device != ModelOptions.On.CUDA) {
        throw e;
      }
      model.device = ModelOptions.On.CPU;
      Optional<Embedder> onCpu = open(baseline); // if it is not the GPU, it throws again
      found(false, "CUDA", e.getMessage());
      return onCpu;
    }
  }

  private Optional<Embedder> open(Optional<Baseline> baseline) {
    return baseline.isPresent() ? model.openFor(baseline.get(), true) : model.open();
  }

  private static void check(String option, Object value, boolean right, String rule) {
    if (!right) {
      throw wrong(option, value, rule);
    }
  }

  private void found(boolean fit, String what, String words) {
    findings.add(new Finding(fit, what, Console.clean(words)));
  }

  private void machine() {
    Runtime runtime = Runtime.getRuntime();
    long heap = runtime.maxMemory() >> 20;
    found(
        true,
        "machine",
        System.getProperty("os.name")
            + " "
            + System.getProperty("os.arch")
            + ", "
            + Console.count(runtime.availableProcessors(), "core")
            + " for this JVM");
    found(
        heap >= 256,
        "JVM",
        "Java "
            + Runtime.version()
            + " of "
            + System.getProperty("java.vendor")
            + Console.format(", heap %,d MB", heap)
            + (heap >= 256 ? "" : ": give it -Xmx256m at least"));
    json.with("cores", runtime.availableProcessors())
        .with("java", Runtime.version())
        .with("heapMegabytes", heap);
  }

  private void kernels() {
    Acceleration used = Acceleration.inUse();
    found(used.isVector(), "SIMD", used.kernels() + " kernels: " + used.reason());
    json.with("kernels", used.kernels());
  }

  private void runtime() {
    try {
      OrtEnvironment environment = OrtEnvironment.getEnvironment();
      boolean cuda = OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA);
      found(true, "ONNX Runtime", environment.getVersion() + " is found");
      found(
          true,
          "CUDA",
          cuda
              ? "this ONNX Runtime has it; --device CUDA with --model says whether it works here"
              : "not used: this ONNX Runtime is the one for CPUs; onnxruntime_gpu in its place has"
                  + " CUDA");
      json.with("onnxRuntime", environment.getVersion()).with("cudaBuilt", cuda);
    } catch (LinkageError | RuntimeException e) {
      found(false, "ONNX Runtime", "cannot be loaded: " + e.getMessage());
      json.with("onnxRuntime", null).with("cudaBuilt", false);
    }
  }

  private void embedding(Embedder embedder) {
    String where = embedder instanceof OnnxEmbedder onnx ? " on " + onnx.device() : "";
    List<Frame> frames = List.of(frame(1));
    double millis = millis(System::nanoTime, () -> embedder.embed(frames).count());
    found(
        true,
        "model",
        embedder.provenance().model()
            + where
            + ": "
            + embedder.embeddingLength()
            + " values"
            + (embedder.logitsLength() > 0 ? " and " + embedder.logitsLength() + " logits" : "")
            + Console.format(
                ", %.1f ms an image of 320 x 240, %.0f a second", millis, 1000 / millis));
    json.with("device", where.isEmpty() ? null : where.substring(4))
        .with("embeddingMillis", millis);
    double needed = rate * sample * cameras;
    double affordable = 1000 / millis;
    found(
        affordable >= needed,
        "embeddings",
        Console.format(
            "%s a second are asked for (%s x %s a second x %s), %s",
            number(needed),
            Console.count(cameras, "camera"),
            number(rate),
            number(sample),
            affordable >= needed
                ? Console.format("%.0f %% of one core", 100 * needed / affordable)
                : "more than this machine can: sample less"));
  }

  private void watching(Baseline baseline, Optional<Embedder> embedder) {
    Sight sight = sight(baseline);
    found(!sight.isBlind(), "baseline", baseline.name() + ": " + sight.inWords().get(0));
    List<String> refusals = sight.refusals();
    if (!refusals.isEmpty()) {
      found(
          false,
          "blind to",
          refusals.get(0)
              + (refusals.size() > 1 ? " (" + (refusals.size() - 1) + " more: virk show)" : ""));
    }
    json.with("baseline", baseline.name()).with("sight", Json.sight(sight));
    if (!sight.isBlind()) {
      pace(baseline, embedder);
    }
  }

  /** What judging costs here, and how soon it says something. */
  private void pace(Baseline baseline, Optional<Embedder> embedder) {
    MonitorBuilder settings = Monitor.builder(baseline).fitAccepted();
    float[] embedding = new float[baseline.embeddingLength()];
    float[] logits = new float[baseline.logitsLength()];
    boolean images = baseline.schema().scalars().stream().anyMatch(s -> s.source().equals("image"));
    baseline
        .provenance()
        .embedder()
        .ifPresent(provenance -> settings.embedder(absent(baseline, provenance)));
    double millis;
    try (Backtest.Run run = Backtest.of(settings).start()) {
      Random random = new Random(1);
      List<Frame> frames = List.of(frame(1), frame(2), frame(3));
      long[] number = {0};
      millis =
          millis(
              ManagementFactory.getThreadMXBean()::getCurrentThreadCpuTime, // the budget is of it
              () -> {
                for (int i = 0; i < embedding.length; i++) {
                  embedding[i] = (float) random.nextGaussian();
                }
                Observation.Builder o =
                    Observation.builder().epochMillis(100 * number[0]).sequence(number[0]);
                if (images) {
                  o.image(frames.get((int) (number[0] % 3)));
                }
                if (embedding.length > 0) {
                  o.embedding(embedding);
                }
                if (logits.length > 0) {
                  o.logits(logits);
                }
                run.accept(o.build());
                return number[0]++;
              });
    }
    double affordable = 1000 * budget / millis;
    double asked = rate * sample * cameras;
    double perCamera = Math.min(asked, affordable) / cameras;
    double window = baseline.window() / perCamera;
    found(
        affordable >= asked,
        "judging",
        Console.format(
            "%.2f ms an observation, its embedding apart: %s a second with %.0f %% of one core,"
                + " %s are asked for%s",
            millis,
            number(affordable),
            100 * budget,
            number(asked),
            affordable >= asked ? "" : "; sample less, or allow it more (cpuBudget)"));
    found(
        true,
        "how soon",
        "a camera is judged every "
            + Facts.words(Duration.ofMillis((long) (1000 * window)))
            + " ("
            + baseline.window()
            + " observations), a drift opens after two windows, "
            + Facts.words(Duration.ofMillis((long) (2000 * window)))
            + "; longer where neighbours resemble each other");
    json.with("observationMillis", millis)
        .with("affordablePerSecond", affordable)
        .with("askedPerSecond", asked)
        .with("secondsUntilJudged", window)
        .with("secondsUntilDrift", 2 * window);
  }

  /** With two digits that count at least. */
  private static String number(double value) {
    return value >= 100 || value == Math.rint(value)
        ? Console.format("%,.0f", value)
        : Console.format("%.2g", value);
  }

  private static Frame frame(long seed) {
    byte[] pixels = new byte[320 * 240 * 3];
    new Random(seed).nextBytes(pixels);
    return Frame.of(pixels, 320, 240, PixelFormat.RGB);
  }

  /** Of one call, once it is warm; the median of what fits into a moment. */
  private static double millis(LongSupplier clock, LongSupplier call) {
    List<Double> taken = new ArrayList<>();
    long end = System.nanoTime() + MEASURE.toNanos();
    while (taken.size() < MOST && (taken.size() < 3 || System.nanoTime() < end)) {
      long begin = clock.getAsLong();
      call.getAsLong();
      taken.add((clock.getAsLong() - begin) / 1e6);
    }
    List<Double> late = new ArrayList<>(taken.subList(taken.size() / 2, taken.size()));
    late.sort(null);
    return late.get(late.size() / 2);
  }
}
