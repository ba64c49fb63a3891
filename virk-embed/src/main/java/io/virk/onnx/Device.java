package io.virk.onnx;

/**
 * Where a model runs. On a GPU it needs {@code com.microsoft.onnxruntime:onnxruntime_gpu} and the
 * CUDA and cuDNN libraries that it was built with. Immutable.
 */
public final class Device {
  private static final Device CPU = new Device(-1, 0, false);
  private static final Device AUTO = new Device(0, 0, true);

  private final int cuda; // -1: none
  private final long memory; // 0: no limit
  private final boolean orCpu;

  private Device(int cuda, long memory, boolean orCpu) {
    this.cuda = cuda;
    this.memory = memory;
    this.orCpu = orCpu;
  }

  /**
   * The processor. The default.
   *
   * @return the device
   */
  public static Device cpu() {
    return CPU;
  }

  /**
   * A GPU of NVIDIA; where it cannot be used, the embedder does not open, and says why.
   *
   * @param id its number in CUDA, &ge; 0
   * @return the device
   * @throws IllegalArgumentException if the number is negative
   */
  public static Device cuda(int id) {
    if (id < 0) {
      throw new IllegalArgumentException("id: " + id + " (expected: >= 0)");
    }
    return new Device(id, 0, false);
  }

  /**
   * The first GPU if it can be used, else the processor; {@link OnnxEmbedder#device} says which,
   * and why.
   *
   * @return the device
   */
  public static Device auto() {
    return AUTO;
  }

  /**
   * This device with a bound on the memory that ONNX Runtime takes of the GPU.
   *
   * @param bytes &gt; 0
   * @return a new device
   * @throws IllegalArgumentException if the bound is not positive, or this is the processor
   */
  public Device memoryLimit(long bytes) {
    if (bytes <= 0) {
      throw new IllegalArgumentException("bytes: " + bytes + " (expected: > 0)");
    }
    if (cuda < 0) {
      throw new IllegalArgumentException("memoryLimit: set for the CPU (expected: for a GPU)");
    }
    return new Device(cuda, bytes, orCpu);
  }

  boolean isCuda() {
    return cuda >= 0;
  }

  int id() {
    return cuda;
  }

  /** In bytes; 0 for none. */
  long limit() {
    return memory;
  }

  /** Whether the CPU will do. */
  boolean isOrCpu() {
    return orCpu;
  }

  @Override
  public String toString() {
    return orCpu ? "auto" : cuda < 0 ? "CPU" : "CUDA " + cuda;
  }
}
