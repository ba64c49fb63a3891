/** Not API: the algebra of embeddings that detectors and the engine share. Knows no detector. */
package io.virk.detect.internal;
