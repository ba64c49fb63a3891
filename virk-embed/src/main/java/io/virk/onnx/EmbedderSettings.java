package io.virk.onnx;

import java.nio.file.Path;

/**
 * What an {@link OnnxEmbedder.Builder} was told; null or 0 where it was told nothing.
 *
 * @param transform null only together with a problem, as is any number out of its range
 */
record EmbedderSettings(
    Path model,
    ImageTransform transform,
    TensorLayout layout,
    int width,
    int height,
    String embeddingOutput,
    Pooling pooling,
    String logitsOutput,
    int batchSize,
    int threads) {}
