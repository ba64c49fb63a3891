package io.virk.incident.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.detect.Slice;
import io.virk.event.Exemplar;
import io.virk.image.Frame;
import io.virk.scenes.Events;
import io.virk.scenes.Scenes;
import io.virk.signal.Observation;
import io.virk.signal.Schemas;
import io.virk.signal.internal.Values;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EpisodeTest {
  private final Episode episode = new Episode("1", "line 3", 0, Optional.empty(), Schemas.of(4), 1);

  private long next;

  private RecordedObservation observation(Frame image) {
    RecordedObservation recorded = new RecordedObservation();
    long sequence = next++;
    recorded.fill(
        Observation.builder().sequence(sequence).image(image).build(),
        Values.numbered(sequence),
        Slice.ALL,
        true);
    return recorded;
  }

  private void observed(int count) {
    for (int i = 0; i < count; i++) {
      episode.observed(observation(Scenes.frame(0, i, 8, 8)));
    }
  }

  private long shown() {
    return episode.draft().exhibits().stream().mapToLong(e -> e.observation().memory()).sum();
  }

  private void shows(int count, Frame image) {
    List<Exhibit> exhibits = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      exhibits.add(new Exhibit(Exemplar.Role.BEFORE, observation(image)));
    }
    episode.shows(exhibits);
  }

  /** The very next observations took the place of what was given up. */
  @Test
  void whatIsGivenUpIsNotTakenAnew() {
    episode.goesOn(Events.drift(1, true));
    observed(100);
    assertEquals(shown(), episode.bytes());
    long before = episode.bytes();
    for (int i = 0; i < 4; i++) {
      assertTrue(episode.giveUp(1));
    }
    long given = episode.bytes();
    assertTrue(given < before, given + " of " + before);
    observed(100);
    assertEquals(given, episode.bytes());
    assertEquals(shown(), given);
    while (episode.giveUp(0)) {
      assertEquals(shown(), episode.bytes());
    }
    observed(10);
    assertEquals(0, episode.bytes());
    assertFalse(episode.giveUp(0));
  }

  /** A drift that was reopened often made a bundle that its own reader refused. */
  @Test
  void whatItShowsIsNoMoreThanAReaderTakes() {
    for (int i = 0; i < 30; i++) {
      shows(40, Scenes.frame(0, i, 8, 8));
    }
    int most = episode.draft().exhibits().size();
    assertTrue(most > 800 && most < BundleReader.MOST_OBSERVATIONS, most + " observations");
    List<Frame> patches = Collections.nCopies(4, Scenes.frame(1, 1, 64, 64));
    shows(500, Scenes.frame(0, 1, 8, 8).reducedFrom(80, 80, patches));
    List<Exhibit> exhibits = episode.draft().exhibits();
    int entries =
        exhibits.stream().mapToInt(e -> 1 + e.observation().frame().patches().size()).sum();
    assertTrue(entries > 1_600 && entries < BundleEntries.MAXIMUM, entries + " images");
    assertTrue(episode.draft().givenUp() > 0);
  }
}
