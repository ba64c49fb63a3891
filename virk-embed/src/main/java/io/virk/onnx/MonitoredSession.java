package io.virk.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxModelMetadata;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.virk.Monitor;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * A session of ONNX Runtime that is observed: the host calls {@code run} as before, and of the runs
 * that are sampled the monitor gets the embedding, the logits and, if it is asked to, the input.
 * Nothing is inferred twice.
 *
 * <pre>{@code
 * MonitoredSession session = MonitoredSession.wrap(ortSession, monitor).withInput("data_0");
 * try (OrtSession.Result result = session.run(Map.of("data_0", tensor))) {
 *   ...
 * }
 * }</pre>
 *
 * <p>Outputs are those called {@code embedding} and {@code logits}, unless others are named. An
 * output that a run does not ask for is not captured. The first dimension is the batch: each of its
 * rows is an inference, sampled by itself. A model without an embedding among its outputs gets one
 * by {@link OnnxEmbedder#modelWithOutputs}.
 *
 * <p><b>Threads.</b> As many as ONNX Runtime allows: any number. Each captures on its own.
 *
 * <p><b>Cost.</b> A run that is not sampled costs a few nanoseconds and allocates nothing (40 bytes
 * where the model leaves more than the batch open). Of one that is, tensors in direct buffers of
 * the host are copied once; others, such as all outputs that the host does not pin, are copied
 * twice, for ONNX Runtime shows them only as copies. What fails while a run is observed is left
 * out: it never hinders the run.
 */
public final class MonitoredSession implements AutoCloseable {
  private final OrtSession session;
  private final Observer observer;

  private MonitoredSession(OrtSession session, Observer observer) {
    this.session = session;
    this.observer = observer;
  }

  /**
   * Observes a session.
   *
   * @param session the host's
   * @param monitor gets what is sampled; it is closed by whoever made it
   * @return the session to use instead; closing it closes the host's
   * @throws OrtException if the session is closed
   * @throws IllegalStateException if ONNX Runtime is older than 1.17
   */
  public static MonitoredSession wrap(OrtSession session, Monitor monitor) throws OrtException {
    Objects.requireNonNull(session, "session");
    Objects.requireNonNull(monitor, "monitor");
    String old = Runtimes.tooOld(OrtEnvironment.getEnvironment().getVersion());
    if (!old.isEmpty()) {
      throw new IllegalStateException(old);
    }
    Set<String> outputs = session.getOutputNames();
    return new MonitoredSession(
        session,
        new Observer(
            monitor,
            batch(session.getInputInfo()),
            null,
            outputs.contains("embedding") ? "embedding" : null,
            outputs.contains("logits") ? "logits" : null));
  }

  private static Observer.Batch batch(Map<String, NodeInfo> inputs) {
    NodeInfo first = inputs.values().iterator().next();
    long values = 1;
    if (first.getInfo() instanceof TensorInfo info) {
      long[] shape = info.getShape();
      for (int i = 1; i < shape.length; i++) {
        values = Math.max(0, values * Math.max(0, shape[i]));
      }
    }
    return new Observer.Batch(first.getName(), values);
  }

  /**
   * With an input that is captured as the tensor of the image; the monitor has its format ({@code
   * MonitorBuilder.tensor}).
   *
   * @param name of an input of floats
   * @return a new view of the same session
   * @throws IllegalArgumentException if the model has no such input
   */
  public MonitoredSession withInput(String name) {
    check("input", name, session.getInputNames());
    return new MonitoredSession(session, observer.withInput(name));
  }

  /**
   * With another output that is the embedding.
   *
   * @param name of an output of floats
   * @return a new view of the same session
   * @throws IllegalArgumentException if the model has no such output
   */
  public MonitoredSession withEmbedding(String name) {
    check("embedding", name, session.getOutputNames());
    return new MonitoredSession(session, observer.withEmbedding(name));
  }

  /**
   * With another output that is the logits.
   *
   * @param name of an output of floats
   * @return a new view of the same session
   * @throws IllegalArgumentException if the model has no such output
   */
  public MonitoredSession withLogits(String name) {
    check("logits", name, session.getOutputNames());
    return new MonitoredSession(session, observer.withLogits(name));
  }

  private static void check(String what, String name, Set<String> names) {
    if (!names.contains(Objects.requireNonNull(name, what))) {
      throw new IllegalArgumentException(
          what + ": " + name + " (expected: one of " + String.join(", ", names) + ")");
    }
  }

  /**
   * Runs the model, as {@link OrtSession#run(Map)}.
   *
   * @param inputs tensors by the names of inputs
   * @return all outputs; the caller closes it
   * @throws OrtException as the session throws it; such a run is not observed
   */
  public OrtSession.Result run(Map<String, ? extends OnnxTensorLike> inputs) throws OrtException {
    return observer.observe(inputs, session.run(inputs), null, null, null);
  }

  /**
   * Runs the model, and sets a tag on what is sampled.
   *
   * @param inputs tensors by the names of inputs
   * @param key name of the tag, for example "camera"
   * @param value its value, from a small set
   * @return all outputs; the caller closes it
   * @throws OrtException as the session throws it; such a run is not observed
   */
  public OrtSession.Result run(
      Map<String, ? extends OnnxTensorLike> inputs, String key, String value) throws OrtException {
    return observer.observe(inputs, session.run(inputs), null, key, value);
  }

  /**
   * Runs the model, as {@link OrtSession#run(Map, OrtSession.RunOptions)}.
   *
   * @param inputs tensors by the names of inputs
   * @param options of this run
   * @return all outputs; the caller closes it
   * @throws OrtException as the session throws it; such a run is not observed
   */
  public OrtSession.Result run(
      Map<String, ? extends OnnxTensorLike> inputs, OrtSession.RunOptions options)
      throws OrtException {
    return observer.observe(inputs, session.run(inputs, options), null, null, null);
  }

  /**
   * Runs the model, as {@link OrtSession#run(Map, Set)}.
   *
   * @param inputs tensors by the names of inputs
   * @param requested names of outputs
   * @return these outputs; the caller closes it
   * @throws OrtException as the session throws it; such a run is not observed
   */
  public OrtSession.Result run(Map<String, ? extends OnnxTensorLike> inputs, Set<String> requested)
      throws OrtException {
    return observer.observe(inputs, session.run(inputs, requested), null, null, null);
  }

  /**
   * Runs the model, as {@link OrtSession#run(Map, Map)}.
   *
   * @param inputs tensors by the names of inputs
   * @param pinned tensors of the host that take outputs
   * @return these outputs; the caller closes it
   * @throws OrtException as the session throws it; such a run is not observed
   */
  public OrtSession.Result run(
      Map<String, ? extends OnnxTensorLike> inputs, Map<String, ? extends OnnxValue> pinned)
      throws OrtException {
    return observer.observe(inputs, session.run(inputs, pinned), pinned, null, null);
  }

  /**
   * Runs the model, as {@link OrtSession#run(Map, Set, Map, OrtSession.RunOptions)}.
   *
   * @param inputs tensors by the names of inputs
   * @param requested names of outputs
   * @param pinned tensors of the host that take other outputs
   * @param options of this run, or null
   * @return the outputs; the caller closes it
   * @throws OrtException as the session throws it; such a run is not observed
   */
  public OrtSession.Result run(
      Map<String, ? extends OnnxTensorLike> inputs,
      Set<String> requested,
      Map<String, ? extends OnnxValue> pinned,
      OrtSession.RunOptions options)
      throws OrtException {
    return observer.observe(
        inputs, session.run(inputs, requested, pinned, options), pinned, null, null);
  }

  /**
   * The session of the host, for all that is not here.
   *
   * @return as it was given
   */
  public OrtSession session() {
    return session;
  }

  /**
   * As {@link OrtSession#getInputInfo}.
   *
   * @return the inputs by their names
   * @throws OrtException as the session throws it
   */
  public Map<String, NodeInfo> getInputInfo() throws OrtException {
    return session.getInputInfo();
  }

  /**
   * As {@link OrtSession#getOutputInfo}.
   *
   * @return the outputs by their names
   * @throws OrtException as the session throws it
   */
  public Map<String, NodeInfo> getOutputInfo() throws OrtException {
    return session.getOutputInfo();
  }

  /**
   * As {@link OrtSession#getInputNames}.
   *
   * @return the names
   */
  public Set<String> getInputNames() {
    return session.getInputNames();
  }

  /**
   * As {@link OrtSession#getOutputNames}.
   *
   * @return the names
   */
  public Set<String> getOutputNames() {
    return session.getOutputNames();
  }

  /**
   * As {@link OrtSession#getMetadata}.
   *
   * @return what the model says of itself
   * @throws OrtException as the session throws it
   */
  public OnnxModelMetadata getMetadata() throws OrtException {
    return session.getMetadata();
  }

  /** Closes the host's session. */
  @Override
  public void close() throws OrtException {
    session.close();
  }
}
