package io.virk.bench.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.bench.Forks;
import io.virk.stats.Acceleration;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.runner.BenchmarkListEntry;

class PlanTest {
  @Test
  void eachBenchmarkIsInOneGroupAndNoGroupIsEmpty() {
    for (Group group : Group.values()) {
      assertFalse(Plan.of(EnumSet.of(group), true).isEmpty(), group.word());
    }
    long benchmarks = Plan.entries().size();
    assertEquals(benchmarks, Plan.of(EnumSet.allOf(Group.class), true).size());
  }

  @Test
  void pairsDifferOnlyByTheFlagsOfTheirForks() {
    Map<String, BenchmarkListEntry> entries = new HashMap<>();
    Plan.entries().forEach(e -> entries.put(e.getUsername(), e));
    int pairs = 0;
    for (String name : entries.keySet()) {
      if (name.endsWith("Vector") && Group.ofBenchmark(name) != Group.CEILINGS) {
        String twin = name.replaceFirst("Vector$", "Scalar");
        assertTrue(entries.containsKey(twin), twin);
        Collection<String> vector = flags(entries.get(name));
        assertEquals(List.of(Forks.VECTOR_MODULE, Forks.FORCED), vector, name);
        assertEquals(List.of(Forks.PLAIN), flags(entries.get(twin)), twin);
        assertEquals(entries.get(name).getMode(), entries.get(twin).getMode());
        pairs++;
      } else if (name.endsWith("Scalar")) {
        assertTrue(entries.containsKey(name.replaceFirst("Scalar$", "Vector")), name);
      }
    }
    assertTrue(pairs >= 17, "pairs: " + pairs);
  }

  private static List<String> flags(BenchmarkListEntry entry) {
    return List.copyOf(entry.getJvmArgsPrepend().orElse(List.of()));
  }

  @Test
  void sizesAreVariedOneAtATime() {
    Map<String, String[]> values =
        Map.of("n", new String[] {"1000", "32"}, "kind", new String[] {"b", "a", "c"});
    assertEquals(
        List.of(
            Map.of("n", "1000", "kind", "b"),
            Map.of("n", "1000", "kind", "a"),
            Map.of("n", "1000", "kind", "c"),
            Map.of("n", "32", "kind", "b")),
        Plan.star(values));
    assertEquals(Map.of("n", "32", "kind", "b"), Plan.smallest(values));
  }

  @Test
  void aFallBackFailsTheFork() {
    Acceleration scalar = new Acceleration("scalar", "no flag");
    Acceleration vector = new Acceleration("vector 512 bit", "works");
    ForkProbe.check("x.mmdVector", vector);
    ForkProbe.check("x.mmdScalar", scalar);
    ForkProbe.check("x.mmd", scalar);
    String said =
        assertThrows(IllegalStateException.class, () -> ForkProbe.check("x.mmdVector", scalar))
            .getMessage();
    assertTrue(said.startsWith("kernels: scalar (expected: those of x.mmdVector"), said);
    assertThrows(IllegalStateException.class, () -> ForkProbe.check("x.mmdScalar", vector));
    assertEquals(512, ForkProbe.bits("vector 512 bit"));
    assertEquals(0, ForkProbe.bits("scalar"));
  }
}
