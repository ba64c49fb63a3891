/**
 * Embedders that run ONNX models through ONNX Runtime: {@link io.virk.onnx.OnnxEmbedder}, and the
 * {@link io.virk.onnx.ImageTransform} that makes a model's input of a frame.
 *
 * <p>References are never null unless a parameter says otherwise.
 */
package io.virk.onnx;
