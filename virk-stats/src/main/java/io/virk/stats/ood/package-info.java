/**
 * Out-of-distribution scores of single observations: larger = more out of distribution. Fitted
 * models are immutable, safe for any thread, and write themselves to bytes; a batch has a workspace
 * of its own.
 *
 * <p>The drift monitor, virk-core, scores by {@link io.virk.stats.ood.Mahalanobis} and {@link
 * io.virk.stats.ood.Energy}, and whitens by {@link io.virk.stats.ood.CovarianceOptions shrunk}
 * covariances. The others are for who gates single predictions, or chooses a score for his model,
 * and compares them on his own data: of logits {@link io.virk.stats.ood.MaxSoftmax}, {@link
 * io.virk.stats.ood.MaxLogit}, {@link io.virk.stats.ood.Margin}, {@link io.virk.stats.ood.Entropy},
 * {@link io.virk.stats.ood.GeneralizedEntropy}, one pass for all of them in {@link
 * io.virk.stats.ood.LogitBatch}; of embeddings {@link io.virk.stats.ood.RelativeMahalanobis},
 * {@link io.virk.stats.ood.MahalanobisPlusPlus}, {@link
 * io.virk.stats.ood.ClassConditionalMahalanobis}, {@link io.virk.stats.ood.NearestNeighbours}; of
 * both {@link io.virk.stats.ood.VirtualLogit}.
 */
package io.virk.stats.ood;
