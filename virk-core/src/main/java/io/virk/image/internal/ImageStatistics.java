package io.virk.image.internal;

/**
 * What one frame's pixels say, in units of 8-bit samples (0 .. 255).
 *
 * @param red mean of the red samples
 * @param green mean of the green samples
 * @param blue mean of the blue samples
 * @param brightness mean luma, 0.299 R + 0.587 G + 0.114 B (ITU-R BT.601)
 * @param contrast standard deviation of the luma over the pixels (divisor n)
 * @param sharpness variance of the Laplacian (4-neighbour kernel, borders mirrored without
 *     repeating the edge) of the luma; falls with defocus
 * @param noise standard deviation of additive noise after Immerkaer (1996), "Fast noise variance
 *     estimation", doi:10.1006/cviu.1996.0060; interior pixels only, NaN below 3 x 3 pixels
 * @param saturated share of samples that are 0 or 255
 */
public record ImageStatistics(
    double red,
    double green,
    double blue,
    double brightness,
    double contrast,
    double sharpness,
    double noise,
    double saturated) {}
