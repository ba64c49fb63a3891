package io.virk.bench;

import io.virk.image.Frame;
import io.virk.onnx.ImageTransform;
import io.virk.onnx.InputShape;
import io.virk.onnx.ResizePolicy;
import io.virk.onnx.TensorLayout;
import io.virk.onnx.TensorWriter;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A frame made a tensor of 3 x 224 x 224: its centre, all of it, all of it with bars. Frames change
 * from call to call.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class TransformBenchmark {
  private static final InputShape SHAPE = new InputShape(TensorLayout.NCHW, 3, 224, 224);
  private static final int DISTINCT = 4;

  /** Of the frame. */
  @Param({"1920x1080", "224x224", "320x240", "640x480", "3840x2160"})
  private String size;

  /** What is done to it: {@code crop}, {@code stretch} or {@code letterbox}. */
  @Param({"crop", "stretch", "letterbox"})
  private String resize;

  private final Frame[] frames = new Frame[DISTINCT];
  private final float[] tensor = new float[SHAPE.values()];
  private TensorWriter writer;
  private int next;

  /** Makes the frames. */
  @Setup(Level.Trial)
  public void make() {
    for (int i = 0; i < DISTINCT; i++) {
      frames[i] = Pictures.frame(size, i, i);
    }
    writer =
        (switch (resize) {
              case "crop" -> ImageTransform.imageNet();
              case "stretch" -> ImageTransform.imageNet().withResize(ResizePolicy.stretch());
              default -> ImageTransform.yolox();
            })
            .writer(SHAPE);
  }

  /** One frame. */
  @Benchmark
  public float[] tensor() {
    writer.write(frames[next++ & DISTINCT - 1], tensor);
    return tensor;
  }
}
