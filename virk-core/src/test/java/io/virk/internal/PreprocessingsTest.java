package io.virk.internal;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
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

  @Test
  void whatATransformLeavesOutHasItsDefault() {
    String embedder =
        "{\"transform\":{\"resize\":\"stretch\",\"channels\":\"RGB\",\"scale\":0.5,\"mean\":[0.0],"
            + "\"std\":[1.0]},\"logits\":\"scores\"}";
    for (String same :
        List.of(
            "{\"transform\": {\"scale\": 0.5}}",
            "{\"transform\": {\"scale\": 0.5, \"mean\": [0, 0, 0], \"channels\": \"RGB\"}}")) {
      assertTrue(Preprocessings.same(embedder, same), same);
      assertTrue(Preprocessings.same(same, embedder), same);
    }
    for (String other :
        List.of(
            "{\"transform\": {}}",
            "{\"transform\": {\"scale\": 0.5, \"std\": 2}}",
            "{\"transform\": {\"scale\": 0.5, \"resize\": \"centre-crop\"}}",
            "{\"transform\": {\"scale\": 0.5, \"channels\": \"BGR\"}}")) {
      assertFalse(Preprocessings.same(embedder, other), other);
      assertFalse(Preprocessings.same(other, embedder), other);
    }
    String silent = "{\"transform\": {\"scale\": 0.5}}";
    assertFalse(Preprocessings.same(silent, silent.replace("0.5", "0.5, \"channels\": \"BGR\"")));
    assertTrue(Preprocessings.same(silent, silent.replace("0.5", "0.5, \"channels\": \"GRAY\"")));
    assertFalse(Preprocessings.same(silent, "{\"transform\": \"scaled\"}"));
  }
}
