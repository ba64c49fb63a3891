package io.virk;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.virk.capture.BatchCapture;
import io.virk.capture.Capture;
import io.virk.image.CapturePolicy;
import io.virk.image.Frame;
import io.virk.image.ImageFolder;
import io.virk.rules.LocaleRule;
import io.virk.signal.Detections;
import io.virk.signal.MaskAreas;
import io.virk.stats.Moments;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("once")
class ArchitectureTest {
  /** The packages of virk-core and virk-stats that are API, and nothing else. */
  private static final Set<String> PUBLIC =
      Set.of(
          "io.virk",
          "io.virk.event",
          "io.virk.capture",
          "io.virk.sampling",
          "io.virk.image",
          "io.virk.signal",
          "io.virk.baseline",
          "io.virk.baseline.facts",
          "io.virk.detect",
          "io.virk.cause",
          "io.virk.cause.catalogue",
          "io.virk.diagnose",
          "io.virk.incident",
          "io.virk.report",
          "io.virk.label",
          "io.virk.metrics",
          "io.virk.embed",
          "io.virk.fleet");

  /**
   * Rooms of ours alone, beside those named {@code internal}: what is public there is public for
   * our own packages.
   */
  private static final Set<String> INTERNAL =
      Set.of(
          "io.virk.driver",
          "io.virk.engine",
          "io.virk.page",
          "io.virk.incident.page",
          "io.virk.detect.calibrated",
          "io.virk.baseline.build",
          "io.virk.baseline.calibrate",
          "io.virk.baseline.compare",
          "io.virk.baseline.content",
          "io.virk.baseline.file");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(
              location -> !location.contains("virk-stats") && !location.contains("test-classes"))
          .importPackages("io.virk");

  @Test
  void theClassesAreThere() {
    assertTrue(CLASSES.contain(Monitor.class));
    assertFalse(CLASSES.contain(ArchitectureTest.class));
  }

  @Test
  void packagesFormNoCircle() {
    slices().matching("io.virk.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  /** Or needs them for no more than is said here. */
  @Test
  void aRoomDoesNotDependOnItsInnerRooms() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "io.virk.capture",
            "io.virk.cause",
            "io.virk.diagnose",
            "io.virk.event",
            "io.virk.signal")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.virk.capture.internal",
            "io.virk.cause.internal",
            "io.virk.diagnose.internal",
            "io.virk.event.internal",
            "io.virk.signal.internal")
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAPackage("io.virk.image")
        .and()
        .doNotBelongToAnyOf(Frame.class, CapturePolicy.class, ImageFolder.class)
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.virk.image.internal")
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAPackage("io.virk.detect")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.virk.detect.calibrated")
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAPackage("io.virk.detect.internal")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.virk.detect", "io.virk.detect.calibrated")
        .check(CLASSES);
  }

  /**
   * Facts, calibrate, content, then build, compare and file, then the face: each knows those
   * before.
   */
  @Test
  void theRoomsOfTheBaselineFormNoCircle() {
    slices()
        .matching("io.(**)")
        .should()
        .beFreeOfCycles()
        .check(CLASSES.that(JavaClass.Predicates.resideInAPackage("io.virk.baseline..")));
  }

  @Test
  void causesKnowSignalsAndImagesAndDiagnosesKnowNoBaseline() {
    noClasses()
        .that()
        .resideInAPackage("io.virk.cause..")
        .should()
        .dependOnClassesThat(
            JavaClass.Predicates.resideInAPackage("io.virk..")
                .and(
                    com.tngtech.archunit.base.DescribedPredicate.not(
                        JavaClass.Predicates.resideInAnyPackage(
                            "io.virk.cause..",
                            "io.virk.signal..",
                            "io.virk.image..",
                            "io.virk.internal",
                            "io.virk.stats.."))))
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAPackage("io.virk.diagnose..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.virk.baseline..", "io.virk.engine..")
        .check(CLASSES);
  }

  @Test
  void nothingDependsBackOnTheFrontDoor() {
    noClasses()
        .that()
        .resideOutsideOfPackages("io.virk", "io.virk.metrics")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.virk")
        .check(CLASSES);
  }

  @Test
  void metricsStandInFrontOfTheDoorAndNobodyNeedsThem() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.virk.metrics")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.virk.metrics")
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAPackage("io.virk.metrics.internal")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.virk")
        .check(CLASSES);
  }

  @Test
  void whatAHostMayLackIsLinkedToInOnePlace() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.virk.metrics")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.micrometer..")
        .check(CLASSES);
    noClasses()
        .that()
        .resideOutsideOfPackage("io.virk.metrics.internal")
        .or()
        .haveFullyQualifiedName("io.virk.metrics.internal.FlightEvents")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("jdk.jfr..")
        .check(CLASSES);
  }

  @Test
  void internalsDependOnNothingOfOurs() {
    noClasses()
        .that()
        .resideInAPackage("io.virk.internal")
        .should()
        .dependOnClassesThat(
            JavaClass.Predicates.resideInAPackage("io.virk..")
                .and(
                    com.tngtech.archunit.base.DescribedPredicate.not(
                        JavaClass.Predicates.resideInAPackage("io.virk.internal"))))
        .check(CLASSES);
  }

  @Test
  void onlyThePackagesOfTheDesignArePublic() {
    Set<String> found = new TreeSet<>();
    for (JavaClass c : CLASSES) {
      if (c.getModifiers().contains(JavaModifier.PUBLIC)) {
        found.add(c.getPackageName());
      }
    }
    found.removeIf(name -> name.endsWith(".internal") || INTERNAL.contains(name));
    assertTrue(PUBLIC.containsAll(found), found.toString());
  }

  /** What hosts may use, and what is kept from 0.1.0 on: a new type is a decision. */
  @Test
  void thePublicTypesAreThoseOfTheList() throws IOException {
    Set<String> found = new TreeSet<>();
    for (JavaClass c : CLASSES) {
      if (isApi(c)) {
        found.add(c.getName());
      }
    }
    try (InputStream list = getClass().getResourceAsStream("public-types.txt")) {
      assertEquals(
          new String(list.readAllBytes(), StandardCharsets.UTF_8),
          found.stream().map(name -> name + "\n").collect(Collectors.joining()));
    }
  }

  /** What a host can name, it can name all of; two methods of a baseline are for VIRK alone. */
  @Test
  void noPublicTypeShowsOneThatIsNot() {
    Set<String> shown = new TreeSet<>();
    for (JavaClass c : CLASSES) {
      for (JavaCodeUnit unit : isApi(c) ? c.getCodeUnits() : Set.<JavaCodeUnit>of()) {
        Set<JavaClass> types = new HashSet<>(unit.getReturnType().getAllInvolvedRawTypes());
        unit.getParameterTypes().forEach(p -> types.addAll(p.getAllInvolvedRawTypes()));
        boolean seen =
            unit.getModifiers().contains(JavaModifier.PUBLIC)
                || unit.getModifiers().contains(JavaModifier.PROTECTED);
        if (seen && types.stream().anyMatch(t -> CLASSES.contain(t.getName()) && !isApi(t))) {
          shown.add(c.getSimpleName() + "." + unit.getName());
        }
      }
    }
    assertEquals(Set.of("Baseline.content", "Baseline.reference"), shown);
  }

  /** Public, in a public package, and so is what it is nested in. */
  private static boolean isApi(JavaClass c) {
    return PUBLIC.contains(c.getPackageName())
        && c.getModifiers().contains(JavaModifier.PUBLIC)
        && c.getEnclosingClass().map(ArchitectureTest::isApi).orElse(true);
  }

  @Test
  void theEngineKnowsNoFileNoLoggerAndNoThread() {
    noClasses()
        .that()
        .resideInAPackage("io.virk.engine")
        .should()
        .dependOnClassesThat()
        .haveNameMatching(
            "io\\.virk\\.incident\\.internal\\.Incident(s|Writer)"
                + "|org\\.slf4j\\..*|java\\.nio\\.file\\..*|java\\.lang\\.Thread"
                + "|java\\.time\\.InstantSource")
        .check(CLASSES);
  }

  @Test
  void theCaptureRoomIsNotBehindAnyDriver() {
    noClasses()
        .that()
        .resideInAPackage("io.virk.capture..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.virk", "io.virk.incident..", "io.virk.metrics..")
        .check(CLASSES);
  }

  @Test
  void nobodyPrintsOrLogsElsewhere() {
    noClasses().should().dependOnClassesThat().resideInAPackage("java.util.logging").check(CLASSES);
    noClasses().should().accessField(System.class, "out").check(CLASSES);
    noClasses().should().accessField(System.class, "err").check(CLASSES);
    noClasses().should().callMethod(Throwable.class, "printStackTrace").check(CLASSES);
  }

  @Tag("slow")
  @Test
  void wordsAreTheSameInEveryLocale() {
    JavaClasses all =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("test-classes"))
            .importPackages("io.virk");
    assertTrue(all.contain(Moments.class));
    LocaleRule.words().check(all);
  }

  /** The engine is a function of what it is given: its drivers have threads, files, log, clock. */
  @Test
  void theEngineHasNoThreadFileLoggerOrClock() {
    noClasses()
        .that()
        .resideInAPackage("io.virk.engine")
        .should()
        .dependOnClassesThat(
            JavaClass.Predicates.resideInAnyPackage(
                    "java.nio.file..",
                    "org.slf4j..",
                    "java.util.concurrent",
                    "java.util.concurrent.locks",
                    "java.net..")
                .or(JavaClass.Predicates.assignableTo(Thread.class))
                .or(JavaClass.Predicates.assignableTo(java.io.File.class))
                .or(JavaClass.Predicates.assignableTo(java.io.InputStream.class))
                .or(JavaClass.Predicates.assignableTo(java.io.OutputStream.class))
                .or(JavaClass.Predicates.assignableTo(java.time.InstantSource.class)))
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAPackage("io.virk.engine")
        .should()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(java.time.Instant.class, "now")
        .orShould()
        .callMethod(Math.class, "random")
        .check(CLASSES);
  }

  @Test
  void threadsAreMadeInOnePlace() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName(MonitorSettings.class.getName())
        .should()
        .callConstructor(Thread.class, Runnable.class, String.class)
        .orShould()
        .callConstructor(Thread.class, Runnable.class)
        .orShould()
        .callConstructor(Thread.class)
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.util.concurrent.Executors")
        .orShould()
        .callMethod(Thread.class, "sleep", long.class)
        .check(CLASSES);
  }

  @Test
  void classesAreClosed() {
    classes()
        .that()
        .arePublic()
        .and()
        .areNotInterfaces()
        .and()
        .areNotEnums()
        .and()
        .doNotHaveFullyQualifiedName(Capture.class.getName())
        .and()
        .doNotHaveFullyQualifiedName(BatchCapture.class.getName())
        .and() // their memory is in a slot, which alone writes to it
        .doNotBelongToAnyOf(Detections.class, MaskAreas.class)
        .should()
        .haveModifier(JavaModifier.FINAL)
        .check(CLASSES);
  }
}
