package io.virk.examples.fleet;

/**
 * One observation of a camera, as it comes to the job: with its signals, without its picture.
 *
 * @param camera its name; the job is keyed by it
 * @param site where the camera stands
 * @param firmware of the camera
 * @param epochMillis when the picture was taken, milliseconds since 1970
 * @param id by which it is known that it was delivered twice: unique among those of its camera and
 *     time
 * @param signals what {@link io.virk.SliceEngines.Encoder} made of it. Not to be modified.
 */
public record CameraObservation(
    String camera, String site, String firmware, long epochMillis, String id, byte[] signals) {}
