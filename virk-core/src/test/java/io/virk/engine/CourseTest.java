package io.virk.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.cause.CauseMatch;
import io.virk.cause.Fingerprint;
import io.virk.detect.Slice;
import io.virk.diagnose.Diagnosis;
import io.virk.diagnose.Kind;
import io.virk.event.Trend;
import io.virk.scenes.Diagnoses;
import io.virk.signal.Schemas;
import io.virk.signal.SignalTable;
import io.virk.signal.internal.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CourseTest {
  private long sequence;

  /** One of two causes, or none. */
  static Diagnosis named(double defocus, double dark, double severity) {
    List<CauseMatch> causes = new ArrayList<>();
    causes.add(new CauseMatch("defocus", "blur", 3, 1, List.of(), true, defocus));
    causes.add(new CauseMatch("under-exposure", "light", 3, 1, List.of(), true, dark));
    causes.sort((a, b) -> Double.compare(b.probability(), a.probability()));
    Fingerprint fingerprint =
        new Fingerprint(causes, 0, 1 - defocus - dark, List.of("brightness"), "");
    String cause = fingerprint.cause().map(CauseMatch::cause).orElse("");
    return Diagnoses.of(cause, fingerprint, severity);
  }

  private Course.Step window(Course course, Diagnosis diagnosis) {
    sequence += 16;
    return course.window(Slice.ALL, diagnosis, sequence);
  }

  private static Course blurred() {
    return new Course(named(0.9, 0.05, 2), List.of(Slice.ALL));
  }

  @Test
  void twoInARowAreToldAndOnce() {
    Course course = blurred();
    Diagnosis dark = named(0.05, 0.9, 2);
    assertEquals(Optional.empty(), window(course, dark).was());
    assertEquals(Optional.of("is defocus"), window(course, dark).was());
    assertEquals(Optional.empty(), window(course, dark).was());
    window(course, named(0.9, 0.05, 2));
    assertEquals(Optional.empty(), window(course, dark).was(), "not in a row");
  }

  @Test
  void aBorderlineDoesNotFlap() {
    Course course = blurred();
    for (int i = 0; i < 100; i++) {
      Diagnosis borderline = i % 4 < 2 ? named(0.45, 0.53, 2) : named(0.53, 0.45, 2);
      assertEquals(Optional.empty(), window(course, borderline).was());
      assertEquals(Optional.empty(), window(course, named(0.45, 0.3, 2)).was());
    }
  }

  @Test
  void aTrendIsMoreThanChance() {
    Course course = blurred();
    assertEquals(Trend.HOLDS, window(course, named(0.9, 0, 2.5)).trend());
    assertEquals(Trend.GROWS, window(course, named(0.9, 0, 3)).trend());
    assertEquals(Trend.HOLDS, window(course, named(0.9, 0, 2.6)).trend());
    assertEquals(Trend.SHRINKS, window(course, named(0.9, 0, 1)).trend());
    assertEquals(Trend.HOLDS, window(course, named(0.9, 0, Double.NaN)).trend());
  }

  @Test
  void overlappingWindowsAreExplainedEveryHalf() {
    Course course = blurred();
    int explained = 0;
    for (int end = 32; end <= 32 + 160; end += 2) {
      SignalTable rows = new SignalTable(Schemas.of(0), 32);
      for (int i = end - 32; i < end; i++) {
        rows.append(Values.numbered(i));
      }
      if (course.isDue(Slice.ALL, rows)) {
        explained++;
        course.window(Slice.ALL, named(0.9, 0, 2), end - 1);
      }
    }
    assertEquals(1 + 160 / 16, explained);
  }

  @Test
  void aCauseIsAnotherIfNoneThatWasToldMayBeIt() {
    Course course = blurred();
    assertTrue(course.isAnother(named(0.05, 0.9, 2)));
    assertFalse(course.isAnother(named(0.3, 0.6, 2)), "may be the same");
    assertFalse(course.isAnother(named(0.1, 0.1, 2)), "none is named");
    assertFalse(course.isAnother(named(0.9, 0.05, 2)));
  }

  /** Once may be by chance. */
  @Test
  void whatIsReopenedTwiceComesAndGoes() {
    Course course = blurred();
    course.reopened(1);
    assertEquals(Kind.UNKNOWN, course.kind());
    course.reopened(2);
    assertEquals(Kind.INTERMITTENT, course.kind());
  }

  @Test
  void itGoesOnFromItsState() {
    Course course = blurred();
    Diagnosis dark = named(0.05, 0.9, 5);
    window(course, dark);
    Course next = Course.restored(course.state(3));
    assertEquals(course.state(3), next.state(3));
    assertEquals(Optional.of("is defocus"), window(next, dark).was());
    assertEquals("defocus", next.opening().cause());
  }
}
