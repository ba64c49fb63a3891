package io.virk.bench.capture;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.virk.Monitor;
import io.virk.MonitorStatus;
import io.virk.baseline.Baseline;
import io.virk.image.Frame;
import io.virk.onnx.ImageTransform;
import io.virk.onnx.InputShape;
import io.virk.onnx.TensorLayout;
import io.virk.sampling.Sampler;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * A host's loop, SqueezeNet by ONNX Runtime on one thread, with VIRK and without it: blocks of
 * inferences, the one and the other in turn in one run, in an order drawn anew for every pair.
 *
 * <pre>
 * java --enable-native-access=ALL-UNNAMED -cp virk-bench/target/benchmarks.jar \
 *     io.virk.bench.capture.InferenceLoop ../shared/data/models/squeezenet1.1-imagenet-emb.onnx [seconds] [fraction]
 * </pre>
 *
 * <p>Prints the ratio of the throughputs and of the 99th percentiles, with VIRK over without, and
 * 95 % intervals by a bootstrap over the pairs of blocks. VIRK's thread runs as in production.
 */
public final class InferenceLoop implements AutoCloseable {
  private static final int BLOCK = 25;
  private static final int FRAMES = 16;
  private static final int RESAMPLES = 2000;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession.SessionOptions options = new OrtSession.SessionOptions();
  private final OrtSession session;
  private final String input;
  private final String embedding;
  private final String logits;
  private final OnnxTensor[] tensors = new OnnxTensor[FRAMES];
  private final Frame[] frames = new Frame[FRAMES];
  private int next;

  private InferenceLoop(String model) throws OrtException {
    options.setIntraOpNumThreads(1);
    options.setInterOpNumThreads(1);
    session = environment.createSession(model, options);
    input = session.getInputNames().iterator().next();
    embedding = output(Scene.DIMENSION);
    logits = output(Scene.CLASSES);
    Scene scene = new Scene();
    InputShape shape = new InputShape(TensorLayout.NCHW, 3, Scene.SIDE, Scene.SIDE);
    for (int i = 0; i < FRAMES; i++) {
      frames[i] = scene.frame();
      FloatBuffer values = FloatBuffer.wrap(ImageTransform.caffe().apply(frames[i], shape));
      tensors[i] =
          OnnxTensor.createTensor(environment, values, new long[] {1, 3, Scene.SIDE, Scene.SIDE});
    }
  }

  /** The output of a length. */
  private String output(int length) throws OrtException {
    for (Map.Entry<String, NodeInfo> e : session.getOutputInfo().entrySet()) {
      if (e.getValue().getInfo() instanceof TensorInfo info
          && Arrays.stream(info.getShape()).anyMatch(d -> d == length)) {
        return e.getKey();
      }
    }
    throw new IllegalArgumentException("the model has no output of " + length + " values");
  }

  /** One inference, as a host would write it. */
  private void infer(Monitor monitor) throws OrtException {
    int i = next;
    next = (next + 1) % FRAMES;
    try (OrtSession.Result result = session.run(Map.of(input, tensors[i]))) {
      float[] e = values(result, embedding);
      float[] l = values(result, logits);
      if (monitor != null) {
        monitor.capture().image(frames[i]).embedding(e).logits(l).tag("camera", "cam-7").commit();
      }
    }
  }

  private static float[] values(OrtSession.Result result, String name) {
    FloatBuffer buffer = ((OnnxTensor) result.get(name).orElseThrow()).getFloatBuffer();
    float[] values = new float[buffer.remaining()];
    buffer.get(values);
    return values;
  }

  /** Nanoseconds of the inferences of one block, by two clocks. */
  private record Block(long[] wall, long[] cpu) {}

  private Block block(Monitor monitor) throws OrtException {
    Block block = new Block(new long[BLOCK], new long[BLOCK]);
    for (int i = 0; i < BLOCK; i++) {
      long wall = System.nanoTime();
      long cpu = THREADS.getCurrentThreadCpuTime();
      infer(monitor);
      block.cpu[i] = THREADS.getCurrentThreadCpuTime() - cpu;
      block.wall[i] = System.nanoTime() - wall;
    }
    return block;
  }

  /**
   * Runs the loop.
   *
   * @param arguments path of the model; seconds (60); fraction sampled (0.01)
   * @throws OrtException if the model does not run
   */
  public static void main(String[] arguments) throws OrtException {
    if (arguments.length == 0) {
      System.err.println("usage: InferenceLoop MODEL.onnx [seconds] [fraction]");
      System.exit(2);
    }
    int seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 60;
    double fraction = arguments.length > 2 ? Double.parseDouble(arguments[2]) : 0.01;
    Baseline baseline = new Scene().baseline();
    try (InferenceLoop loop = new InferenceLoop(arguments[0]);
        Monitor monitor = Monitor.builder(baseline).sampler(Sampler.fraction(fraction)).start()) {
      loop.run(monitor, seconds);
    }
  }

  private void run(Monitor monitor, int seconds) throws OrtException {
    for (int i = 0; i < 8; i++) {
      block(monitor);
      block(null);
    }
    List<Block> with = new ArrayList<>();
    List<Block> without = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(1);
    long end = System.nanoTime() + seconds * 1_000_000_000L;
    while (System.nanoTime() - end < 0) {
      boolean first = random.nextBoolean();
      for (int k = 0; k < 2; k++) {
        boolean watched = (k == 0) == first;
        (watched ? with : without).add(block(watched ? monitor : null));
      }
    }
    System.out.printf(
        Locale.ROOT,
        "JDK %s, %d pairs of blocks of %d inferences%n",
        Runtime.version(),
        with.size(),
        BLOCK);
    report(
        "wall clock",
        with.stream().map(Block::wall).toList(),
        without.stream().map(Block::wall).toList(),
        random);
    report(
        "CPU time of the inference thread",
        with.stream().map(Block::cpu).toList(),
        without.stream().map(Block::cpu).toList(),
        random);
    MonitorStatus status = monitor.status();
    System.out.printf(
        Locale.ROOT,
        "%d got a slot, %d did not%n",
        status.captured().claimed(),
        status.captured().dropped());
  }

  private static void report(
      String clock, List<long[]> with, List<long[]> without, SplittableRandom random) {
    int pairs = with.size();
    int[] all = IntStream.range(0, pairs).toArray();
    double[] throughput = new double[RESAMPLES];
    double[] tail = new double[RESAMPLES];
    for (int r = 0; r < RESAMPLES; r++) {
      int[] drawn = random.ints(pairs, 0, pairs).toArray();
      throughput[r] = sum(without, drawn) / sum(with, drawn);
      tail[r] = percentile(with, drawn, 0.99) / percentile(without, drawn, 0.99);
    }
    Arrays.sort(throughput);
    Arrays.sort(tail);
    System.out.printf(Locale.ROOT, "%n%s%n", clock);
    for (double p : new double[] {0.5, 0.9, 0.99, 0.999}) {
      System.out.printf(
          Locale.ROOT,
          "p%-5s with %.3f ms, without %.3f ms%n",
          100 * p,
          percentile(with, all, p) / 1e6,
          percentile(without, all, p) / 1e6);
    }
    System.out.printf(
        Locale.ROOT,
        "throughput with / without: %.4f (95 %%: %.4f .. %.4f)%n",
        sum(without, all) / sum(with, all),
        throughput[50],
        throughput[RESAMPLES - 51]);
    System.out.printf(
        Locale.ROOT,
        "p99 with / without:        %.4f (95 %%: %.4f .. %.4f)%n",
        percentile(with, all, 0.99) / percentile(without, all, 0.99),
        tail[50],
        tail[RESAMPLES - 51]);
  }

  private static double sum(List<long[]> blocks, int[] drawn) {
    double sum = 0;
    for (int b : drawn) {
      for (long v : blocks.get(b)) {
        sum += v;
      }
    }
    return sum;
  }

  private static double percentile(List<long[]> blocks, int[] drawn, double p) {
    long[] values =
        Arrays.stream(drawn).mapToObj(blocks::get).flatMapToLong(Arrays::stream).toArray();
    Arrays.sort(values);
    return values[(int) (p * (values.length - 1))];
  }

  @Override
  public void close() throws OrtException {
    for (OnnxTensor tensor : tensors) {
      tensor.close();
    }
    session.close();
    options.close();
  }
}
