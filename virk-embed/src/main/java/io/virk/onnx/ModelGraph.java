package io.virk.onnx;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The operators of a model's graph, read from its file: which tensor is made of which, so that an
 * inner tensor can be found and made an output. Weights are skipped, subgraphs of loops and
 * branches are not looked into. Immutable.
 */
final class ModelGraph {
  /*
   * Field numbers are those of onnx.proto. A message that comes twice in a file is merged by every
   * reader of Protocol Buffers, its lists one after the other: so an output is added by appending
   * a graph that holds nothing but that output, and not one byte of the file is rewritten.
   */
  private static final int MODEL_IR_VERSION = 1;
  private static final int MODEL_PRODUCER = 2;
  private static final int MODEL_PRODUCER_VERSION = 3;
  private static final int MODEL_GRAPH = 7;
  private static final int MODEL_OPSET = 8;
  private static final int GRAPH_NODE = 1;
  private static final int GRAPH_INITIALIZER = 5;
  private static final int GRAPH_OUTPUT = 12;

  /** {@code ORTM}: ONNX Runtime's own format, of FlatBuffers. */
  private static final int ORT_FORMAT = 0x4f52544d;

  /** An operator. */
  record Node(String operator, List<String> inputs, List<String> outputs) {
    Node {
      inputs = List.copyOf(inputs);
      outputs = List.copyOf(outputs);
    }
  }

  private final List<Node> nodes = new ArrayList<>();
  private final Map<String, Node> producers = new HashMap<>();
  private final Set<String> weights = new HashSet<>();
  private final Set<String> computed = new HashSet<>(); // from an input of the model
  private final List<String> outputs = new ArrayList<>();
  private String producer = "";
  private String producerVersion = "";
  private long irVersion;
  private long opset; // of the standard operators; 0 if not said

  private ModelGraph() {}

  /**
   * Reads the graph.
   *
   * @param model an ONNX file, from 0 to its limit. Not modified.
   * @return the graph; an empty one of a file in ONNX Runtime's own format
   * @throws ModelException if the bytes are no model
   */
  static ModelGraph read(ByteBuffer model) throws ModelException {
    ModelGraph graph = new ModelGraph();
    if (model.limit() >= 8 && model.getInt(4) == ORT_FORMAT) {
      return graph;
    }
    WireReader fields = new WireReader(model);
    boolean found = false;
    while (fields.next()) {
      int field = fields.field();
      if (field == MODEL_GRAPH && fields.hasLength()) {
        graph.readGraph(fields.message());
        found = true;
      } else if (field == MODEL_OPSET && fields.hasLength()) {
        graph.readOpset(fields.message());
      } else if (field == MODEL_PRODUCER && fields.hasLength()) {
        graph.producer = fields.text();
      } else if (field == MODEL_PRODUCER_VERSION && fields.hasLength()) {
        graph.producerVersion = fields.text();
      } else if (field == MODEL_IR_VERSION && fields.isNumber()) {
        graph.irVersion = fields.number();
      } else {
        fields.skip();
      }
    }
    if (!found) {
      throw new ModelException("no ONNX file: it has no graph");
    }
    graph.nodes.forEach(graph::compute); // operators stand in the order of their computation
    return graph;
  }

  private void compute(Node node) {
    if (node.inputs().stream().anyMatch(input -> isInput(input) || computed.contains(input))) {
      computed.addAll(node.outputs());
    }
  }

  private boolean isInput(String tensor) {
    return !tensor.isEmpty() && !producers.containsKey(tensor) && !weights.contains(tensor);
  }

  private void readGraph(WireReader fields) throws ModelException {
    while (fields.next()) {
      if (fields.field() == GRAPH_NODE && fields.hasLength()) {
        add(node(fields.message()));
      } else if (fields.field() == GRAPH_INITIALIZER && fields.hasLength()) {
        weights.add(nameOf(fields.message(), 8));
      } else if (fields.field() == GRAPH_OUTPUT && fields.hasLength()) {
        outputs.add(nameOf(fields.message(), 1));
      } else {
        fields.skip();
      }
    }
  }

  private void add(Node node) {
    nodes.add(node);
    for (String output : node.outputs()) {
      if (!output.isEmpty()) {
        producers.put(output, node);
      }
    }
  }

  private static Node node(WireReader fields) throws ModelException {
    List<String> inputs = new ArrayList<>();
    List<String> outputs = new ArrayList<>();
    String operator = "";
    while (fields.next()) {
      switch (fields.hasLength() ? fields.field() : 0) {
        case 1 -> inputs.add(fields.text());
        case 2 -> outputs.add(fields.text());
        case 4 -> operator = fields.text();
        default -> fields.skip();
      }
    }
    return new Node(operator, inputs, outputs);
  }

  private static String nameOf(WireReader fields, int nameField) throws ModelException {
    String name = "";
    while (fields.next()) {
      if (fields.field() == nameField && fields.hasLength()) {
        name = fields.text();
      } else {
        fields.skip();
      }
    }
    return name;
  }

  private void readOpset(WireReader fields) throws ModelException {
    String domain = "";
    long version = 0;
    while (fields.next()) {
      if (fields.field() == 1 && fields.hasLength()) {
        domain = fields.text();
      } else if (fields.field() == 2 && fields.isNumber()) {
        version = fields.number();
      } else {
        fields.skip();
      }
    }
    if (domain.isEmpty() || domain.equals("ai.onnx")) {
      opset = version;
    }
  }

  /** Names of the outputs that the file declares. */
  List<String> outputs() {
    return List.copyOf(outputs);
  }

  List<Node> nodes() {
    return List.copyOf(nodes);
  }

  /** The operator that makes a tensor; null of an input, a weight, or what the graph lacks. */
  Node producer(String tensor) {
    return producers.get(tensor);
  }

  /** Whether an operator of the graph makes the tensor of an input. */
  boolean computes(String tensor) {
    return computed.contains(tensor);
  }

  /** The version of the operators, 0 if the file does not say. */
  long opset() {
    return opset;
  }

  /** For people: {@code pytorch 2.1, IR 8, opset 17, 53 operators}. */
  String describe() {
    String made = (producer + " " + producerVersion).strip();
    return (made.isEmpty() ? "" : made + ", ")
        + "IR "
        + irVersion
        + ", opset "
        + opset
        + ", "
        + nodes.size()
        + " operators";
  }

  /**
   * The model with further outputs.
   *
   * @param model an ONNX file, from 0 to its limit. Not modified.
   * @param tensors names of tensors that the graph computes
   * @return a new array, a few bytes longer
   */
  static byte[] withOutputs(ByteBuffer model, Iterable<String> tensors) {
    ByteArrayOutputStream graph = new ByteArrayOutputStream();
    for (String tensor : tensors) {
      // ValueInfoProto with a name alone: ONNX Runtime infers type and shape
      field(graph, GRAPH_OUTPUT, wrapped(1, tensor.getBytes(StandardCharsets.UTF_8)));
    }
    ByteArrayOutputStream end = new ByteArrayOutputStream();
    field(end, MODEL_GRAPH, graph.toByteArray());
    byte[] all = new byte[Math.addExact(model.limit(), end.size())];
    model.get(0, all, 0, model.limit());
    System.arraycopy(end.toByteArray(), 0, all, model.limit(), end.size());
    return all;
  }

  private static byte[] wrapped(int field, byte[] content) {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    field(message, field, content);
    return message.toByteArray();
  }

  private static void field(ByteArrayOutputStream target, int field, byte[] content) {
    target.write(field << 3 | 2);
    int rest = content.length;
    for (; rest > 127; rest >>>= 7) {
      target.write(rest & 127 | 128);
    }
    target.write(rest);
    target.writeBytes(content);
  }
}
