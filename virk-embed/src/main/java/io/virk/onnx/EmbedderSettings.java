package io.virk.onnx;

import ai.onnxruntime.OrtSession;
import java.util.function.Consumer;

/**
 * What an {@link OnnxEmbedderBuilder} was told; null or 0 where it was told nothing.
 *
 * @param transform null only together with a problem, as is any number out of its range
 * @param options what the host does to the options of the session
 */
record EmbedderSettings(
    ModelSource source,
    ImageTransform transform,
    TensorLayout layout,
    int width,
    int height,
    String embeddingOutput,
    Pooling pooling,
    boolean unitLength,
    boolean boxes,
    String logitsOutput,
    int batchSize,
    int threads,
    Device device,
    Consumer<OrtSession.SessionOptions> options) {}
