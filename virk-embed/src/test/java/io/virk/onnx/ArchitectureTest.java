package io.virk.onnx;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.virk.rules.LocaleRule;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.virk.onnx");

  @Tag("slow")
  @Test
  void wordsAreTheSameInEveryLocale() {
    assertTrue(CLASSES.contain(OnnxEmbedder.class));
    LocaleRule.words().check(CLASSES);
  }
}
