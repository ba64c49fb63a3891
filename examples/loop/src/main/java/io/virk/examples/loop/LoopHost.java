package io.virk.examples.loop;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.virk.Monitor;
import io.virk.MonitorListener;
import io.virk.baseline.Baseline;
import io.virk.baseline.BaselineBuilder;
import io.virk.event.DriftOpened;
import io.virk.image.ImageFolder;
import io.virk.onnx.ImageTransform;
import io.virk.onnx.InputShape;
import io.virk.onnx.MonitoredSession;
import io.virk.onnx.TensorLayout;
import io.virk.onnx.TensorWriter;
import io.virk.sampling.Sampler;
import io.virk.signal.Observation;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Several threads take pictures of a folder in turn and run one session, which observes itself:
 * outputs "embedding" and "logits" of the sampled runs are captured, and nothing is inferred twice.
 *
 * <pre>java -jar loop.jar model.onnx reference live 4</pre>
 */
public final class LoopHost {
  private static final ImageTransform STEPS = ImageTransform.unit();

  private LoopHost() {}

  /** The arguments: model, folder of reference pictures, folder of live ones, threads. */
  public static void main(String[] arguments) throws Exception {
    if (arguments.length != 4) {
      System.err.println("java -jar loop.jar MODEL REFERENCE LIVE THREADS");
      System.exit(2);
    }
    run(
        Path.of(arguments[0]),
        Path.of(arguments[1]),
        Path.of(arguments[2]),
        Integer.parseInt(arguments[3]),
        System.out);
  }

  static void run(Path model, Path reference, Path live, int threads, PrintStream out)
      throws Exception {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    OrtSession.SessionOptions options = new OrtSession.SessionOptions();
    options.setIntraOpNumThreads(1); // the threads are the host's
    MonitorListener listener =
        new MonitorListener() {
          @Override
          public void onDriftOpened(DriftOpened event) {
            out.println(event.diagnosis().headline());
          }
        };
    OrtSession session = environment.createSession(model.toString(), options);
    Monitor monitor =
        Monitor.builder(baseline(session, reference))
            .sampler(Sampler.every(1)) // all of these few; a service takes 1 in 100
            .slots(256) // what may wait while VIRK's thread rests
            .fitAccepted()
            .listener(listener)
            .start();
    try (session;
        monitor) { // whose end judges what is still waiting
      MonitoredSession watched = MonitoredSession.wrap(session, monitor);
      Iterator<ImageFolder.Entry> pictures = ImageFolder.of(live).iterator();
      ExecutorService pool = Executors.newFixedThreadPool(threads);
      List<Future<?>> workers = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        workers.add(pool.submit(() -> work(watched, new Input(session), pictures)));
      }
      pool.shutdown();
      for (Future<?> worker : workers) {
        worker.get(); // what it threw
      }
    }
    out.println(monitor.status().captured().dropped() + " dropped");
    out.println(monitor.status().judged().windows() + " windows judged");
  }

  private static Void work(
      MonitoredSession session, Input input, Iterator<ImageFolder.Entry> pictures)
      throws OrtException {
    while (true) {
      ImageFolder.Entry entry;
      synchronized (pictures) {
        if (!pictures.hasNext()) {
          return null;
        }
        entry = pictures.next();
      }
      try (OnnxTensor tensor = input.of(entry);
          OrtSession.Result result = session.run(Map.of(input.name, tensor))) {
        result.get("logits"); // the host's answer
      }
    }
  }

  /** Of the same outputs of the same session. */
  private static Baseline baseline(OrtSession session, Path reference) throws OrtException {
    Input input = new Input(session);
    BaselineBuilder builder = Baseline.builder("line-3");
    for (ImageFolder.Entry entry : ImageFolder.of(reference)) {
      try (OnnxTensor tensor = input.of(entry);
          OrtSession.Result result = session.run(Map.of(input.name, tensor))) {
        builder.add(
            Observation.builder()
                .embedding(((float[][]) result.get("embedding").orElseThrow().getValue())[0])
                .logits(((float[][]) result.get("logits").orElseThrow().getValue())[0])
                .build());
      }
    }
    return builder.build();
  }

  /** One thread's memory for the model's input, used again for every picture. */
  private static final class Input {
    final String name;
    private final long[] dimensions;
    private final TensorWriter writer;
    private final float[] values;
    private final FloatBuffer buffer;

    Input(OrtSession session) throws OrtException {
      name = session.getInputNames().iterator().next();
      dimensions = ((TensorInfo) session.getInputInfo().get(name).getInfo()).getShape();
      dimensions[0] = 1;
      InputShape shape =
          new InputShape(
              TensorLayout.NCHW, (int) dimensions[1], (int) dimensions[3], (int) dimensions[2]);
      writer = STEPS.writer(shape);
      values = new float[shape.values()];
      buffer =
          ByteBuffer.allocateDirect(4 * values.length)
              .order(ByteOrder.nativeOrder())
              .asFloatBuffer();
    }

    OnnxTensor of(ImageFolder.Entry entry) throws OrtException {
      writer.write(entry.frame(), values);
      buffer.put(0, values);
      return OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), buffer, dimensions);
    }
  }
}
