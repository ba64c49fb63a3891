package io.virk.internal;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PreprocessingsTest {
  private static final String JAVA =
      "{\"transform\":{\"resize\":\"stretch\",\"scale\":0.00392156862745098,\"mean\":[0.5]},"
          + "\"input\":\"3x224x224 NCHW\",\"logits\":\"scores\"}";

  @Test
  void wordsAreComparedAsTheyAre() {
    assertTrue(Preprocessings.same("resize 256, crop 224", "resize 256, crop 224"));
    assertFalse(Preprocessings.same("resize 256, crop 224", "resize 256, crop 225"));
    assertFalse(Preprocessings.same("{no json", "{no json either"));
    assertFalse(Preprocessings.same("{}", "{} "));
    assertFalse(Preprocessings.same("[1]", "[1.0]"));
  }

  @Test
  void whatPythonWritesIsTheSame() {
    String python =
        "{\"input\": \"3x224x224 NCHW\", \"transform\": {\"mean\": [0.5, 0.5, 0.5], \"scale\":"
            + " 3.921568627450980e-3, \"resize\": \"stretch\"}}";
    assertTrue(Preprocessings.same(JAVA, python));
    assertTrue(Preprocessings.same(python, JAVA));
    assertFalse(Preprocessings.same(JAVA, python.replace("224 NCHW", "256 NCHW")));
    assertFalse(Preprocessings.same(JAVA, python.replace("[0.5, 0.5, 0.5]", "[0.5, 0.5, 0.4]")));
    assertFalse(Preprocessings.same(JAVA, python.replace("e-3", "e-2")));
    assertFalse(Preprocessings.same(JAVA, "{\"other\":1}"), "nothing that both have");
  }
}
