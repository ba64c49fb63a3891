/** Several threads that run one ONNX session, watched by VIRK. */
package io.virk.examples.loop;
