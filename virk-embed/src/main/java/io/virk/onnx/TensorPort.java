package io.virk.onnx;

import java.util.List;
import java.util.stream.Collectors;

/**
 * An input or output as a model declares it.
 *
 * @param name its name
 * @param type the element type in ONNX Runtime's words, or what it is if it is no tensor
 * @param dims the dimensions, -1 where the model leaves one open; empty if it is no tensor
 * @param dimNames names of the open dimensions, "" where there is none
 */
record TensorPort(String name, String type, List<Long> dims, List<String> dimNames) {
  /** The type of its elements; null if VIRK cannot use it. */
  ElementType element() {
    return ElementType.of(type);
  }

  /** The dimension, or 0 where the model leaves it open. */
  int dim(int index) {
    return (int) Math.max(0, Math.min(dims.get(index), Integer.MAX_VALUE));
  }

  /** For people: {@code embedding FLOAT [N x 64]}. */
  String describe() {
    StringBuilder words = new StringBuilder(name).append(' ').append(type).append(" [");
    for (int i = 0; i < dims.size(); i++) {
      words.append(i == 0 ? "" : " x ");
      if (dims.get(i) >= 0) {
        words.append(dims.get(i));
      } else {
        words.append(dimNames.get(i).isEmpty() ? "?" : dimNames.get(i));
      }
    }
    return words.append(']').toString();
  }

  static String describe(List<TensorPort> ports) {
    return ports.stream().map(TensorPort::describe).collect(Collectors.joining(", "));
  }
}
