package io.virk.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.virk.onnx.ImageTransform;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ModelOptionsTest {
  private static Optional<ImageTransform> of(String preprocessing) {
    return ModelOptions.transform(preprocessing);
  }

  @Test
  void theTransformIsThatOfTheBaseline() {
    String written = "{\"transform\":" + ImageTransform.yolox().toJson() + ",\"pooling\":\"NONE\"}";
    assertEquals(Optional.of(ImageTransform.yolox()), of(written));
    assertEquals(Optional.empty(), of("resized to 224 x 224"));
    assertEquals(Optional.empty(), of("{\"input\":\"3x224x224 NCHW\"}"));
  }
}
