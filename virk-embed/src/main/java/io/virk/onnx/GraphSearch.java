package io.virk.onnx;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Looks through a graph for what its outputs are made of. */
final class GraphSearch {
  /** They change neither the values nor, but for their layout, what they are. */
  private static final Set<String> SAME_VALUES =
      Set.of("Identity", "Reshape", "Flatten", "Squeeze", "Unsqueeze", "Dropout", "Cast");

  private static final Set<String> PROBABILITIES = Set.of("Softmax", "Sigmoid", "HardSigmoid");

  /** The operators with weights of a classifier's or detector's head. */
  private static final Set<String> HEADS =
      Set.of("Gemm", "MatMul", "Conv", "FusedMatMul", "QLinearConv", "QLinearMatMul", "QGemm");

  private static final int MOST_CANDIDATES = 4;

  private final ModelGraph graph;

  GraphSearch(ModelGraph graph) {
    this.graph = graph;
  }

  /**
   * Whether a tensor holds probabilities.
   *
   * @return the tensor that Softmax or Sigmoid makes them of; null if neither does
   */
  String beforeProbabilities(String tensor) {
    String at = tensor;
    for (int step = 0; step < graph.nodes().size(); step++) {
      ModelGraph.Node node = graph.producer(at);
      if (node == null || node.inputs().isEmpty()) {
        return null;
      }
      if (PROBABILITIES.contains(node.operator())) {
        return node.inputs().get(0);
      }
      if (!SAME_VALUES.contains(node.operator())) {
        return null;
      }
      at = node.inputs().get(0);
    }
    return null;
  }

  /**
   * What the heads of the outputs read: the features that a classifier's last layer weighs.
   *
   * @param outputs names of the model's outputs
   * @return names of tensors that the graph computes, few, the likeliest first
   */
  List<String> features(List<String> outputs) {
    Set<String> found = new LinkedHashSet<>();
    for (String output : outputs) {
      collect(output, found);
    }
    graph.outputs().forEach(found::remove);
    return found.stream().limit(MOST_CANDIDATES).toList();
  }

  private void collect(String output, Set<String> found) {
    Deque<String> open = new ArrayDeque<>(List.of(output));
    Set<String> seen = new HashSet<>();
    while (!open.isEmpty() && found.size() < MOST_CANDIDATES) {
      String tensor = open.removeFirst();
      ModelGraph.Node node = graph.producer(tensor);
      if (node == null || !seen.add(tensor)) {
        continue;
      }
      boolean head = HEADS.contains(node.operator());
      for (String input : node.inputs()) {
        if (!graph.computes(input)) {
          continue;
        }
        if (head) {
          found.add(input);
        } else {
          open.addLast(input);
        }
      }
    }
  }

  /** The operators that read a model's input, the first of them: {@code Sub}, {@code Conv}. */
  String firstOperator(String input) {
    for (ModelGraph.Node node : graph.nodes()) {
      if (node.inputs().contains(input)) {
        return node.operator();
      }
    }
    return "";
  }
}
