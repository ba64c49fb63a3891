package io.virk.cause.catalogue;

import io.virk.cause.Cause;
import java.util.List;
import java.util.Set;

/** The 19 published corruptions, in the order of their paper. */
final class Published {
  private static final List<CameraFault> ALL =
      List.of(
          new SensorNoise("gaussian noise"),
          new ShotNoise(),
          new ImpulseNoise(),
          new SpeckleNoise(),
          new GaussianBlur(),
          new Defocus("defocus blur"),
          new GlassBlur(),
          new LineBlur(),
          new ZoomBlur(),
          new Snow(),
          new Frost(),
          new PlasmaFog(),
          new Spatter(),
          new HsvBrightness(),
          new LowContrast("contrast"),
          new HsvSaturation(),
          new ElasticTransform(),
          new Pixelate(),
          new JpegCompression());

  private static final List<Cause> CIFAR_10_C = withParameters(true);
  private static final List<Cause> IMAGENET_C = withParameters(false);

  private Published() {}

  /** By the size of a frame: parameters of CIFAR-10-C up to a shorter side of 64 pixels. */
  static List<Cause> bySize() {
    return List.copyOf(ALL);
  }

  /** By one set, whatever the size of a frame. */
  static List<Cause> of(CorruptionSet set) {
    return set == CorruptionSet.CIFAR_10_C ? CIFAR_10_C : IMAGENET_C;
  }

  private static List<Cause> withParameters(boolean small) {
    return ALL.stream().<Cause>map(fault -> new InSet(fault, small)).toList();
  }

  /** A fault with the parameters of one set. */
  private static final class InSet extends CameraFault {
    private final CameraFault fault;
    private final boolean small;

    InSet(CameraFault fault, boolean small) {
      super(fault.name(), fault.family());
      this.fault = fault;
      this.small = small;
    }

    @Override
    void change(Planes planes, boolean ofTheFrame, int level, long seed) {
      fault.change(planes, small, level, seed);
    }

    @Override
    public Set<String> alongside() {
      return fault.alongside();
    }
  }
}
