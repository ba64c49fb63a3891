/**
 * Kernel methods on vectors: maximum mean discrepancy with the Gaussian kernel, and its bandwidth.
 * Vectors are rows of [n x d] row-major arrays, of float for speed or of double for accuracy.
 */
package io.virk.stats.kernel;
