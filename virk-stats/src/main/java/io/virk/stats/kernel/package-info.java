/**
 * Kernel methods on vectors: maximum mean discrepancy with the Gaussian kernel, and its bandwidth;
 * random features; NEWMA and Scan-B on streams. Vectors are rows of [n x d] row-major arrays, of
 * float for speed or of double for accuracy.
 *
 * <p>Baselines, maps of features and classes of static methods are safe for any thread; what takes
 * a stream is not. What runs over a stream writes itself to bytes and goes on from them; a baseline
 * or a map that many share is not written with it, but recognised.
 *
 * <p>The drift monitor, virk-core, uses {@link io.virk.stats.kernel.MmdBaseline} and {@link
 * io.virk.stats.kernel.MmdWindow}, random Fourier features and {@link io.virk.stats.kernel.Newma}.
 * For two samples without a baseline there is {@link io.virk.stats.kernel.MmdPermutationTest}, with
 * its p-value; for a stream that is looked at after every vector {@link
 * io.virk.stats.kernel.SlidingMmd} and {@link io.virk.stats.kernel.ScanB}, which are dearer than
 * NEWMA and see smaller changes.
 *
 * <p>Source, where a page names no other: A. Gretton, K. M. Borgwardt, M. J. Rasch, B. Schoelkopf
 * and A. Smola, <i>A kernel two-sample test</i>, JMLR 13 (2012).
 */
package io.virk.stats.kernel;
