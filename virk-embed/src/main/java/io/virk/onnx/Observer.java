package io.virk.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.virk.Monitor;
import io.virk.capture.BatchCapture;
import io.virk.capture.Capture;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Map;
import java.util.Optional;

/**
 * Hands what a run was given and gave to a monitor. On the host's threads; never throws.
 *
 * @param batch tells how many rows a run has
 * @param input the name of the input that is captured, or null
 * @param embedding the name of an output, or null
 * @param logits the name of an output, or null
 */
record Observer(Monitor monitor, Batch batch, String input, String embedding, String logits) {
  /**
   * How many rows a run has.
   *
   * @param input the name of the model's first input
   * @param values of one row, where the model says so; 0 where it leaves that open
   */
  record Batch(String input, long values) {
    /** Allocates nothing where the model's shape is fixed but for the batch. */
    int rows(Map<String, ? extends OnnxTensorLike> inputs) {
      OnnxTensorLike tensor = inputs.get(input);
      if (tensor == null) {
        return 1;
      }
      TensorInfo info = tensor.getInfo();
      if (values > 0) {
        return (int) Math.min(info.getNumElements() / values, Integer.MAX_VALUE);
      }
      long[] shape = info.getShape();
      return shape.length == 0 ? 1 : (int) Math.min(shape[0], Integer.MAX_VALUE);
    }
  }

  Observer withInput(String name) {
    return new Observer(monitor, batch, name, embedding, logits);
  }

  Observer withEmbedding(String name) {
    return new Observer(monitor, batch, input, name, logits);
  }

  Observer withLogits(String name) {
    return new Observer(monitor, batch, input, embedding, name);
  }

  /**
   * Observes a run that succeeded.
   *
   * @param pinned the outputs that are the host's, or null
   * @param key of a tag, or null
   * @return the result
   */
  OrtSession.Result observe(
      Map<String, ? extends OnnxTensorLike> inputs,
      OrtSession.Result result,
      Map<String, ? extends OnnxValue> pinned,
      String key,
      String value) {
    try {
      int rows = batch.rows(inputs);
      if (rows > 1) {
        observeBatch(inputs, result, pinned, rows, key, value);
      } else {
        observeOne(inputs, result, pinned, key, value);
      }
    } catch (Throwable e) {
      // a tensor that was closed by another thread, no memory: the run, and its result, are the
      // host's; the capture is closed
    }
    return result;
  }

  private void observeOne(
      Map<String, ? extends OnnxTensorLike> inputs,
      OrtSession.Result result,
      Map<String, ? extends OnnxValue> pinned,
      String key,
      String value) {
    Capture capture = monitor.capture();
    if (!capture.isSampled()) {
      return;
    }
    try (capture) {
      if (key != null) {
        capture.tag(key, value);
      }
      FloatBuffer tensor = input == null ? null : floats(inputs.get(input));
      capture.tensor(tensor);
      capture.embedding(output(result, pinned, embedding));
      capture.logits(output(result, pinned, logits));
      capture.commit();
    }
  }

  private void observeBatch(
      Map<String, ? extends OnnxTensorLike> inputs,
      OrtSession.Result result,
      Map<String, ? extends OnnxValue> pinned,
      int rows,
      String key,
      String value) {
    BatchCapture capture = monitor.captureBatch(rows);
    if (!capture.isSampled()) {
      return;
    }
    try (capture) {
      if (key != null) {
        capture.tag(key, value);
      }
      FloatBuffer tensors = input == null ? null : floats(inputs.get(input));
      capture.tensors(tensors);
      capture.embeddings(output(result, pinned, embedding));
      capture.logits(output(result, pinned, logits));
      capture.commit();
    }
  }

  private static FloatBuffer output(
      OrtSession.Result result, Map<String, ? extends OnnxValue> pinned, String name) {
    if (name == null) {
      return null;
    }
    if (pinned != null && pinned.get(name) != null) {
      return floats(pinned.get(name));
    }
    Optional<OnnxValue> output = result.get(name);
    return output.isPresent() && output.get() instanceof OnnxTensor tensor
        ? tensor.getFloatBuffer()
        : null;
  }

  /** The values: the buffer behind the tensor if it is one, else a copy; null of other types. */
  private static FloatBuffer floats(OnnxValue value) {
    if (!(value instanceof OnnxTensor tensor)) {
      return null;
    }
    Buffer own = buffer(tensor);
    long values = tensor.getInfo().getNumElements();
    // a host that reads its buffer moves its position: then it does not say where the tensor is
    if (own instanceof FloatBuffer floats && floats.remaining() == values) {
      return floats;
    }
    if (own instanceof ByteBuffer bytes
        && bytes.remaining() == values * Float.BYTES
        && tensor.getInfo().type.name().equals(ElementType.FLOAT.name())) {
      return bytes.duplicate().order(ByteOrder.nativeOrder()).asFloatBuffer();
    }
    return tensor.getFloatBuffer();
  }

  private static Buffer buffer(OnnxTensor tensor) {
    try {
      return tensor.getBufferRef().orElse(null);
    } catch (NullPointerException e) {
      return null; // ONNX Runtime 1.29, of a tensor that another session made
    }
  }
}
