/**
 * Embeddings and logits from ONNX models through ONNX Runtime, which the host adds: {@code
 * onnxruntime} or {@code onnxruntime_gpu}.
 */
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"})
module io.virk.embed {
  requires transitive com.microsoft.onnxruntime;
  requires transitive io.virk.core;
  requires com.google.gson;
  requires java.logging; // ONNX Runtime logs by it, and says so nowhere

  exports io.virk.onnx;
}
