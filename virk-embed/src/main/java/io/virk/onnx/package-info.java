/** Embedders that run ONNX models through ONNX Runtime. */
package io.virk.onnx;
