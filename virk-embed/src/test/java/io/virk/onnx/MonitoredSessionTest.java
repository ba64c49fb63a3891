package io.virk.onnx;

import static io.virk.signal.Signal.Role.DIAGNOSTIC;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.sun.management.ThreadMXBean;
import io.virk.Monitor;
import io.virk.baseline.Baseline;
import io.virk.baseline.BaselineBuilder;
import io.virk.image.Frame;
import io.virk.image.TensorFormat;
import io.virk.sampling.Sampler;
import io.virk.signal.Observation;
import io.virk.signal.ScalarSignal;
import io.virk.signal.Signal;
import io.virk.signal.SignalSource;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class MonitoredSessionTest {
  private static final OrtEnvironment ENVIRONMENT = OrtEnvironment.getEnvironment();
  private static final TensorFormat FORMAT = TensorFormat.nchw(2, 1).gray();
  private static Baseline baseline;
  private static OrtSession session;

  /** What the monitor was given, told by a source of its own. */
  private static final List<String> SEEN = new ArrayList<>();

  private static final SignalSource TELLER =
      new SignalSource() {
        private final ScalarSignal first =
            new ScalarSignal("first", ScalarSignal.Scale.LINEAR, "", "teller", DIAGNOSTIC);

        @Override
        public String name() {
          return "teller";
        }

        @Override
        public List<? extends Signal> signals() {
          return List.of(first);
        }

        @Override
        public Set<String> tags() {
          return Set.of("camera");
        }

        @Override
        public Reader reader() {
          return (observation, row) -> {
            Frame image = observation.frame();
            SEEN.add(
                (image == null ? "" : Arrays.toString(image.copy().pixels()))
                    + Arrays.toString(observation.embedding())
                    + Arrays.toString(observation.logits())
                    + observation.tag("camera"));
            row.set(first, observation.embedding()[0]);
          };
        }
      };

  @BeforeAll
  static void open() throws OrtException {
    SplittableRandom random = new SplittableRandom(14);
    BaselineBuilder builder = Baseline.builder("host").window(8).tensor(FORMAT).source(TELLER);
    for (int i = 0; i < 160; i++) {
      float[] pair = {(float) random.nextGaussian(), (float) random.nextGaussian()};
      builder.add(
          Observation.builder()
              .sequence(i)
              .tensor(new float[] {100 + 10 * pair[0], 100 + 10 * pair[1]}, FORMAT)
              .embedding(pair)
              .logits(new float[] {pair[1], pair[0], 0})
              .build());
    }
    baseline = builder.build();
    session =
        ENVIRONMENT.createSession(
            new TinyOnnx()
                .input("image", TinyOnnx.FLOAT, "N", 1, 1, 2)
                .node("Flatten", "image", "embedding")
                .output("embedding", TinyOnnx.FLOAT, "N", 2)
                .node("Gemm", "embedding weights", "scores")
                .weights("weights", new int[] {2, 3}, 1, 0, -1, 0, 1, 1)
                .output("scores", TinyOnnx.FLOAT, "N", 3)
                .bytes(8, 13));
  }

  @AfterAll
  static void close() throws OrtException {
    session.close();
  }

  private static Monitor monitor(Sampler sampler) {
    SEEN.clear();
    return Monitor.builder(baseline)
        .source(TELLER)
        .tensor(FORMAT)
        .sampler(sampler)
        .fitAccepted()
        .blindAccepted()
        .polled()
        .start();
  }

  private static OnnxTensor tensor(float... values) throws OrtException {
    FloatBuffer direct =
        ByteBuffer.allocateDirect(4 * values.length).order(ByteOrder.nativeOrder()).asFloatBuffer();
    direct.put(values).flip();
    return OnnxTensor.createTensor(ENVIRONMENT, direct, new long[] {values.length / 2, 1, 1, 2});
  }

  @Test
  void oneInference() throws OrtException {
    try (Monitor monitor = monitor(Sampler.fraction(1));
        OnnxTensor tensor = tensor(3, 4)) {
      MonitoredSession observed =
          MonitoredSession.wrap(session, monitor).withInput("image").withLogits("scores");
      try (OrtSession.Result result = observed.run(Map.of("image", tensor), "camera", "cam-7")) {
        assertArrayEquals(
            new float[][] {{3, 4, 1}}, (float[][]) result.get("scores").orElseThrow().getValue());
      }
      monitor.poll(10);
      assertEquals(List.of("[3, 4][3.0, 4.0][3.0, 4.0, 1.0]cam-7"), SEEN);
      assertEquals(0, monitor.status().judged().flawed());
    }
  }

  @Test
  void rowsOfABatchAndWhatTheHostPins() throws OrtException {
    FloatBuffer own = ByteBuffer.allocateDirect(24).order(ByteOrder.nativeOrder()).asFloatBuffer();
    try (Monitor monitor = monitor(Sampler.fraction(1));
        OnnxTensor tensor = tensor(3, 4, 5, 6);
        OnnxTensor pinned = OnnxTensor.createTensor(ENVIRONMENT, own, new long[] {2, 3})) {
      MonitoredSession observed = MonitoredSession.wrap(session, monitor).withLogits("scores");
      Map<String, OnnxTensor> inputs = Map.of("image", tensor);
      observed.run(inputs).close();
      observed.run(inputs, Set.of("embedding"), Map.of("scores", pinned), null).close();
      own.get(); // from now on the host's buffer begins elsewhere
      observed.run(inputs, Set.of("embedding"), Map.of("scores", pinned), null).close();
      observed.run(inputs, Set.of("embedding")).close();
      monitor.poll(100);
      String first = "[3.0, 4.0][3.0, 4.0, 1.0]null";
      String second = "[5.0, 6.0][5.0, 6.0, 1.0]null";
      assertEquals(
          List.of(
              first,
              second,
              first,
              second,
              first,
              second,
              "[3.0, 4.0]nullnull",
              "[5.0, 6.0]nullnull"),
          SEEN);
    }
  }

  @Test
  void whatFailsIsTheHostsAndNotObserved() throws OrtException {
    try (Monitor monitor = monitor(Sampler.fraction(1));
        OnnxTensor tensor = tensor(3, 4)) {
      MonitoredSession observed = MonitoredSession.wrap(session, monitor);
      assertThrows(OrtException.class, () -> observed.run(Map.of("nothing", tensor)));
      assertEquals(
          "logits: logits (expected: one of embedding, scores)",
          assertThrows(IllegalArgumentException.class, () -> observed.withLogits("logits"))
              .getMessage());
      monitor.poll(10);
      assertEquals(List.of(), SEEN);
    }
  }

  @Test
  void nothingIsAllocatedForWhatIsNotSampled() throws OrtException {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    try (Monitor monitor = monitor(Sampler.every(1_000_000));
        OnnxTensor one = tensor(3, 4);
        OnnxTensor two = tensor(3, 4, 5, 6);
        OrtSession.Result result = session.run(Map.of("image", one))) {
      Observer observer =
          new Observer(monitor, new Observer.Batch("image", 2), "image", "embedding", "scores");
      long least = Long.MAX_VALUE;
      for (Map<String, OnnxTensor> inputs : List.of(Map.of("image", one), Map.of("image", two))) {
        for (int round = 0; round < 8; round++) {
          long before = threads.getCurrentThreadAllocatedBytes();
          for (int i = 0; i < 2000; i++) {
            observer.observe(inputs, result, null, null, null);
          }
          least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertEquals(0, least / 2000);
      }
    }
  }
}
