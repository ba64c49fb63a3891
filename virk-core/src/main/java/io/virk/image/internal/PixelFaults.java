package io.virk.image.internal;

/**
 * The pixels, rows and columns of one camera that do not do what their neighbours do, in a run of
 * images.
 *
 * @param first number of the first image
 * @param last number of the last image
 * @param images behind it
 * @param width of the images, pixels
 * @param stuck places y * width + x of pixels that stand out and never change, while those about
 *     them do; rising, the first {@value PixelActivity#TOLD}
 * @param stuckPixels how many
 * @param hot places of pixels that are always much brighter than those about them; likewise
 * @param hotPixels how many
 * @param rows that never change, or stand out from those about them, while those do and do not
 * @param columns likewise
 * @param grain mean {@linkplain Grain grain} of the images, levels squared; or by how much it is
 *     more
 * @param fixedGrain the same of their mean: noise has hardly any left of it, what stands in all of
 *     them has as much
 */
public record PixelFaults(
    long first,
    long last,
    int images,
    int width,
    int[] stuck,
    int stuckPixels,
    int[] hot,
    int hotPixels,
    int[] rows,
    int[] columns,
    double grain,
    double fixedGrain) {}
